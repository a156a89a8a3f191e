"""这个浏览器: until there are accounts, who saved a scenario is known by a secret that only one browser holds.

The platform keeps the digest alone; the secret is no login and opens nothing but the list of one's own scenarios.
"""

from __future__ import annotations

import hashlib
import re
import secrets

from django.http import HttpRequest, HttpResponse

COOKIE = "luoqiao_browser"
KEPT_SECONDS = 400 * 24 * 3600
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def owner_of(request: HttpRequest) -> str:
    """The digest of the browser's secret; empty when it has none."""
    secret = request.COOKIES.get(COOKIE, "")
    return _digest(secret) if _SECRET.fullmatch(secret) else ""


def new_secret() -> str:
    """A secret for a browser that has none."""
    return secrets.token_urlsafe(32)


def known(request: HttpRequest) -> tuple[str, str]:
    """The browser's secret, made when there is none, and its digest."""
    secret = request.COOKIES.get(COOKIE, "")
    secret = secret if _SECRET.fullmatch(secret) else new_secret()
    return secret, _digest(secret)


def remember(request: HttpRequest, response: HttpResponse, secret: str) -> HttpResponse:
    """Give the browser its secret to keep; scripts cannot read it, other sites cannot send it."""
    response.set_cookie(
        COOKIE, secret, max_age=KEPT_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax"
    )
    return response


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
