"""最少与最多: the most that each tier and all together can pay, and the least that is ever paid, each with its case.

Ranges are of the rule's own results: nothing granted yet, nothing received before, optional facts left at their
defaults. What *explain* holds possible with every amount unknown is the first guess; the solver proves it or goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from luoqiao.adapters.z3.inputs import simple_case
from luoqiao.adapters.z3.question import NOT_CONFIRMED, Subject, Written, agrees, shown, witness, write
from luoqiao.adapters.z3.search import Found, Model
from luoqiao.core.kernel.money import show_yuan, yuan_text
from luoqiao.core.rules import terms as w
from luoqiao.core.rules.case_words import say_shares
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.greatest import choices_of
from luoqiao.core.rules.proofs import ClaimKind, Proof, Verdict, Witness

ASSUMPTION = "按测算：还没有实拨，此前没有得过，选填的都不填"
TOTAL = "total"
_FAR, _TOO_FAR = 10**13, 10**16


@dataclass(frozen=True, slots=True)
class Highest:
    """What *explain* holds possible at most, by tier code and in all; None where it sees no limit."""

    amounts: Mapping[str, int | None]
    per_item: bool


def guess(subject: Subject) -> Highest:
    """The guess, over every combination of the needed choices."""
    basis = replace(subject.basis, defaults={**subject.basis.defaults, **subject.letters}, decisions=())
    answers = [explain(subject.clause, facts, on=subject.on, basis=basis) for facts in choices_of(subject.clause)]
    highs: dict[str, list[int | None]] = {TOTAL: [answer.total.high for answer in answers]}
    for answer in answers:
        for code, share in answer.shares.items():
            highs.setdefault(code, []).append(share.amount.high if share.defined else 0)
    found = {k: None if None in v else max(x for x in v if x is not None) for k, v in highs.items()}
    return Highest(found, any(one.fields for one in subject.clause.inputs))


def prove_ranges(subject: Subject, program: w.Program, wanted: tuple[str, ...] = ()) -> Iterator[Proof]:
    """Most by tier and in all, then the least in all; `wanted` names tier codes or `total`."""
    highest = guess(subject)
    ranging = _Ranging(write(subject, program), highest.per_item)
    if ranging.nobody():
        return
    codes = [c for c in (TOTAL, *ranging.paying()) if not wanted or c in wanted]
    for code in codes:
        yield ranging.most(code, highest.amounts.get(code, 0))
    if TOTAL in codes:
        yield from ranging.least()


class _Ranging:
    def __init__(self, written: Written, per_item: bool) -> None:
        self.written, self.subject, self.search = written, written.subject, written.search
        self.labels = {tier.code: tier.label for tier in self.subject.basis.tiers} | {TOTAL: "合计"}
        self.item = "每一项" if per_item else ""
        self.richest: Witness | None = None
        encoded, inputs = written.encoded, written.inputs
        one = [count == 1 for _, count in inputs.lists.values()]
        self.search.tell(encoded.entitled, encoded.admissible, *simple_case(inputs), *one)

    def paying(self) -> tuple[str, ...]:
        """The tiers that the rule defines."""
        program = self.written.encoded.program
        return tuple(code for code, term in program.shares if term != w.Const(0))

    def nobody(self) -> bool:
        """Whether no plain case can meet the conditions at all; then there is nothing to give a range of."""
        return self.search.ask() is Found.NONE

    def amount(self, code: str) -> Any:
        return self.written.total if code == TOTAL else self.written.encoded.shares[code]

    def most(self, code: str, guessed: int | None) -> Proof:
        """The most of one amount; without a limit where *explain* sees none and the solver finds it beyond any."""
        what = f"{self.item}{self.labels[code]}"
        amount = self.amount(code)
        if guessed is None and self.search.ask(amount > _FAR) is not Found.NONE:
            return self.unlimited(what, amount)
        high = _FAR if guessed is None else guessed
        if self.search.ask(amount > high) is not Found.NONE or self.search.ask(amount >= high) is not Found.CASE:
            high = self.highest(amount, high)
            if self.search.ask(amount > high) is not Found.NONE:
                return self.proof(f"{what}没有算出上限", Verdict.TIMED_OUT)
        sentence = f"{what}最多 {show_yuan(high)}，没有哪个案子能超过"
        if self.richest and code != TOTAL and self.richest.shares.get(code) == yuan_text(high):
            return self.proof(sentence, Verdict.PROVED, self.richest)
        proof = self.shown(sentence, amount == high)
        self.richest = proof.witness if code == TOTAL else self.richest
        return proof

    def highest(self, amount: Any, high: int) -> int:
        """The greatest value as far as the solver finds it, from a guess; it is for the caller to prove."""
        low = 0
        while high < _TOO_FAR and self.search.ask(amount > high) is Found.CASE:
            low, high = high, high * 2 + 1
        while low < high and self.search.ask(amount >= high) is Found.NONE:
            middle = (low + high) // 2
            higher = self.search.value(amount, (amount > middle,))
            low, high = (higher, high - 1) if higher is not None else (low, middle)
        return high

    def unlimited(self, what: str, amount: Any) -> Proof:
        found = self.search.ask(amount > _FAR)
        if found is not Found.CASE:
            return self.proof(f"{what}没有算出上限", Verdict.TIMED_OUT)
        return self.proof(f"{what}没有上限，随基数增长", Verdict.PROVED)

    def least(self) -> Iterator[Proof]:
        """The least that is paid when something is paid at all; said only where it is more than a fen."""
        total = self.amount(TOTAL)
        if self.search.ask(total == 1) is Found.CASE or self.search.ask(total > 0) is Found.NONE:
            return
        found = self.search.ask(total > 0) is Found.CASE
        low = self.search.least(total, (total > 0,)) if found else 0
        if not found or self.search.ask(total > 0, total < low) is not Found.NONE:
            yield self.proof(f"{self.item}合计没有算出下限", Verdict.TIMED_OUT)
            return
        yield self.shown(f"{self.item}只要给，合计不少于 {show_yuan(low)}", total == low)

    def shown(self, sentence: str, reached: Any) -> Proof:
        """A bound with the smallest case that reaches it."""
        encoded = self.written.encoded
        found, model = self.search.smallest(reached, show=shown(encoded))
        told = self.confirmed(model) if found is Found.CASE else None
        note = NOT_CONFIRMED if found is Found.CASE and not told else ""
        return self.proof(sentence, Verdict.PROVED if told else Verdict.TIMED_OUT, told, note)

    def confirmed(self, model: Model) -> Any:
        case = self.subject.case(model)
        shares = self.subject.shares(case)
        if not agrees(model, shares):
            return None
        head = f"{case.words}时" if case.words else "条件符合时"
        return witness(case, f"{head}：{say_shares(shares or {}, self.subject.basis.tiers)}", shares)

    def proof(self, sentence: str, verdict: Verdict, told: Any = None, note: str = "") -> Proof:
        return self.subject.proof(ClaimKind.RANGE, sentence, verdict, assumption=ASSUMPTION, witness=told, note=note)


