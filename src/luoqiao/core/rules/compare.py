"""两个版本: what changed in the clauses between two packs, and by how much for the cases of their worked examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import ndiff

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.examples import read_example
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.wording import OUTCOME_WORDS, show_input, show_range


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """一条条款的改动: 新增, 删去 or 修改; changed lines, and examples whose answer differs."""

    identifier: str
    title: str
    kind: str
    lines: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()

    def as_data(self) -> dict[str, object]:
        """For programs."""
        return {"clause": self.identifier, "name": self.title, "change": self.kind, "lines": list(self.lines),
                "effects": list(self.effects)}  # fmt: skip


def compare_clauses(
    before: Mapping[str, t.Clause], after: Mapping[str, t.Clause], old: Basis, new: Basis
) -> tuple[ClauseChange, ...]:
    """Every clause that came, went or changed, in the order of the newer pack."""
    found = [ClauseChange(k, c.title, "删去") for k, c in before.items() if k not in after]
    for key, clause in after.items():
        if key not in before:
            found.append(ClauseChange(key, clause.title, "新增"))
            continue
        lines = tuple(_lines(before[key], clause))
        effects = tuple(_effects(before[key], clause, old, new))
        if lines or effects:
            found.append(ClauseChange(key, clause.title, "修改", lines, effects))
    return tuple(found)


def _rule(clause: t.Clause) -> list[str]:
    """Header, inputs and rule lines of a clause as written."""
    lines = clause.source.split("\n")
    header = lines[clause.header.at.line - 1]
    rule = lines[clause.rule_line - 1 :]
    end = next((n for n, line in enumerate(rule) if line.startswith("```")), len(rule))
    return [header, *(line for line in rule[:end] if line.strip())]


def _lines(before: t.Clause, after: t.Clause) -> Iterator[str]:
    for line in ndiff(_rule(before), _rule(after)):
        if line[0] in "-+":
            yield f"{'删' if line[0] == '-' else '增'} {line[2:].strip()}"


def _effects(before: t.Clause, after: t.Clause, old: Basis, new: Basis) -> Iterator[str]:
    """The cases of both tables, judged under both versions; only those that differ."""
    seen: set[str] = set()
    for example in (*after.examples, *before.examples):
        answers = [_judge(clause, example, basis) for clause, basis in ((before, old), (after, new))]
        shown = [_show(answer) for answer in answers]
        told = answers[1] or answers[0]
        if shown[0] == shown[1] or told is None:
            continue
        facts = "、".join(f"{i.label} {show_input(i.kind, told.facts.get(i.label))}" for i in told.clause.inputs
                         if i.label in told.facts)  # fmt: skip
        line = f"{facts or '事实未知'}（{told.on}）：{shown[0]} → {shown[1]}"
        if line not in seen:
            seen.add(line)
            yield line


def _judge(clause: t.Clause, example: t.Example, basis: Basis) -> Answer | None:
    try:
        case = read_example(clause, example, clause.header.last, basis.tiers)
        facts = read_facts(clause, case.facts, basis.tiers)
        earlier = read_earlier(clause, case.earlier, basis.tiers)
        return explain(clause, facts, on=case.on, readings=case.readings, earlier=earlier, basis=basis)
    except DomainError:
        return None


def _show(answer: Answer | None) -> str:
    if answer is None:
        return "不能测算"
    return f"{OUTCOME_WORDS[answer.outcome]} {show_range(answer.total)}"
