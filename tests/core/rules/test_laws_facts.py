"""规律五：填写: an amount written in many ways is one amount; all that is wrong is named and nothing else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.rules.facts import BadFacts, read_facts
from tests.core.rules.asking import clause_named, quickly
from tests.core.rules.strategies import LIMITS, WORDS, YES_NO, Posed, amounts, cases, written
from tests.oracle.luojiang import CLAUSES

FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def _grouped(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02d}"


def _in_unit(fen: int, digits: int, unit: str) -> str:
    number = str(fen).rjust(digits + 1, "0")
    return f"{number[:-digits]}.{number[-digits:]}{unit}"


@quickly
@given(amounts(*LIMITS["annual_service_fee"]))
def test_one_amount_written_in_many_ways_is_one_amount(fen: int) -> None:
    """元、万元、亿元，千分位，全角，都读成同一个数."""
    clause = clause_named("cloud_adoption")
    plain = read_facts(clause, {"annual_service_fee": written(fen)})
    forms: list[object] = [
        written(fen) + "元",
        _grouped(fen),
        _grouped(fen) + " 元",
        written(fen).translate(FULL_WIDTH),
        _grouped(fen).translate(FULL_WIDTH),
        _in_unit(fen, 6, "万元"),
        _in_unit(fen, 10, "亿元"),
        f" {written(fen)} ",
    ]
    if fen % 100 == 0:
        forms.append(fen // 100)
    for form in forms:
        assert read_facts(clause, {"annual_service_fee": form}) == plain
    assert read_facts(clause, {"年度服务费": written(fen)}) == plain


@quickly
@given(cases(), st.data())
def test_what_is_marked_unknown_is_as_if_left_out(posed: Posed, data: st.DataObject) -> None:
    """留空、问号与不填一样."""
    clause = clause_named(posed.clause)
    name = data.draw(st.sampled_from(sorted(posed.facts)))
    mark = data.draw(st.sampled_from([None, "", "?", "？", " "]))
    marked = posed.with_facts(**{name: mark})
    assert read_facts(clause, marked.facts) == read_facts(clause, posed.without(name).facts)


MONEY = (
    "-1",
    "-0.01",
    "0.001",
    "50000.005",
    "100000000000000.01",
    "五万",
    "5 万 4",
    "1e5",
    "NaN",
    "1,00",
    "50000.0.1",
)
WRONG: dict[str, tuple[object, ...]] = {
    "money": (*MONEY, True, [], {}, 1.5, "5万元整", "9" * 60, 10**20, 10**5000),
    "rate": ("-0.01", "1.0001", "7", "101%", "0.07001", "七", "1e-2", True, [], 0.07, "7%%"),
    "months": (-1, 1.5, "六", 1201, True, "1.5", "-3", [], 10**12),
    "date": ("2023-02-29", "2023-13-01", "昨天", 20230101, True, "2023", "01/02/2023"),
    "yes_no": ("也许", 1, 0, [], 2.0, "yesno"),
    "word": ("nothing", True, 1, [], "COMPLETE!"),
}


def _kind(name: str) -> str:
    if name in YES_NO or name in ("newly_recognised", "solver_in_district"):
        return "yes_no"
    if name in WORDS:
        return "word"
    if name in ("first_drawdown_on", "drawdown_on"):
        return "date"
    return {"months": "months", "city_approved_rate": "rate"}.get(name, "money")


@quickly
@given(cases().filter(lambda posed: posed.clause != "industrial_app"), st.data())
def test_every_wrong_fact_is_named_and_no_other(posed: Posed, data: st.DataObject) -> None:
    """几处写错，就列出几处."""
    spoiled = data.draw(st.sets(st.sampled_from(sorted(posed.facts)), min_size=1))
    wrong = {name: data.draw(st.sampled_from(WRONG[_kind(name)])) for name in sorted(spoiled)}
    with pytest.raises(BadFacts) as refused:
        read_facts(clause_named(posed.clause), posed.with_facts(**wrong).facts)
    problems = refused.value.problems
    assert sorted(problem.field for problem in problems) == sorted(spoiled)
    for problem in problems:
        assert problem.expected
        assert problem.message
        assert len(problem.given) <= 40


@quickly
@given(st.lists(amounts(*LIMITS["last_year_service_expenditure"]), min_size=1, max_size=5), st.data())
def test_a_wrong_item_of_a_list_is_named_by_its_place(spent: list[int], data: st.DataObject) -> None:
    """清单里哪一项错，说哪一项."""
    place = data.draw(st.integers(0, len(spent) - 1))
    apps: list[object] = [{"last_year_service_expenditure": written(fen)} for fen in spent]
    apps[place] = {"last_year_service_expenditure": data.draw(st.sampled_from(WRONG["money"]))}
    with pytest.raises(BadFacts) as refused:
        read_facts(clause_named("industrial_app"), {"apps": apps})
    (problem,) = refused.value.problems
    assert f"[{place + 1}]" in problem.field


@quickly
@given(cases().filter(lambda posed: posed.clause != "industrial_app"), st.data())
def test_a_fact_given_twice_is_refused(posed: Posed, data: st.DataObject) -> None:
    """标识和中文名称各写一次，不猜哪个算数."""
    clause = clause_named(posed.clause)
    labels = {one.identifier: one.label for one in clause.inputs}
    name = data.draw(st.sampled_from([name for name in posed.facts if name in labels]))
    twice = {**posed.facts, labels[name]: posed.facts[name]}
    with pytest.raises(BadFacts) as refused:
        read_facts(clause, twice)
    assert len(refused.value.problems) == 1


JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.sampled_from(MONEY)
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def _problems(clause: str, facts: dict[str, object]) -> tuple[FieldProblem, ...]:
    try:
        read_facts(clause_named(clause), facts)
    except BadFacts as refused:
        return refused.problems
    return ()


@pytest.mark.parametrize("clause", sorted(CLAUSES))
def test_anything_at_all_is_read_or_refused_in_words(clause: str) -> None:
    """乱填只会得到读得懂的拒绝."""
    entry = CLAUSES[clause]
    names = st.one_of(st.sampled_from([*entry.needed, *entry.optional]), st.text(max_size=8))

    @quickly
    @given(st.dictionaries(names, JSON, max_size=4))
    def read(facts: dict[str, object]) -> None:
        for problem in _problems(clause, facts):
            assert problem.message
            assert problem.expected

    read()
