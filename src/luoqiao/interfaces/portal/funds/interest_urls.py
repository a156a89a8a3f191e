"""贴息的网址: one line a route, each with who may enter."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.entry import for_roles
from luoqiao.interfaces.portal.funds import interest_views

CHANGING = ("GET", "HEAD", "POST")
SEES = (Role.OFFICER, Role.UNIT_HEAD, Role.FINANCE_OFFICER, Role.AUDITOR, Role.LEADER)

urlpatterns: list[URLPattern] = [
    path("funds/interest/", for_roles(interest_views.interest, *SEES), name="interest"),
    path("funds/interest/<str:case>/", for_roles(interest_views.tranche, *SEES, methods=CHANGING), name="tranche"),
]
