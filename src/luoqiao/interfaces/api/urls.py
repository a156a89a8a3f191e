"""/api/v1: every address of the API, each behind the same door."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.http import require_GET

from luoqiao.interfaces.api import calculate, clauses, packs, what_if
from luoqiao.interfaces.api.description import describing
from luoqiao.interfaces.api.framework import make_api
from luoqiao.interfaces.api.guard import guarded, missing

api = make_api()
api.add_router("", packs.router)
api.add_router("", clauses.router)
api.add_router("", calculate.router)
api.add_router("", what_if.router)


def _guard(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = guarded(pattern.callback)
        else:
            _guard(pattern.url_patterns)
    return patterns


app_name = "api"
urlpatterns = [
    path("openapi.json", guarded(require_GET(describing(api))), name="openapi-json"),
    *_guard(api.urls[0]),
    re_path(r"^", missing),
]
