"""问题文书 (RFC 9457): every refusal as `application/problem+json`, in Chinese, with one map from code to status.

What went wrong inside is logged under a code for support; no trace and no library's words leave the house.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Iterable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.interfaces.api.validation import field_problems

logger = logging.getLogger("luoqiao.api")

MEDIA_TYPE = "application/problem+json"

STATUS_OF: Mapping[str, int] = {
    "LQ-2003": 404,
    "LQ-3122": 404,
    "LQ-4001": 404,
    "LQ-4003": 503,
    "LQ-4004": 503,
    "LQ-4101": 422,
    "LQ-4106": 411,
    "LQ-4102": 413,
    "LQ-4103": 415,
    "LQ-4104": 405,
    "LQ-4105": 404,
    "LQ-4199": 500,
    "LQ-4431": 503,
}
"""From error code to status; every other refusal of input (LQ-2…) is 422."""

TITLES: Mapping[int, str] = {
    400: "请求有误", 403: "不能打开", 404: "没有找到", 405: "不能用这种方法", 411: "没有写明长度", 413: "内容太大",
    415: "内容类型不对", 422: "填写有误", 500: "没有办成", 503: "暂时不能用",
}  # fmt: skip


class NotAllowed(DomainError):
    """不能用这种方法: the address is there, the method is not."""

    code = "LQ-4104"

    def __init__(self, method: str, allowed: Iterable[str]) -> None:
        super().__init__(f"这个地址不能用 {method[:20]}；可用 {'、'.join(sorted(allowed))}")


class NoAddress(DomainError):
    """没有这个地址: nothing is served there."""

    code = "LQ-4105"

    def __init__(self) -> None:
        super().__init__("没有这个地址；全部地址见 /api/v1/openapi.json")


class NotJson(DomainError):
    """内容类型不对: only JSON is read."""

    code = "LQ-4103"

    def __init__(self, given: str) -> None:
        shown = given.split(";")[0][:60] or "没有写明"
        super().__init__(f"只读 JSON，请写 Content-Type: application/json；这里是 {shown}")


class NotPlainJson(DomainError):
    """内容的编码不对: JSON is read as UTF-8 and unpacked, nothing else."""

    code = "LQ-4103"

    def __init__(self, header: str, given: str) -> None:
        super().__init__(f"只读没有压缩的 UTF-8 文字；这里的 {header} 是 {given[:60]}，请去掉或改成 UTF-8 后再发")


class TooLarge(DomainError):
    """内容太大: nothing of it was read."""

    code = "LQ-4102"

    def __init__(self, most: int) -> None:
        super().__init__(f"请求内容超过 {most // 1_000_000} MB，没有读；请拆开，或只留要算的事实")


class NoLength(DomainError):
    """没有写明长度: a body sent in chunks cannot be measured before it is read."""

    code = "LQ-4106"

    def __init__(self) -> None:
        super().__init__("请求内容分块发送，没有写明长度；请写 Content-Length 后再发")


def status_of(error: DomainError) -> int:
    """The status of a refusal, by its code."""
    if error.code == "LQ-4001" and getattr(error, "none_loaded", False):
        return 503
    return STATUS_OF.get(
        error.code, 422 if isinstance(error, Invalid) or error.code.startswith("LQ-2") else 500
    )


def problem(
    request: HttpRequest, status: int, code: str, detail: str, errors: Iterable[FieldProblem] = ()
) -> HttpResponse:
    """A problem document."""
    body = {
        "type": f"urn:luoqiao:error:{code}",
        "title": TITLES.get(status, "没有办成"),
        "status": status,
        "detail": detail,
        "code": code,
        "instance": request.path,
        "errors": [
            {"field": e.field, "given": e.given, "expected": e.expected, "message": e.message, "code": e.code}
            for e in errors
        ],
    }
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")
    response = HttpResponse(text, status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def refuse(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A refusal of ours as a problem document; what is our fault is logged and told without its insides."""
    status = status_of(error)
    if status == 500:
        return fail(request, error)
    errors = error.problems if isinstance(error, Invalid) else ()
    detail = error.message if len(errors) < 2 else f"有 {len(errors)} 处填写有误，没有计算"
    return problem(request, status, error.code, detail, errors)


def fail(request: HttpRequest, error: object) -> HttpResponse:
    """An error nobody foresaw: logged whole under a number, told with that number only."""
    number = secrets.token_hex(4)
    raised = error if isinstance(error, BaseException) else None
    logger.error("request failed, number %s: %s %s", number, request.method, request.path, exc_info=raised)
    detail = f"系统出错，没有算出结果；请稍后再试，再不行请告知客服编号 {number}"
    return problem(request, 500, "LQ-4199", detail)


def answer_error(request: HttpRequest, error: object) -> HttpResponse:
    """Any error of a request as a problem document."""
    match error:
        case DomainError():
            return refuse(request, error)
        case Http404():
            return refuse(request, NoAddress())
        case ValidationError():
            return refuse(request, Invalid(field_problems(error.errors)))
        case HttpError(
            __cause__=DomainError() as refusal
        ):  # the framework wraps what the body reader refused
            return refuse(request, refusal)
        case HttpError() if error.status_code < 500:
            return problem(request, 422, "LQ-4101", "请求读不成")
        case _:
            return fail(request, error)


def install(api: NinjaAPI) -> None:
    """Make every error of the API a problem document."""
    for kind in (DomainError, Http404, ValidationError, HttpError, Exception):
        api.add_exception_handler(kind, answer_error)
