"""规律八：其余各项: the reason of a refusal, estimates, the readings used, grants that are too high."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from luoqiao.core.rules.answer import Reason
from tests.core.rules.asking import TIERS, ask, quickly, thoroughly
from tests.core.rules.strategies import MOST, Posed, amounts, cases, written
from tests.oracle.estimates import awaited, is_estimate
from tests.oracle.luojiang import CLAUSES, FIRST_DAY, LAST_DAY, REFUSED, Verdict, judge
from tests.oracle.luojiang import TIERS as CODES

USED_UP = {Reason.CAP_USED_UP, Reason.ALREADY_RECEIVED}


def _judge(posed: Posed) -> Verdict:
    return judge(posed.clause, posed.facts, on=posed.on, readings=posed.readings, earlier=posed.earlier)


@thoroughly
@given(cases())
def test_a_refusal_says_why(posed: Posed) -> None:
    """不符合，因为: outside the period, a condition, a cap used up, a prize already had, nothing to pay."""
    answer = ask(posed)
    reasons = set(answer.reasons)
    if answer.outcome == "entitled":
        assert not reasons
    elif not FIRST_DAY <= posed.on <= LAST_DAY:
        assert reasons == {Reason.OUTSIDE_PERIOD}
        assert not answer.in_force
    elif any(step.verdict is False for step in answer.steps):
        assert reasons == {Reason.CONDITION}
    elif _judge(replace(posed, earlier={})).outcome == "entitled":
        assert reasons
        assert reasons <= USED_UP
    else:
        assert reasons <= {Reason.NOTHING_TO_PAY, *USED_UP}
        assert reasons


@thoroughly
@given(cases())
def test_an_answer_is_an_estimate_while_it_hangs_on_others(posed: Posed) -> None:
    """预估：比例是上限、上级尚未实拨."""
    assert ask(posed).estimate == is_estimate(posed.clause, posed.facts, posed.readings, _judge(posed))


@thoroughly
@given(cases().map(lambda posed: posed.without("granted_city") if "months" in posed.facts else posed))
def test_a_share_waits_for_the_upper_tier_until_its_grant_is_known(posed: Posed) -> None:
    """待上级兑现."""
    waits = {tier: share.awaiting.code for tier, share in ask(posed).shares.items() if share.awaiting}
    assert waits == awaited(posed.clause, posed.facts, posed.readings, _judge(posed))


@quickly
@given(cases())
def test_every_reading_that_moves_money_is_named(posed: Posed) -> None:
    """用了哪些读法，哪些未裁定按默认."""
    used = {reading.question: reading for reading in ask(posed).readings}
    assert set(used) == set(CLAUSES[posed.clause].questions)
    for question, reading in used.items():
        assert reading.letter == posed.readings.get(question, "A")
        assert reading.default == (question not in posed.readings)


GRANTED = sorted(
    (clause, label)
    for clause, entry in CLAUSES.items()
    for label, code in CODES.items()
    if f"granted_{code}" in entry.optional
)


@thoroughly
@given(st.sampled_from(GRANTED), st.data())
def test_a_grant_above_the_rule_is_found_and_not_refused(key: tuple[str, str], data: st.DataObject) -> None:
    """实拨超出测算：提示，不拒绝."""
    clause, label = key
    name = f"granted_{CODES[label]}"
    posed = data.draw(cases(clause, at_random_day=False)).without(name)
    by_rule = _judge(posed)
    near = st.integers(-2, 2).map(lambda step: min(MOST, max(0, by_rule.shares[CODES[label]] + step)))
    grant = data.draw(st.one_of(near, amounts()))
    answer = ask(posed.with_facts(**{name: written(grant)}))
    assume(not any(step.verdict is False for step in answer.steps))
    above = [found for found in answer.findings if found.code == "LQ-2101" and label in found.message]
    assert bool(above) == (grant > by_rule.shares[CODES[label]])
    share = answer.shares[CODES[label]]
    assert share.granted == grant
    assert share.computed is not None
    assert (share.computed.low, share.computed.high) == (by_rule.shares[CODES[label]],) * 2


@quickly
@given(cases())
def test_what_is_outside_the_period_is_nothing_whatever_the_facts(posed: Posed) -> None:
    """期限外一律不符合，不追问."""
    for day in (FIRST_DAY.replace(day=29), LAST_DAY.replace(year=2024)):
        for facts in (posed.facts, {}):
            answer = ask(replace(posed, facts=dict(facts), on=day))
            assert answer.outcome == REFUSED.outcome
            assert all(answer.shares[tier].amount.high == 0 for tier in TIERS)
            assert not answer.open_questions
