"""试算页的内容: the sentence, the tables and the address follow from the fields; a slip of the pen hides nothing else."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from luoqiao.core.kernel.money import show_wan
from luoqiao.core.parties.synthetic import synthesise
from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.parameters import with_parameters
from luoqiao.interfaces.portal.whatif_page import WhatIfPage, assemble, read_trial
from luoqiao.policies.pack import Pack

pytestmark = pytest.mark.django_db

CLOUD = "cloud_adoption"


def _page(pack: Pack, query: str, clause: str = CLOUD) -> WhatIfPage:
    typed, population = read_trial(pack, pack.clauses[clause], QueryDict(query))
    assert population is not None
    return assemble(pack, pack.clauses[clause], typed, population)


def _by_hand(pack: Pack, value: int, letters: dict[str, str]) -> dict[str, int]:
    """The same sum by the reference answer, one enterprise after the other."""
    assert pack.population is not None
    clause = with_parameters(pack.clauses[CLOUD], {"district.rate": value}, pack.basis.tiers)
    sums = dict.fromkeys((tier.code for tier in pack.basis.tiers), 0)
    for one in synthesise(pack.population):
        if CLOUD in one.facts:
            answer = explain(
                clause, read_facts(clause, one.facts[CLOUD]), on=pack.meta.in_force_until, readings=letters,
                earlier=read_earlier(clause, one.earlier.get(CLOUD, {})), basis=pack.basis,
            )  # fmt: skip
            for code, share in answer.shares.items():
                assert share.amount.exact is not None
                sums[code] += share.amount.exact
    return sums


def test_the_question_of_the_budget_officer_is_answered_in_one_sentence(pack: Pack) -> None:
    shown = _page(pack, "district.rate=30")
    now, then = _by_hand(pack, 2000, {}), _by_hand(pack, 3000, {})
    more = show_wan(then["district"] - now["district"])
    winners = shown.answer.compared.change.winners
    assert shown.headline == f"区级比例从 20% 提到 30%：区级一年多付 {more} 万元（按默认读法），{winners} 家受益。"
    assert winners > 30
    assert [(row.before, row.after) for row in shown.cost_rows] == [(now[k], then[k]) for k in ("province", "city", "district")]


def test_every_reading_stands_beside_the_others_with_the_exact_sum(pack: Pack) -> None:
    shown = _page(pack, "district.rate=30")
    rows = shown.answer.by_readings.rows
    assert [row.letters for row in rows] == [{"X-11": a, "X-12": b} for a in "AB" for b in "AB"]
    for row in rows:
        assert row.after.by_tier == _by_hand(pack, 3000, dict(row.letters))
    assert [row.chosen for row in rows] == [True, False, False, False]


def test_a_chosen_reading_is_said_and_marked(pack: Pack) -> None:
    shown = _page(pack, "district.rate=30&X-12=B")
    assert "按所选读法 X-12 B" in shown.headline
    assert [row.letters["X-12"] for row in shown.answer.by_readings.rows if row.chosen] == ["B"]


def test_nothing_turned_says_what_it_costs_today(pack: Pack) -> None:
    shown = _page(pack, "")
    assert shown.headline.startswith("按现行规定：一年市级 ")
    assert shown.query == ""
    assert shown.gains is None


def test_the_address_keeps_only_what_differs(pack: Pack) -> None:
    typed = "condition.annual_service_fee=5&city.rate=30&city.cap=10&district.rate=30&X-11=&X-12=&pop.seed=1&along=district.rate"
    assert _page(pack, typed).query == "district.rate=30"
    whole = "city.cap=12.5&district.rate=25&X-11=B&along=city.cap&pop.takers.machinery=70"
    again = _page(pack, whole)
    assert _page(pack, again.query).query == again.query
    assert set(again.query.split("&")) == {"city.cap=12.5", "district.rate=25", "X-11=B", "pop.takers.machinery=70"}


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("district.rate=abc", "district.rate", "读不成"),
        ("district.rate=-1", "district.rate", "读不成"),
        ("city.cap=五万", "city.cap", "读不成金额"),
        ("district.rate=101", "district.rate", "读不成"),
        ("X-12=Z", "X-12", "没有选项"),
    ],
)
def test_a_field_that_cannot_be_read_is_named_and_the_others_still_count(
    pack: Pack, query: str, field: str, said: str
) -> None:
    shown = _page(pack, f"{query}&condition.annual_service_fee=3")
    assert said in shown.answer.turning.errors[field]
    assert "年度服务费的门槛从 5万元 降到 3万元" in shown.headline
    assert shown.errors == 1
    assert query.split("=")[0] in shown.query, "what was typed stays in the address"


def test_tiers_of_a_scale_cannot_be_turned_past_each_other(pack: Pack) -> None:
    shown = _page(pack, "bracket.completed_investment.1=2500", "five_g_demo")
    (message,) = shown.answer.turning.errors.values()
    assert "先按现行的数计算" in message
    assert shown.answer.turned == ()


def test_a_wrong_figure_of_the_population_keeps_the_right_ones(pack: Pack) -> None:
    fees = "pop.median.annual_service_fee=20万&pop.upper.annual_service_fee=30万"
    shown = _page(pack, f"pop.takers.machinery=80&pop.seed=x&pop.nonsense=3&{fees}")
    assert {problem.field for problem in shown.population.problems} == {"seed", "nonsense"}
    assert shown.population.plan is not None
    cloud = shown.population.plan.find_clause(CLOUD)
    assert cloud is not None
    assert dict(cloud.takers)["machinery"] == 80
    assert (cloud.inputs[0].median, cloud.inputs[0].upper) == (20_000_000, 30_000_000)
    assert "参数已改" in shown.population.title


def test_who_gains_adds_up_however_it_is_cut(pack: Pack) -> None:
    shown = _page(pack, "district.rate=30&condition.annual_service_fee=8")
    change = shown.answer.compared.change
    assert change.winners
    assert change.losers
    for label in ("industry", "township", "size"):
        groups = [one for one in shown.answer.compared.groups if one.label == label]
        assert sum(one.change.winners for one in groups) == change.winners
        assert sum(one.change.losers for one in groups) == change.losers
        assert sum(one.change.net for one in groups) == change.net
    assert sum(one.count for one in shown.answer.bins) == change.winners + change.losers
    gains = [after - before for _, before, after in shown.answer.gains]
    assert sum(gains) == change.net
    assert [abs(moved.gain) for moved in shown.answer.compared.largest] == sorted(map(abs, gains), reverse=True)[:10]


@pytest.mark.parametrize("clause", ["technology_upgrade", "five_g_demo", "supply_chain_platform", "industrial_app", "srdi"])
def test_every_clause_has_its_page(pack: Pack, clause: str) -> None:
    shown = _page(pack, "", clause)
    assert shown.form.dials
    assert shown.answer.compared.after.taking_part


def test_fields_nobody_asks_for_are_told(pack: Pack) -> None:
    assert _page(pack, "distrct.rate=30&_theme=dark").typed_ignored == ("distrct.rate",)


def test_a_change_that_moves_nobody_says_so(pack: Pack) -> None:
    shown = _page(pack, "condition.annual_service_fee=5.000001&pop.seed=2")
    assert shown.answer.turned
    assert shown.answer.compared.change.net == 0
    assert shown.headline.endswith("没有企业受影响。")


def test_few_changes_are_not_parted_into_tenths(pack: Pack) -> None:
    many, few = _page(pack, "district.rate=30"), _page(pack, "district.rate=10", "five_g_demo")
    assert "一成不超过" in many.quantiles
    assert 0 < few.answer.compared.change.winners < 10
    assert few.quantiles == ""


def test_losers_have_a_column_only_where_somebody_loses(pack: Pack) -> None:
    gains, losses = _page(pack, "district.rate=30"), _page(pack, "district.rate=10")
    heads = [[column.label for column in table.columns] for shown in (gains, losses) for _, table in shown.groups]
    assert all(("减少" in one) == (at >= 3) for at, one in enumerate(heads))
    tables = [table for shown in (gains, losses) for _, table in shown.groups]
    assert all(len(row.cells) == len(table.columns) for table in tables for row in table.rows)
