"""两份规则: whether two rules pay everybody the same, or the smallest case in which they do not.

Two readings of a clause, two versions of it, a rule with and without one of its parts: always two programs over the
same facts. A rate that one rule accepts and the other refuses is a difference too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from luoqiao.adapters.z3.encoding import Encoded, encode_program, unchanged
from luoqiao.adapters.z3.inputs import Inputs
from luoqiao.adapters.z3.library import z3
from luoqiao.adapters.z3.question import Subject, agrees, shown
from luoqiao.adapters.z3.search import Found, Model, Search
from luoqiao.core.rules import terms as w
from luoqiao.core.rules.case_words import Case, ask_again, exact_shares, live_inputs, read_case, say_shares
from luoqiao.core.rules.lower import lower


@dataclass(frozen=True, slots=True)
class Difference:
    """两份规则的差别: NONE is a proof that there is none; a case comes with what each rule pays."""

    found: Found
    case: Case | None = None
    first: Mapping[str, int] | None = None
    second: Mapping[str, int] | None = None
    confirmed: bool = True


@dataclass(slots=True)
class Pair:
    """两份写好的程序 over the same inputs."""

    inputs: Inputs
    first: Encoded
    second: Encoded
    search: Search

    def differ(self) -> Any:
        """Somebody is paid differently in some tier."""
        return z3().Or(*(self.first.shares[code] != self.second.shares[code] for code in self.first.shares))


def program_of(subject: Subject) -> w.Program:
    """The rule of a subject as integer terms."""
    return lower(subject.clause, subject.letters, subject.on, subject.basis)


def write_pair(first: w.Program, second: w.Program) -> Pair:
    """Encode two programs over the same columns; what both say alike is written once."""
    inputs = Inputs()
    one = encode_program(first, inputs)
    other = encode_program(second, inputs, "'", unchanged(second, one))
    search = Search(inputs)
    search.tell(*one.definitions, *other.definitions)
    return Pair(inputs, one, other, search)


class Without:
    """One program held by a solver, against which others are put one after another."""

    def __init__(self, program: w.Program) -> None:
        self.inputs = Inputs()
        self.base = encode_program(program, self.inputs)
        self.search = Search(self.inputs)
        self.search.tell(*self.base.definitions)

    def nobody(self) -> bool:
        """Whether no case at all meets the conditions."""
        return self.search.ask(self.base.entitled, self.base.admissible) is Found.NONE

    def same(self, program: w.Program) -> Found:
        """Whether another program pays everybody the same."""
        if program == self.base.program:
            return Found.NONE
        other = encode_program(program, self.inputs, "'", unchanged(program, self.base))
        pair = Pair(self.inputs, self.base, other, self.search)
        return self.search.ask(*other.definitions, self.base.admissible, other.admissible, pair.differ())


def difference(first: Subject, second: Subject, given: Iterable[Any] = ()) -> Difference:
    """The smallest case that two rules treat differently, confirmed by *explain* under both."""
    programs = program_of(first), program_of(second)
    if programs[0] == programs[1]:
        return Difference(Found.NONE)
    pair = write_pair(*programs)
    both = pair.first.admissible, pair.second.admissible
    show = dict(shown(pair.first)) | dict(shown(pair.second, "≠"))
    found, model = pair.search.smallest(*both, pair.differ(), *given, show=show)
    if found is Found.NONE:
        found, model = pair.search.smallest(both[0] != both[1], pair.first.entitled, *given, show=show)
    if found is not Found.CASE:
        return Difference(found)
    return _confirmed(first, second, model)


def _confirmed(first: Subject, second: Subject, model: Model) -> Difference:
    live = frozenset(i.label for one in (first, second) for i in one.clause.inputs if i.identifier in model)
    read = {label for one in (first, second) for label in _live(one)}
    case = read_case(first.clause, model, first.basis.tiers, live & frozenset(read))
    answers = [ask_again(one.clause, case, one.letters, one.on, one.basis) for one in (first, second)]
    shares = [exact_shares(answer) for answer in answers]
    refused = sum(answer is None for answer in answers)
    confirmed = (agrees(model, shares[0]) or shares[0] is None) and (agrees(model, shares[1], "≠") or shares[1] is None)
    return Difference(Found.CASE, case, shares[0], shares[1], confirmed and refused < 2 and shares[0] != shares[1])


def _live(subject: Subject) -> Iterable[str]:
    return live_inputs(subject.clause, subject.letters, subject.on, subject.basis)


def say_difference(found: Difference, subject: Subject, names: tuple[str, str]) -> str:
    """Both answers to the case, in one sentence."""
    if found.case is None:
        return ""
    told = [
        f"{name} {'给' + say_shares(shares, subject.basis.tiers) if shares is not None else '不接受'}"
        for name, shares in zip(names, (found.first, found.second), strict=True)
    ]
    head = f"{found.case.words}时：" if found.case.words else "只要条件符合："
    return head + "，".join(told).replace("给一分也没有", "一分也不给")
