"""同一家的各行: caps and one-time grants over several rows of one enterprise, against explain fed row after row."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from luoqiao.adapters.numba.engine import prepare
from luoqiao.adapters.population.columns import Labels, Population
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import switches
from luoqiao.core.rules.explain import explain
from luoqiao.policies import open_pack
from tests.core.rules.as_population import as_population
from tests.core.rules.choosing import Choosing
from tests.core.rules.random_cases import Row, seeded_rows

PACK = open_pack("luojiang_2022_31")
ON = date(2023, 6, 30)
UNITS = {"enterprise_year": (0, 1), "enterprise": (0,), "project": (2,), "subject": (0,)}
"""Which of (enterprise, year, project) tell one group from another."""


def labelled(population: Population, groups: list[tuple[int, int, int]]) -> Population:
    """The population with the labels that group its rows."""
    labels = {}
    for place, name in enumerate(("enterprise", "year", "project")):
        codes = np.array([group[place] for group in groups], np.int32)
        labels[name] = Labels(codes, tuple(f"{name}{n}" for n in range(int(codes.max(initial=0)) + 1)))
    labels["subject"] = labels["enterprise"]
    return Population(population.rows, population.columns, labels)


def one_after_another(
    clause: t.Clause, rows: list[Row], groups: list[tuple[int, int, int]], readings: dict[str, str]
) -> list[dict[str, int]]:
    """Shares by explain, each row told what the rows of its groups before it came to; only tiers are counted here."""
    basis = PACK.basis
    labels = {tier.label: tier.code for tier in basis.tiers}
    spent: defaultdict[tuple[object, ...], int] = defaultdict(int)
    found = []
    for row, group in zip(rows, groups, strict=True):
        keys = {(label, unit): (label, unit, *(group[p] for p in places)) for label in labels for unit, places in UNITS.items()}
        earlier = {key: row.earlier.get(key, 0) + spent[place] for key, place in keys.items()}
        answer = explain(clause, row.facts, on=ON, readings=readings, earlier=earlier, basis=basis)
        shares = {code: share.amount.low for code, share in answer.shares.items()}
        for (label, _), place in keys.items():
            spent[place] += shares[labels[label]]
        found.append(shares)
    return found


@pytest.mark.parametrize("identifier", ["cloud_adoption", "technology_upgrade", "supply_chain_platform", "champion_national"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rows_of_one_enterprise_share_its_caps_in_the_order_of_the_file(identifier: str, seed: int, tmp_path: Path) -> None:
    """上限合起来算: caps by year, over the programme and one-time grants, under any reading."""
    clause = PACK.clauses[identifier]
    choosing = Choosing.seeded(seed)
    readings = {q: choosing.one(letters) for q, letters in switches(clause, PACK.basis.cap_period_question).items()}
    rows = seeded_rows(clause, 60, seed, most=10**11)
    groups = [(choosing.number(6), choosing.number(1), choosing.number(3)) for _ in rows]
    population = labelled(as_population(clause, rows, PACK.basis.tiers), groups)
    prepared = prepare(population, [clause], on=ON, readings=readings, basis=PACK.basis, cache_folder=tmp_path)
    expected = one_after_another(clause, rows, groups, readings)
    for _ in range(2):  # a second run begins with nothing spent
        found = prepared.run().clauses[identifier]
        got = [{code: int(amounts.low[place]) for code, amounts in found.shares.items()} for place in range(len(rows))]
        assert got == expected
