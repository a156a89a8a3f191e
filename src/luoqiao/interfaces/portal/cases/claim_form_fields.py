"""申报表的填写项: questions of the clause and fields of the procedure, filled with what was saved: where each value is from, what
else is known, what is wrong with it, what was asked to be corrected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from luoqiao.apps.cases.queries.filling import Filling
from luoqiao.core.cases.events import ReturnItem
from luoqiao.core.cases.form import SUBJECT, names_subject
from luoqiao.core.cases.procedure import FormField
from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.kernel.money import NotMoney, parse_money, show_short, show_yuan
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.present import question_text
from luoqiao.interfaces.portal.calculator_fields import KINDS, MOST_SEGMENTS, UNITS
from luoqiao.interfaces.portal.cases.claim_form_read import grant_names, item_name
from luoqiao.interfaces.portal.form_parts import YES_NO_UNCLEAR, Choice, Field, FieldKind

UNCLEAR = Choice("", "还不清楚")
PLACEHOLDERS: Mapping[FieldKind, str] = {"money": "如 40万 或 400000", "rate": "如 6.5%"}


@dataclass(frozen=True, slots=True)
class Entry:
    """一项: its field, where the value is from, what else is known (and the key to take it over), what is to be corrected."""

    field: Field
    understood: str = ""
    origin: str = ""
    offer: str = ""
    take: str = ""
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """一组: entries under a heading; a list has one row an item and room for one more."""

    entries: tuple[Entry, ...]
    label: str = ""
    hint: str = ""
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """要说的话: problems by field and what was asked to be corrected by name."""

    problems: Mapping[str, FieldProblem]
    corrections: tuple[ReturnItem, ...] = ()

    def error(self, name: str) -> str:
        """What is wrong with a field, with its code."""
        one = self.problems.get(name)
        return f"{one.message}（{one.code}）" if one else ""

    def asked(self, *names: str) -> tuple[str, ...]:
        """What was asked to be corrected of something that goes by these names."""
        return tuple(one.reason for one in self.corrections if one.name in names)


def told_of(problems: Iterable[FieldProblem], corrections: Iterable[ReturnItem] = ()) -> Told:
    """The first problem of every field."""
    by_field: dict[str, FieldProblem] = {}
    for one in problems:
        by_field.setdefault(one.field, one)
    return Told(by_field, tuple(corrections))


def subject_entry(filling: Filling, told: Told) -> Entry | None:
    """Which project or product the case is about; none where it is about the enterprise alone."""
    what = names_subject(filling.file.clause) if filling.file.clause else ""
    if not what:
        return None
    value = str(filling.form.get(SUBJECT, ""))
    field = Field(SUBJECT, SUBJECT, f"{what}的名称", "text", value, hint=f"一件案件只办一个{what}", error=told.error(SUBJECT))
    return _entry(field, filling, told, (SUBJECT, f"{what}的名称", "项目名称"), t.Kind.CHOICE)


def question_blocks(filling: Filling, told: Told) -> tuple[Block, ...]:
    """The questions of the clause that have to be answered, in its order."""
    clause = filling.file.clause
    if clause is None or filling.judged is None:
        return ()
    asked = {question.input.label for question in filling.judged.answer.open_questions}
    needed = [one for one in clause.inputs if one.need is t.Need.NEEDED or one.label in asked]
    return tuple(_block(one, filling, told) for one in needed)


def more_entries(filling: Filling, told: Told) -> tuple[Entry, ...]:
    """What may be added: optional inputs, what upper tiers granted already."""
    clause = filling.file.clause
    if clause is None or filling.judged is None:
        return ()
    asked = {question.input.label for question in filling.judged.answer.open_questions}
    others = [one for one in clause.inputs if one.need is not t.Need.NEEDED and one.label not in asked]
    entries = [_input_entry(one, filling, told) for one in others if one.kind is not t.Kind.LIST]
    return (*entries, *_grants(filling, told))


def field_entries(filling: Filling, told: Told) -> tuple[Entry, ...]:
    """The fields that the procedure adds."""
    return tuple(_own(field, filling, told) for field in filling.file.procedure.fields)


def _block(one: t.Input, filling: Filling, told: Told) -> Block:
    if one.kind is not t.Kind.LIST:
        return Block((_input_entry(one, filling, told),))
    given = filling.form.get(one.identifier)
    items = given if isinstance(given, list) else []
    entries = []
    for number in range(1, len(items) + 2):
        item = items[number - 1] if number <= len(items) else {}
        for inner in one.fields:
            name = item_name(one, number, inner)
            value = str(item.get(inner.identifier, "")) if isinstance(item, Mapping) else ""
            field = Field(
                identifier_of(name), name, f"{number}. {question_text(inner)}", KINDS[inner.kind], value,
                UNITS.get(inner.kind, ""), "", told.error(name), optional=number > len(items),
            )  # fmt: skip
            entries.append(Entry(field, _understood(inner.kind, value)))
    return Block(tuple(entries), question_text(one), "每项一行；填完一行再出一行", is_list=True)


def _input_entry(one: t.Input, filling: Filling, told: Told) -> Entry:
    value = str(filling.form.get(one.identifier, ""))
    kind = KINDS[one.kind]
    choices: tuple[Choice, ...] = ()
    if one.kind is t.Kind.YES_NO:
        choices, value = YES_NO_UNCLEAR, _yes_no(value)
    elif one.kind is t.Kind.CHOICE:
        choices = (*(Choice(option.identifier, option.label) for option in one.options), UNCLEAR)
        value = next((o.identifier for o in one.options if value in (o.identifier, o.label)), value)
        kind = "segments" if len(choices) <= MOST_SEGMENTS else "choice"
    parts = [one.label]
    parts += [f"不填按“{one.default}”"] if one.default and not value else []
    parts += [f"凭证：{'、'.join(one.evidence)}"] if one.evidence else []
    field = Field(
        one.identifier, one.identifier, question_text(one), kind, value, UNITS.get(one.kind, ""),
        "；".join(parts), told.error(one.identifier), PLACEHOLDERS.get(kind, ""), choices,
        one.need is t.Need.OPTIONAL,
    )  # fmt: skip
    return _entry(field, filling, told, (one.identifier, one.label), one.kind, one)


def _own(one: FormField, filling: Filling, told: Told) -> Entry:
    value = str(filling.form.get(one.id, ""))
    if one.kind in ("文字", "长文", "选项"):
        kind: FieldKind = {"文字": "text", "长文": "long", "选项": "choice"}[one.kind]  # type: ignore[assignment] # three of the kinds
        meaning = t.Kind.CHOICE
    else:
        meaning = t.Kind(one.kind)
        kind = KINDS[meaning]
    choices = tuple(Choice(option, option) for option in one.options)
    if meaning is t.Kind.YES_NO:
        choices, value = (Choice("yes", "是"), Choice("no", "否")), _yes_no(value)
    field = Field(
        one.id, one.id, one.label, kind, value, UNITS.get(meaning, ""), one.hint, told.error(one.id),
        PLACEHOLDERS.get(kind, "请选择" if one.options else ""), choices, not one.required,
    )  # fmt: skip
    return _entry(field, filling, told, (one.id, one.label), meaning)


def _grants(filling: Filling, told: Told) -> Iterator[Entry]:
    clause, pack = filling.file.clause, filling.file.pack
    if clause is None:
        return
    labels = {f"granted_{tier.code}": tier.label for tier in pack.meta.tiers}
    for name in grant_names(pack, clause):
        value = str(filling.form.get(name, ""))
        field = Field(name, name, f"{labels[name]}实际拨付了多少？", "money", value, "元", "拨付以后填；不填按预估",
                      told.error(name), "未知，用预估", optional=True)  # fmt: skip
        yield Entry(field, _understood(t.Kind.MONEY, value))


def _entry(
    field: Field, filling: Filling, told: Told, names: tuple[str, ...], kind: t.Kind, one: t.Input | None = None
) -> Entry:
    kept = filling.form.get(field.name)
    offer = filling.origins.offer(field.name, kept)
    return Entry(
        field, _understood(kind, str(kept or "")), filling.origins.origin_of(field.name, kept),
        f"{show_value(kind, offer.value, one)}（{offer.origin}）" if offer else "", field.name if offer else "",
        told.asked(*names),
    )  # fmt: skip


def show_value(kind: t.Kind, value: object, one: t.Input | None = None) -> str:
    """A value as people read it."""
    text = str(value)
    if kind is t.Kind.MONEY:
        try:
            return show_yuan(parse_money(text))
        except NotMoney:
            return text
    if kind is t.Kind.YES_NO:
        return {"yes": "是", "no": "否"}.get(_yes_no(text), text)
    options = {option.identifier: option.label for option in one.options} if one else {}
    return f"{len(value)} 项" if isinstance(value, list) else options.get(text, text)


def _yes_no(text: str) -> str:
    return {"是": "yes", "否": "no", "true": "yes", "false": "no", "True": "yes", "False": "no"}.get(text, text)


def _understood(kind: t.Kind, text: str) -> str:
    """How an amount was understood, so that a wrong unit is seen."""
    if kind is not t.Kind.MONEY or not text:
        return ""
    try:
        return f"即 {show_short(parse_money(text))}"
    except NotMoney:
        return ""


def identifier_of(name: str) -> str:
    """The identifier of a field by its name, usable in HTML and CSS."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", name).strip("-")
