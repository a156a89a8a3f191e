"""主张: what is to be proved of a clause under one set of readings, derived from its tree and from the words it quotes.

A claim is a goal over integer terms. Amounts that the rule does not name (a limit, a rate of a base, whether an arm
holds) are written in the policy language itself and lowered together with the rule, as names `※1`, `※2` …; so a claim
means exactly what the same words in a rule would mean. Nothing here proves anything: that is the business of the prover.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from luoqiao.core.kernel.money import show_short
from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, Tier
from luoqiao.core.rules.claim_parts import (
    all_hold,
    arm_test,
    arm_words,
    caps_of,
    core_of,
    defined_by,
    limits_of,
    not_flagged,
    stated_rate,
    words_of,
)
from luoqiao.core.rules.kinds import KindChecker
from luoqiao.core.rules.lower import lower
from luoqiao.core.rules.proofs import ClaimKind
from luoqiao.core.rules.resolve import names_in, resolve
from luoqiao.core.rules.stated import stated_cap
from luoqiao.core.rules.term_walk import names_of, substitute
from luoqiao.core.rules.terms import earlier_name
from luoqiao.core.rules.wording import UNIT_NAMES, show_rate

HOLDS = w.Const(1)


@dataclass(frozen=True, slots=True)
class Claim:
    """一条主张: where the conditions hold and `given` holds, `goal` holds; for 单调, more of `more` never pays less.

    `says` is the sentence a counterexample ends in.
    """

    kind: ClaimKind
    sentence: str
    goal: w.Term = HOLDS
    given: tuple[w.Term, ...] = ()
    assumption: str = ""
    more: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Claimed:
    """一条条款在一组读法下的主张: the program that holds the rule and every amount the claims speak of."""

    program: w.Program
    claims: tuple[Claim, ...]


def claims_of(clause: t.Clause, letters: Mapping[str, str], on: date, basis: Basis) -> Claimed:
    """Every claim that the clause's rule and quotes make under these readings."""
    return _Claims(clause, letters, on, basis).claimed()


def meaning(program: w.Program, claim: Claim) -> tuple[w.Term, ...]:
    """What a claim says in terms of columns alone; two claims with the same meaning need one proof."""
    held: dict[str, w.Term] = {}
    for name, term in program.assignments:
        held[name] = substitute(term, held)
    told = tuple(term for _, term in program.shares) if claim.more else (*claim.given, claim.goal)
    limits = tuple(w.Bin("<=", w.Var(name), w.Const(limit)) for name, _, limit in program.approved)
    return (*(substitute(term, held) for term in (program.entitled, *told)), *limits)


class _Claims:
    def __init__(self, clause: t.Clause, letters: Mapping[str, str], on: date, basis: Basis) -> None:
        self.clause, self.letters, self.on, self.basis = clause, letters, on, basis
        self.line = resolve(clause, letters, on, tuple(tier.label for tier in basis.tiers))
        self.codes = {tier.label: tier.code for tier in basis.tiers}
        checker = KindChecker(clause, tuple(self.codes))
        checker.statements(clause.statements)
        self.kinds = checker.names
        self.extra: list[t.Define] = []
        self.said: set[str] = set()
        self.defined = [n for step in self.line.steps for n in defined_by(step)]

    def claimed(self) -> Claimed:
        claims = []
        for claim in self.all():
            if claim.sentence not in self.said:
                self.said.add(claim.sentence)
                claims.append(claim)
        program = self.program()
        return Claimed(program, tuple(self.assuming(program, one) for one in claims))

    def assuming(self, program: w.Program, claim: Claim) -> Claim:
        """The claim with its assumption in words: whose grants it speaks of, and that earlier grants do not matter."""
        read = {name for term in meaning(program, claim) for name in names_of(term)}
        own = [tier for tier, code in self.codes.items() if w.Not(w.Has(f"granted_{code}")) in claim.given]
        free = [tier for tier, code in self.codes.items() if f"granted_{code}" in read and tier not in own]
        said = [f"{'、'.join(own)}按测算，不按实拨"] if own else []
        said += [f"不论{'、'.join(free)}实拨多少"] if free else []
        said += ["不论此前得过多少"] if any(name.startswith("earlier.") for name in read) else []
        return replace(claim, assumption="；".join(said))

    def program(self) -> w.Program:
        """The rule with the amounts of the claims, as one program; its shares are the tiers of the pack alone."""
        wider = replace(self.clause, statements=(*self.clause.statements, *self.extra))
        names = tuple(Tier(one.names[0], one.names[0]) for one in self.extra)
        program = lower(wider, self.letters, self.on, replace(self.basis, tiers=(*self.basis.tiers, *names)))
        return replace(program, clause=self.clause, shares=program.shares[: len(self.basis.tiers)])

    def all(self) -> Iterator[Claim]:
        yield from self.not_negative()
        for step in self.line.steps:
            match step:
                case t.Define(value=t.ByRange() | t.ByChoice() as node):
                    yield from self.branching(step, node)
                case t.Define(names=(name, *_), value=value) if self.is_money(name):
                    if not isinstance(value, t.ByRange | t.ByChoice):
                        yield from self.limited(name, value, step.quotes, step.at, ())
                case t.Split():
                    yield self.split(step)
        yield from self.monotone()

    # amounts

    def amount(self, expr: t.Expr, at: t.At) -> w.Term:
        """An expression of the language, to the fen, as a name of the program."""
        name = f"※{len(self.extra) + 1}"
        self.extra.append(t.Define((name,), expr, at, name))
        return w.Var(name)

    def flag(self, test: t.Test, at: t.At) -> w.Term:
        """One where a test of the language holds, else nothing."""
        return self.amount(t.OnlyIf(t.Literal(1, t.Kind.COUNT, "1", at), test, at), at)

    def of(self, name: str, at: t.At) -> w.Term:
        """A defined name to the fen."""
        return w.Var(name) if name in self.codes else self.amount(t.Ref(name, at), at)

    def is_money(self, name: str) -> bool:
        return name in self.codes or self.kinds.get(name) is t.Kind.MONEY

    def estimated(self, name: str) -> tuple[w.Term, ...]:
        """What must be assumed to speak of the rule's own result: that the tier's grant does not stand in its place."""
        return (w.Not(w.Has(f"granted_{self.codes[name]}")),) if name in self.codes and name in self.line.grants else ()

    # claims

    def not_negative(self) -> Iterator[Claim]:
        paying = [tier for tier in self.codes if tier in self.defined]
        if paying:
            goal = all_hold(w.Bin(">=", w.Var(tier), w.Const(0)) for tier in paying)
            yield Claim(ClaimKind.NOT_NEGATIVE, f"{'、'.join(paying)}都不会小于零", goal, says="有一级小于零")

    def branching(self, step: t.Define, node: t.ByRange | t.ByChoice) -> Iterator[Claim]:
        arms: tuple[t.RangeArm | t.ChoiceArm, ...] = node.arms
        flags = [self.flag(test, arm.at) if (test := arm_test(node, arm)) else None for arm in arms]
        if isinstance(node, t.ByRange):
            yield from self.tiers(step, node, [f for f in flags if f is not None])
        for arm, flag in zip(arms, flags, strict=True):
            held = [flag] if flag else [not_flagged(f) for f in flags if f]
            given = tuple(w.Bin(">=", one, w.Const(1)) for one in held)
            for name, value in zip(step.names, arm.values, strict=True):
                if self.is_money(name):
                    where = f"{node.subject}{'为' if isinstance(node, t.ByChoice) else ''}{arm_words(arm)}时，"
                    yield from self.limited(name, value, arm.quotes, arm.at, given, where)

    def tiers(self, step: t.Define, node: t.ByRange, flags: list[w.Term]) -> Iterator[Claim]:
        total: w.Term = w.Const(0)
        for one in flags:
            total = w.Bin("+", total, one)
        what = f"{'、'.join(step.names)}的分档"
        if not any(arm.rest for arm in node.arms):
            yield Claim(ClaimKind.TIERS, f"{what}不漏：{node.subject}是多少都有一档", w.Bin(">=", total, w.Const(1)),
                        says=f"{node.subject}哪一档都不落")  # fmt: skip
        yield Claim(ClaimKind.TIERS, f"{what}不重：{node.subject}是多少都不会落进两档",
                    w.Bin("<=", total, w.Const(1)), says=f"{node.subject}同时落进两档")  # fmt: skip

    def limited(
        self, name: str, value: t.Expr, quotes: tuple[t.Quote, ...], at: t.At, given: tuple[w.Term, ...], where: str = ""
    ) -> Iterator[Claim]:
        """Caps and rates of one definition, from its tree and from its quotes."""
        if isinstance(value, t.SumOver):
            yield from self.per_item(name, value, quotes, at, (*given, *self.estimated(name)), where)
            return
        given = (*given, *self.estimated(name))
        for limit in limits_of(value):
            shown = show_short(limit.value) if isinstance(limit, t.Literal) else words_of(limit)
            if shown != name:
                goal = w.Bin("<=", self.of(name, at), self.amount(limit, at))
                yield Claim(ClaimKind.CAP, f"{where}{name}不会超过 {shown}", goal, given, says=f"{name}超过 {shown}")
        yield from self.together(name, value, at, given, where)
        stated = stated_cap(quotes)
        if stated is not None:
            goal = w.Bin("<=", self.of(name, at), w.Const(stated))
            shown = show_short(stated)
            yield Claim(ClaimKind.CAP, f"{where}{name}不会超过 {shown}", goal, given,
                        says=f"{name}超过引文写的 {shown}")  # fmt: skip
        core = core_of(value)
        if isinstance(core, t.RateOf):
            yield from self.rated(name, core, quotes, at, given, where)

    def together(
        self, name: str, value: t.Expr, at: t.At, given: tuple[w.Term, ...], where: str
    ) -> Iterator[Claim]:
        """A limit over several cases: what was received before and this time together stay below it."""
        for cap in caps_of(value):
            unit = self.unit(cap.unit)
            if unit is not t.CapUnit.CASE:
                used: w.Term = w.Var(earlier_name(name, unit.value))
                limit = self.amount(cap.limit, at)
                goal = w.Bin("<=", w.Bin("+", used, self.of(name, at)), w.Bin("max", limit, used))
                shown = show_short(cap.limit.value) if isinstance(cap.limit, t.Literal) else words_of(cap.limit)
                sentence = f"{where}{name}连同此前（{UNIT_NAMES[unit]}）所得，不会超过 {shown}"
                yield Claim(ClaimKind.CAP, sentence, goal, given, says=f"连同此前所得超过 {shown}")

    def unit(self, unit: t.CapUnit) -> t.CapUnit:
        """What a cap counts together, where the document names no period as the reading says."""
        if unit is not t.CapUnit.ENTERPRISE_OPEN:
            return unit
        programme = self.letters.get(self.basis.cap_period_question, "A") == "B"
        return t.CapUnit.ENTERPRISE if programme else t.CapUnit.ENTERPRISE_YEAR

    def rated(
        self, name: str, core: t.RateOf, quotes: tuple[t.Quote, ...], at: t.At, given: tuple[w.Term, ...], where: str
    ) -> Iterator[Claim]:
        rate = stated_rate(core, quotes)
        if rate is None:
            return
        most = self.amount(replace(core, rate=rate, how=t.RateHow.FIXED, approved=""), at)
        upper = self.leans(core.base)
        kind = ClaimKind.UPPER_TIER if upper else ClaimKind.RATE
        months = f"按 {core.months}" if core.months else ""
        sentence = f"{where}{name}不会超过{words_of(core.base)}的{'年化 ' if months else ' '}{show_rate(rate)}{months}"
        yield Claim(kind, sentence, w.Bin("<=", self.of(name, at), most), given,
                    says=f"{name}超过{words_of(core.base)}的 {show_rate(rate)}")  # fmt: skip

    def leans(self, base: t.Expr) -> bool:
        """Whether an amount rests on what another tier granted, directly or through a name."""
        if any(isinstance(node, t.Granted) for node in t.walk(base)):
            return True
        named = set(names_in(base))
        return any(
            isinstance(step, t.Define) and named.intersection(step.names)
            and any(isinstance(node, t.Granted) for node in t.walk(step))
            for step in self.line.steps
        )  # fmt: skip

    def per_item(
        self, name: str, value: t.SumOver, quotes: tuple[t.Quote, ...], at: t.At, given: tuple[w.Term, ...], where: str
    ) -> Iterator[Claim]:
        """Limits of each item of a list: the sum stays below as many limits as there are items."""
        limits = [limit for limit in limits_of(value.body) if isinstance(limit, t.Literal)]
        stated = stated_cap(quotes)
        if stated is not None:
            limits.append(t.Literal(stated, t.Kind.MONEY, show_short(stated), at))
        for limit in limits:
            goal = w.Bin("<=", self.of(name, at), self.amount(t.SumOver(value.items, limit, at), at))
            yield Claim(ClaimKind.CAP, f"{where}每一项{value.items}不会超过 {show_short(limit.value)}", goal, given,
                        says=f"{name}超过每项 {show_short(limit.value)} 之和")  # fmt: skip
        core = core_of(value.body)
        rate = stated_rate(core, quotes) if isinstance(core, t.RateOf) else None
        if isinstance(core, t.RateOf) and rate is not None:
            most = self.amount(t.SumOver(value.items, replace(core, rate=rate, how=t.RateHow.FIXED, approved=""), at), at)
            yield Claim(ClaimKind.RATE, f"{where}每一项{value.items}不会超过{words_of(core.base)}的 {show_rate(rate)}",
                        w.Bin("<=", self.of(name, at), most), given, says=f"{name}超过 {show_rate(rate)}")  # fmt: skip

    def split(self, step: t.Split) -> Claim:
        together: w.Term = w.Const(0)
        for tier in step.tiers:
            together = w.Bin("+", together, w.Var(tier))
        given = tuple(w.Not(w.Has(f"granted_{self.codes[x]}")) for x in step.tiers if x in self.line.grants)
        goal = w.Bin("==", together, self.of(step.total, step.at))
        return Claim(ClaimKind.SPLIT, f"{'、'.join(step.tiers)}相加，一分不差就是{step.total}", goal, given,
                     says=f"{'、'.join(step.tiers)}相加不等于{step.total}")  # fmt: skip

    def monotone(self) -> Iterator[Claim]:
        """For each amount of money that the rule takes as a base or a tier, and never subtracts."""
        for one in self.clause.inputs:
            if one.kind is t.Kind.LIST:
                for field in one.fields:
                    if field.kind is t.Kind.MONEY and one.label in self.line.live:
                        yield Claim(ClaimKind.MONOTONE, f"{field.label}越多，合计不会越少",
                                    more=f"{one.identifier}.{field.identifier}")  # fmt: skip
            elif one.kind is t.Kind.MONEY and one.label in self.line.live and self.only_adds(one.label):
                yield Claim(ClaimKind.MONOTONE, f"{one.label}越多，合计不会越少", more=one.identifier)

    def only_adds(self, label: str) -> bool:
        for step in self.line.steps:
            for node in t.walk(step):
                match node:
                    case t.Sum(rest=rest) if any(minus and label in names_in(term) for minus, term in rest):
                        return False
                    case t.Compare(left=left, op=op, right=right):
                        lower, higher = (right, left) if op in (t.Op.GT, t.Op.GE) else (left, right)
                        if label in names_in(lower) and label not in names_in(higher):
                            return False
        return True
