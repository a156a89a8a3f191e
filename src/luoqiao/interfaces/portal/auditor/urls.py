"""审计的网址: one line a route, each with who may enter. All of them only read."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.auditor import finding_pages, home, packet_view, sample_page
from luoqiao.interfaces.portal.entry import for_roles

app_name = "auditor"

OFFICES = (
    Role.TOWN_CLERK, Role.OFFICER, Role.UNIT_HEAD, Role.FINANCE_OFFICER, Role.PARK_MANAGER, Role.LEADER,
)  # fmt: skip
"""Whoever reads a case from inside takes its packet; which cases, the query asks."""

urlpatterns: list[URLPattern] = [
    path("audit/", for_roles(home.home, Role.AUDITOR), name="home"),
    path("audit/findings/<slug:key>/", for_roles(finding_pages.findings, Role.AUDITOR), name="findings"),
    path("audit/findings/<slug:key>/xlsx/", for_roles(finding_pages.findings_book, Role.AUDITOR), name="findings_book"),
    path("audit/sample/", for_roles(sample_page.sample, Role.AUDITOR), name="sample"),
    path("cases/<str:number>/packet/", for_roles(packet_view.packet, *OFFICES, Role.AUDITOR), name="packet"),
    path("audit/sample/xlsx/", for_roles(sample_page.sample_book, Role.AUDITOR), name="sample_book"),
]
