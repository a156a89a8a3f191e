"""多投不会少得: more of one amount never pays less in all, whatever the other facts are, as long as they stay the same.

The rule is written twice, with the amount and with a larger one. Name after name is shown to grow or stay, each from
the names before it; only where that does not suffice is the whole rule unfolded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from luoqiao.adapters.z3.encoding import Encoded, encode_program
from luoqiao.adapters.z3.inputs import Inputs, bounds_of
from luoqiao.adapters.z3.library import z3
from luoqiao.adapters.z3.question import NOT_CONFIRMED, Subject, agrees, shown, witness
from luoqiao.adapters.z3.search import Found, Model, Search
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.claims import Claim
from luoqiao.core.rules.growth import grows
from luoqiao.core.rules.proofs import Proof, Verdict
from luoqiao.core.rules.term_walk import names_of


@dataclass(slots=True)
class _Twice:
    """The same rule for an amount and for a larger one."""

    inputs: Inputs
    column: str
    less: Any
    more: Any
    first: Encoded
    second: Encoded

    def totals(self) -> tuple[Any, Any]:
        return sum(self.first.shares.values()), sum(self.second.shares.values())

    def larger(self) -> Any:
        return self.less <= self.more


def prove_monotone(subject: Subject, program: w.Program, claim: Claim) -> Proof:
    """Prove that more never pays less, or refute it with two cases that *explain* confirms."""
    if grows(program, claim.more):
        return subject.proof(claim.kind, claim.sentence, Verdict.PROVED)
    twice = _write_twice(program, claim.more)
    if _by_names(twice) is Found.NONE:
        return subject.proof(claim.kind, claim.sentence, Verdict.PROVED)
    search = Search(twice.inputs)
    search.tell(*twice.first.definitions, *twice.second.definitions, twice.larger())
    before, after = twice.totals()
    found, model = search.smallest(
        twice.first.admissible, before > after, show=dict(shown(twice.first)) | dict(shown(twice.second, "≥"))
    )
    if found is Found.CASE:
        return _refuted(subject, claim, twice, model)
    return subject.proof(claim.kind, claim.sentence, Verdict.PROVED if found is Found.NONE else Verdict.TIMED_OUT)


def _write_twice(program: w.Program, more: str) -> _Twice:
    inputs = Inputs()
    inputs.add(program)
    items, dot, item_field = more.partition(".")
    column = f"{items}[1].{item_field}" if dot else more
    less = inputs.values[column]
    larger = z3().Int(f"{column}'")
    low, high = bounds_of(w.Column(column, t.Kind.MONEY))
    inputs.limits += [larger >= low, larger <= high]
    first = encode_program(program, inputs)
    same = {name: first.names[name] for name in _unchanged(program, items)}
    second = encode_program(program, inputs, "'", {column: larger, **same})
    inputs.values[f"{column}'"] = larger
    return _Twice(inputs, column, less, larger, first, second)


def _unchanged(program: w.Program, column: str) -> Iterator[str]:
    """The names that do not lean on the column."""
    changed = {column}
    for name, term in program.assignments:
        if changed.intersection(names_of(term)):
            changed.add(name)
        else:
            yield name


def _by_names(twice: _Twice) -> Found:
    """From the first name to the shares: NONE when every step that the total leans on grows or stays."""
    search = Search(twice.inputs)
    search.tell(twice.larger(), *twice.first.bounded, *twice.second.bounded)
    opens = not twice.first.entitled.eq(twice.second.entitled)  # more may open the door, and then nothing may be negative
    for name, definition in twice.first.defined.items():
        before, after = twice.first.names[name], twice.second.names[name]
        if name not in twice.second.defined:
            search.tell(definition)
            continue
        step = definition, twice.second.defined[name]
        if search.ask(*step, before > after) is not Found.NONE:
            search.tell(*step)
            if search.ask(before > after) is not Found.NONE:
                continue
        search.tell(before <= after)
        if opens and search.ask(*step, before < 0) is Found.NONE:
            search.tell(before >= 0, after >= 0)
    before, after = twice.totals()
    return search.ask(twice.first.admissible, before > after)


def _refuted(subject: Subject, claim: Claim, twice: _Twice, model: Model) -> Proof:
    larger = dict(model) | {twice.column: model[f"{twice.column}'"]}
    cases = subject.case(model), subject.case(larger)
    shares = subject.shares(cases[0]), subject.shares(cases[1])
    if not (agrees(model, shares[0]) and agrees(model, shares[1], "≥")):
        return subject.proof(claim.kind, claim.sentence, Verdict.TIMED_OUT, note=NOT_CONFIRMED)
    totals = [show_yuan(sum((s or {}).values())) for s in shares]
    told = f"{cases[0].words}时合计 {totals[0]}；增到 {show_yuan(larger[twice.column] or 0)}，合计反而是 {totals[1]}"
    return subject.proof(claim.kind, claim.sentence, Verdict.REFUTED, witness=witness(cases[0], told, shares[0]))
