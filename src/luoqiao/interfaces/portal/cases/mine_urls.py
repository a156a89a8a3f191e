"""企业一侧的网址: my policies, my cases, the form of a claim; one line a route, each with who may enter."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.cases.claim_choice import claim_new
from luoqiao.interfaces.portal.cases.claim_form import claim_form
from luoqiao.interfaces.portal.cases.mine import mine
from luoqiao.interfaces.portal.cases.mine_claims import claims
from luoqiao.interfaces.portal.cases.potential import SEES_POTENTIAL, potential, potential_book
from luoqiao.interfaces.portal.entry import for_roles

CHANGING = ("GET", "HEAD", "POST")
FILLS_IN = (Role.ENTERPRISE_AGENT, Role.TOWN_CLERK)

urlpatterns: list[URLPattern] = [
    path("my/", for_roles(mine, Role.ENTERPRISE_AGENT, methods=CHANGING), name="mine"),
    path("my/cases/", for_roles(claims, Role.ENTERPRISE_AGENT), name="claims"),
    path("potential/", for_roles(potential, *SEES_POTENTIAL), name="potential"),
    path("potential/xlsx/", for_roles(potential_book, *SEES_POTENTIAL), name="potential_book"),
    path("my/claims/new/", for_roles(claim_new, *FILLS_IN, methods=CHANGING), name="claim_new"),
    path("cases/<str:number>/form/", for_roles(claim_form, *FILLS_IN, methods=CHANGING), name="form"),
]
