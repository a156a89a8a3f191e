"""校验: the framework's findings about a request, said in Chinese as field problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from luoqiao.core.kernel.errors import FieldProblem

WRONG_SHAPE = "LQ-4110"

_EXPECTED: Mapping[str, str] = {
    "missing": "必须填写",
    "extra_forbidden": "没有这一项，请去掉",
    "dict_type": 'JSON 对象，如 {"annual_service_fee": "50000.05"}',
    "mapping_type": 'JSON 对象，如 {"annual_service_fee": "50000.05"}',
    "model_attributes_type": 'JSON 对象，如 {"facts": {…}}',
    "model_type": 'JSON 对象，如 {"facts": {…}}',
    "string_type": "文字",
    "string_too_long": "短一些的文字",
    "list_type": "列表",
    "too_long": "少一些的项目",
    "bool_type": "true 或 false",
    "bool_parsing": "true 或 false",
    "date_form": '日期，如 "2023-06-30"，且要有这一天',
    "string_pattern_mismatch": "规定的写法",
    "int_type": "整数",
}


def field_problems(errors: Iterable[Mapping[str, Any]]) -> tuple[FieldProblem, ...]:
    """One field problem for each finding; the same field is named as the caller wrote it."""
    return tuple(_problem(error) for error in errors)


def _problem(error: Mapping[str, Any]) -> FieldProblem:
    kind = str(error.get("type", ""))
    field = _path(error.get("loc", ()))
    context = error.get("ctx") or {}
    expected = _EXPECTED.get(kind, "规定的内容")
    if kind == "string_pattern_mismatch" and field.startswith("readings"):
        expected = "一个选项字母，如 B"
    if kind in ("literal_error", "enum"):
        expected = str(context.get("expected", "")).replace("'", "").replace(" or ", "、").replace(", ", "、")
    given = "" if kind == "missing" else _shown(error.get("input"))
    if kind == "missing":
        message = f"缺少“{field}”"
    elif kind == "extra_forbidden":
        message = f"没有“{field}”这一项，请去掉"
    else:
        message = f"“{field}”写成“{given}”，应为 {expected}"
    return FieldProblem(field, given, expected, message, WRONG_SHAPE)


def _path(place: Iterable[object]) -> str:
    """`("body", "body", "facts", "x")` is told as `facts.x`."""
    parts = [str(part)[:60] for part in place]
    while parts and parts[0] in ("body", "query", "path"):
        parts.pop(0)
    return ".".join(parts) or "请求内容"


def _shown(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case list():
            return "列表"
        case dict():
            return "对象"
        case _:
            return str(value)[:40]
