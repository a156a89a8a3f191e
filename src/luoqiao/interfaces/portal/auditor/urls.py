"""审计的网址: one line a route, each with who may enter. All of them only read."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.auditor import (
    chain_page,
    double_funding_page,
    finding_pages,
    home,
    packet_view,
    sample_page,
)
from luoqiao.interfaces.portal.entry import for_roles

app_name = "auditor"

OFFICES = (
    Role.TOWN_CLERK, Role.OFFICER, Role.UNIT_HEAD, Role.FINANCE_OFFICER, Role.PARK_MANAGER, Role.LEADER,
)  # fmt: skip
"""Whoever reads a case from inside takes its packet; which cases, the query asks."""

SEES_DOUBLES = (Role.AUDITOR, Role.FINANCE_OFFICER, Role.OFFICER, Role.UNIT_HEAD)
SEES_CHAIN = (Role.AUDITOR, Role.AUDIT_ADMIN)

urlpatterns: list[URLPattern] = [
    path("audit/", for_roles(home.home, Role.AUDITOR), name="home"),
    path("audit/findings/<slug:key>/", for_roles(finding_pages.findings, Role.AUDITOR), name="findings"),
    path("audit/findings/<slug:key>/xlsx/", for_roles(finding_pages.findings_book, Role.AUDITOR), name="findings_book"),
    path("audit/double-funding/", for_roles(double_funding_page.double_funding, *SEES_DOUBLES), name="double_funding"),
    path("audit/chain/", for_roles(chain_page.chain, *SEES_CHAIN, methods=("GET", "HEAD", "POST")), name="chain"),
    path("audit/chain/verifier/", for_roles(chain_page.chain_verifier, *SEES_CHAIN), name="chain_verifier"),
    path("audit/chain/<str:year>/export/", for_roles(chain_page.chain_export, *SEES_CHAIN), name="chain_export"),
    path("audit/chain/<str:year>/seals/", for_roles(chain_page.chain_seals, *SEES_CHAIN), name="chain_seals"),
    path("audit/chain/<str:year>/seals/<str:day>/", for_roles(chain_page.chain_seal, *SEES_CHAIN), name="chain_seal"),
    path("audit/sample/", for_roles(sample_page.sample, Role.AUDITOR), name="sample"),
    path("cases/<str:number>/packet/", for_roles(packet_view.packet, *OFFICES, Role.AUDITOR), name="packet"),
    path("audit/sample/xlsx/", for_roles(sample_page.sample_book, Role.AUDITOR), name="sample_book"),
]
