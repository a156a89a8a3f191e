"""规律九：任何条款的区间不虚: where one amount is missing and read once, each end of the range is what somebody gets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hypothesis import assume, given, settings

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.resolve import TIER_LABELS, Straight, names_in, resolve
from tests.core.rules.asking import TIERS, ranges, settled_shares
from tests.core.rules.random_asking import Posed, posed, quickly, with_facts, without
from tests.core.rules.random_cases import MOST, Rows, marks_of


@settings(quickly, max_examples=30)
@given(posed())
def test_the_range_over_one_missing_amount_is_attained_at_both_ends(given_case: tuple[Posed, Rows]) -> None:
    """只缺一项金额且只用一次：每级的最低与最高都有人拿得到."""
    case, rows = given_case
    line = resolve(case.clause, case.letters, case.on)
    amounts = [one for one in case.clause.inputs if one.kind is t.Kind.MONEY and one.label in line.live]
    alone = [(one, found) for one in amounts if (found := leaning(line, one.label)) is not None]
    assume(alone)
    one, names = rows.choose.one(alone)
    assume(not names & set(case.row.facts.granted))
    answer = case.ask(without(case.row, {one.label}))
    truths = [case.ask(with_facts(case.row, {one.label: fen})) for fen in _telling(case)]
    for tier in TIERS:
        shares = [settled_shares(truth)[tier] for truth in truths]
        endless = shares[-1] > shares[-2]
        assert ranges(answer)[tier] == (min(shares), None if endless else max(shares))
    totals = [truth.total.low for truth in truths]
    if len(names & set(TIER_LABELS)) == 1:
        assert answer.total == (min(totals), None if totals[-1] > totals[-2] else max(totals))


def leaning(line: Straight, label: str) -> set[str] | None:
    """The names that lean on an input; None where one of them is read twice, so that ends may exclude one another."""
    found, reads = {label}, Counter[str]()
    for step in line.steps:
        read = [name for name in _read(step) if name in found]
        if not read:
            continue
        reads.update(read)
        match step:
            case t.Split(tiers=tiers) if len(tiers) > 2:
                return None  # the rest of three parts is known to a fen either way
            case t.Split(tiers=tiers):
                found.update(tiers)
            case t.Define(names=names, value=value):
                if len(names) > 1 or (isinstance(value, t.ByRange) and value.subject in found - {label}):
                    return None
                found.update(names)
            case _:
                pass
    return found if reads and max(reads.values()) == 1 else None


def _read(step: t.Condition | t.Define | t.Split) -> Iterator[str]:
    if isinstance(step, t.Split):
        yield step.total
        return
    yield from names_in(step)
    yield from (node.tier for node in t.walk(step) if isinstance(node, t.Granted))


def _telling(case: Posed) -> list[int]:
    """Amounts around everything the case could turn at, and two beyond all of them."""
    turns = {
        0,
        *marks_of(case.clause).amounts,
        *(v for v in case.row.facts.values.values() if type(v) is int),
    }
    near = {max(0, fen + step) for fen in turns for step in (-1, 0, 1)}
    return [*sorted(near), MOST * 10**3, MOST * 10**4]
