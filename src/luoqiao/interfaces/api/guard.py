"""门口: what is checked before an address is served: method, kind and size of the body; nothing slips by as HTML."""

from __future__ import annotations

from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from luoqiao.core.kernel.errors import DomainError
from luoqiao.interfaces.api import errors
from luoqiao.interfaces.entrance import PUBLIC, View, marked

MOST_BYTES = 1_000_000


def guarded(view: View) -> View:
    """Wrap a view: HEAD is answered as GET, other methods, kinds and sizes are refused as problem documents."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            if request.method in ("POST", "PUT", "PATCH"):
                refusal = _refusal_of_body(request)
                if refusal is not None:
                    return errors.refuse(request, refusal)
            is_head = request.method == "HEAD"
            if is_head:
                request.method = "GET"
            response = view(request, *args, **kwargs)
            if is_head:
                request.method = "HEAD"
        except Exception as error:  # the last door: whatever happens, the caller gets a problem document
            return errors.answer_error(request, error)
        if response.status_code == 405:
            return _not_allowed(request, response)
        return response

    wrapper.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie gives a right here
    return marked(wrapper, PUBLIC)


def missing(request: HttpRequest, *_: object) -> HttpResponse:
    """Every address under the API that is not served."""
    return errors.refuse(request, errors.NoAddress())


def _refusal_of_body(request: HttpRequest) -> DomainError | None:
    if "CONTENT_LENGTH" not in request.META and "HTTP_TRANSFER_ENCODING" in request.META:
        return errors.NoLength()
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or len(length) > 12 or int(length) > MOST_BYTES:
        return errors.TooLarge(MOST_BYTES)
    if int(length) == 0:
        return None
    kind = (request.content_type or "").lower()
    if kind != "application/json" and not kind.endswith("+json"):
        return errors.NotJson(kind)
    return _refusal_of_coding(request)


def _refusal_of_coding(request: HttpRequest) -> DomainError | None:
    packed = request.META.get("HTTP_CONTENT_ENCODING", "").strip()
    if packed.lower() not in ("", "identity"):
        return errors.NotPlainJson("Content-Encoding", packed)
    charset = (request.content_params or {}).get("charset", "utf-8").strip().strip("\"'")
    if charset.lower() not in ("utf-8", "utf8"):
        return errors.NotPlainJson("charset", charset)
    return None


def _not_allowed(request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
    allowed = [name.strip() for name in response.get("Allow", "").split(",") if name.strip()]
    if "GET" in allowed:
        allowed.append("HEAD")
    refusal = errors.refuse(request, errors.NotAllowed(request.method or "", allowed))
    refusal["Allow"] = ", ".join(sorted(allowed))
    return refusal
