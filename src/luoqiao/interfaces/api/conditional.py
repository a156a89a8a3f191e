"""条件请求: what is read from a pack carries the digest of its version, so that an unchanged answer is not sent twice."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from luoqiao import __version__


def answer(request: HttpRequest, data: object, *stamps: str | date) -> HttpResponseBase:
    """The data as JSON with an ETag made of what it was read from; 304 when the caller has it already."""
    seed = "\0".join([__version__, request.get_full_path(), *map(str, stamps)])
    etag = f'"{hashlib.sha256(seed.encode("utf-8", "backslashreplace")).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "public, no-cache"}
    kept = get_conditional_response(request, etag=etag, response=None)
    if kept is not None and kept.status_code == 304:
        for name, value in headers.items():
            kept[name] = value
        return kept
    response = as_json(data)
    for name, value in headers.items():
        response[name] = value
    return response


def as_json(data: object) -> HttpResponse:
    """Data as compact JSON, Chinese as written."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(
        text.encode("utf-8", "backslashreplace"), content_type="application/json; charset=utf-8"
    )
