"""填报: the form of a case while it is filled in: what stands in it, from where, what is known besides, and what the rule makes
of everything that can be read. A value that cannot be read is told beside its field and never hides the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from luoqiao.apps.cases.contents import HandedIn, clause_of, facts_of, of_draft
from luoqiao.apps.cases.earlier import earlier_of
from luoqiao.apps.cases.history import open_case
from luoqiao.apps.cases.knowing import prefilled
from luoqiao.apps.cases.known_facts import other_sources
from luoqiao.apps.cases.models import Draft
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.queries.case_file import CaseFile, get_case_file
from luoqiao.core.cases.form import read_fields
from luoqiao.core.cases.prefill import Prefilled
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.parties.actor import Actor
from luoqiao.core.rules.answer import Answer
from luoqiao.core.rules.earlier import Earlier
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import Facts, read_facts

T = TypeVar("T")
_ITEM = re.compile(r"(\w+)\[(\d+)\]\.(\w+)")


@dataclass(frozen=True, slots=True)
class Judged:
    """边填边算: the answer to everything that can be read, the facts it rests on, what was granted before."""

    answer: Answer
    facts: Facts
    earlier: Earlier


@dataclass(frozen=True, slots=True)
class Filling:
    """填报: the case, the form as it was saved, where its values are from, what cannot be read, what the rule gives so far."""

    file: CaseFile
    form: Mapping[str, object]
    invoices: tuple[Mapping[str, Any], ...]
    origins: Prefilled
    judged: Judged | None
    unreadable: tuple[FieldProblem, ...]
    saved_at: datetime | None
    saved_by: str


def get_filling(number: str, actor: Actor, at: datetime, typed: HandedIn | None = None) -> Filling:
    """The form of a case that this person may see (NoSuchCase else), judged as far as it can be by what is known now.

    `typed`: as it was typed and could not be saved.
    """
    file = get_case_file(number, actor, draft=True, typed=typed)
    opened = open_case(number, actor)
    draft: Draft | None = getattr(opened.row, "draft", None)
    judged = _judge(opened, typed or of_draft(opened), at)
    origins = prefilled(opened.row, file.clause, file.procedure, file.given.form, at)
    return Filling(
        file, file.given.form, file.given.invoices, origins, judged, _unreadable(opened, file.given.form),
        draft.saved_at if draft else None, draft.saved_by if draft else "",
    )  # fmt: skip


def _judge(opened: Opened, given: HandedIn, at: datetime) -> Judged | None:
    clause = clause_of(opened)
    if clause is None:
        return None
    given = replace(given, sources=other_sources(opened.row, clause, at))
    raw = facts_of(opened, given)
    earlier = earlier_of(opened.row, clause, opened.pack)

    def judge() -> Judged:
        facts = read_facts(clause, raw, opened.pack.basis.tiers)
        answer = explain(clause, facts, on=opened.row.rule_on, earlier=earlier, basis=opened.pack.basis)
        return Judged(answer, facts, earlier)

    return _as_far_as_readable(judge, raw)


def _unreadable(opened: Opened, form: Mapping[str, object]) -> tuple[FieldProblem, ...]:
    """What was typed and cannot be read; what was not typed is no problem yet."""
    problems: list[FieldProblem] = []
    clause = clause_of(opened)
    try:
        if clause is not None:
            names = {one.identifier for one in clause.inputs} | {f"granted_{tier.code}" for tier in opened.pack.meta.tiers}
            declared = {key: value for key, value in form.items() if key in names}
            read_facts(clause, declared, opened.pack.basis.tiers)
    except Invalid as refused:
        problems += refused.problems
    try:
        read_fields(opened.matter.procedure.fields, form, whole=False)
    except Invalid as refused:
        problems += refused.problems
    return tuple(problems)


def _as_far_as_readable(attempt: Callable[[], T], raw: dict[str, Any]) -> T:
    """Try; what is refused is forgotten, and tried again. Ends: each round forgets at least one value."""
    while True:
        try:
            return attempt()
        except Invalid as refused:
            forgot = sum(_forget(raw, one.field) for one in refused.problems)
            if not forgot:
                raise


def _forget(raw: dict[str, Any], path: str) -> bool:
    """Only the wrong field of an item becomes unknown; the other items still count."""
    match = _ITEM.fullmatch(path)
    items = raw.get(match[1]) if match else None
    if match and isinstance(items, list) and int(match[2]) <= len(items):
        place = int(match[2]) - 1
        kept = {name: value for name, value in items[place].items() if name != match[3]}
        forgot = bool(kept != items[place])
        raw[match[1]] = [*items[:place], kept, *items[place + 1 :]]
        return forgot
    return raw.pop(path.split("[")[0].split(".")[0], None) is not None
