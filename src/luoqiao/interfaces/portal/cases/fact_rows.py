"""案件的事实: what each source says, side by side, the one adopted last; a band under what does not agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from luoqiao.apps.cases.queries.case_file import CaseFile
from luoqiao.core.cases import events as e
from luoqiao.core.cases.case_facts import FactLine, FactSource
from luoqiao.core.cases.procedure import FormField
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.money import parse_money, show_yuan
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.facts import read_value
from luoqiao.core.rules.wording import show_input
from luoqiao.interfaces.portal.cases.words import short_day
from luoqiao.interfaces.portal.form_parts import YES_NO_UNCLEAR, Choice, Field, FieldKind

DASH = "—"
_FIELD_KINDS: Mapping[t.Kind, FieldKind] = {
    t.Kind.MONEY: "money", t.Kind.RATE: "rate", t.Kind.COUNT: "number", t.Kind.MONTHS: "months", t.Kind.DATE: "date",
    t.Kind.YES_NO: "choice", t.Kind.CHOICE: "choice",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """一个来源说的: the value and where it is from."""

    value: str = DASH
    below: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactRow:
    """一项事实."""

    key: str
    label: str
    declared: Said
    documents: Said
    held: Said
    adopted: Said
    conflict: str = ""
    decided_because: str = ""
    field: Field | None = None
    reason: str = ""
    decide_href: str = ""


def fact_rows(file: CaseFile, today: date, *, decides: bool, typed: Mapping[str, str] | None = None) -> tuple[FactRow, ...]:
    """The inputs of the clause, then the procedure's own fields.

    `decides`: the reader may adopt other values; `typed` names the `fact` whose form is open, and what was typed in it.
    """
    typed = typed or {}
    rows = [_row(line, file, today, decides=decides, typed=typed) for line in file.facts]
    return (*rows, *(_own(field, file, today) for field in file.procedure.fields if file.given.form.get(field.id)))


def _row(line: FactLine, file: CaseFile, today: date, *, decides: bool, typed: Mapping[str, str]) -> FactRow:
    one = _input(file, line.key)
    source = line.source.label if line.source else ""
    adopted = _said(line.adopted, one)
    decidable = decides and one is not None and one.kind is not t.Kind.LIST
    kept = Said(adopted.value, source, ())
    because = _decided(file, line.key) if line.source is FactSource.DECIDED else ""
    return FactRow(
        line.key, line.label,
        _from(line, one, FactSource.DECLARED, _handed_in_by(file, today)),
        _from(line, one, FactSource.DOCUMENT, _invoices(file, line.key)),
        _held(line, one), kept, _conflict(line, source), because,
        _field(line, one, typed) if one is not None and decidable and typed.get("fact") == line.key else None,
        typed.get("reason", ""),
        f"?{urlencode({'decide': line.key})}#facts" if decidable and typed.get("fact") != line.key else "",
    )  # fmt: skip


def _input(file: CaseFile, key: str) -> t.Input | None:
    return next((one for one in file.clause.inputs if one.identifier == key), None) if file.clause else None


def _from(line: FactLine, one: t.Input | None, source: FactSource, below: str) -> Said:
    if source not in line.by_source:
        return Said()
    said = _said(line.by_source[source], one)
    return Said(said.value, below, said.items)


def _held(line: FactLine, one: t.Input | None) -> Said:
    """What the registers and the machines say: the stronger of the two is shown, with its name."""
    for source in (FactSource.MEASURED, FactSource.REGISTER):
        if source in line.by_source:
            return Said(_said(line.by_source[source], one).value, source.label)
    return Said()


def _said(value: object, one: t.Input | None) -> Said:
    if one is None:
        return Said(str(value))
    if one.kind is t.Kind.LIST and isinstance(value, Sequence) and not isinstance(value, str):
        return Said(f"{len(value)} 项", items=tuple(_item(item, one) for item in value))
    if one.kind is t.Kind.CHOICE:
        return Said(next((o.label for o in one.options if value in (o.identifier, o.label)), str(value)))
    try:
        return Said(show_input(one.kind, read_value(one.kind, value)))
    except (DomainError, ValueError, TypeError, ArithmeticError):
        return Said(str(value))


def _item(item: object, one: t.Input) -> str:
    given = item if isinstance(item, Mapping) else {}
    said = [
        f"{field.label} {_said(value, field).value}"
        for field in one.fields
        if (value := given.get(field.identifier, given.get(field.label))) not in (None, "")
    ]
    return "，".join(said) or DASH


def _conflict(line: FactLine, source: str) -> str:
    if not line.conflict:
        return ""
    if line.difference is not None:
        return f"不一致，差 {show_yuan(line.difference)}。按{source}采用，其他来源的值保留。"
    return f"不一致。按{source}采用，其他来源的值保留。"


def _handed_in_by(file: CaseFile, today: date) -> str:
    last = next((one for one in reversed(file.history) if isinstance(one.event, e.Submitted)), None)
    return f"{last.name} {short_day(last.at, today)}" if last else ""


def _invoices(file: CaseFile, key: str) -> str:
    used = {row.get("line") for row in file.given.invoices if key in (row.get("inputs") or ())}
    return f"发票 {len(used)} 行，合计" if used else ""


def _decided(file: CaseFile, key: str) -> str:
    last = next(
        (one for one in reversed(file.history) if isinstance(one.event, e.FactDecided) and one.event.key == key), None
    )
    return f"{last.name}认定：{last.event.reason}" if last and isinstance(last.event, e.FactDecided) else ""


def _field(line: FactLine, one: t.Input, typed: Mapping[str, str]) -> Field:
    value = typed.get("value", "")
    choices: tuple[Choice, ...] = ()
    if one.kind is t.Kind.CHOICE:
        choices = tuple(Choice(option.identifier, option.label) for option in one.options)
    elif one.kind is t.Kind.YES_NO:
        choices = YES_NO_UNCLEAR[:2]
    return Field(
        f"fact-{line.key}", "value", f"认定{line.label}为", _FIELD_KINDS.get(one.kind, "text"), value,
        unit="元" if one.kind is t.Kind.MONEY else "", choices=choices, placeholder="请选择" if choices else "",
    )  # fmt: skip


def _own(field: FormField, file: CaseFile, today: date) -> FactRow:
    """A field that no clause asks for: only the applicant speaks of it."""
    value = str(file.given.form.get(field.id, ""))
    if field.kind == "金额":
        with suppress(DomainError):
            value = show_yuan(parse_money(value))
    elif field.kind == "是否":
        value = {"true": "是", "yes": "是", "false": "否", "no": "否"}.get(value.lower(), value)
    said = Said(value, _handed_in_by(file, today))
    return FactRow(field.id, field.label, said, Said(), Said(), Said(value, FactSource.DECLARED.label))
