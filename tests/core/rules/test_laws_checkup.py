"""规律九：体检: one firm under all clauses at once gets what it gets under each alone, and the sums are theirs."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from luoqiao.core.rules.checkup import Checkup, check_up
from tests.core.rules.asking import TIERS, earlier_in_json, programme, quickly, ranges
from tests.core.rules.strategies import Posed, cases, days
from tests.oracle.luojiang import CLAUSES, Verdict, judge

SHARED = {
    question: letters
    for entry in CLAUSES.values()
    for question, letters in entry.questions.items()
    if question != "X-01" and not any(question == asked for asked, _ in entry.needed_under)
}
"""Questions that can be decided for all clauses without asking for more facts."""


@st.composite
def firms(draw: st.DrawFn) -> list[Posed]:
    """A case of every clause, on one day and under one set of readings."""
    on = draw(days())
    readings = draw(st.fixed_dictionaries({}, optional={q: st.sampled_from(o) for q, o in SHARED.items()}))
    firm = []
    for name, entry in CLAUSES.items():
        posed = draw(cases(name))
        if posed.readings.get("X-01") == "B":
            posed = posed.without("city_approved_rate")
        own = {question: letter for question, letter in readings.items() if question in entry.questions}
        firm.append(replace(posed, on=on, readings=own))
    return firm


def _check_up(firm: list[Posed], *without: str) -> Checkup:
    return check_up(
        programme().clauses.values(),
        {f"{posed.clause}.{name}": value for posed in firm for name, value in posed.facts.items()},
        on=firm[0].on,
        readings={question: letter for posed in firm for question, letter in posed.readings.items()},
        earlier={posed.clause: earlier_in_json(posed) for posed in firm if posed.earlier},
        set_aside=without,
        basis=programme().basis,
    )


def _judge(posed: Posed) -> Verdict:
    return judge(posed.clause, posed.facts, on=posed.on, readings=posed.readings, earlier=posed.earlier)


few = settings(quickly, max_examples=20)


@few
@given(firms())
def test_a_check_up_gives_each_clause_what_it_gives_alone(firm: list[Posed]) -> None:
    """十四条一起算，与逐条验算一致，合计不差一分."""
    verdicts = {posed.clause: _judge(posed) for posed in firm}
    found = _check_up(firm)
    assert {answer.clause.identifier for answer in found.answers} == set(verdicts)
    for answer in found.answers:
        verdict = verdicts[answer.clause.identifier]
        assert answer.outcome == verdict.outcome
        assert ranges(answer) == {tier: (fen, fen) for tier, fen in verdict.shares.items()}
    total = sum(verdict.total for verdict in verdicts.values())
    assert (found.sums.total.low, found.sums.total.high) == (total, total)
    for tier in TIERS:
        share = sum(verdict.shares[tier] for verdict in verdicts.values())
        assert (found.sums.shares[tier].low, found.sums.shares[tier].high) == (share, share)
    money = [answer.total.low for answer in found.answers if answer.outcome == "entitled"]
    assert money == sorted(money, reverse=True)
    assert not found.open_questions


@few
@given(firms(), st.data())
def test_what_is_set_aside_is_neither_asked_nor_counted(firm: list[Posed], data: st.DataObject) -> None:
    """说与己无关的条款，不问也不计."""
    aside = data.draw(st.sets(st.sampled_from(sorted(CLAUSES)), min_size=1))
    found = _check_up(firm, *sorted(aside))
    assert {clause.identifier for clause in found.set_aside} == aside
    kept = [posed for posed in firm if posed.clause not in aside]
    total = sum(_judge(posed).total for posed in kept)
    assert (found.sums.total.low, found.sums.total.high) == (total, total)


@few
@given(firms(), st.data())
def test_the_sums_hold_the_truth_when_facts_are_missing(firm: list[Posed], data: st.DataObject) -> None:
    """缺事实时，合计区间含真值；只问没有填的."""
    truth = sum(_judge(posed).total for posed in firm)
    hidden: set[str] = set()
    short = []
    for posed in firm:
        names = data.draw(st.sets(st.sampled_from(CLAUSES[posed.clause].needed)))
        hidden |= {f"{posed.clause}.{name}" for name in names}
        short.append(posed.without(*names))
    found = _check_up(short)
    assert found.sums.total.low <= truth
    assert found.sums.total.high is None or truth <= found.sums.total.high
    assert found.certain.total.low <= truth
    assert {question.key for question in found.open_questions} <= hidden
