"""读法动多少钱: the usual cases of the clauses it switches, calculated once for every option."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.rules.basis import switches
from luoqiao.core.rules.examples import read_example
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import Facts, read_facts
from luoqiao.core.rules.readings import ReadingQuestion
from luoqiao.core.rules.tree import Clause
from luoqiao.interfaces.portal.clause_assembly import trials
from luoqiao.interfaces.portal.clause_examples import usual_examples
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.policies.pack import Pack


def cases_table(pack: Pack, question: ReadingQuestion, on: date) -> RuledTable | None:
    """A row for each usual case, a column of totals in yuan for each option; none where nothing can be switched."""
    rows = []
    letters: dict[str, None] = {}
    for clause in pack.clauses.values():
        own = switches(clause, pack.meta.cap_period).get(question.id, ())
        letters |= dict.fromkeys(own)
        if own:
            rows += _rows(pack, clause, question.id, own, on)
    if not rows:
        return None
    columns = (Column("情形", bare=True), *(Column(f"读法 {letter}（元）", number=True) for letter in letters))
    return RuledTable(f"读法 {question.id} 各选项的金额", columns, tuple(rows), stacking=True)


def _rows(pack: Pack, clause: Clause, key: str, letters: tuple[str, ...], on: date) -> list[Row]:
    base = reverse("portal:clause", args=(clause.identifier,))
    rows = []
    for result, trial in zip(usual_examples(pack, clause), trials(pack, clause, base), strict=True):
        case = read_example(clause, result.example, on, pack.meta.tiers)
        facts = read_facts(clause, case.facts, pack.meta.tiers)
        cells = [_cell(pack, clause, facts, {key: letter}, on) for letter in letters]
        rows.append(Row((Cell("link", trial.words, href=trial.href, below=clause.title), *cells)))
    return rows


def _cell(pack: Pack, clause: Clause, facts: Facts, readings: dict[str, str], on: date) -> Cell:
    """What a case brings under a reading, which may refuse a fact of the case (an approved rate)."""
    try:
        total = explain(clause, facts, on=on, readings=readings, basis=pack.basis).total
    except Invalid:
        return Cell(text="不成立")
    return Cell("yuan", fen=total.exact) if total.exact is not None else Cell(text="还要问")
