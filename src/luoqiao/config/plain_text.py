"""可读的文字: a query or a form that carries the character NUL cannot be kept in any text field and is refused as unreadable."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase, QueryDict

NUL = "\x00"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class PlainTextMiddleware:
    """可读的文字: looks at what pages are asked with; the API reads its bodies itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse unreadable text (400), else answer."""
        if NUL in request.path or _unreadable(request.GET):
            raise BadRequest("NUL")
        return self._get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> None:
        """The same for a form, read where the view would read it."""
        if request.method == "POST" and request.content_type in FORMS and _unreadable(request.POST):
            raise BadRequest("NUL")


def _unreadable(sent: QueryDict) -> bool:
    return any(NUL in name or any(NUL in value for value in values) for name, values in sent.lists())
