"""改合成总体: each figure by its name; what cannot stand is refused by name and the rest is taken."""

from __future__ import annotations

import pytest

from luoqiao.core.kernel.money import wan
from luoqiao.core.parties.population_edit import edit, figures_of
from luoqiao.core.parties.population_plan import PopulationPlan
from luoqiao.core.parties.synthetic import synthesise
from luoqiao.policies import open_pack

CLOUD = "cloud_adoption"


@pytest.fixture(scope="module")
def plan() -> PopulationPlan:
    found = open_pack("luojiang_2022_31").population
    assert found is not None
    return found


def test_every_figure_written_as_shown_changes_nothing(plan: PopulationPlan) -> None:
    for clause in plan.clauses:
        given = {figure.name: figure.shown for figure in figures_of(plan, clause.id)}
        assert edit(plan, clause.id, given) == (plan, ())


def test_each_figure_states_its_ground(plan: PopulationPlan) -> None:
    assert all(figure.basis for clause in plan.clauses for figure in figures_of(plan, clause.id))


def test_two_figures_that_need_each_other_are_taken_in_any_order(plan: PopulationPlan) -> None:
    for given in (
        {"median.annual_service_fee": "20万元", "upper.annual_service_fee": "30万元"},
        {"upper.annual_service_fee": "30万元", "median.annual_service_fee": "20万元"},
        {"above.machinery": "70", "output.machinery": "300亿"},
        {"takers.new_energy": "30", "other.new_energy": "60"},
    ):
        changed, problems = edit(plan, CLOUD, given)
        assert problems == ()
        assert {f.name: f.value for f in figures_of(changed, CLOUD)}.keys() == {f.name for f in figures_of(plan, CLOUD)}
    assert len(synthesise(changed)) == plan.count + 40


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("takers.machinery", "9000", "能参加的 584 家"), ("takers.machinery", "-1", "不是整数"),
        ("takers.machinery", "一", "不是整数"),
        ("before.district", "101", "可取 0 到 100"), ("median.annual_service_fee", "50万元", "不能大于"),
        ("median.annual_service_fee", "1元", "不能是"), ("above.machinery", "2000", "产值合计至少"),
        ("other.machinery", "9999", "最多 10000 家"), ("nonsense", "1", "没有“nonsense”"), ("seed", "1.5", "不是整数"),
    ],
)  # fmt: skip
def test_a_figure_that_cannot_stand_is_refused_by_name(plan: PopulationPlan, name: str, text: str, said: str) -> None:
    changed, problems = edit(plan, CLOUD, {name: text, "seed" if name != "seed" else "before.district": "7"})
    assert [problem.field for problem in problems] == [name]
    assert said in problems[0].message
    assert changed != plan, "the other figure is taken"


def test_an_amount_of_an_item_is_changed_in_its_list(plan: PopulationPlan) -> None:
    changed, problems = edit(plan, "industrial_app", {"median.apps.last_year_service_expenditure": "16万元"})
    assert problems == ()
    app = changed.find_clause("industrial_app")
    assert app is not None
    assert app.inputs[0].fields[0].median == wan(16)
