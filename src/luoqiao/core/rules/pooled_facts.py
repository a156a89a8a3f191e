"""汇总事实: one set of facts for several clauses, handed out to the clause that each fact belongs to.

A fact is named `<clause>.<input>`; the clause may be left out where one clause alone has such an input.
No fact of one clause stands for a fact of another: 软硬件投资额 of the industrial internet project is
the provider's, that of the 5G project the user's; 整机 of one product says nothing about the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.text import nearest
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Tier
from luoqiao.core.rules.facts import Facts, read_facts
from luoqiao.core.rules.resolve import grants_of

AMBIGUOUS = "LQ-2040"
NO_SUCH_FACT = "LQ-2041"
NO_SUCH_CLAUSE = "LQ-2042"
GIVEN_TWICE = "LQ-2043"


@dataclass(frozen=True, slots=True)
class _Target:
    clause: t.Clause
    name: str
    identity: str


def read_pooled(
    clauses: Iterable[t.Clause], given: Mapping[str, object], tiers: tuple[Tier, ...]
) -> dict[str, Facts]:
    """The facts of each clause by its identifier. Raises Invalid with every name and value that cannot
    be read.
    """
    every = tuple(clauses)
    known = _names(every, tiers)
    problems: list[FieldProblem] = []
    by_clause: dict[str, dict[str, object]] = {clause.identifier: {} for clause in every}
    spelled: dict[str, str] = {}
    for key, value in given.items():
        target = _find(key, known, every, problems)
        if target is None:
            continue
        if target.identity in spelled:
            first = spelled[target.identity]
            message = f"“{first}”和“{key[:40]}”是同一项，只能写一次"
            problems.append(FieldProblem(key[:80], key[:40], "同一项只写一次", message, GIVEN_TWICE))
            continue
        spelled[target.identity] = key[:40]
        by_clause[target.clause.identifier][target.name] = value
    read: dict[str, Facts] = {}
    for clause in every:
        try:
            read[clause.identifier] = read_facts(clause, by_clause[clause.identifier], tiers)
        except Invalid as refused:
            problems += prefixed(refused.problems, clause)
    if problems:
        raise Invalid(tuple(problems))
    return read


def prefixed(problems: Iterable[FieldProblem], clause: t.Clause) -> list[FieldProblem]:
    """Problems of one clause, named as fields of the whole."""
    return [replace(one, field=f"{clause.identifier}.{one.field}") for one in problems]


def _names(clauses: tuple[t.Clause, ...], tiers: tuple[Tier, ...]) -> dict[str, list[_Target]]:
    """Every name a fact may be given by, bare and with its clause."""
    known: dict[str, list[_Target]] = {}
    for clause in clauses:
        spoken_of = set(grants_of(clause))
        pairs = [(one.identifier, one.label) for one in clause.inputs]
        pairs += [(f"granted_{tier.code}", f"{tier.label}实拨") for tier in tiers if tier.label in spoken_of]
        for identifier, label in pairs:
            target = _Target(clause, identifier, f"{clause.identifier}.{identifier}")
            for name in (identifier, label):
                known.setdefault(name, []).append(target)
                known.setdefault(f"{clause.identifier}.{name}", []).append(target)
    return known


def _find(
    key: str, known: Mapping[str, list[_Target]], clauses: tuple[t.Clause, ...], problems: list[FieldProblem]
) -> _Target | None:
    targets = known.get(key, [])
    if len(targets) == 1:
        return targets[0]
    shown, field = key[:40], key[:80]
    if targets:
        names = "、".join(target.identity for target in targets)
        message = f"有 {len(targets)} 个条款都有“{shown}”这一项；请写明是哪一条：{names}"
        problems.append(FieldProblem(field, shown, names, message, AMBIGUOUS))
        return None
    before, dot, _ = key.partition(".")
    identifiers = [clause.identifier for clause in clauses]
    if dot and before not in identifiers:
        near = nearest(before[:60], identifiers)
        hint = f"；是不是“{near}”？" if near else ""
        message = f"没有条款“{before[:40]}”{hint}"
        problems.append(FieldProblem(field, shown, "、".join(identifiers), message, NO_SUCH_CLAUSE))
        return None
    near = nearest(key[:80], known)
    hint = f"；是不是“{near}”？" if near else ""
    expected = "<条款>.<输入>，如 cloud_adoption.annual_service_fee"
    problems.append(
        FieldProblem(field, shown, expected, f"没有一个条款有“{shown}”这一项{hint}", NO_SUCH_FACT)
    )
    return None
