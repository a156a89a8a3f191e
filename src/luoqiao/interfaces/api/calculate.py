"""/calculate: one clause or all of them for the facts given; the same answers as `luoqiao calc`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from luoqiao.apps.clock.queries import today
from luoqiao.apps.policy import queries
from luoqiao.core.rules.checkup import check_up
from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.present import as_data
from luoqiao.core.rules.present_checkup import checkup_data
from luoqiao.interfaces.api.conditional import as_json
from luoqiao.interfaces.api.framework import POST_ERRORS
from luoqiao.interfaces.api.inputs import CalculateAllIn, CalculateIn
from luoqiao.interfaces.api.schemas_answer import AnswerOut, CheckupOut

LONGEST_WHOLE = 18
"""Numbers with more digits stay as they are and are refused where they are used."""

router = Router(tags=["测算"])


@router.post(
    "/clauses/{clause}/calculate",
    operation_id="calculate_clause",
    summary="按一个条款测算",
    response={200: AnswerOut, **POST_ERRORS},
)
def calculate_clause(
    request: HttpRequest, clause: str, body: CalculateIn, pack: str | None = None
) -> HttpResponse:
    """给出事实，得到结论、各级金额、每一步的算法和引文、还要回答的问题。"""
    whole = queries.get_pack(pack)
    found = queries.get_clause(clause, pack)
    basis = whole.basis
    facts = read_facts(found, whole_numbers(body.facts), basis.tiers)
    earlier = read_earlier(found, _written(body.earlier), basis.tiers)
    on = body.on or whole.default_day(today())
    return as_json(
        as_data(explain(found, facts, on=on, readings=body.readings, earlier=earlier, basis=basis))
    )


@router.post(
    "/calculate",
    operation_id="calculate_all",
    summary="按全部条款测算",
    response={200: CheckupOut, **POST_ERRORS},
)
def calculate_all(request: HttpRequest, body: CalculateAllIn, pack: str | None = None) -> HttpResponse:
    """一家企业的事实对全部条款一起算：能得多少、还差什么、不符合的为什么。"""
    whole = queries.get_pack(pack)
    checkup = check_up(
        whole.clauses.values(),
        whole_numbers(body.facts),
        on=body.on or whole.default_day(today()),
        readings=body.readings,
        earlier=_written(body.earlier),
        set_aside=body.set_aside,
        basis=whole.basis,
    )
    return as_json(checkup_data(checkup, whole.basis))


def whole_numbers(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with 12.0 as 12: JSON knows one kind of number."""
    return {name: _plain(value) for name, value in facts.items()}


def _plain(value: object) -> object:
    match value:
        case Mapping():
            return whole_numbers(value)
        case list():
            return [_plain(one) for one in value]
        case Decimal() if value.adjusted() < LONGEST_WHOLE and value == value.to_integral_value():
            return int(value)
    return value


def _written(earlier: Mapping[str, Any]) -> dict[str, Any]:
    """Earlier grants with exact decimals as the text they were written as."""
    return {key: _write(value) for key, value in earlier.items()}


def _write(value: object) -> object:
    if isinstance(value, Mapping):
        return _written(value)
    return f"{value:f}" if isinstance(value, Decimal) else value
