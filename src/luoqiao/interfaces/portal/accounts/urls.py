"""账号的网址: one line a route, each with who may enter; signing in and out stands in `sign_in_urls`."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoqiao.core.parties.actor import Role
from luoqiao.core.parties.posts import AccountDeed
from luoqiao.interfaces.portal.accounts import (
    agents,
    audit_log,
    delegating,
    demonstration,
    mine,
    people_pages,
)
from luoqiao.interfaces.portal.entry import for_all, for_roles, for_signed_in

app_name = "accounts"

FORM = ("GET", "HEAD", "POST")
POST = ("POST",)
ADMINS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
CONFIRMING = AccountDeed.CONFIRM_AGENT.roles

urlpatterns: list[URLPattern] = [
    path("demo/", for_all(demonstration.choose_person), name="demo"),
    path("demo/enter/", for_all(demonstration.enter, *POST), name="demo_enter"),
    path("demo/clock/", for_all(demonstration.move_clock, *POST), name="demo_clock"),
    path("account/", for_signed_in(mine.my_account), name="mine"),
    path("account/delegations/", for_signed_in(delegating.delegations, *FORM), name="delegations"),
    path("account/delegations/<int:delegation>/end/", for_signed_in(delegating.end, *POST), name="delegation_end"),
    path("account/register/", for_all(agents.register, *FORM), name="register"),
    path("account/registered/", for_all(agents.registered), name="registered"),
    path("account/enterprises/", for_roles(agents.ask, Role.ENTERPRISE_AGENT, methods=FORM), name="ask"),
    path("agents/", for_roles(agents.agent_requests, *CONFIRMING), name="agents"),
    path("agents/<int:asked>/confirm/", for_roles(agents.confirm, *CONFIRMING, methods=POST), name="agent_confirm"),
    path("agents/<int:asked>/refuse/", for_roles(agents.refuse, *CONFIRMING, methods=POST), name="agent_refuse"),
    path("accounts/", for_roles(people_pages.people_list, *ADMINS), name="people"),
    path("accounts/new/", for_roles(people_pages.new_account, Role.SYSTEM_ADMIN, methods=FORM), name="new"),
    path("accounts/<int:user>/", for_roles(people_pages.one_account, *ADMINS, methods=FORM), name="one"),
    path("audit/log/", for_roles(audit_log.audit_log, Role.AUDIT_ADMIN, Role.AUDITOR), name="audit"),
]
