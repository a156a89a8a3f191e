"""对照要公平：the generated firms and every way written by hand give the answer of *explain*, at the limits too."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("numba")
pytest.importorskip("polars")

from benchmarks import ours
from benchmarks import population_data as made
from benchmarks.peers import numba_by_hand, numpy_by_hand, polars_by_hand
from benchmarks.peers.reference import (
    PACK,
    SEVEN_CELLS,
    TIERS,
    every_share,
    explained,
    kept_shares,
    takes_part,
    totals,
    wrong_cells,
)
from luoqiao.adapters.population.columns import Column, Items, Population
from luoqiao.policies import open_pack

ROWS, SEED = 2_000, 7
KINDS = pytest.mark.parametrize("dense", [False, True], ids=["as firms are", "every firm claims"])


@cache
def firms(dense: bool) -> Population:
    return made.make_columns(ROWS, SEED, dense=dense)


@cache
def exact(dense: bool) -> dict[tuple[str, str], np.ndarray]:
    return every_share(firms(dense), made.SEVEN)


def test_the_seven_items_have_twelve_columns_and_68_bytes() -> None:
    columns = [c for c in firms(False).columns.values() if isinstance(c, Column)]
    assert len(columns) == 12
    assert sum(c.values.itemsize for c in columns) == 68


def test_the_same_seed_gives_the_same_firms_and_another_seed_others() -> None:
    again, other = made.make_columns(ROWS, SEED), made.make_columns(ROWS, SEED + 1)
    key = "cloud_adoption", "annual_service_fee"
    fees = [p.columns[key] for p in (firms(False), again, other)]
    first, same, different = (c.values for c in fees if isinstance(c, Column))
    assert np.array_equal(first, same)
    assert not np.array_equal(first, different)


def test_the_seven_items_are_the_same_beside_the_other_seven() -> None:
    every = made.make_all_columns(ROWS, SEED)
    for key, column in firms(False).columns.items():
        beside = every.columns[key]
        assert isinstance(column, Column)
        assert isinstance(beside, Column)
        assert np.array_equal(column.values, beside.values), key


@pytest.mark.parametrize(
    ("clause", "name", "limit"),
    [
        ("cloud_adoption", "annual_service_fee", 5_000_000),
        ("technology_upgrade", "provincial_base", 10_000_000_000),
        ("five_g_demo", "completed_investment", 1_000_000_000),
        ("supply_chain_platform", "annual_transaction", 50_000_000_000),
    ],
)
def test_firms_stand_at_a_limit_and_one_fen_beside_it(clause: str, name: str, limit: int) -> None:
    column = made.make_columns(50_000, SEED).columns[clause, name]
    assert isinstance(column, Column)
    assert {limit - 1, limit, limit + 1} <= set(column.values.tolist())


def test_every_clause_has_firms_that_take_part_and_most_get_something() -> None:
    population = made.make_all_columns(ROWS, SEED)
    clauses = tuple(open_pack(PACK).clauses)
    assert {key[0] for key in population.columns} == set(clauses)
    paid = {clause for clause, _ in every_share(population, clauses)}
    assert paid == set(clauses)
    assert isinstance(population.columns["industrial_app", "apps"], Items)


@KINDS
def test_the_exact_answer_is_that_of_explain(dense: bool) -> None:
    for clause in made.SEVEN:
        for row in np.flatnonzero(takes_part(firms(dense), clause)).tolist():
            shares = {tier: int(exact(dense)[clause, tier][row]) if (clause, tier) in exact(dense) else 0 for tier in TIERS}
            assert shares == explained(firms(dense), clause, row), (clause, row)


@KINDS
def test_the_exact_answer_knows_every_share_of_the_seven_items(dense: bool) -> None:
    assert sorted(exact(dense)) == sorted(SEVEN_CELLS)


@KINDS
@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_polars_by_hand_has_no_wrong_cell(dense: bool, engine: str) -> None:
    data = polars_by_hand.frame(firms(dense))
    assert wrong_cells(polars_by_hand.every_share(data, engine), exact(dense)) == 0
    assert polars_by_hand.totals_over_all_rows(data, engine) == totals(exact(dense))
    assert polars_by_hand.totals_of_those_that_claim(data, engine) == totals(exact(dense))


@KINDS
def test_numpy_by_hand_has_no_wrong_cell(dense: bool) -> None:
    assert wrong_cells(numpy_by_hand.every_share(firms(dense)), exact(dense)) == 0
    assert numpy_by_hand.totals_over_all_rows(firms(dense)) == totals(exact(dense))
    assert numpy_by_hand.totals_of_those_that_claim(firms(dense)) == totals(exact(dense))


@KINDS
def test_numba_by_hand_has_no_wrong_cell(dense: bool) -> None:
    out = np.empty((len(SEVEN_CELLS), ROWS), np.uint32)
    assert wrong_cells(numba_by_hand.every_share(firms(dense), out), exact(dense)) == 0
    assert numba_by_hand.totals(firms(dense)) == totals(exact(dense))


@KINDS
def test_the_generated_kernel_has_no_wrong_cell(dense: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp() / "kernels"
    for_totals = ours.prepared(firms(dense), made.SEVEN, ours.TOTALS, folder)
    for_shares = ours.prepared(firms(dense), made.SEVEN, ours.SHARES, folder)
    assert ours.totals_of(for_totals.run()) == totals(exact(dense))
    assert wrong_cells(ours.shares_of(for_shares.run()), exact(dense)) == 0


def test_a_wrong_cell_is_counted() -> None:
    spoilt = {cell: values.copy() for cell, values in exact(False).items()}
    spoilt["cloud_adoption", "city"][3] += 1
    del spoilt["little_giant", "city"]
    paid = int(np.count_nonzero(exact(False)["little_giant", "city"]))
    assert wrong_cells(spoilt, exact(False)) == 1 + paid


def test_a_kept_answer_is_never_taken_for_other_firms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATA", str(tmp_path))
    some, others = made.make_columns(300, 1), made.make_columns(300, 2)
    first = kept_shares(some, made.SEVEN, "tried")
    again = kept_shares(some, made.SEVEN, "tried")
    assert wrong_cells(again, first) == 0
    assert wrong_cells(kept_shares(others, made.SEVEN, "tried"), every_share(others, made.SEVEN)) == 0
