"""正文与附件: passages of the document written apart, compared amount by amount for every case.

Equal whatever was granted; or equal while grants keep to the rule, with the case beyond; or a contradiction with the
smallest case. A contradiction that the pack knows under a reading is the document's own; any other is a finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from luoqiao.adapters.z3.encoding import Encoded, encode_program
from luoqiao.adapters.z3.inputs import Inputs
from luoqiao.adapters.z3.library import z3
from luoqiao.adapters.z3.question import NOT_CONFIRMED, Subject, witness
from luoqiao.adapters.z3.search import Found, Model, Search
from luoqiao.core.kernel.money import show_short, show_yuan
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer
from luoqiao.core.rules.basis import Tier, choose
from luoqiao.core.rules.case_words import Case, ask_again, live_inputs, read_case
from luoqiao.core.rules.contrast import RULE_ITSELF, Contrast, amounts_of, written_caps
from luoqiao.core.rules.kinds import KindChecker
from luoqiao.core.rules.lower import lower
from luoqiao.core.rules.proofs import ClaimKind, Proof, Verdict
from luoqiao.core.rules.term_walk import names_of


@dataclass(frozen=True, slots=True)
class _Side:
    """One passage, or the rule itself, written for the solver."""

    name: str
    subject: Subject
    encoded: Encoded
    amounts: tuple[str, ...]

    def amount(self, name: str) -> Any:
        return self.encoded.shares[name]

    def label(self, name: str) -> str:
        """The Chinese name of a tier; other amounts are called by it already."""
        return next((tier.label for tier in self.subject.basis.tiers if tier.code == name), name)

    def reads_rate(self, name: str) -> bool:
        """Whether an amount is a base times a rate that an officer approves; what an upper tier got does not count."""
        program, reached = self.encoded.program, {self.label(name)}
        tiers = {tier.label for tier in self.subject.basis.tiers} - reached
        for assigned, term in reversed(program.assignments):
            if assigned in reached and assigned not in tiers:
                reached.update(names_of(term))
        return any(column in reached for column, _, _ in program.approved)


@dataclass(slots=True)
class _Table:
    """All passages of one clause over the same facts."""

    sides: tuple[_Side, ...]
    search: Search
    contrast: Contrast
    clause: t.Clause


def prove_passages(subject: Subject, contrast: Contrast) -> Iterator[Proof]:
    """Every amount that two passages both name; the rule with the first passage that it is equal to, or with each."""
    table = _write(subject, contrast)
    settled: set[str] = set()
    for first, second in combinations(table.sides, 2):
        for name in first.amounts:
            if name in second.amounts and not (first.name == RULE_ITSELF and name in settled):
                proof = _compare(table, first, second, name)
                if first.name == RULE_ITSELF and proof.verdict is Verdict.PROVED and not proof.assumption:
                    settled.add(name)
                yield proof


def _write(subject: Subject, contrast: Contrast) -> _Table:
    clauses = {RULE_ITSELF: subject.clause, **{p.name: p.clause for p in contrast.passages}}
    labels = {tier.label: tier.code for tier in subject.basis.tiers}
    named = {key: _money(clause, tuple(labels)) for key, clause in clauses.items()}
    shared = [n for names in named.values() if not labels.keys() & set(names) for n in names]
    basis = replace(subject.basis, tiers=(*subject.basis.tiers, *(Tier(n, n) for n in shared)))
    inputs = Inputs()
    sides = []
    for index, (key, clause) in enumerate(clauses.items()):
        letters = {used.question: used.letter for used in choose(clause, subject.basis, {}, subject.on)}
        one = Subject(clause, letters, subject.on, basis, {})
        encoded = encode_program(lower(clause, letters, subject.on, basis), inputs, f"{index}·")
        amounts = tuple(labels.get(n, n) for n in named[key] if n in labels or n in shared)
        sides.append(_Side(key, one, encoded, amounts))
    search = Search(inputs)
    search.tell(*(d for side in sides for d in side.encoded.definitions))
    return _Table(tuple(sides), search, contrast, subject.clause)


def _money(clause: t.Clause, tiers: tuple[str, ...]) -> tuple[str, ...]:
    checker = KindChecker(clause, tiers)
    checker.statements(clause.statements)
    return tuple(n for n in amounts_of(clause) if n in tiers or checker.names.get(n) is t.Kind.MONEY)


def _assumptions(table: _Table, first: _Side, second: _Side, name: str) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """From nothing to nothing received before, grants that keep to what the rules give, grants of the others known."""
    inputs = table.search.inputs
    tiers = [tier for tier in first.subject.basis.tiers if tier.code != name]
    grants = {tier: f"granted_{tier.code}" for tier in tiers if f"granted_{tier.code}" in inputs.given}
    never = tuple(v == 0 for k, v in inputs.values.items() if k.startswith("earlier."))
    kept = tuple(
        z3().Implies(inputs.has(column), inputs.values[column] <= side.encoded.computed[tier.label])
        for tier, column in grants.items() for side in (first, second) if tier.label in side.encoded.computed
    )  # fmt: skip
    known = tuple(inputs.has(column) for column in grants.values())
    told = f"{'、'.join(tier.label for tier in grants)}实拨"
    for words, given in (("", ()), (f"{told}不高于测算", kept), (f"{told}已知", known)):
        if given or not words:
            yield words, given
            if never:
                yield "；".join(x for x in (words, "此前没有得过") if x), (*given, *never)


def _compare(table: _Table, first: _Side, second: _Side, name: str) -> Proof:
    label = first.label(name)
    sentence = f"{first.name}与{second.name}的{label}处处一样"
    known = next((k for k in table.contrast.known if k.is_between(first.name, second.name, label)), None)
    inputs, column = table.search.inputs, f"granted_{name}"
    own = (z3().Not(inputs.has(column)),) if column in inputs.given else ()
    differ = z3().And(first.amount(name) != second.amount(name), *own)
    both = first.encoded.admissible, second.encoded.admissible
    unsure = False
    for assumption, given in _assumptions(table, first, second, name):
        found = table.search.ask(*both, differ, *given)
        if found is Found.NONE and not _rates_apart(table, first, second, name):
            beyond = (*both, differ) if assumption and "已知" not in assumption else ()
            note = _proved_note(table, first, second, name, beyond)
            return _proof(table, sentence, Verdict.PROVED, assumption=assumption, note=note)
        unsure |= found is Found.UNKNOWN
    wanted = (*both, differ) if table.search.ask(*both, differ) is not Found.NONE else (both[0] != both[1], *own)
    told = _witness(table, first, second, name, wanted)
    if told is None or unsure:
        return _proof(table, sentence, Verdict.TIMED_OUT, note=NOT_CONFIRMED if told is None else "")
    decided = known.decided_by if known else ""
    return _proof(table, sentence, Verdict.REFUTED, witness=told, decided_by=decided)


def _proof(table: _Table, sentence: str, verdict: Verdict, **more: Any) -> Proof:
    return Proof(ClaimKind.PASSAGES, table.clause.identifier, sentence, verdict, **more)


def _rates_apart(table: _Table, first: _Side, second: _Side, name: str) -> bool:
    """Whether one accepts an approved rate that the other refuses, where the amount rests on it."""
    if not (first.reads_rate(name) or second.reads_rate(name)):
        return False
    return table.search.ask(first.encoded.admissible != second.encoded.admissible) is not Found.NONE


def _proved_note(table: _Table, first: _Side, second: _Side, name: str, beyond: tuple[Any, ...]) -> str:
    """That a limit only one of them writes follows from the other, and a case beyond the assumption."""
    caps = [set(written_caps(side.subject.clause, first.label(name))) for side in (first, second)]
    told = []
    for side, other, extra in ((first, second, caps[0] - caps[1]), (second, first, caps[1] - caps[0])):
        told += [f"{side.name}另写的 {show_short(cap)} 上限由{other.name}推出" for cap in sorted(extra)]
    case = _witness(table, first, second, name, beyond) if beyond else None
    return "；".join([*told, *([f"不然可以不同：{case.sentence}"] if case else [])])


def _witness(table: _Table, first: _Side, second: _Side, name: str, wanted: tuple[Any, ...]) -> Any:
    show = {"=": first.amount(name), "≠": second.amount(name)}
    found, model = table.search.smallest(*wanted, show=show)
    if found is not Found.CASE:
        return None
    case = _case(first, second, model)
    answers = [ask_again(s.subject.clause, case_for(s, model), s.subject.letters, s.subject.on, s.subject.basis)
               for s in (first, second)]  # fmt: skip
    given = [_given(answer, name) for answer in answers]
    agreed = all(x is None or x == model[mark] for x, mark in zip(given, "=≠", strict=True))
    if not agreed or given[0] == given[1]:
        return None
    said = "，".join(
        f"{side.name}{'给 ' + show_yuan(amount) if amount is not None else '不接受这个比例'}"
        for side, amount in zip((first, second), given, strict=True)
    )
    return witness(case, f"{case.words + '时' if case.words else '只要符合条件'}，{said}", None)


def case_for(side: _Side, model: Model) -> Case:
    """The case in the facts that one passage asks for."""
    columns = {column.name.split("[")[0] for column in side.encoded.program.columns}
    kept = {k: v for k, v in model.items() if k in columns or k.split("[")[0].rstrip("#") in columns}
    live = live_inputs(side.subject.clause, side.subject.letters, side.subject.on, side.subject.basis)
    return read_case(side.subject.clause, kept, side.subject.basis.tiers, live)


def _case(first: _Side, second: _Side, model: Model) -> Case:
    """The case in the facts of both passages together."""
    inputs = {i.identifier: i for side in (second, first) for i in side.subject.clause.inputs}
    live = {label for s in (first, second)
            for label in live_inputs(s.subject.clause, s.subject.letters, s.subject.on, s.subject.basis)}  # fmt: skip
    columns = {c.name for side in (first, second) for c in side.encoded.program.columns}
    kept = {k: v for k, v in model.items() if k in columns or k.split("[")[0].rstrip("#") in columns}
    whole = replace(first.subject.clause, inputs=tuple(inputs.values()))
    return read_case(whole, kept, first.subject.basis.tiers, frozenset(live))


def _given(answer: Answer | None, name: str) -> int | None:
    return answer.shares[name].amount.exact if answer is not None else None


