"""名录的网址: one line a route, each with who may enter."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.entrance import View
from luoqiao.interfaces.portal.entry import for_roles
from luoqiao.interfaces.portal.parties import (
    account_pages,
    contact_pages,
    correction,
    enterprise_page,
    holding_pages,
    import_pages,
    named_page,
    register_list,
    units_page,
)

app_name = "parties"

OFFICE = (Role.OFFICER, Role.UNIT_HEAD)
READERS = (*OFFICE, Role.FINANCE_OFFICER, Role.TOWN_CLERK, Role.PARK_MANAGER, Role.AUDITOR, Role.LEADER)
KEEPERS = (Role.ENTERPRISE_AGENT, Role.TOWN_CLERK, *OFFICE)
SEERS = (*KEEPERS, Role.FINANCE_OFFICER, Role.AUDITOR)
LISTERS = (*OFFICE, Role.AUDITOR)
FORM = ("GET", "HEAD", "POST")


def _form(view: View, *roles: Role) -> View:
    return for_roles(view, *roles, methods=FORM)


def _sent(view: View, *roles: Role) -> View:
    return for_roles(view, *roles, methods=("POST",))


_AGENT = Role.ENTERPRISE_AGENT
_CONFIRMERS = (*OFFICE, Role.FINANCE_OFFICER)

urlpatterns: list[URLPattern] = [
    path("register/", for_roles(register_list.register_page, *READERS), name="register"),
    path("register/export/", for_roles(register_list.register_export, *READERS), name="register_export"),
    path("register/new/", _form(correction.register_one, *OFFICE, Role.TOWN_CLERK), name="new"),
    path("register/mine/", for_roles(enterprise_page.my_enterprise, _AGENT), name="my_enterprise"),
    path("register/units/", for_roles(units_page.units_page, *READERS), name="units"),
    path("register/units/<slug:seat>/holder/", _form(units_page.holder, *OFFICE), name="holder"),
    path("register/named/", for_roles(named_page.named_page, *READERS), name="named"),
    path("register/named/<slug:code>/", _form(named_page.named_link, *OFFICE), name="named_link"),
    path(
        "register/projects/<int:project_id>/owner/",
        _form(named_page.project_owner, *OFFICE),
        name="project_owner",
    ),
    path("register/import/", _form(import_pages.import_list, *OFFICE), name="import"),
    path(
        "register/import/template/<slug:kind>/",
        for_roles(import_pages.import_template, *OFFICE),
        name="import_template",
    ),
    path(
        "register/import/<uuid:identifier>/", for_roles(import_pages.import_one, *LISTERS), name="import_one"
    ),
    path(
        "register/import/<uuid:identifier>/confirm/",
        _sent(import_pages.import_confirm, *OFFICE),
        name="import_confirm",
    ),
    path(
        "register/import/<uuid:identifier>/cancel/",
        _sent(import_pages.import_cancel, *OFFICE),
        name="import_cancel",
    ),
    path(
        "register/import/<uuid:identifier>/report/",
        for_roles(import_pages.import_report, *LISTERS),
        name="import_report",
    ),
    path("register/accounts/", for_roles(account_pages.accounts_waiting, *_CONFIRMERS), name="accounts"),
    path("register/accounts/<int:account_id>/", _form(account_pages.account, *_CONFIRMERS), name="account"),
    path(
        "register/accounts/<int:account_id>/withdraw/",
        _form(account_pages.account_withdraw, _AGENT),
        name="account_withdraw",
    ),
    path(
        "register/<str:uscc>/",
        for_roles(enterprise_page.enterprise_page, *READERS, _AGENT),
        name="enterprise",
    ),
    path("register/<str:uscc>/correct/", _form(correction.correct, *OFFICE, Role.TOWN_CLERK), name="correct"),
    path("register/<str:uscc>/accounts/new/", _form(account_pages.account_new, _AGENT), name="account_new"),
    path(
        "register/<str:uscc>/accounts/<int:account_id>/whole/",
        _form(account_pages.account_whole, *SEERS),
        name="account_whole",
    ),
    path("register/<str:uscc>/contacts/new/", _form(contact_pages.contact, *KEEPERS), name="contact_new"),
    path(
        "register/<str:uscc>/contacts/<int:contact_id>/",
        _form(contact_pages.contact, *KEEPERS),
        name="contact",
    ),
    path(
        "register/<str:uscc>/contacts/<int:contact_id>/whole/",
        _form(contact_pages.contact_whole, *SEERS),
        name="contact_whole",
    ),
    path("register/<str:uscc>/<slug:kind>/new/", _form(holding_pages.holding, *KEEPERS), name="holding_new"),
    path(
        "register/<str:uscc>/<slug:kind>/<int:row>/", _form(holding_pages.holding, *KEEPERS), name="holding"
    ),
]
