"""公开的页: what strangers see may be kept for a minute; what somebody signed in sees, or a form with its token, may not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

from luoqiao.interfaces.portal.entry import actor_of

KEEP_SECONDS = 60


def kept_for_strangers(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response with how long it may be kept, and for whom."""
    if actor_of(request) is None and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
        patch_cache_control(response, public=True, max_age=KEEP_SECONDS)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ("Cookie",))
    return response
