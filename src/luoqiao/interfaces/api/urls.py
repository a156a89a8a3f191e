"""/api/v1: every address of the API, each behind the same door."""

from __future__ import annotations

import re

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.http import require_GET

from luoqiao.interfaces.api import calculate, clauses, packs, what_if
from luoqiao.interfaces.api.description import describing
from luoqiao.interfaces.api.framework import make_api
from luoqiao.interfaces.api.guard import guarded, missing
from luoqiao.interfaces.entrance import PUBLIC, marked

api = make_api()
api.add_router("", packs.router)
api.add_router("", clauses.router)
api.add_router("", calculate.router)
api.add_router("", what_if.router)


def _guard(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = marked(guarded(pattern.callback), PUBLIC, *_methods(pattern))
        else:
            _guard(pattern.url_patterns)
    return patterns


def _methods(pattern: URLPattern) -> tuple[str, ...]:
    """What the address answers, as the routers were told."""
    route = re.sub(r"<(?:[^>:]+:)?([^>]+)>", r"{\1}", str(pattern.pattern))
    found = [
        method
        for _, router in api._routers  # the library has no other list
        for path, view in router.path_operations.items()
        if path.strip("/") == route.strip("/")
        for operation in view.operations
        for method in operation.methods
    ]
    return tuple(dict.fromkeys([*found, "HEAD"] if "GET" in found else found or ["GET", "HEAD"]))


app_name = "api"
EVERY_METHOD = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
urlpatterns = [
    path(
        "openapi.json",
        marked(guarded(require_GET(describing(api))), PUBLIC, "GET", "HEAD"),
        name="openapi-json",
    ),
    *_guard(api.urls[0]),
    re_path(r"^", marked(missing, PUBLIC, *EVERY_METHOD)),
]
