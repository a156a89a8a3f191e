"""规律一补：逐格核对: every limit one fen below, at and above, under every reading; nothing left to chance.

From a usual case of each clause every single thing is varied under all readings, and every pair of things,
with fewer values, under each reading on its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

import pytest

from tests.core.rules.asking import ask, settled_shares
from tests.core.rules.strategies import (
    IN_FORCE,
    LIMITS,
    MOST,
    PAID_BEFORE,
    WAN,
    WORDS,
    YES_NO,
    Facts,
    Posed,
    written,
)
from tests.oracle.estimates import is_estimate
from tests.oracle.luojiang import CLAUSES, FIRST_DAY, LAST_DAY, judge

USUAL: Mapping[str, Facts] = {
    "cloud_adoption": {"annual_service_fee": "100000.00"},
    "technology_upgrade": {
        "production_equipment_investment": "15000000.00",
        "provincial_base": "20000000.00",
        "provincial_leading_enterprise": False,
        "production_investment": "18000000.00",
    },
    "upgrade_loan_interest": {
        "provincial_key_project": True,
        "partner_bank": True,
        "first_drawdown_on": "2022-09-15",
        "drawdown_on": "2023-03-31",
        "principal": "6000000.00",
        "months": 6,
    },
    "first_set_national": {
        "kind": "complete",
        "market_unit_price": "2000000.00",
        "batch_contract_price": "300000.00",
        "provincial_grade": "provincial",
        "premium_subsidy": True,
    },
    "first_set_provincial": {
        "kind": "complete",
        "market_unit_price": "2000000.00",
        "batch_contract_price": "300000.00",
        "provincial_grade": "domestic",
    },
    "open_challenge": {"approved_project_fund": "1200000.00", "district_entity_succeeded": True},
    "industrial_internet_demo": {"it_investment": "8000000.00"},
    "industrial_app": {"apps": [{"last_year_service_expenditure": "200000.00"}]},
    "five_g_demo": {
        "completed_investment": "6000000.00",
        "it_investment": "500000.00",
        "provincial_iot_subsidy": "400000.00",
    },
    "supply_chain_platform": {"annual_transaction": "700000000.00"},
    "champion_national": {"newly_recognised": True},
    "champion_provincial": {"newly_recognised": True},
    "little_giant": {"event": "new"},
    "srdi": {"event": "new"},
}
DRAWDOWNS = ("2022-09-14", "2022-09-15", "2022-12-31", "2023-01-01", "2023-12-31", "2024-01-01")
LATE = ("2025-08-16", "2025-09-14", "2025-09-15", "2025-09-16")

Change = tuple[str, object]


def _around(*limits: int) -> list[str]:
    amounts = {0, MOST, *(limit + step for limit in limits for step in (-1, 0, 1))}
    return [written(fen) for fen in sorted(amounts) if 0 <= fen <= MOST]


def _values(name: str) -> list[object]:
    if name in YES_NO or name in ("newly_recognised", "solver_in_district"):
        return [True, False]
    if name in WORDS:
        return list(WORDS[name])
    if name == "first_drawdown_on":
        return ["2020-02-29", "2020-03-31", "2020-04-01", "2022-12-31", "2023-03-31"]
    if name == "drawdown_on":
        return [*DRAWDOWNS, *LATE]
    if name == "months":
        return [0, 1, 12, 35, 36, 37, 1200]
    if name == "city_approved_rate":
        return ["0.07"]
    if name == "apps":
        spent = _around(*map(int, LIMITS["last_year_service_expenditure"]))
        return [[], *([{"last_year_service_expenditure": yuan}, *USUAL_APPS] for yuan in spent)]
    if name.startswith("granted_"):
        return ["0.00", "0.01", "12345.67", written(MOST)]
    return list(_around(*map(int, LIMITS[name])))


USUAL_APPS = ({"last_year_service_expenditure": "0.10"}, {"last_year_service_expenditure": "900000.00"})


def _changes(clause: str) -> list[list[tuple[str, Change]]]:
    """Each thing that can vary, with the ways in which it does."""
    entry = CLAUSES[clause]
    names = (*entry.needed, *entry.optional)
    things: list[list[tuple[str, Change]]] = [
        [("fact", (name, value)) for value in _values(name)] for name in names
    ]
    edges = [FIRST_DAY - timedelta(1), FIRST_DAY, LAST_DAY, LAST_DAY + timedelta(1)]
    things.append([("on", ("on", day)) for day in edges])
    caps = {cap + step for cap in PAID_BEFORE.get(clause, (100 * WAN, 200 * WAN)) for step in (-1, 0, 1)}
    for key in entry.earlier:
        things.append([("earlier", ("·".join(key), fen)) for fen in (1, 12_345, *sorted(caps))])
    return things


def _apply(posed: Posed, kind: str, change: Change) -> Posed:
    name, value = change
    if kind == "fact":
        return posed.with_facts(**{name: value})
    if kind == "on":
        assert isinstance(value, date)
        return replace(posed, on=value)
    assert isinstance(value, int)
    what, unit = name.split("·")
    return replace(posed, earlier={**posed.earlier, (what, unit): value})


def _readings(clause: str) -> Iterator[dict[str, str]]:
    questions = CLAUSES[clause].questions
    for letters in product(*questions.values()):
        yield dict(zip(questions, letters, strict=True))


def _one_at_a_time(clause: str) -> Iterator[dict[str, str]]:
    yield {}
    for question, letters in CLAUSES[clause].questions.items():
        for letter in letters[1:]:
            yield {question: letter}


def _some(ways: list[tuple[str, Change]]) -> list[tuple[str, Change]]:
    """Enough of many ways for pairs: every third."""
    return ways if len(ways) <= 5 else ways[1::3]


def _cases(clause: str) -> Iterator[Posed]:
    usual = Posed(clause, USUAL[clause], IN_FORCE)
    things = _changes(clause)
    for readings in _readings(clause):
        yield replace(usual, readings=readings)
        for thing in things:
            for kind, change in thing:
                yield _apply(replace(usual, readings=readings), kind, change)
    for readings in _one_at_a_time(clause):
        start = replace(usual, readings=readings)
        for one, other in combinations(things, 2):
            for (kind, change), (second, another) in product(_some(one), _some(other)):
                yield _apply(_apply(start, kind, change), second, another)


@pytest.mark.parametrize("clause", sorted(CLAUSES))
def test_every_limit_agrees_with_the_hand_calculation_under_every_reading(clause: str) -> None:
    """每个界限、每个读法、两两组合."""
    for posed in _cases(clause):
        expected = judge(clause, posed.facts, on=posed.on, readings=posed.readings, earlier=posed.earlier)
        answer = ask(posed)
        assert (answer.outcome, settled_shares(answer)) == (expected.outcome, expected.shares), posed
        assert answer.estimate == is_estimate(clause, posed.facts, posed.readings, expected), posed
