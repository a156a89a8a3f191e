"""证明一条、证明一包: every claim of every clause, under the default readings and under each single other option."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from luoqiao.adapters.z3.monotone import prove_monotone
from luoqiao.adapters.z3.question import Subject, write
from luoqiao.adapters.z3.single import prove_claim
from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, choose, switches
from luoqiao.core.rules.claims import Claim, claims_of, meaning
from luoqiao.core.rules.proofs import ClaimKind, Proof, Verdict

Meaning = tuple[ClaimKind, str, tuple[w.Term, ...]]


def subjects(clause: t.Clause, basis: Basis, on: date) -> Iterator[Subject]:
    """The clause under the readings in force, then with each other option of each reading alone."""
    default = {used.question: used.letter for used in choose(clause, basis, {}, on)}
    yield Subject(clause, default, on, basis, {})
    for question, letters in switches(clause, basis.cap_period_question).items():
        for letter in letters:
            if letter != default[question]:
                yield Subject(clause, {**default, question: letter}, on, basis, {question: letter})


def prove_subject(subject: Subject, seen: set[Meaning]) -> Iterator[Proof]:
    """Every claim under one set of readings that was not proved with the same meaning before."""
    claimed = claims_of(subject.clause, subject.letters, subject.on, subject.basis)
    fresh = [claim for claim in claimed.claims if _is_new(claimed.program, claim, seen)]
    if not fresh:
        return
    written = write(subject, claimed.program)
    gaps = False
    for claim in (one for one in claimed.claims if one.kind is ClaimKind.TIERS):
        proof = prove_claim(written, claim)
        if proof.verdict is Verdict.REFUTED:  # the other claims speak of amounts that have one arm
            gaps = True
            written.search.tell(*written.holds((claim.goal,)))
        if claim in fresh:
            yield proof
    for claim in (one for one in fresh if one.kind is not ClaimKind.TIERS):
        if claim.kind is not ClaimKind.MONOTONE:
            yield prove_claim(written, claim)
        elif gaps:
            yield subject.proof(claim.kind, claim.sentence, Verdict.TIMED_OUT, note="分档有缺口或重叠，先改好再证")
        else:
            yield prove_monotone(subject, claimed.program, claim)


def _is_new(program: w.Program, claim: Claim, seen: set[Meaning]) -> bool:
    means = (claim.kind, claim.more, meaning(program, claim))
    if means in seen:
        return False
    seen.add(means)
    return True


def prove_clause(clause: t.Clause, basis: Basis, on: date) -> tuple[Proof, ...]:
    """Every claim of a clause; what an option does not change is said once."""
    seen: set[Meaning] = set()
    return tuple(proof for subject in subjects(clause, basis, on) for proof in prove_subject(subject, seen))
