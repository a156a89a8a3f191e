"""登录的人: who asks, with the posts of today, once for each request; and what must be done before anything else.

`request.actor` is None for everybody who is not signed in all the way. Whoever did nothing for half an hour signs in
again. A password that somebody else set must be changed first, and whoever acts for the district needs a second factor
first: until then every page leads there, and no guarded page opens.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.account.internal.flows.logout import logout
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control

from luoqiao.apps.accounts.queries import SignedIn, find_signed_in
from luoqiao.apps.clock.queries import is_demonstration, today
from luoqiao.core.kernel.asked_once import asked_once
from luoqiao.core.parties.actor import OFFICIALS
from luoqiao.interfaces.portal.accounts.sign_in_urls import ALWAYS_OPEN

SEEN = "seen_at"
SEEN_EVERY_SECONDS = 60


class SignedInMiddleware:
    """登录的人: sets `request.actor` and leads to what must be done first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request as the person who asks; what cannot change meanwhile is asked once."""
        with asked_once():
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = None  # type: ignore[attr-defined] # read by guarded routes
        request.first_to_do = ""  # type: ignore[attr-defined] # read below
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self._recognise(request)
        response = self._get_response(request)
        if SESSION_KEY in getattr(request.session, "_session_cache", {}) and "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_cache=True)
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Lead to what must be done first."""
        match = request.resolver_match
        first = getattr(request, "first_to_do", "")
        if not first or match is None or "api" in match.namespaces or match.view_name in ALWAYS_OPEN:
            return None
        return HttpResponseRedirect(reverse(first))

    def _recognise(self, request: HttpRequest) -> None:
        if self._idle_too_long(request):
            logout(request, show_message=False)
            messages.info(request, "半小时没有操作，已经退出；请重新登录")
            return
        if not request.user.is_authenticated:
            return
        found = find_signed_in(int(request.user.pk), today())
        if found is None or (found.demonstration and not is_demonstration()):
            logout(request, show_message=False)
            return
        request.first_to_do = _first_to_do(found)  # type: ignore[attr-defined] # read above
        if not request.first_to_do:  # type: ignore[attr-defined] # set above
            request.actor = found.actor  # type: ignore[attr-defined] # read by guarded routes

    def _idle_too_long(self, request: HttpRequest) -> bool:
        now, seen = int(time.time()), request.session.get(SEEN)
        if isinstance(seen, int) and now - seen > settings.IDLE_SECONDS:
            return True
        if not isinstance(seen, int) or now - seen >= SEEN_EVERY_SECONDS:
            request.session[SEEN] = now
        return False


def _first_to_do(found: SignedIn) -> str:
    """The route to which every page leads; empty when there is nothing."""
    if found.demonstration:
        return ""
    if found.must_change_password:
        return "account_change_password"
    if found.actor.has(*OFFICIALS) and not found.has_second_factor:
        return "mfa_activate_totp"
    return ""


