"""算例: every row of every clause runs through the real parser, facts and *explain*, and says what it says.

The second half asks of the tables themselves that they leave nothing out: every input unknown once, every grant
given once, every option of every reading in a row that it changes, the days around the period.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer
from luoqiao.core.rules.basis import switches
from luoqiao.core.rules.examples import read_example, run_example
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.resolve import grants_of
from luoqiao.policies import open_pack

PACK = open_pack("luojiang_2022_31")
BASIS = PACK.basis
CLAUSES = list(PACK.clauses.values())
CODES = {tier.label: tier.code for tier in BASIS.tiers}
ROWS = [(clause, row) for clause in CLAUSES for row in clause.examples]
each_clause = pytest.mark.parametrize("clause", CLAUSES, ids=[c.identifier for c in CLAUSES])


@pytest.mark.parametrize(("clause", "row"), ROWS, ids=[f"{c.identifier}:{row.at.line}" for c, row in ROWS])
def test_a_worked_example_comes_out_as_written(clause: t.Clause, row: t.Example) -> None:
    result = run_example(clause, row, BASIS)
    assert result.passed, f"{clause.file}:{row.at.line} {result.message}"


def test_the_pack_has_its_fourteen_clauses() -> None:
    assert len(CLAUSES) == 14


@each_clause
def test_the_first_row_is_one_an_official_would_recognise(clause: t.Clause) -> None:
    assert clause.examples[0].cell("说明").startswith("常见情形")
    assert clause.examples[0].cell("结果") == "符合"


@each_clause
def test_every_row_says_why_it_is_there(clause: t.Clause) -> None:
    assert all(row.cell("说明") for row in clause.examples)


@each_clause
def test_no_row_stands_twice(clause: t.Clause) -> None:
    cells = [tuple(cell for cell in row.cells if cell[0] != "说明") for row in clause.examples]
    twice = [dict(row)["结果"] for row in cells if cells.count(row) > 1]
    assert not twice


@each_clause
def test_every_input_asks_its_question(clause: t.Clause) -> None:
    asked = [one for given in clause.inputs for one in (given, *given.fields)]
    assert [one.label for one in asked if not one.question] == []


@each_clause
def test_every_needed_input_is_unknown_in_some_row(clause: t.Clause) -> None:
    for one in clause.inputs:
        if one.need is t.Need.NEEDED:
            assert any("？" in row.cell(one.label) for row in clause.examples), one.label


@each_clause
def test_every_grant_is_given_as_something_and_one_as_nothing(clause: t.Clause) -> None:
    grants = {tier: {row.cell(f"{tier}实拨") for row in clause.examples} - {""} for tier in grants_of(clause)}
    for tier, given in grants.items():
        assert given - {"0元"}, tier
    assert not grants or any("0元" in given for given in grants.values())


@each_clause
def test_the_days_around_the_period_are_shown(clause: t.Clause) -> None:
    first, last, day = clause.header.first, clause.header.last, timedelta(days=1)
    shown = {row.cell("日期") for row in clause.examples}
    assert {str(first - day), str(last + day)} <= shown
    assert shown & {"", str(first), str(last)}


def _rows_under(clause: t.Clause, question: str, letter: str) -> Iterator[t.Example]:
    for row in clause.examples:
        if f"{question}={letter}" in row.cell("读法").split():
            yield row


def _answer(clause: t.Clause, row: t.Example) -> Answer | None:
    return run_example(clause, row, BASIS).answer


def _amounts(answer: Answer | None) -> object:
    return answer and (answer.outcome, [share.amount for share in answer.shares.values()])


def _arm(clause: t.Clause, question: str, letter: str) -> frozenset[str]:
    for statement in t.statements_of(clause):
        if isinstance(statement, t.ReadingSwitch) and statement.question == question:
            return frozenset(next(option.letters for option in statement.options if letter in option.letters))
    return frozenset(letter)


@each_clause
def test_every_option_of_a_reading_stands_in_a_row_that_it_changes(clause: t.Clause) -> None:
    for question, letters in switches(clause, BASIS.cap_period_question).items():
        default = BASIS.letter(question, clause.header.last)[0]
        for letter in letters:
            if letter in _arm(clause, question, default):
                continue
            changed = 0
            for row in _rows_under(clause, question, letter):
                others = [part for part in row.cell("读法").split() if part != f"{question}={letter}"]
                plain = replace(
                    row,
                    cells=tuple(
                        (head, " ".join(others) if head == "读法" else text) for head, text in row.cells
                    ),
                )
                here, there = _answer(clause, row), _answer(clause, plain)
                changed += _amounts(here) != _amounts(there)
            assert changed, f"{question}={letter}"


def _identified(clause: t.Clause, facts: Mapping[str, object]) -> dict[str, object]:
    names = {one.label: one for one in clause.inputs}
    found: dict[str, object] = {}
    for label, given in facts.items():
        one = names.get(label)
        if one is None:
            found[f"granted_{CODES[label.removesuffix('实拨')]}"] = given
        elif isinstance(given, list):
            inner = {f.label: f.identifier for f in one.fields}
            found[one.identifier] = [{inner[name]: value for name, value in item.items()} for item in given]
        else:
            found[one.identifier] = given
    return found


@each_clause
def test_labels_and_identifiers_name_the_same_facts(clause: t.Clause) -> None:
    for row in clause.examples:
        if row.cell("结果") != "错误":
            facts = read_example(clause, row, clause.header.last, BASIS.tiers).facts
            assert read_facts(clause, _identified(clause, facts)) == read_facts(clause, facts)
