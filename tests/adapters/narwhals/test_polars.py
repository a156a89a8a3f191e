"""Polars 与逐步说明一致: every cell of a frame equals *explain*, to the fen, also where facts are missing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from luoqiao.adapters.narwhals.engine import TooLarge, run
from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.facts import read_facts
from tests.adapters.narwhals.asked_rows import Row, cells_of, expected, frame_of
from tests.core.rules.asking import clause_named, earlier_in_json, programme
from tests.core.rules.strategies import Posed, cases, days, readings_of
from tests.oracle.luojiang import CLAUSES

sparingly = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


@st.composite
def short_cases(draw: st.DrawFn, clause: str, readings: dict[str, str]) -> Posed:
    """A case of these readings with some facts left out, perhaps all."""
    posed = draw(cases(clause).filter(lambda p: (p.readings.get("X-01") == "B") == (readings.get("X-01") == "B")))
    left_out = draw(st.one_of(st.just(()), st.sets(st.sampled_from(sorted(posed.facts) or [""]), max_size=9)))
    return posed.without(*left_out)


def row_of(posed: Posed) -> Row:
    clause = clause_named(posed.clause)
    return Row(read_facts(clause, posed.facts), read_earlier(clause, earlier_in_json(posed)))


@pytest.mark.parametrize("name", sorted(CLAUSES))
def test_every_cell_equals_the_explanation(name: str) -> None:
    """同一条款两种跑法，分文不差."""
    clause, basis = clause_named(name), programme().basis

    @sparingly
    @given(st.data())
    def equal(data: st.DataObject) -> None:
        readings, on = data.draw(readings_of(name)), data.draw(days())
        posed = data.draw(st.lists(short_cases(name, readings), min_size=1, max_size=12))
        rows = [row_of(one) for one in posed]
        frame = frame_of([clause], [{name: row} for row in rows], basis)
        try:
            found = run(frame, [clause], on=on, readings=readings, basis=basis)
        except TooLarge:
            assert max(row.facts.values.get("贷款本金", 0) for row in rows) > 10**13, "refused without need"
            return
        assert found["row"].to_list() == list(range(len(rows)))
        for row, cells in zip(rows, found.iter_rows(named=True), strict=True):
            assert cells_of(clause, cells, basis) == expected(clause, row, on=on, readings=readings, basis=basis)

    equal()
