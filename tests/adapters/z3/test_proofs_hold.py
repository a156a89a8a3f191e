"""证了的就成立: what is proved of clauses written at random is true of every case tried, calculated without the solver."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, choose
from luoqiao.core.rules.claims import Claim, Claimed, claims_of
from luoqiao.core.rules.proofs import ClaimKind, Verdict
from tests.core.rules.random_cases import Row, seeded_rows
from tests.core.rules.random_clauses import seeded_clause

pytest.importorskip("z3")

PLAIN = Basis()
Values = dict[str, Any]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**9))
def test_no_case_breaks_a_claim_that_was_proved(seed: int) -> None:
    from luoqiao.adapters.z3.prove import prove_subject, subjects
    from luoqiao.adapters.z3.search import within

    clause = seeded_clause(seed)
    subject = next(subjects(clause, PLAIN, clause.header.last))
    with within(5):
        proved = {p.sentence for p in prove_subject(subject, set()) if p.verdict is Verdict.PROVED}
    letters = {used.question: used.letter for used in choose(clause, PLAIN, {}, clause.header.last)}
    claimed = claims_of(clause, letters, clause.header.last, PLAIN)
    for row in seeded_rows(clause, 30, seed):
        names = calculated(claimed, row)
        for claim in claimed.claims:
            if claim.sentence in proved and claim.kind is not ClaimKind.MONOTONE:
                assert holds(claimed, claim, names), (claim.sentence, row)


def holds(claimed: Claimed, claim: Claim, names: Values) -> bool:
    """Whether a claim is true of one case: the goal, where the conditions and what it assumes hold."""
    if not value(claimed.program.entitled, names) or not all(value(one, names) for one in claim.given):
        return True
    return bool(value(claim.goal, names))


def calculated(claimed: Claimed, row: Row) -> Values:
    """Every name of the program for one case, by plain arithmetic."""
    program, clause = claimed.program, claimed.program.clause
    names: Values = {}
    for column in program.columns:
        names[column.name] = _stated(column, clause, row)
    for name, term in program.assignments:
        names[name] = value(term, names)
    return names


def _stated(column: w.Column, clause: t.Clause, row: Row) -> Any:
    if column.name.startswith("earlier."):
        _, name, unit = column.name.split(".")
        return row.earlier.get((name, unit), 0)
    if column.name.startswith("granted_"):
        labels = {f"granted_{tier.code}": tier.label for tier in PLAIN.tiers}
        return row.facts.granted.get(labels[column.name])
    one = clause.get_input(column.name)
    stated = row.facts.values.get(one.label)
    if column.options and stated is not None:
        return column.options.index({True: "是", False: "否"}.get(stated, stated))  # type: ignore[call-overload]  # the label of an option
    if column.kind is t.Kind.LIST and isinstance(stated, tuple):
        return [{f.identifier: int(item[f.label]) for f in one.fields} for item in stated]  # type: ignore[arg-type]  # fields are numbers
    return None if stated is None else int(stated)  # type: ignore[arg-type]  # lists and options are read above


def value(term: w.Term, names: Values) -> Any:
    """A term worked out in the host language."""
    match term:
        case w.Const(value=number):
            return number
        case w.Var(name=name):
            return names[name]
        case w.Has(name=name):
            return names[name] is not None
        case w.Not(term=inner):
            return not value(inner, names)
        case w.If(test=test, then=then, otherwise=otherwise):
            return value(then, names) if value(test, names) else value(otherwise, names)
        case w.SumItems(items=items, body=body):
            return sum(value(body, names | {f"item.{k}": x for k, x in item.items()}) for item in names[items])
        case w.Bin(op="and", left=left, right=right):
            return value(left, names) and value(right, names)
        case w.Bin(op="or", left=left, right=right):
            return value(left, names) or value(right, names)
        case w.Bin(op=op, left=left, right=right):
            a, b = value(left, names), value(right, names)
            return {
                "+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "//": lambda: a // b,
                "min": lambda: min(a, b), "max": lambda: max(a, b), ">": lambda: a > b, ">=": lambda: a >= b,
                "<": lambda: a < b, "<=": lambda: a <= b, "==": lambda: a == b,
            }[op]()  # fmt: skip
