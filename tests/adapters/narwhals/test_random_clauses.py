"""随机条款在数据框上: whatever a clause says, every cell of a frame equals *explain*, also where facts are missing."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from luoqiao.adapters.narwhals.engine import TooLarge, run
from luoqiao.core.rules.explain import PLAIN
from luoqiao.core.rules.tree import Clause
from tests.adapters.narwhals.asked_rows import cells_of, expected, frame_of
from tests.core.rules.choosing import Choosing
from tests.core.rules.random_cases import MOST, Row, day_for, letters_for, seeded_rows
from tests.core.rules.random_clauses import seeded_clause

sparingly = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


def asked(seed: int, most: int) -> tuple[Clause, list[Row], dict[str, str], date]:
    """A clause, whole rows and rows that lack facts, its readings and a day."""
    clause, choose = seeded_clause(seed), Choosing.seeded(seed)
    letters, on = letters_for(clause, choose), day_for(clause, choose)
    rows = seeded_rows(clause, 15, seed, most=most) + seeded_rows(clause, 15, seed, missing=True, most=most)
    return clause, rows, letters, on


@sparingly
@given(st.integers(0, 10**9), st.sampled_from([MOST, 10**12, 10**10]))
def test_every_cell_equals_the_explanation(seed: int, most: int) -> None:
    """任何条款，分文不差；可能超出 64 位的，先拒绝."""
    clause, rows, letters, on = asked(seed, most)
    try:
        found = run(frame_of([clause], [{clause.identifier: r} for r in rows], PLAIN), [clause], on=on, readings=letters)
    except TooLarge:
        return
    for row, cells in zip(rows, found.iter_rows(named=True), strict=True):
        assert cells_of(clause, cells, PLAIN) == expected(clause, row, on=on, readings=letters, basis=PLAIN)
