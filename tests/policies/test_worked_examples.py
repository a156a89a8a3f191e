"""算例: every row of every clause runs through the real parser, facts and *explain*, and says what it says."""

from importlib.resources import files

import pytest

from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.examples import run_example
from luoqiao.core.rules.parse import parse_clause
from luoqiao.core.rules.tree import Clause, Example

FOLDER = files("luoqiao.policies").joinpath("luojiang_2022_31", "clauses")
CLAUSES = {
    clause.identifier: clause
    for file in FOLDER.iterdir()
    if file.name.endswith(".md")
    for clause in [parse_clause(file.read_text("utf-8"), file.name)]
}
ROWS = [
    pytest.param(clause, row, id=f"{name}:{row.at.line}")
    for name, clause in sorted(CLAUSES.items())
    for row in clause.examples
]


@pytest.mark.parametrize(("clause", "row"), ROWS)
def test_a_worked_example_comes_out_as_written(clause: Clause, row: Example) -> None:
    result = run_example(clause, row, Basis())
    assert result.passed, f"{clause.file}:{row.at.line} {result.message}"


def test_the_pack_has_its_fourteen_clauses() -> None:
    assert len(CLAUSES) == 14


@pytest.mark.parametrize("name", sorted(CLAUSES))
def test_a_file_is_named_after_its_clause(name: str) -> None:
    assert CLAUSES[name].file == f"{name}.md"


@pytest.mark.parametrize("clause", CLAUSES.values(), ids=list(CLAUSES))
def test_every_row_says_why_it_is_there(clause: Clause) -> None:
    notes = [row.cell("说明") for row in clause.examples]
    assert all(notes)
    assert len(set(notes)) > len(notes) // 2


@pytest.mark.parametrize("clause", CLAUSES.values(), ids=list(CLAUSES))
def test_every_input_asks_its_question(clause: Clause) -> None:
    for one in clause.inputs:
        assert one.question, one.label
        assert all(inner.question for inner in one.fields), one.label
