"""/openapi.json: the API described for the programme that is loaded; without one, described in general."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from luoqiao.apps.policy import queries
from luoqiao.apps.policy.errors import PackNotLoaded
from luoqiao.interfaces.api.conditional import answer
from luoqiao.interfaces.api.described_pack import described
from luoqiao.interfaces.api.framework import ExactAPI


def describing(api: ExactAPI) -> Callable[[HttpRequest], HttpResponseBase]:
    """The view that answers with the description of this API."""

    @lru_cache(maxsize=4)
    def for_pack(pack: str, digest: str) -> dict[str, Any]:
        return described(api.get_openapi_schema(), queries.get_pack_of(pack, digest))

    def openapi_json(request: HttpRequest) -> HttpResponseBase:
        try:
            version = queries.get_version()
        except PackNotLoaded:
            return answer(request, api.get_openapi_schema(), "")
        return answer(request, for_pack(version.pack, version.digest), version.digest)

    return openapi_json
