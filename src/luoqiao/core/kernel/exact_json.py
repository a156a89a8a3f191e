"""精确读 JSON: numbers keep every digit, names may not repeat, depth has a limit; one reader for every way in.

Floats become Decimal; absurdly long numbers stay the text they were and are refused where they are used.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NoReturn

from luoqiao.core.kernel.errors import FieldProblem, Invalid

BAD_JSON = "LQ-2015"
TWICE = "LQ-2016"
NOT_TEXT = "LQ-2018"
MOST_DIGITS = 40
MOST_DEPTH = 20


def read_json(raw: bytes, what: str = "请求内容") -> Any:
    """Read UTF-8 JSON exactly. Raises Invalid with the place of the first fault; `what` names the text for the reader."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise refusal(what, NOT_TEXT, f"{what}不是 UTF-8 文字（第 {fault.start + 1} 个字节起）；请另存为 UTF-8") from None
    try:
        found = json.loads(
            text, parse_float=_number, parse_int=_integer, parse_constant=_constant(what), object_pairs_hook=_object
        )
    except json.JSONDecodeError as fault:
        raise refusal(what, BAD_JSON, f"{what}不是 JSON：第 {fault.lineno} 行第 {fault.colno} 列读不下去") from None
    except RecursionError:
        raise refusal(what, BAD_JSON, f"{what}嵌套太深") from None
    _check_depth(found, MOST_DEPTH, what)
    return found


def read_json_object(raw: bytes, what: str = "请求内容", example: str = '{"facts": {…}}') -> dict[str, Any]:
    """The same, and it must be an object."""
    found = read_json(raw, what)
    if not isinstance(found, dict):
        raise refusal(what, BAD_JSON, f"{what}应为一个 JSON 对象，如 {example}")
    return found


def _number(text: str) -> Decimal | str:
    number = Decimal(text) if len(text) <= MOST_DIGITS else None
    if number is None or number.adjusted() > MOST_DIGITS or number.adjusted() < -MOST_DIGITS:
        return text
    return number


def _integer(text: str) -> int | str:
    return int(text) if len(text) <= MOST_DIGITS else text


def _constant(what: str) -> Callable[[str], NoReturn]:
    def refuse(text: str) -> NoReturn:
        raise refusal(what, BAD_JSON, f"JSON 里不能写 {text}")

    return refuse


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise refusal(key[:60], TWICE, f"“{key[:40]}”写了两次；每一项只能写一次")
        found[key] = value
    return found


def _check_depth(value: object, left: int, what: str) -> None:
    if left == 0:
        raise refusal(what, BAD_JSON, f"{what}嵌套超过 {MOST_DEPTH} 层")
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        if isinstance(child, dict | list):
            _check_depth(child, left - 1, what)


def refusal(field: str, code: str, message: str) -> Invalid:
    """The refusal of a text that is not usable JSON."""
    return Invalid((FieldProblem(field, "", "UTF-8 的 JSON 对象", message, code),))
