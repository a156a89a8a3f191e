"""单条的主张: claims that speak of one case at a time: arms, caps, rates, sums, nothing below zero."""

from __future__ import annotations

from typing import Any

from luoqiao.adapters.z3.library import z3
from luoqiao.adapters.z3.question import NOT_CONFIRMED, Written, agrees, shown, witness
from luoqiao.adapters.z3.search import Found, Model
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.case_words import say_shares
from luoqiao.core.rules.claims import Claim
from luoqiao.core.rules.proofs import ClaimKind, Proof, Verdict
from luoqiao.core.rules.resolve import resolve


def prove_claim(written: Written, claim: Claim) -> Proof:
    """Prove a claim, or refute it with a case that *explain* confirms."""
    encoded, subject = written.encoded, written.subject
    wanted = (
        encoded.entitled, encoded.admissible, *written.holds(claim.given), z3().Not(*written.holds((claim.goal,)))
    )
    found, model = written.search.smallest(*wanted, show=shown(encoded))
    if found is Found.CASE:
        return _refuted(written, claim, model)
    verdict = Verdict.PROVED if found is Found.NONE else Verdict.TIMED_OUT
    return subject.proof(claim.kind, claim.sentence, verdict, assumption=claim.assumption)


def _refuted(written: Written, claim: Claim, model: Model) -> Proof:
    subject = written.subject
    case = subject.case(model)
    if claim.kind is ClaimKind.TIERS:
        confirmed, told = _arms_held(written, model) != 1, f"{case.words}时，{claim.says}"
        shares = None
    else:
        shares = subject.shares(case)
        confirmed = agrees(model, shares)
        told = f"{case.words}时，{claim.says}：{say_shares(shares or {}, subject.basis.tiers)}"
    if not confirmed:
        return subject.proof(claim.kind, claim.sentence, Verdict.TIMED_OUT, assumption=claim.assumption, note=NOT_CONFIRMED)
    return subject.proof(
        claim.kind, claim.sentence, Verdict.REFUTED, assumption=claim.assumption, witness=witness(case, told, shares)
    )


def _arms_held(written: Written, model: Model) -> int:
    """How many arms an amount falls in, counted arm by arm without the solver: with a gap there is nothing to explain."""
    subject = written.subject
    line = resolve(subject.clause, subject.letters, subject.on, tuple(x.label for x in subject.basis.tiers))
    for step in line.steps:
        if isinstance(step, t.Define) and isinstance(step.value, t.ByRange):
            value: Any = model.get(subject.clause.get_input(step.value.subject).identifier)
            held = sum(_in_arm(arm, value) for arm in step.value.arms if not arm.rest)
            if held != 1 and not (held == 0 and any(arm.rest for arm in step.value.arms)):
                return held
    return 1


def _in_arm(arm: t.RangeArm, value: int) -> bool:
    above = arm.low is None or (value >= arm.low if arm.low_in else value > arm.low)
    below = arm.high is None or (value <= arm.high if arm.high_in else value < arm.high)
    return above and below
