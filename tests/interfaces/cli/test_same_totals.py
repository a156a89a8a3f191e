"""同一个总体，同一个总数: a file comes to the same money in `simulate`, in `sweep` and enterprise by enterprise."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from luoqiao.adapters.population.stated_rows import read_stated
from luoqiao.core.kernel.money import yuan_text
from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.scenario import TODAY, Scenario
from luoqiao.core.rules.trial import Taker, Trial
from luoqiao.interfaces.cli.main import main
from tests.core.rules.asking import programme

ON = "2023-06-30"
FIRMS = """\
企业名称,cloud_adoption.annual_service_fee,cloud_adoption.granted_city,cloud_adoption.earlier.city.enterprise_year,\
生产设备投资额,technology_upgrade.granted_city,technology_upgrade.provincial_base,省级龙头企业,揭榜方在辖区,工业APP
甲,200000,,70000,15000000,,0,否,,"[{""last_year_service_expenditure"":""0.05""},{}]"
乙,,50000,,,880000,,,是,
丙,333333.34,88000.01,,30000000,,,否,否,[]
丁,50000,15000,,,,20000000,,,"[{""last_year_service_expenditure"":""500000""}]"
戊,,,10000,28570000,600000,100000001,,,
"""


@pytest.fixture
def firms(tmp_path: Path) -> Path:
    path = tmp_path / "firms.csv"
    path.write_text(FIRMS, "utf-8")
    return path


def _said(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main([*words, "--on", ON, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_simulate_sweep_and_single_enterprises_come_to_the_same(capsys: pytest.CaptureFixture[str], firms: Path) -> None:
    simulated = _said(capsys, "simulate", str(firms))
    swept = _said(capsys, "sweep", str(firms), "--set", "cloud_adoption:district.rate=0.2")
    clauses, basis = programme().clauses, programme().basis
    takers: dict[str, list[Taker]] = {name: [] for name in clauses}
    for place, row in enumerate(read_stated(firms, tuple(clauses.values()), basis).rows):
        for name, stated in row.facts.items():
            facts = read_facts(clauses[name], stated, basis.tiers)
            takers[name].append(Taker(str(place), facts, {}, read_earlier(clauses[name], row.earlier.get(name, {}))))
    trial = Trial(clauses, takers, on=date.fromisoformat(ON), basis=basis)
    for name, one in simulated["clauses"].items():
        cost = trial.cost_of(name, Scenario(TODAY))
        assert one["taking_part"] == cost.taking_part, name
        assert one["undetermined"] == cost.undetermined, name
        assert {tier: one["totals"][tier] for tier in trial.tiers} == {t: yuan_text(f) for t, f in cost.by_tier.items()}, name
    for cost in (swept["today"], swept["scenarios"][0]["cost"]):
        assert {tier: cost[tier] for tier in simulated["totals"]} == simulated["totals"]
        assert cost["taking_part"] == sum(one["taking_part"] for one in simulated["clauses"].values())
        assert cost["undetermined"] == sum(one["undetermined"] for one in simulated["clauses"].values())


def test_a_grant_alone_is_no_part_in_a_clause(firms: Path) -> None:
    rows = read_stated(firms, tuple(programme().clauses.values()), programme().basis).rows
    assert [sorted(row.facts) for row in rows[1:2]] == [[]]
    assert rows[4].earlier == {}
