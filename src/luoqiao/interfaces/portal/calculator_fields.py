"""试算的填写项: the questions of a clause as fields of a form, with what was typed and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from luoqiao.core.kernel.money import show_short
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.present import question_text
from luoqiao.core.rules.resolve import grants_of
from luoqiao.interfaces.portal.calculator_earlier import asked_earlier
from luoqiao.interfaces.portal.calculator_input import DAY, Case
from luoqiao.interfaces.portal.form_parts import Choice, Field, FieldKind
from luoqiao.policies.pack import Pack

KINDS: Mapping[t.Kind, FieldKind] = {
    t.Kind.MONEY: "money", t.Kind.RATE: "rate", t.Kind.COUNT: "number", t.Kind.MONTHS: "months", t.Kind.DATE: "date",
    t.Kind.YES_NO: "segments", t.Kind.CHOICE: "segments", t.Kind.LIST: "money",
}  # fmt: skip
UNITS = {t.Kind.MONEY: "元", t.Kind.MONTHS: "个月", t.Kind.COUNT: "个"}
MOST_SEGMENTS = 4


@dataclass(frozen=True, slots=True)
class Group:
    """一组填写项: one question, or one list with a field for every item and room for one more."""

    fields: tuple[Field, ...]
    label: str = ""
    hint: str = ""
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """试算表: what must be known, what may be added, the day; `more_open` when something stands in the second part."""

    groups: tuple[Group, ...]
    more: tuple[Field, ...]
    day: Field
    more_open: bool


def form_of(pack: Pack, case: Case) -> Form:
    """The form of a clause filled with what was typed."""
    clause = case.clause
    asked = {question.input.label for question in case.answer.open_questions}
    needed = [i for i in clause.inputs if i.need is t.Need.NEEDED or i.label in asked]
    others = [i for i in clause.inputs if i not in needed]
    more = [_field(one, case) for one in others if one.kind is not t.Kind.LIST]
    more += [*_grants(pack, case), *_earlier(pack, case)]
    filled = any(field.value or field.error for field in more)
    return Form(tuple(_group(one, case) for one in needed), tuple(more), _day(pack, case), filled)


def _group(one: t.Input, case: Case) -> Group:
    if one.kind is not t.Kind.LIST:
        return Group((_field(one, case),))
    fields = []
    columns = [(f, case.typed.values.get(f"{one.identifier}.{f.identifier}", ())) for f in one.fields]
    filled = max((sum(map(bool, values)) for _, values in columns), default=0)
    for at in range(filled + 1):
        for field, values in columns:
            given = [value for value in values if value]
            fields.append(_item(one, field, given[at] if at < len(given) else "", at + 1, case))
    hint = f"每行一项，不知道金额的写“？”；{_evidence(one)}"
    return Group(tuple(fields), question_text(one), hint.strip("；"), is_list=True)


def _item(one: t.Input, field: t.Input, value: str, row: int, case: Case) -> Field:
    name = f"{one.identifier}.{field.identifier}"
    error = case.errors.get(f"{one.identifier}[{row}].{field.identifier}", "")
    return Field(f"{one.identifier}-{row}-{field.identifier}", name, f"{row}. {field.label}", KINDS[field.kind], value,
                 UNITS.get(field.kind, ""), error=error)  # fmt: skip


def _field(one: t.Input, case: Case) -> Field:
    value = case.typed.one(one.identifier)
    kind = KINDS[one.kind]
    choices: tuple[Choice, ...] = ()
    if one.kind is t.Kind.YES_NO:
        choices = (Choice("yes", "是"), Choice("no", "否"), Choice("", "还不清楚"))
        known = case.facts.values.get(one.label)
        value = {True: "yes", False: "no"}.get(known, "") if isinstance(known, bool) else ""
    elif one.kind is t.Kind.CHOICE:
        choices = (*(Choice(o.identifier, o.label) for o in one.options), Choice("", "还不清楚"))
        value = next((o.identifier for o in one.options if o.label == case.facts.values.get(one.label)), "")
        kind = "segments" if len(choices) <= MOST_SEGMENTS else "choice"
    return Field(
        one.identifier, one.identifier, question_text(one), kind, value, UNITS.get(one.kind, ""), _hint(one, case),
        case.errors.get(one.identifier, ""), _placeholder(one), choices, one.need is t.Need.OPTIONAL,
    )  # fmt: skip


def _hint(one: t.Input, case: Case) -> str:
    parts = [one.label]
    known = case.facts.values.get(one.label)
    if one.kind is t.Kind.MONEY and isinstance(known, int):
        parts.append(f"即 {show_short(known)}")
    if one.default and one.label not in case.facts.values:
        parts.append(f"不填按“{one.default}”")
    if one.evidence:
        parts.append(_evidence(one))
    return "；".join(parts)


def _evidence(one: t.Input) -> str:
    return f"凭证：{'、'.join(one.evidence)}" if one.evidence else ""


def _placeholder(one: t.Input) -> str:
    match one.kind:
        case t.Kind.MONEY:
            return "如 40万 或 400000"
        case t.Kind.RATE:
            return "如 6.5%"
        case _:
            return ""


def _grants(pack: Pack, case: Case) -> list[Field]:
    spoken_of = set(grants_of(case.clause))
    fields = []
    for tier in pack.meta.tiers:
        if tier.label in spoken_of:
            name = f"granted_{tier.code}"
            fields.append(Field(
                name, name, f"{tier.label}实际拨付了多少？", "money", case.typed.one(name), "元",
                "拨付以后填；不填按预估", case.errors.get(name, ""), "未知，用预估", optional=True,
            ))  # fmt: skip
    return fields


def _earlier(pack: Pack, case: Case) -> list[Field]:
    return [
        Field(asked.name.replace(".", "-"), asked.name, asked.label, "money", case.typed.one(asked.name), "元",
              error=case.errors.get(asked.name, ""), placeholder="没有", optional=True)
        for asked in asked_earlier(pack, case.clause)
    ]  # fmt: skip


def _day(pack: Pack, case: Case) -> Field:
    header = case.clause.header
    return Field("on", DAY, "按哪一天的规则算", "date", case.on.isoformat(),
                 hint=f"本条期限 {header.first} 至 {header.last}", error=case.errors.get(DAY, ""))  # fmt: skip
