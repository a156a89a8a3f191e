"""体检的计算: from the words of the form to facts, and to one answer from every clause.

A field that cannot be read is told beside the field and counts as not answered; everything else is still judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.text import fold_width
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.checkup import Checkup, check_up
from luoqiao.core.rules.dates import read_date
from luoqiao.interfaces.portal.checkup_form import (
    DAY,
    CheckupForm,
    grant_names,
    item_name,
    list_name,
    money_like,
    with_unit,
)
from luoqiao.interfaces.portal.checkup_programme import Programme

BAD_DAY, TWICE = "LQ-2050", "LQ-2051"


@dataclass(frozen=True, slots=True)
class Judged:
    """体检的计算结果: the answers, the facts that they rest on, and what could not be read, by name of the field."""

    checkup: Checkup
    facts: Mapping[str, str]
    problems: Mapping[str, FieldProblem]


def judge_form(programme: Programme, form: CheckupForm) -> Judged:
    """Put the form to every clause on the day it names, or on the programme's own day."""
    problems = dict(_repeated(form))
    facts = {name: text for name, text in facts_of(programme, form).items() if name not in problems}
    on = _day(form.day, programme.default_on, problems)
    while True:
        try:
            checkup = check_up(
                programme.clauses,
                nested(programme, form, facts),
                on=on,
                set_aside=form.set_aside,
                basis=programme.basis,
            )
        except Invalid as refused:
            left = {
                name: text for name, text in facts.items() if name not in _about(refused, facts, problems)
            }
            if len(left) == len(facts):
                raise
            facts = left
        else:
            return Judged(checkup, facts, problems)


def _repeated(form: CheckupForm) -> Iterator[tuple[str, FieldProblem]]:
    """Fields with more than one answer: which of them is meant is not guessed."""
    for name, answers in form.repeated.items():
        if name.partition(".")[0] not in form.set_aside:
            shown = "、".join(f"“{answer[:40]}”" for answer in answers[:5])
            message = f"这一项有 {len(answers)} 个不同的回答：{shown}；请只留一个"
            yield name, FieldProblem(name, "；".join(answers)[:80], "一个回答", message, TWICE)


def _about(refused: Invalid, facts: Mapping[str, str], problems: dict[str, FieldProblem]) -> set[str]:
    """The facts that a refusal is about; each problem is noted under the name of its field."""
    found = set()
    for problem in refused.problems:
        if problem.field in facts:
            found.add(problem.field)
            problems.setdefault(problem.field, problem)
    return found


def _day(text: str, default: date, problems: dict[str, FieldProblem]) -> date:
    if not text or DAY in problems:
        return default
    try:
        return read_date(fold_width(text))
    except ValueError:
        expected = "日期，如 2023-06-30"
        message = f"“{text}”不是一天；应为 {expected}。下面先按 {default} 测算"
        problems[DAY] = FieldProblem(DAY, text, expected, message, BAD_DAY)
        return default


def facts_of(programme: Programme, form: CheckupForm) -> dict[str, str]:
    """Every answer in the words that facts are read from, by name of the field; amounts carry their unit.

    What was typed under a clause that is set aside does not count.
    """
    found: dict[str, str] = {}
    for clause in programme.clauses:
        if clause.identifier in form.set_aside:
            continue
        for one in clause.inputs:
            name = list_name(clause, one)
            if one.kind is t.Kind.LIST:
                for index in range(1, form.items.get(name, 1) + 1):
                    for inner in one.fields:
                        _put(found, form, item_name(name, index, inner), inner)
            else:
                _put(found, form, name, one)
        for name, _ in grant_names(clause, programme.basis.tiers):
            if name in form.typed:
                found[name] = with_unit(form.typed[name], form.unit_of(name))
    return found


def _put(found: dict[str, str], form: CheckupForm, name: str, one: t.Input) -> None:
    text = form.typed.get(name, "")
    if not text:
        return
    if money_like(one):
        text = with_unit(text, form.unit_of(name))
    elif one.kind is t.Kind.RATE and not fold_width(text).endswith("%"):
        text = f"{text}%"
    found[name] = text


def nested(programme: Programme, form: CheckupForm, facts: Mapping[str, str]) -> dict[str, object]:
    """The facts as `check_up` takes them: items gathered into their lists; a list without any answer is unknown."""
    given: dict[str, object] = {name: text for name, text in facts.items() if "[" not in name}
    for clause in programme.clauses:
        for one in clause.inputs:
            if one.kind is not t.Kind.LIST:
                continue
            name = list_name(clause, one)
            items = [
                {
                    inner.identifier: facts[item_name(name, index, inner)]
                    for inner in one.fields
                    if item_name(name, index, inner) in facts
                }
                for index in range(1, form.items.get(name, 1) + 1)
            ]
            if any(items):
                given[name] = items
    return given
