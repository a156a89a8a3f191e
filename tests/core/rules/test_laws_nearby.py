"""规律七：还差多少: what is said of the next threshold, step or cap comes true, and not one fen before."""

from hypothesis import given

from luoqiao.core.rules.answer import Answer
from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.nearby import Distance, Near, cliffs, distances
from tests.core.rules.asking import ask, clause_named, earlier_in_json, programme, ranges, thoroughly
from tests.core.rules.strategies import LIMITS, Posed, cases, in_fen, written
from tests.oracle.luojiang import CLAUSES, judge
from tests.oracle.luojiang import TIERS as TIER_CODES

PROVINCIAL = {"国内补助": "省级", "省内补助": "省级"}
"""Names of what becomes the share of a tier."""


def _either_side(posed: Posed, distance: Distance) -> tuple[Answer, Answer]:
    """The answers one fen short of the distance and at it."""
    name = distance.input.identifier
    there = in_fen(posed.facts[name]) + distance.more
    first, second = (ask(posed.with_facts(**{name: written(fen)})) for fen in (there - 1, there))
    return first, second


def _share(answer: Answer, target: str) -> int:
    """The share of a tier in fen, or the total of a subsidy that is split."""
    tier = TIER_CODES.get(PROVINCIAL.get(target, target))
    if tier is not None:
        return answer.shares[tier].amount.low
    return sum(low for low, _ in ranges(answer).values())


@thoroughly
@given(cases())
def test_the_distance_to_a_threshold_is_exact(posed: Posed) -> None:
    """再增这么多即满足条件，少一分则不满足."""
    for distance in distances(ask(posed)):
        if distance.kind is Near.THRESHOLD:
            before, there = _either_side(posed, distance)
            assert _refused(before)
            assert not _refused(there)


def _refused(answer: Answer) -> bool:
    return any(step.verdict is False for step in answer.steps)


@thoroughly
@given(cases())
def test_the_distance_to_a_cap_is_exact(posed: Posed) -> None:
    """再增这么多即达封顶，少一分则不到."""
    answer = ask(posed)
    for distance in distances(answer):
        if distance.kind is not Near.CAP or posed.readings.get("X-06") == "C":
            continue
        before, there = _either_side(posed, distance)
        assert _share(there, distance.target) == distance.limit
        assert _share(before, distance.target) < distance.limit
        assert _share(answer, distance.target) < distance.limit


@thoroughly
@given(cases())
def test_the_distance_to_a_step_changes_the_answer_there_and_not_before(posed: Posed) -> None:
    """再增这么多即进下一档."""
    for distance in distances(ask(posed)):
        if distance.kind is Near.TIER:
            fen = in_fen(posed.facts[distance.input.identifier])
            assert fen + distance.more in LIMITS[distance.input.identifier]


@thoroughly
@given(cases())
def test_a_cliff_is_where_one_fen_moves_a_yuan(posed: Posed) -> None:
    """断崖两边的金额与验算一致，没有漏报；实拨只属于本案，不放到别的金额上."""
    granted = posed
    posed = _without_grants(posed)
    clause = clause_named(posed.clause)
    answer = ask(granted)
    facts, earlier = read_facts(clause, granted.facts), read_earlier(clause, earlier_in_json(posed))
    found = {
        (cliff.input.identifier, cliff.start): cliff
        for cliff in cliffs(clause, facts, answer, earlier=earlier, basis=programme().basis)
    }
    for (name, start), cliff in found.items():
        assert (cliff.before, cliff.after) == (_total(posed, name, start - 1), _total(posed, name, start))
    if not answer.in_force:
        return
    for name in CLAUSES[posed.clause].needed:
        for limit in LIMITS.get(name, ()):
            for start in (int(limit), int(limit) + 1):
                jump = abs(_total(posed, name, start) - _total(posed, name, start - 1))
                assert (jump >= 100) == ((name, start) in found)


def _without_grants(posed: Posed) -> Posed:
    for name in [fact for fact in posed.facts if fact.startswith("granted_")]:
        posed = posed.without(name)
    return posed


def _total(posed: Posed, name: str, fen: int) -> int:
    facts = {**posed.facts, name: written(fen)}
    return judge(posed.clause, facts, on=posed.on, readings=posed.readings, earlier=posed.earlier).total
