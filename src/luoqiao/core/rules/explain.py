"""说明: the answer of a clause for one case, with everything that led to it.

Three-valued: missing facts give *undetermined* only where they matter, with the questions that would decide it
and the exact range of the possible total. Outside its period a clause answers *not_entitled*, with that reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from luoqiao.core.kernel.errors import Finding
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.rules import tree as t
from luoqiao.core.rules import values as v
from luoqiao.core.rules.answer import Answer, Outcome, Question, Range, Reason, Share
from luoqiao.core.rules.basis import Basis, ReadingUsed, choose
from luoqiao.core.rules.cells import combinations, open_axes
from luoqiao.core.rules.earlier import Earlier
from luoqiao.core.rules.facts import Facts
from luoqiao.core.rules.judge import Result, Setting, Walk
from luoqiao.core.rules.resolve import Straight, resolve
from luoqiao.core.rules.values import Val

PLAIN = Basis()


def explain(
    clause: t.Clause,
    facts: Facts,
    *,
    on: date,
    readings: Mapping[str, str] | None = None,
    earlier: Earlier | None = None,
    basis: Basis = PLAIN,
) -> Answer:
    """Judge one case under a clause on a day.

    `readings` overrides options (`{"X-04": "B"}`), `earlier` is what was granted before in fen. Raises Invalid
    for a reading the clause does not have or an approved rate beyond its limit.
    """
    used = choose(clause, basis, readings or {}, on)
    letters = {r.question: r.letter for r in used}
    tiers = tuple(tier.label for tier in basis.tiers)
    line = resolve(clause, letters, on, tiers)
    in_force = clause.header.first <= on <= clause.header.last
    if not in_force:
        return _outside(clause, on, facts, used, basis)
    open_cap = letters.get(basis.cap_period_question, "A")
    unit = t.CapUnit.ENTERPRISE if open_cap == "B" else t.CapUnit.ENTERPRISE_YEAR
    setting = Setting(facts, earlier or {}, unit.value, frozenset(tiers))
    result = Walk(line, setting).run()
    shares, total, questions, entitled = _join(line, setting, result)
    return _answer(clause, on, facts, used, basis, result, shares, total, questions, entitled)


def _join(
    line: Straight, setting: Setting, plain: Result
) -> tuple[dict[str, Val], Range, frozenset[str], bool | None]:
    """Shares, total, open needs and verdict; unknown choices and stretches joined when something is open."""
    open_needs = plain.entitled.needs.union(*(s.needs for s in plain.shares.values()))
    if plain.entitled.value is False or not open_needs:
        return plain.shares, _total(plain.shares), frozenset(), plain.entitled.value
    axes = open_axes(line, setting.facts)
    if not axes:
        return plain.shares, _total(plain.shares), open_needs, plain.entitled.value
    results: dict[tuple[int, ...], Result] = {}
    for index, cells in combinations(axes):
        inner = Setting(setting.facts, setting.earlier, setting.open_cap_unit, setting.tiers, cells)
        results[index] = Walk(line, inner).run()
    return _hull(axes, results)


def _hull(
    axes: list[tuple[t.Input, tuple[object, ...]]], results: dict[tuple[int, ...], Result]
) -> tuple[dict[str, Val], Range, frozenset[str], bool | None]:
    tiers = sorted({tier for r in results.values() for tier in r.shares})
    axis_names = {one.identifier for one, _ in axes}
    pictures = {index: _picture(r, tiers, axis_names) for index, r in results.items()}
    needs: set[str] = set()
    for position, (one, _) in enumerate(axes):
        groups: dict[tuple[int, ...], set[object]] = {}
        for index, picture in pictures.items():
            groups.setdefault(index[:position] + index[position + 1 :], set()).add(picture)
        if any(len(group) > 1 for group in groups.values()):
            needs.add(one.identifier)
    for r in results.values():
        inner = r.entitled.needs.union(*(s.needs for s in r.shares.values()))
        needs |= {n for n in inner if n not in axis_names or any(n in s.needs and not s.known for s in r.shares.values())}
    totals = [_total(r.shares) for r in results.values()]
    high = None if any(x.high is None for x in totals) else max(x.high for x in totals if x.high is not None)
    total = Range(min(x.low for x in totals), high)
    frozen = frozenset(needs)
    shares = {}
    for tier in tiers:
        one_hull = v.hull([r.shares.get(tier, v.ZERO) for r in results.values()], frozen)
        shares[tier] = one_hull
    verdicts = {r.entitled.value for r in results.values()}
    return shares, total, frozen, verdicts.pop() if len(verdicts) == 1 else None


def _picture(result: Result, tiers: list[str], axis_names: set[str]) -> object:
    """What a cell comes to: the verdict, each share, and the other facts that it hangs on."""
    shares = [result.shares.get(tier, v.ZERO) for tier in tiers]
    return result.entitled.value, tuple((one.low, one.high, one.needs - axis_names) for one in shares)


def _total(shares: Mapping[str, Val]) -> Range:
    low = sum(s.low for s in shares.values())
    highs = [s.high for s in shares.values()]
    return Range(low, None if None in highs else sum(h for h in highs if h is not None))


def _outcome(shares: Mapping[str, Val], total: Range, entitled: bool | None) -> Outcome:
    if entitled is False or total.high == 0:
        return Outcome.NOT_ENTITLED
    if entitled is None or any(not s.known for s in shares.values()):
        return Outcome.UNDETERMINED
    return Outcome.ENTITLED


def _answer(
    clause: t.Clause, on: date, facts: Facts, used: tuple[ReadingUsed, ...], basis: Basis, result: Result,
    shares: Mapping[str, Val], total: Range, needs: frozenset[str], entitled: bool | None,
) -> Answer:  # fmt: skip
    outcome = _outcome(shares, total, entitled)
    leaning = result.estimates | result.ceilings
    estimate = outcome is not Outcome.NOT_ENTITLED and any(tier.label in leaning for tier in basis.tiers)
    questions = _questions(clause, needs) if outcome is Outcome.UNDETERMINED else ()
    reasons = _reasons(result, entitled) if outcome is Outcome.NOT_ENTITLED else ()
    return Answer(
        clause, on, True, outcome, _shares(clause, basis, facts, result, shares), total, estimate, used,
        tuple(result.steps), questions, reasons, tuple(_grant_findings(clause, result, shares, facts)),
        facts.values, tuple(clause.get_input(name) for name in sorted(result.defaulted)), basis.version,
    )  # fmt: skip


def _questions(clause: t.Clause, needs: frozenset[str]) -> tuple[Question, ...]:
    order = {one.identifier: place for place, one in enumerate(clause.inputs)}
    paths = sorted(needs, key=lambda path: (order.get(path.split("[")[0], 99), len(path), path))
    return tuple(Question(clause.get_input(path.split("[")[0]), path) for path in paths)


def _reasons(result: Result, entitled: bool | None) -> tuple[Reason, ...]:
    if entitled is False:
        return (Reason.CONDITION,)
    return tuple(sorted(result.cut_by)) or (Reason.NOTHING_TO_PAY,)


def _shares(
    clause: t.Clause, basis: Basis, facts: Facts, result: Result, shares: Mapping[str, Val]
) -> dict[str, Share]:
    by_label = {tier.label: tier for tier in basis.tiers}
    payees = payees_of(clause)
    found = {}
    for tier in basis.tiers:
        value = shares.get(tier.label, v.ZERO)
        computed = result.computed.get(tier.label)
        payee = payees.get(tier.label) or payees.get("")
        waits = result.awaiting.get(tier.label)
        granted = facts.granted.get(tier.label) if result.entitled.value is not False else None
        found[tier.code] = Share(
            tier, Range(value.low, value.high), tier.label in shares, tier.label in result.estimates,
            tier.label in result.ceilings, by_label[waits] if waits and value.high != 0 else None, granted,
            Range(computed.low, computed.high) if computed else None,
            payee.label if payee else "", payee.identifier if payee else "",
        )  # fmt: skip
    return found


@lru_cache(maxsize=1024)
def payees_of(clause: t.Clause) -> Mapping[str, t.Payee]:
    """Who is paid, by tier label; the empty label is for every tier."""
    return {s.tier: s for s in clause.statements if isinstance(s, t.Payee)}


def _grant_findings(
    clause: t.Clause, result: Result, shares: Mapping[str, Val], facts: Facts
) -> list[Finding]:
    """A grant above what the rule allows is said, not refused."""
    found = []
    for tier, granted in sorted(facts.granted.items()):
        computed = result.computed.get(tier)
        if result.entitled.value is not False and computed and computed.high is not None and granted > computed.high:
            message = f"{tier}实拨 {show_yuan(granted)}，超出按规则测算的 {show_yuan(computed.high)}"
            found.append(Finding("LQ-2101", message, subject=clause.identifier, serious=False))
    if result.entitled.value is False and any(facts.granted.values()):
        message = "条件不符，但已有实拨记录；实拨不改变结论，请核对"
        found.append(Finding("LQ-2102", message, subject=clause.identifier, serious=False))
    return found


def _outside(clause: t.Clause, on: date, facts: Facts, used: tuple[ReadingUsed, ...], basis: Basis) -> Answer:
    zero = Range(0, 0)
    shares = {tier.code: Share(tier, zero, False) for tier in basis.tiers}
    return Answer(clause, on, False, Outcome.NOT_ENTITLED, shares, zero, False, used, (), (), (Reason.OUTSIDE_PERIOD,),
                  (), facts.values, (), basis.version)  # fmt: skip
