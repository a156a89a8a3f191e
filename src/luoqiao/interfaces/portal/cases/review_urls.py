"""案件的办理的网址: the inbox and the page of a case with what is decided on it."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.cases import (
    applicant_views,
    batch_page,
    case_page,
    decide_views,
    inbox_page,
    list_page,
    replay_page,
    return_page,
)
from luoqiao.interfaces.portal.entry import for_roles

OFFICES = (
    Role.TOWN_CLERK, Role.OFFICER, Role.UNIT_HEAD, Role.FINANCE_OFFICER, Role.PARK_MANAGER, Role.LEADER,
)  # fmt: skip
READERS = (*OFFICES, Role.AUDITOR, Role.ENTERPRISE_AGENT)

SUPERVISING = (Role.UNIT_HEAD, Role.LEADER)
APPLICANT = (Role.ENTERPRISE_AGENT,)
POST, FORM = ("POST",), ("GET", "HEAD", "POST")

urlpatterns: list[URLPattern] = [
    path("today/", for_roles(inbox_page.today, *READERS), name="inbox"),
    path("today/batch/", for_roles(batch_page.batch, *OFFICES, methods=FORM), name="batch"),
    path("cases/", for_roles(list_page.case_list, *READERS), name="list"),
    path("cases/xlsx/", for_roles(list_page.case_list_book, *READERS), name="list_book"),
    path("cases/<str:number>/", for_roles(case_page.case, *READERS), name="case"),
    path("cases/<str:number>/decide/", for_roles(decide_views.decide_case, *OFFICES, methods=POST), name="decide"),
    path("cases/<str:number>/return/", for_roles(return_page.return_page, *OFFICES, methods=FORM), name="return"),
    path("cases/<str:number>/fact/", for_roles(decide_views.decide_fact, *OFFICES, methods=POST), name="fact"),
    path("cases/<str:number>/supervise/", for_roles(decide_views.supervise, *SUPERVISING, methods=POST), name="supervise"),
    path("cases/<str:number>/lapse/", for_roles(decide_views.lapse, *OFFICES, methods=POST), name="lapse"),
    path("cases/<str:number>/withdraw/", for_roles(applicant_views.withdraw, *APPLICANT, methods=POST), name="withdraw"),
    path("cases/<str:number>/consent/", for_roles(applicant_views.consent, *APPLICANT, methods=POST), name="consent"),
    path("cases/<str:number>/replay/", for_roles(replay_page.replay, *OFFICES, Role.AUDITOR), name="replay"),
    path("cases/<str:number>/snapshots/<str:digest>/", for_roles(replay_page.snapshot, *OFFICES, Role.AUDITOR), name="snapshot"),
]
