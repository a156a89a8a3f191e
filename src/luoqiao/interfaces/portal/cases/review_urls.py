"""案件的办理的网址: the inbox and the page of a case with what is decided on it."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.cases import case_page, decide_views, inbox_page, return_page
from luoqiao.interfaces.portal.entry import for_roles

OFFICES = (
    Role.TOWN_CLERK, Role.OFFICER, Role.UNIT_HEAD, Role.FINANCE_OFFICER, Role.PARK_MANAGER, Role.LEADER,
)  # fmt: skip
READERS = (*OFFICES, Role.AUDITOR, Role.ENTERPRISE_AGENT)

urlpatterns: list[URLPattern] = [
    path("today/", for_roles(inbox_page.today, *READERS), name="inbox"),
    path("cases/<str:number>/", for_roles(case_page.case, *READERS), name="case"),
    path("cases/<str:number>/decide/", for_roles(decide_views.decide_case, *OFFICES, methods=("POST",)), name="decide"),
    path(
        "cases/<str:number>/return/",
        for_roles(return_page.return_page, *OFFICES, methods=("GET", "HEAD", "POST")),
        name="return",
    ),
    path("cases/<str:number>/fact/", for_roles(decide_views.decide_fact, *OFFICES, methods=("POST",)), name="fact"),
]
