"""读法: what is taken from a file: which column of it is which input, which are labels, within which limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from luoqiao.adapters.population.faults import NoSuchColumn
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.text import nearest
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, choose, switches
from luoqiao.core.rules.column_values import Limit
from luoqiao.core.rules.columns import NO_INPUT, Matched, match_heads
from luoqiao.core.rules.explain import PLAIN
from luoqiao.core.rules.lower import lower

LABEL_WORDS: Mapping[str, tuple[str, ...]] = {
    "industry": ("行业", "所属行业", "行业领域"), "township": ("镇街", "镇（街道）", "乡镇", "镇", "街道"),
    "enterprise": ("企业", "统一社会信用代码", "uscc"), "year": ("年度", "年份"), "size": ("规模",),
}  # fmt: skip
"""Heads that a label asked for by its identifier may also stand under."""


@dataclass(frozen=True, slots=True)
class Request:
    """要读什么: the clauses, the labels by name with the head each stands under, limits of approved rates."""

    clauses: tuple[t.Clause, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[tuple[str, str], Limit] = field(default_factory=dict)
    basis: Basis = PLAIN
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """一个文件的读法: its heads, the inputs among them, and the positions of the labels."""

    heads: tuple[str, ...]
    columns: tuple[Matched, ...]
    labels: Mapping[str, int]
    request: Request
    remarks: tuple[str, ...] = ()

    def limit(self, matched: Matched) -> Limit | None:
        """The limit of an approved rate."""
        return self.request.limits.get(matched.wanted.key)


def plan_for(file: str, heads: Sequence[str], request: Request, elsewhere: tuple[Matched, ...] = ()) -> Plan:
    """Find every input and label among the heads; `elsewhere` are columns that stand on other sheets.

    Raises Invalid or NoSuchColumn, naming the file.
    """
    labels = {name: _label_position(file, heads, name, head) for name, head in request.labels.items()}
    standing = [heads[position] for position in labels.values()]
    found = match_heads(heads, request.clauses, tiers=request.basis.tiers, labels=standing, others=request.others)
    problems = [p for p in found.problems if not (elsewhere and p.code == NO_INPUT)]
    taken = {one.wanted.key: one.head for one in found.columns}
    for one in elsewhere:
        if one.wanted.key in taken:
            said = f"{one.wanted.label}既有“{taken[one.wanted.key]}”一列，又有“{one.head}”一张表；只留一处"
            problems.append(FieldProblem(one.head, one.head, "每个输入一处", said, "LQ-4312"))
    if problems:
        raise Invalid(tuple(_named(file, p) for p in problems))
    return Plan(tuple(heads), (*found.columns, *elsewhere), labels, request, found.remarks)


def _named(file: str, problem: FieldProblem) -> FieldProblem:
    return replace(problem, message=f"{file}：{problem.message}")


def _label_position(file: str, heads: Sequence[str], name: str, head: str) -> int:
    for one in (head, *LABEL_WORDS.get(head, ())):
        if one in heads:
            return heads.index(one)
    near = nearest(head, heads)
    hint = f"；是不是“{near}”？" if near else f"；文件的列是 {'、'.join(h[:20] for h in heads[:20])}"
    raise NoSuchColumn(file, head, hint)


def limits_for(
    clauses: Sequence[t.Clause], on: date, readings: Mapping[str, str], basis: Basis = PLAIN
) -> dict[tuple[str, str], Limit]:
    """The limits of approved rates for these readings on a day; clauses out of force have none."""
    found: dict[tuple[str, str], Limit] = {}
    for clause in clauses:
        if not clause.header.first <= on <= clause.header.last:
            continue
        available = switches(clause, basis.cap_period_question)
        mine = {question: letter for question, letter in readings.items() if question in available}
        letters = {used.question: used.letter for used in choose(clause, basis, mine, on)}
        for name, how, rate in lower(clause, letters, on, basis).approved:
            found[clause.identifier, name] = Limit(how, rate)
    return found
