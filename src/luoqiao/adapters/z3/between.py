"""读法之间、版本之间: claims about two rules of one clause, and whether each part of a rule can matter."""

from __future__ import annotations

from collections.abc import Iterator

from luoqiao.adapters.z3.pairs import Difference, Without, difference, program_of, say_difference
from luoqiao.adapters.z3.question import NOT_CONFIRMED, Subject, witness
from luoqiao.adapters.z3.search import Found
from luoqiao.core.rules.pieces import pieces_of
from luoqiao.core.rules.proofs import ClaimKind, Proof, Verdict, Witness


def prove_readings(default: Subject, others: list[Subject]) -> Iterator[Proof]:
    """For each other option: the same as the default for everybody, or the smallest case that tells them apart."""
    for other in others:
        ((question, _),) = other.apart.items()
        yield compare_two(default, other, question)


def compare_two(first: Subject, second: Subject, question: str) -> Proof:
    """Two options of one reading."""
    names = (f"{question}={first.letters[question]}", f"{question}={second.letters[question]}")
    return _compared(first, second, ClaimKind.READINGS, f"{names[0]} 与 {names[1]} 处处给得一样", names)


def prove_versions(before: Subject, after: Subject, names: tuple[str, str]) -> Proof:
    """Two versions of a clause pay everybody the same, or the smallest case that tells them apart."""
    return _compared(before, after, ClaimKind.VERSIONS, f"{names[0]} 与 {names[1]} 处处给得一样", names)


def _compared(first: Subject, second: Subject, kind: ClaimKind, sentence: str, names: tuple[str, str]) -> Proof:
    found = difference(first, second)
    apart = second.apart if kind is ClaimKind.READINGS else {}
    verdict, told, note = settle(found, first, names)
    return Proof(kind, first.clause.identifier, sentence, verdict, apart, witness=told, note=note)


def settle(found: Difference, subject: Subject, names: tuple[str, str]) -> tuple[Verdict, Witness | None, str]:
    """Verdict, witness and note of a comparison."""
    if found.found is Found.NONE:
        return Verdict.PROVED, None, ""
    if found.found is Found.UNKNOWN or found.case is None:
        return Verdict.TIMED_OUT, None, ""
    if not found.confirmed:
        return Verdict.TIMED_OUT, None, NOT_CONFIRMED
    return Verdict.REFUTED, witness(found.case, say_difference(found, subject, names), found.first), ""


def prove_reachable(default: Subject, others: list[Subject]) -> Iterator[Proof]:
    """Every part of the rule matters to somebody under some reading; those that cannot are named, one proof each."""
    idle: list[tuple[str, bool]] = []
    held: dict[int, Without] = {id(default): Without(program_of(default))}
    if held[id(default)].nobody():
        nobody = Witness("条件互相矛盾：不论什么情形，都没有哪个案子符合")
        yield default.proof(ClaimKind.REACHABLE, "有案子能符合条件", Verdict.REFUTED, witness=nobody)
        return
    parts = list(pieces_of(default.clause))
    for piece in parts:
        verdicts = []
        for subject in _readings_of(piece.question, piece.letter, default, others):
            without = Subject(piece.without, subject.letters, subject.on, subject.basis, subject.apart)
            if id(subject) not in held:
                held[id(subject)] = Without(program_of(subject))
            verdicts.append(held[id(subject)].same(program_of(without)))
            if verdicts[-1] is Found.CASE:
                break
        if Found.CASE not in verdicts:
            idle.append((f"第 {piece.line} 行{piece.words}", Found.UNKNOWN not in verdicts))
    if not idle and parts:
        yield default.proof(ClaimKind.REACHABLE, f"规则的 {len(parts)} 处条件、档次、上限和限定都用得到", Verdict.PROVED)
    for words, sure in idle:
        told = Witness(f"{words}：不论什么情形、取哪种读法，有没有它都给得一样") if sure else None
        verdict = Verdict.REFUTED if sure else Verdict.TIMED_OUT
        yield default.proof(ClaimKind.REACHABLE, f"{words}用得到", verdict, witness=told)


def _readings_of(question: str, letter: str, default: Subject, others: list[Subject]) -> Iterator[Subject]:
    """The readings to try: those under which the part stands, the default first."""
    if not question or default.letters[question] == letter:
        yield default
    for other in others:
        if not question or other.letters[question] == letter:
            yield other

