"""体检的问题: the fields of a clause in the order of its inputs, filled with what was typed.

Only what can still matter under the readings in force is asked. A clause of which nothing was answered asks its
first question alone; the rest follows once that is answered, or at once when the reader wants to see every question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.kernel.money import NotMoney, parse_money, show_yuan
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer
from luoqiao.core.rules.present import question_text
from luoqiao.core.rules.resolve import resolve
from luoqiao.interfaces.portal.checkup_form import (
    UNITS,
    CheckupForm,
    grant_names,
    item_name,
    list_name,
    with_unit,
)
from luoqiao.interfaces.portal.checkup_judging import Judged
from luoqiao.interfaces.portal.checkup_programme import Programme
from luoqiao.interfaces.portal.form_parts import YES_NO_UNCLEAR, Choice, Field, FieldKind

UNCLEAR = Choice("", "还不清楚")


@dataclass(frozen=True, slots=True)
class Ask:
    """一问: the question in full, what proves the answer, and the field; `units` when an amount has a unit to choose.

    In a list of items `lead` is the question about the whole list, `remove` names the item, `add` the list.
    """

    text: str
    field: Field
    evidence: str = ""
    unit_name: str = ""
    units: tuple[str, ...] = ()
    lead: str = ""
    remove: str = ""
    add: str = ""
    list_name: str = ""
    items: int = 1

    @property
    def answered(self) -> bool:
        """Whether something is typed in it that can be read."""
        return bool(self.field.value) and not self.field.error


@dataclass(frozen=True, slots=True)
class Asks:
    """一条的问题: those to show now, those that follow, and the optional ones (核定比例, 实拨) that would sharpen it."""

    shown: tuple[Ask, ...]
    following: tuple[Ask, ...]
    optional: tuple[Ask, ...]

    @property
    def later(self) -> int:
        """How many questions follow."""
        return len(self.following)

    @property
    def waiting(self) -> tuple[Ask, ...]:
        """Every question without an answer, shown or not."""
        return tuple(ask for ask in (*self.shown, *self.following) if not ask.answered)

    @property
    def all(self) -> tuple[Ask, ...]:
        """Every field that has to stand in the form."""
        return (*self.shown, *self.optional)

    @property
    def answered(self) -> tuple[Ask, ...]:
        """The fields that hold an answer."""
        return tuple(ask for ask in self.all if ask.answered)

    @property
    def wrong(self) -> bool:
        """Whether one of them could not be read."""
        return any(ask.field.error for ask in self.all)


def asks_of(programme: Programme, form: CheckupForm, judged: Judged, answer: Answer) -> Asks:
    """The questions of one clause as they stand after its answer."""
    clause = answer.clause
    letters = {used.question: used.letter for used in answer.readings}
    live = resolve(clause, letters, answer.on).live
    open_paths = {question.path for question in answer.open_questions}
    needed: list[Ask] = []
    optional: list[Ask] = []
    for one in clause.inputs:
        if one.label not in live or one.need is t.Need.KEPT:
            continue
        fields = list(_fields(clause, one, form, judged.problems))
        optional_now = one.need is t.Need.OPTIONAL and one.identifier not in open_paths
        (optional if optional_now else needed).extend(fields)
    for name, tier in grant_names(clause, programme.basis.tiers):
        question = f"{tier.label}已经拨付的，实际拨了多少？"
        optional.append(
            _money(name, f"{tier.label}实拨", question, "没有拨付就不填，按预估", form, judged.problems)
        )
    shown = [ask for ask in needed if ask.answered or ask.field.error or _is_open(ask, clause, open_paths)]
    if not form.is_touched(clause) and not form.every_question:
        first = _first_group(shown)
        return Asks(tuple(shown[:first]), tuple(shown[first:]), ())
    return Asks(tuple(shown), (), tuple(optional) if form.is_touched(clause) else ())


def _first_group(asks: list[Ask]) -> int:
    """One question, or the whole list where the first question is about a list."""
    if asks and asks[0].list_name:
        return sum(1 for ask in asks if ask.list_name == asks[0].list_name)
    return min(1, len(asks))


def _is_open(ask: Ask, clause: t.Clause, open_paths: set[str]) -> bool:
    path = ask.field.name.removeprefix(f"{clause.identifier}.")
    return path in open_paths or bool(ask.list_name)


def _fields(
    clause: t.Clause, one: t.Input, form: CheckupForm, problems: Mapping[str, FieldProblem]
) -> Iterator[Ask]:
    name = list_name(clause, one)
    if one.kind is not t.Kind.LIST:
        yield _ask(name, one, question_text(one), form, problems)
        return
    count = form.items.get(name, 1)
    for index in range(1, count + 1):
        for at, inner in enumerate(one.fields):
            text = f"第 {index} 个：{question_text(inner)}" if count > 1 else question_text(inner)
            ask = _ask(item_name(name, index, inner), inner, text, form, problems)
            last = at == len(one.fields) - 1
            yield replace(
                ask,
                lead=f"{question_text(one)}逐个填写" if index == 1 and at == 0 else "",
                remove=f"{name}[{index}]" if last and count > 1 else "",
                add=name if last and index == count else "",
                list_name=name,
                items=count,
            )


_KINDS: Mapping[t.Kind, tuple[FieldKind, str]] = {
    t.Kind.MONEY: ("money", ""),
    t.Kind.DATE: ("date", ""),
    t.Kind.MONTHS: ("months", "个月"),
    t.Kind.RATE: ("rate", "%"),
    t.Kind.COUNT: ("number", "个"),
    t.Kind.YES_NO: ("segments", ""),
    t.Kind.CHOICE: ("segments", ""),
}


def _ask(name: str, one: t.Input, text: str, form: CheckupForm, problems: Mapping[str, FieldProblem]) -> Ask:
    evidence = f"凭证：{'、'.join(one.evidence)}" if one.evidence else ""
    if one.kind is t.Kind.MONEY:
        return _money(name, one.label, text, evidence, form, problems)
    kind, unit = _KINDS[one.kind]
    choices: tuple[Choice, ...] = YES_NO_UNCLEAR if one.kind is t.Kind.YES_NO else ()
    if one.kind is t.Kind.CHOICE:
        choices = (*(Choice(option.identifier, option.label) for option in one.options), UNCLEAR)
    value = form.typed.get(name, "")
    error = _error(problems.get(name))
    return Ask(
        text,
        Field(field_id(name), name, one.label, kind, value, unit, error=error, choices=choices),
        evidence,
    )


def _money(
    name: str, label: str, text: str, evidence: str, form: CheckupForm, problems: Mapping[str, FieldProblem]
) -> Ask:
    value, unit = form.typed.get(name, ""), form.unit_of(name)
    error = _error(problems.get(name))
    field = Field(field_id(name), name, label, "money", value, unit, understood(value, unit), error)
    return Ask(text, field, evidence, unit_name=f"unit:{name}", units=UNITS)


def _error(problem: FieldProblem | None) -> str:
    return f"{problem.message}（{problem.code}）" if problem else ""


def understood(text: str, unit: str) -> str:
    """How an amount was understood, in yuan, so that a wrong unit is seen; empty if there is none to be read."""
    try:
        return f"即 {show_yuan(parse_money(with_unit(text, unit)))}" if text else ""
    except NotMoney:
        return ""


def field_id(name: str) -> str:
    """The identifier of the field of that name, usable in HTML and CSS."""
    return re.sub(r"[^a-z0-9_]+", "-", name).strip("-")
