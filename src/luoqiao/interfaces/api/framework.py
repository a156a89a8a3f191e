"""接口的骨架: one API object whose description says the truth about media types and statuses."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.errors import ValidationError, ValidationErrorContext
from ninja.openapi.schema import OpenAPISchema

from luoqiao import __version__
from luoqiao.interfaces.api.errors import MEDIA_TYPE, install
from luoqiao.interfaces.api.exact_json import ExactParser
from luoqiao.interfaces.api.schemas_answer import ProblemOut

READ_ERRORS: dict[int, Any] = {
    404: ProblemOut,
    405: ProblemOut,
    422: ProblemOut,
    500: ProblemOut,
    503: ProblemOut,
}
"""What any reading of a pack may answer beside its data."""

POST_ERRORS: dict[int, Any] = READ_ERRORS | {411: ProblemOut, 413: ProblemOut, 415: ProblemOut}
"""What any calculation may answer beside its result."""

_ABOUT = """洛桥把政策文件变成可以计算的条款。本接口与网页、命令行给出同一个答案。

- 金额一律是以元计、两位小数的文字，如 `"15000.02"`；请求里的数字按原样精确读，不经过浮点数。
- 不知道的事实不写或写 `null`：答案会是 `undetermined`，并列出还要回答的问题和金额范围，不会当作零。
- 拒绝都是 `application/problem+json`（RFC 9457），逐项说明哪里不对、应当怎样写。
- 凡 GET 都带 `ETag`；再取时带上 `If-None-Match`，没有变化即答 304。
"""


class ExactAPI(NinjaAPI):
    """The framework's API with problem documents in its description."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._described: dict[str, OpenAPISchema] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The description, with the media type of refusals and the statuses of conditional requests; made once."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._described:
            schema = super().get_openapi_schema(path_prefix=prefix)
            for operations in schema["paths"].values():
                for method, operation in operations.items():
                    _complete(method, operation)
            self._described[prefix] = schema
        return self._described[prefix]

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        """Every finding with what was given, so that the caller is told; the framework leaves it out."""
        found: list[dict[str, Any]] = []
        for context in error_contexts:
            model = context.model
            names = getattr(model, "__ninja_flatten_map_reverse__", {})
            for error in context.pydantic_validation_error.errors(include_url=False):
                place = names.get(error["loc"], error["loc"])
                found.append({**error, "loc": (model.__ninja_param_source__, *place)})
        return ValidationError(found)


def _complete(method: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    for status, response in responses.items():
        if int(status) >= 400 and "application/json" in response.get("content", {}):
            response["content"] = {MEDIA_TYPE: response["content"].pop("application/json")}
    if method == "get":
        responses[304] = {"description": "没有变化"}
    for response in responses.values():
        response["description"] = _DESCRIPTIONS.get(response["description"], response["description"])


_DESCRIPTIONS = {
    "OK": "成功",
    "Not Found": "没有找到",
    "Method Not Allowed": "不能用这种方法",
    "Length Required": "没有写明长度",
    "Content Too Large": "内容太大",
    "Request Entity Too Large": "内容太大",
    "Unsupported Media Type": "内容类型不对",
    "Unprocessable Content": "填写有误",
    "Unprocessable Entity": "填写有误",
    "Internal Server Error": "没有办成",
    "Service Unavailable": "暂时不能用",
}


def make_api() -> ExactAPI:
    """The API object, without addresses yet."""
    api = ExactAPI(
        title="洛桥 API",
        version=__version__,
        description=_ABOUT,
        urls_namespace="api",
        docs_url=None,
        openapi_url=None,  # served by description.py
        parser=ExactParser(),
    )
    install(api)
    return api
