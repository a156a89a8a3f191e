"""内容安全策略: which scripts and styles a page may use: our own files, and inline scripts that carry the nonce.

Templates write `<script nonce="{{ request.csp_nonce }}">`. There are no inline styles anywhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

HEADER = "Content-Security-Policy"
RULES = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class ContentPolicyMiddleware:
    """内容安全策略: gives each request a nonce and each answer the policy that names it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request under the policy."""
        nonce = secrets.token_urlsafe(16)
        request.csp_nonce = nonce  # type: ignore[attr-defined] # read by templates only
        response = self._get_response(request)
        response.headers.setdefault(HEADER, RULES.format(nonce=nonce))
        return response
