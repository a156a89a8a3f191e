"""一问: a clause under one set of readings, written for the solver, with what every question about it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from luoqiao.adapters.z3.encoding import Encoded, encode_program
from luoqiao.adapters.z3.inputs import Inputs
from luoqiao.adapters.z3.search import Model, Search
from luoqiao.core.kernel.money import yuan_text
from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.case_words import Case, ask_again, exact_shares, live_inputs, read_case
from luoqiao.core.rules.proofs import ClaimKind, Proof, Verdict, Witness

NOT_CONFIRMED = "求解器给出的反例没有通过逐步测算的复核，不作数"


@dataclass(frozen=True, slots=True)
class Subject:
    """所问的条款: clause, readings (all of them), day, basis; `apart` are the readings that differ from the default."""

    clause: t.Clause
    letters: Mapping[str, str]
    on: date
    basis: Basis
    apart: Mapping[str, str]

    def proof(self, kind: ClaimKind, sentence: str, verdict: Verdict, **more: Any) -> Proof:
        """A proof about this clause under these readings."""
        return Proof(kind, self.clause.identifier, sentence, verdict, self.apart, **more)

    def case(self, model: Model) -> Case:
        """The case that a model stands for."""
        live = live_inputs(self.clause, self.letters, self.on, self.basis)
        return read_case(self.clause, model, self.basis.tiers, live)

    def shares(self, case: Case) -> Mapping[str, int] | None:
        """What *explain* answers to a case, in fen; None where it refuses it or something stays open."""
        return exact_shares(ask_again(self.clause, case, self.letters, self.on, self.basis))


@dataclass(slots=True)
class Written:
    """写好的一条: the program encoded over shared inputs, and the solver that holds it."""

    subject: Subject
    inputs: Inputs
    encoded: Encoded
    search: Search

    @property
    def total(self) -> Any:
        """All tiers together."""
        return sum(self.encoded.shares.values())

    def holds(self, terms: tuple[w.Term, ...]) -> tuple[Any, ...]:
        """Tests over the names of the program, for the solver."""
        return tuple(self.encoded.test(term, self.inputs) for term in terms)


def write(subject: Subject, program: w.Program) -> Written:
    """Encode one program and give it to a solver of its own."""
    inputs = Inputs()
    encoded = encode_program(program, inputs)
    search = Search(inputs)
    search.tell(*encoded.definitions)
    return Written(subject, inputs, encoded, search)


def shown(encoded: Encoded, mark: str = "=") -> Mapping[str, Any]:
    """The shares as quantities to read off a case."""
    return {f"{mark}{code}": share for code, share in encoded.shares.items()}


def agrees(model: Model, shares: Mapping[str, int] | None, mark: str = "=") -> bool:
    """Whether *explain* gives what the solver says."""
    return shares is not None and all(model[f"{mark}{code}"] == amount for code, amount in shares.items())


def witness(case: Case, sentence: str, shares: Mapping[str, int] | None) -> Witness:
    """A confirmed case as it is kept and shown."""
    return Witness(sentence, case.facts, case.earlier, {k: yuan_text(v) for k, v in (shares or {}).items()})
