"""证明一条、证明一包: every claim of every clause, under the default readings and under each single other option."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta

from luoqiao.adapters.z3.between import compare_two, prove_reachable, prove_readings, prove_versions
from luoqiao.adapters.z3.library import prover_name
from luoqiao.adapters.z3.monotone import prove_monotone
from luoqiao.adapters.z3.pairs import program_of
from luoqiao.adapters.z3.passages import prove_passages
from luoqiao.adapters.z3.question import Subject, write
from luoqiao.adapters.z3.ranges import prove_ranges
from luoqiao.adapters.z3.search import within
from luoqiao.adapters.z3.single import prove_claim
from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, choose, switches
from luoqiao.core.rules.claims import Claim, claims_of, meaning
from luoqiao.core.rules.contrast import Contrast
from luoqiao.core.rules.proofs import ClaimKind, ClauseProofs, PackProofs, Proof, Verdict, digest_of

PATIENCE_SECONDS = 60.0
"""How long all questions about one clause may take together; those of the pack take a fraction of a second."""

Meaning = tuple[ClaimKind, str, tuple[w.Term, ...]]


def periods(clause: t.Clause, basis: Basis, on: date) -> Iterator[Subject]:
    """The clause under the readings in force, on the first day of each stretch in which another rule holds than now."""
    now = next(subjects(clause, basis, on))
    starts = {d for s in t.statements_of(clause) if isinstance(s, t.During) for d in (s.first, s.last + timedelta(1))}
    told = {program_of(now)}
    for day in sorted(starts):
        if clause.header.first <= day <= clause.header.last:
            letters = {used.question: used.letter for used in choose(clause, basis, {}, day)}
            one = Subject(clause, letters, day, basis, {"自": day.isoformat()})
            if program_of(one) not in told:
                told.add(program_of(one))
                yield one


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
    tiers = [claim for claim in claimed.claims if claim.kind is ClaimKind.TIERS]
    others = [claim for claim in fresh if claim.kind not in (ClaimKind.TIERS, ClaimKind.MONOTONE)]
    gaps = False
    if tiers or others:
        written = write(subject, claimed.program)
        for claim in (*tiers, *others):
            proof = prove_claim(written, claim)
            if claim.kind is ClaimKind.TIERS and proof.verdict is Verdict.REFUTED:
                gaps = True  # the other claims speak of amounts that have one arm
                written.search.tell(*written.holds((claim.goal,)))
            if claim in fresh:
                yield proof
    for claim in fresh:
        if claim.kind is ClaimKind.MONOTONE and gaps:
            yield subject.proof(claim.kind, claim.sentence, Verdict.TIMED_OUT, note="分档有缺口或重叠，先改好再证")
        elif claim.kind is ClaimKind.MONOTONE:
            yield prove_monotone(subject, claimed.program, claim)


def _is_new(program: w.Program, claim: Claim, seen: set[Meaning]) -> bool:
    means = (claim.kind, claim.more, meaning(program, claim))
    if means in seen:
        return False
    seen.add(means)
    return True


def prove_clause(
    clause: t.Clause, basis: Basis, on: date, contrast: Contrast | None = None
) -> ClauseProofs:
    """Every claim of a clause, in a minute at most; what an option of a reading does not change is said once."""
    with within(PATIENCE_SECONDS):
        proofs = _every_claim(clause, basis, on, contrast)
    return ClauseProofs(clause.identifier, digest_of(clause, basis, on, contrast), proofs)


def _every_claim(clause: t.Clause, basis: Basis, on: date, contrast: Contrast | None) -> tuple[Proof, ...]:
    default, *others = subjects(clause, basis, on)
    times = list(periods(clause, basis, on))
    seen: set[Meaning] = set()
    proofs = [proof for subject in (default, *others, *times) for proof in prove_subject(subject, seen)]
    if not any(p.kind is ClaimKind.TIERS and p.verdict is Verdict.REFUTED for p in proofs):
        proofs += prove_ranges(default, program_of(default))
        proofs += prove_reachable(default, [*others, *times])
        proofs += prove_readings(default, others)
        proofs += prove_passages(default, contrast) if contrast else []
    return tuple(proofs)


def prove_pack(
    clauses: Mapping[str, t.Clause], basis: Basis, on: date, contrasts: Mapping[str, Contrast]
) -> PackProofs:
    """Every claim of every clause of a pack, on one day."""
    with _uncollected():
        proved = {name: prove_clause(clause, basis, on, contrasts.get(name)) for name, clause in clauses.items()}
    return PackProofs(prover_name(), proved)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the cycle collector: a proof makes many small terms and no cycles, and looking for some takes a tenth."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def prove_most(clauses: Mapping[str, t.Clause], basis: Basis, on: date, code: str) -> PackProofs:
    """The most that one tier, or `total`, can bring under each clause."""
    asked = ((clause, next(subjects(clause, basis, on))) for clause in clauses.values())
    return _listed((clause, prove_ranges(one, program_of(one), (code,))) for clause, one in asked)


def compare_readings(
    clauses: Mapping[str, t.Clause], basis: Basis, on: date, question: str, first: str, second: str
) -> PackProofs:
    """Two options of one reading, in every clause that has it. Raises Invalid for an option that is not there."""
    found = []
    for clause in clauses.values():
        if len(clauses) > 1 and question not in switches(clause, basis.cap_period_question):
            continue
        sides = []
        for letter in (first, second):
            letters = {u.question: u.letter for u in choose(clause, basis, {question: letter}, on)}
            sides.append(Subject(clause, letters, on, basis, {question: letter}))
        found.append((clause, iter([compare_two(sides[0], sides[1], question)])))
    return _listed(found)


def compare_packs(
    clauses: Mapping[str, t.Clause], before: tuple[Basis, date], others: Mapping[str, t.Clause],
    after: tuple[Basis, date], names: tuple[str, str],
) -> PackProofs:  # fmt: skip
    """Each clause against the one of the same identifier in another pack."""
    found = []
    for name, clause in clauses.items():
        if name in others:
            sides = next(subjects(clause, *before)), next(subjects(others[name], *after))
            found.append((clause, iter([prove_versions(sides[0], sides[1], names)])))
    return _listed(found)


def _listed(found: Iterable[tuple[t.Clause, Iterator[Proof]]]) -> PackProofs:
    return PackProofs(prover_name(), {c.identifier: ClauseProofs(c.identifier, "", tuple(proofs)) for c, proofs in found})
