"""请求的方法: what may be asked of a page: OPTIONS is told, anything else is refused with what may be used instead.

A page wrapped here alone is public; `entry` says so where only some may enter.
"""

from __future__ import annotations

from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from luoqiao.interfaces.entrance import PUBLIC, View, marked
from luoqiao.interfaces.portal.parts import Trouble
from luoqiao.interfaces.portal.refused import refused

WRONG_METHOD = "LQ-4140"


def read_only(view: View) -> View:
    """A page that is only read: GET and HEAD."""
    return _serving(view, "GET", "HEAD")


def read_or_sent(view: View) -> View:
    """A page that also answers a form; nothing is written anywhere, so the form needs no token against forgery."""
    return _serving(view, "GET", "HEAD", "POST")


def changing(view: View, *methods: str) -> View:
    """A page that changes what is kept: every form needs its token against forgery."""
    return _serving(view, *methods, exempt=False)


def _serving(view: View, *methods: str, exempt: bool = True) -> View:
    allow = ", ".join(sorted((*methods, "OPTIONS")))

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method in methods:
            return view(request, *args, **kwargs)
        answer = HttpResponse(status=204) if request.method == "OPTIONS" else _not_allowed(request, methods)
        answer["Allow"] = allow
        return answer

    wrapper.csrf_exempt = exempt  # type: ignore[attr-defined] # only where nothing can be changed
    return marked(wrapper, PUBLIC, *methods)


def _not_allowed(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse:
    asked = (request.method or "")[:20]
    trouble = Trouble(
        f"这一页不能用 {asked}；可用 {'、'.join(methods)}。",
        "没有改动任何数据。",
        "请在浏览器里直接打开网址。",
        WRONG_METHOD,
    )
    return refused(request, 405, "不能用这种方法", trouble)
