"""追回的网址: one line a route, each with who may enter."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.entry import for_roles
from luoqiao.interfaces.portal.funds import clawback_views

CHANGING = ("GET", "HEAD", "POST")
WORKS = (Role.OFFICER, Role.UNIT_HEAD, Role.FINANCE_OFFICER)
SEES = (*WORKS, Role.AUDITOR, Role.LEADER)

urlpatterns: list[URLPattern] = [
    path("funds/clawbacks/", for_roles(clawback_views.clawbacks, *SEES), name="clawbacks"),
    path("funds/clawbacks/new/", for_roles(clawback_views.clawback_new, *WORKS, methods=CHANGING), name="clawback_new"),
    path("funds/clawbacks/<str:number>/", for_roles(clawback_views.clawback, *SEES, methods=CHANGING), name="clawback"),
]
