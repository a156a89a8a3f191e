"""登录的网址: the library's views that this platform uses, each with who may enter. Names are the library's own.

Left out on purpose: signing up, e-mail addresses, resetting a password by mail. Accounts are made by an administrator or
asked for by an enterprise, and an administrator resets a password.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache

from luoqiao.interfaces.entrance import PUBLIC, SIGNED_IN, Entry, View, marked


@dataclass(frozen=True, slots=True)
class Route:
    """一条登录的网址: `always` stays open to somebody who must do something else first."""

    pattern: str
    view: object
    name: str
    entry: Entry
    methods: tuple[str, ...] = ("GET", "HEAD", "POST")
    always: bool = True


def change_password(request: HttpRequest) -> HttpResponseBase:
    """改密码; somebody who signs in elsewhere only, or by a button, has none to change."""
    if request.user.is_authenticated and not request.user.has_usable_password():
        return HttpResponseRedirect("/")
    return account.password_change(request)


READ = ("GET", "HEAD")
ROUTES = (
    Route("account/login/", account.login, "account_login", PUBLIC),
    Route("account/logout/", account.logout, "account_logout", PUBLIC),
    Route("account/inactive/", account.account_inactive, "account_inactive", PUBLIC, READ),
    Route("account/confirm/", account.reauthenticate, "account_reauthenticate", SIGNED_IN),
    Route("account/password/", change_password, "account_change_password", SIGNED_IN),
    Route("account/code/", factor.authenticate, "mfa_authenticate", PUBLIC),
    Route("account/second-factor/", factor.index, "mfa_index", SIGNED_IN, READ),
    Route("account/second-factor/confirm/", factor.reauthenticate, "mfa_reauthenticate", SIGNED_IN),
    Route("account/second-factor/set-up/", totp.activate_totp, "mfa_activate_totp", SIGNED_IN),
    Route("account/second-factor/remove/", totp.deactivate_totp, "mfa_deactivate_totp", SIGNED_IN),
    Route("account/second-factor/codes/", codes.view_recovery_codes, "mfa_view_recovery_codes", SIGNED_IN, READ),
    Route("account/second-factor/codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes", SIGNED_IN),
    Route("account/second-factor/codes/file/", codes.download_recovery_codes, "mfa_download_recovery_codes", SIGNED_IN, READ),
)
ALWAYS_OPEN = frozenset(route.name for route in ROUTES if route.always)


def _routed(route: Route) -> URLPattern:
    view = never_cache(cast("View", route.view))
    return path(route.pattern, marked(view, route.entry, *route.methods), name=route.name)


urlpatterns: list[URLPattern] = [_routed(route) for route in ROUTES]

if settings.OIDC:
    from allauth.socialaccount import views as elsewhere
    from allauth.socialaccount.providers.openid_connect import views as oidc

    urlpatterns += [
        _routed(Route("account/oidc/<str:provider_id>/login/", oidc.login, "openid_connect_login", PUBLIC)),
        _routed(Route("account/oidc/<str:provider_id>/callback/", oidc.callback, "openid_connect_callback", PUBLIC)),
        _routed(Route("account/oidc/cancelled/", elsewhere.login_cancelled, "socialaccount_login_cancelled", PUBLIC)),
        _routed(Route("account/oidc/error/", elsewhere.login_error, "socialaccount_login_error", PUBLIC)),
    ]

