"""规律四：未知: what is not known widens the answer and nothing else; no idle question is asked.

The range is compared with the hand calculation at the ends of what the hidden facts could be: every amount at
zero and as large as can be, every yes or no, every choice. All fourteen clauses give more for more, so these
are the ends.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from luoqiao.core.rules.answer import Answer
from tests.core.rules.asking import TIERS, ask, quickly, ranges, settled_shares, within
from tests.core.rules.strategies import LIMITS, MOST, WORDS, YES_NO, Posed, cases, fact, written
from tests.oracle.luojiang import CLAUSES, Verdict, judge

DATES = ("first_drawdown_on", "drawdown_on")
ENDLESS = {"principal", "provincial_iot_subsidy"}
"""What has no cap: the principal that bears interest, what the province grants an Internet-of-Things project."""


@st.composite
def hidden(
    draw: st.DrawFn, clause: str | None = None, never: tuple[str, ...] = ()
) -> tuple[Posed, tuple[str, ...]]:
    """A full case and the needed facts that will be kept from the engine, `never` some of them."""
    posed = draw(cases(clause))
    needed = [name for name in CLAUSES[posed.clause].needs(posed.readings, posed.facts) if name not in never]
    names = draw(st.sets(st.sampled_from(needed), min_size=1))
    return posed, tuple(sorted(names))


def _judge(posed: Posed) -> Verdict:
    return judge(posed.clause, posed.facts, on=posed.on, readings=posed.readings, earlier=posed.earlier)


def _ends(name: str) -> tuple[object, ...]:
    if name in YES_NO or name == "newly_recognised":
        return (True, False)
    if name in WORDS:
        return WORDS[name]
    if name == "months":
        return (0, 1200)
    return ("0.00", written(MOST))


def _possible(posed: Posed, names: tuple[str, ...]) -> Iterator[Verdict]:
    for values in product(*(_ends(name) for name in names)):
        yield _judge(posed.with_facts(**dict(zip(names, values, strict=True))))


def _names(answer: Answer) -> set[str]:
    return {question.input.identifier for question in answer.open_questions}


@quickly
@given(hidden())
def test_the_true_answer_lies_within_the_range(posed_and_names: tuple[Posed, tuple[str, ...]]) -> None:
    """真值必在区间内；已能判定的就是真值；只问不知道的."""
    posed, names = posed_and_names
    truth = _judge(posed)
    answer = ask(posed.without(*names))
    for tier, (low, high) in ranges(answer).items():
        assert within(truth.shares[tier], low, high)
    assert within(truth.total, answer.total.low, answer.total.high)
    assert _names(answer) <= set(names)
    if answer.outcome == "undetermined":
        assert answer.open_questions
    else:
        assert answer.outcome == truth.outcome
        assert settled_shares(answer) == truth.shares
        assert not answer.open_questions


@quickly
@given(hidden())
def test_answering_the_open_questions_decides(posed_and_names: tuple[Posed, tuple[str, ...]]) -> None:
    """答完所问即可判定: one round of questions is enough."""
    posed, names = posed_and_names
    asked = _names(ask(posed.without(*names)))
    answer = ask(posed.without(*(name for name in names if name not in asked)))
    assert answer.outcome == _judge(posed).outcome
    assert settled_shares(answer) == _judge(posed).shares


@pytest.mark.parametrize("clause", sorted(set(CLAUSES) - {"industrial_app"}))
def test_the_range_is_as_narrow_as_the_truth(clause: str) -> None:
    """区间恰为可能的最低与最高，不多不少."""

    @quickly
    @given(hidden(clause, DATES))
    def narrow(posed_and_names: tuple[Posed, tuple[str, ...]]) -> None:
        posed, names = posed_and_names
        answer = ask(posed.without(*names))
        verdicts = list(_possible(posed, names))
        for tier in TIERS:
            shares = [verdict.shares[tier] for verdict in verdicts]
            _same_range(ranges(answer)[tier], min(shares), max(shares), names)
        totals = [verdict.total for verdict in verdicts]
        _same_range((answer.total.low, answer.total.high), min(totals), max(totals), names)
        outcomes = {verdict.outcome for verdict in verdicts}
        if len(set(map(str, verdicts))) == 1:
            assert {answer.outcome} == outcomes

    narrow()


@quickly
@given(cases("upgrade_loan_interest", at_random_day=False))
def test_an_unknown_day_of_drawing_is_judged_over_every_day(posed: Posed) -> None:
    """提款日未知：区间恰为逐日验算的最低与最高."""
    first = date.fromisoformat(str(posed.facts["first_drawdown_on"]))
    drawn = (first + timedelta(days) for days in range(-1, 1099))
    verdicts = [_judge(posed.with_facts(drawdown_on=day.isoformat())) for day in drawn]
    answer = ask(posed.without("drawdown_on"))
    totals = [verdict.total for verdict in verdicts]
    assert (answer.total.low, answer.total.high) == (min(totals), max(totals))


def _same_range(found: tuple[int, int | None], low: int, high: int, hidden_names: tuple[str, ...]) -> None:
    assert found[0] == low
    if found[1] is None:
        assert ENDLESS & set(hidden_names)
        assert high > 0
    else:
        assert found[1] == high


@quickly
@given(hidden(), st.data())
def test_learning_a_fact_never_widens_the_range(
    posed_and_names: tuple[Posed, tuple[str, ...]], data: st.DataObject
) -> None:
    """多知道一项，区间只会更窄."""
    posed, names = posed_and_names
    learned = data.draw(st.sampled_from(names))
    before = ask(posed.without(*names))
    after = ask(posed.without(*(name for name in names if name != learned)))
    for tier in TIERS:
        assert _inside(ranges(after)[tier], ranges(before)[tier])
    assert _inside((after.total.low, after.total.high), (before.total.low, before.total.high))
    if before.outcome != "undetermined":
        assert after.outcome == before.outcome


def _inside(inner: tuple[int, int | None], outer: tuple[int, int | None]) -> bool:
    if outer[1] is None:
        return outer[0] <= inner[0]
    return inner[1] is not None and outer[0] <= inner[0] and inner[1] <= outer[1]


@quickly
@given(st.sampled_from(sorted(set(CLAUSES) - {"industrial_app"})).flatmap(lambda name: hidden(name, DATES)))
def test_each_question_asked_can_change_the_answer(posed_and_names: tuple[Posed, tuple[str, ...]]) -> None:
    """不问无关之事: some answers to the other questions leave money hanging on this one."""
    posed, names = posed_and_names
    for name in _names(ask(posed.without(*names))):
        others = tuple(other for other in names if other != name)
        assert any(
            len({str(_judge(completed.with_facts(**{name: value}))) for value in _turns(name)}) > 1
            for completed in _completions(posed, others)
        ), name


def _turns(name: str) -> list[object]:
    limits = LIMITS.get(name, ())
    return [*_ends(name), *(written(int(limit) + step) for limit in limits for step in (-1, 0, 1))]


def _completions(posed: Posed, names: tuple[str, ...]) -> Iterator[Posed]:
    for values in product(*(_turns(name) for name in names)):
        yield posed.with_facts(**dict(zip(names, values, strict=True)))


@quickly
@given(cases("industrial_app", at_random_day=False), st.data())
def test_an_app_whose_expenditure_is_unknown_brings_nothing_up_to_its_cap(
    posed: Posed, data: st.DataObject
) -> None:
    """清单中未知的一项: from nothing to its cap of 100,000 yuan."""
    apps = posed.facts["apps"]
    assert isinstance(apps, list)
    assume(apps)
    blanks = data.draw(st.sets(st.integers(0, len(apps) - 1), min_size=1))
    unknown: list[dict[str, object]] = [{} if place in blanks else app for place, app in enumerate(apps)]
    answer = ask(posed.with_facts(apps=unknown))
    known = _judge(posed.with_facts(apps=[app for app in unknown if app])).total
    assert answer.outcome == "undetermined"
    assert (answer.total.low, answer.total.high) == (known, known + 10_000_000 * len(blanks))
    assert len(answer.open_questions) == len(blanks)


@quickly
@given(cases().filter(lambda posed: posed.clause != "upgrade_loan_interest"), st.data())
def test_leaving_out_an_optional_fact_asks_nothing(posed: Posed, data: st.DataObject) -> None:
    """选填不填不追问."""
    needed = CLAUSES[posed.clause].needs(posed.readings, posed.facts)
    optional = [name for name in posed.facts if name not in needed]
    answer = ask(posed.without(*optional))
    assert not answer.open_questions
    assert answer.outcome == _judge(posed.without(*optional)).outcome


@quickly
@given(hidden(), st.data())
def test_any_value_of_a_question_not_asked_gives_the_same_answer(
    posed_and_names: tuple[Posed, tuple[str, ...]], data: st.DataObject
) -> None:
    """没有问到的，填什么都一样."""
    posed, names = posed_and_names
    asked = _names(ask(posed.without(*names)))
    idle = sorted(set(names) - asked - set(DATES))
    assume(idle)
    name = data.draw(st.sampled_from(idle))
    value = data.draw(fact(name)) if name != "months" else data.draw(st.integers(0, 1200))
    answer = ask(posed.without(*(other for other in idle if other != name)).with_facts(**{name: value}))
    assert settled_shares(answer) == _judge(posed).shares
