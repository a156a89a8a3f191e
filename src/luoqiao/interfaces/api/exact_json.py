"""精确读 JSON: numbers keep every digit, names may not repeat, depth and size have a limit."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, NoReturn, cast

from django.http import HttpRequest
from ninja.parser import Parser

from luoqiao.core.kernel.errors import FieldProblem, Invalid

BAD_JSON = "LQ-2015"
TWICE = "LQ-2016"
NOT_TEXT = "LQ-2018"
MOST_DIGITS = 40
MOST_DEPTH = 20


class ExactParser(Parser):
    """读请求内容: floats become Decimal; absurd numbers stay the text they were and are refused where they are used."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The JSON object of a request. Raises Invalid."""
        found = read_json(request.body)
        if not isinstance(found, dict):
            raise _refusal("请求内容", BAD_JSON, '请求内容应为一个 JSON 对象，如 {"facts": {…}}')
        return cast("dict[str, Any]", found)


def read_json(raw: bytes) -> Any:
    """Read UTF-8 JSON exactly. Raises Invalid with the place of the first fault."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        message = f"请求内容不是 UTF-8 文字（第 {fault.start + 1} 个字节起）"
        raise _refusal("请求内容", NOT_TEXT, message) from None
    try:
        found = json.loads(
            text, parse_float=_number, parse_int=_integer, parse_constant=_constant, object_pairs_hook=_object
        )
    except json.JSONDecodeError as fault:
        message = f"请求内容不是 JSON：第 {fault.lineno} 行第 {fault.colno} 列读不下去"
        raise _refusal("请求内容", BAD_JSON, message) from None
    except RecursionError:
        raise _refusal("请求内容", BAD_JSON, "请求内容嵌套太深") from None
    _check_depth(found, MOST_DEPTH)
    return found


def _number(text: str) -> Decimal | str:
    number = Decimal(text) if len(text) <= MOST_DIGITS else None
    if number is None or number.adjusted() > MOST_DIGITS or number.adjusted() < -MOST_DIGITS:
        return text
    return number


def _integer(text: str) -> int | str:
    return int(text) if len(text) <= MOST_DIGITS else text


def _constant(text: str) -> NoReturn:
    raise _refusal("请求内容", BAD_JSON, f"JSON 里不能写 {text}")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _refusal(key[:60], TWICE, f"“{key[:40]}”写了两次；每一项只能写一次")
        found[key] = value
    return found


def _check_depth(value: object, left: int) -> None:
    if left == 0:
        raise _refusal("请求内容", BAD_JSON, f"请求内容嵌套超过 {MOST_DEPTH} 层")
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        if isinstance(child, dict | list):
            _check_depth(child, left - 1)


def _refusal(field: str, code: str, message: str) -> Invalid:
    return Invalid((FieldProblem(field, "", "UTF-8 的 JSON 对象", message, code),))
