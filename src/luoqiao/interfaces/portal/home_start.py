"""我打算花一笔钱: an amount and what it is for, led straight to the clause that pays for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from luoqiao.core.kernel.money import NotMoney, parse_money, yuan_text
from luoqiao.core.kernel.text import fold_width
from luoqiao.core.rules import tree as t
from luoqiao.interfaces.portal.form_parts import Choice, Field

UNITS = {"wan": "万元", "yuan": "元"}


@dataclass(frozen=True, slots=True)
class Start:
    """快速试算: the fields as typed and, when all can be read, where to go."""

    amount: Field
    unit: str
    purpose: Field
    target: str = ""


@dataclass(frozen=True, slots=True)
class Purpose:
    """花在哪里: a clause and the name of the field that the amount answers."""

    clause: t.Clause
    field: str
    label: str


def purposes(clauses: Iterable[t.Clause]) -> Iterator[Purpose]:
    """Clauses whose first needed amount is money that a firm spends, takes in or borrows."""
    for clause in clauses:
        for one in clause.inputs:
            if one.need is t.Need.NEEDED and one.kind is t.Kind.MONEY:
                yield Purpose(clause, one.identifier, f"{one.label}（{clause.title}）")
                break
            money = next((field for field in one.fields if field.kind is t.Kind.MONEY), None)
            if one.need is t.Need.NEEDED and money is not None:
                name = f"{one.identifier}.{money.identifier}"
                yield Purpose(clause, name, f"{one.label}{money.label}（{clause.title}）")
                break


def read_start(clauses: Iterable[t.Clause], query: QueryDict) -> Start:
    """The quick box as typed; with errors beside the fields, or with the address of the result."""
    listed = {one.clause.identifier: one for one in purposes(clauses)}
    amount, chosen = query.get("amount", "").strip()[:60], query.get("purpose", "")
    unit = query.get("unit", "wan") if query.get("unit", "wan") in UNITS else "wan"
    asked = "amount" in query or "purpose" in query
    wrong, exact = _read(amount, UNITS[unit]) if asked else ("", "")
    lost = "请选这笔钱花在哪里" if asked and chosen not in listed else ""
    purpose = listed.get(chosen)
    target = ""
    if purpose is not None and exact:
        page = reverse("portal:clause", args=(chosen,))
        target = f"{page}?{urlencode({purpose.field: exact})}#trial"
    choices = tuple(Choice(key, one.label) for key, one in listed.items())
    return Start(
        Field("amount", "amount", "金额", "money", amount, "", "", wrong, "如 40"),
        unit,
        Field("purpose", "purpose", "花在哪里", "choice", chosen, "", "", lost, "请选择", choices),
        target,
    )


def _read(text: str, unit: str) -> tuple[str, str]:
    """What is wrong with an amount, or the amount in yuan; a unit that is typed goes before the unit chosen."""
    if not text:
        return "请填金额，如 40 万元", ""
    own = fold_width(text).rstrip()[-1:] in ("元", "万", "亿", "分")
    try:
        return "", yuan_text(parse_money(text if own else f"{text}{unit}"))
    except NotMoney as refused:
        return refused.message, ""
