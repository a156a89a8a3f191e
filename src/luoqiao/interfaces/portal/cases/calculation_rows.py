"""案件的计算: the steps that lead to the money with their quotes, then the sum and how it differs from what was applied for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from luoqiao.apps.cases.queries.case_file import CaseFile
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Outcome
from luoqiao.core.rules.wording import share_marks
from luoqiao.interfaces.portal.calculator_steps import steps_of
from luoqiao.interfaces.portal.parts import Quote, Step, Tag


@dataclass(frozen=True, slots=True)
class CalculationRow:
    """计算的一行: what is worked out, each line of arithmetic with its marks, the quotes, what it gives."""

    label: str
    lines: tuple[tuple[str, tuple[Tag, ...]], ...]
    quotes: tuple[Quote, ...]
    gives: str


@dataclass(frozen=True, slots=True)
class CalculationPart:
    """计算一节: rows, the sum (fen) by the rule, what was decided, and one sentence about differences."""

    rows: tuple[CalculationRow, ...]
    total: int
    note: str
    difference: str
    outcome: str = ""


def calculation_part(file: CaseFile) -> CalculationPart | None:
    """The calculation for the facts adopted; None for cases without a clause."""
    if file.calculation is None:
        return None
    answer = file.calculation.answer
    counted = replace(answer, steps=tuple(one for one in answer.steps if not isinstance(one.statement, t.Condition)))
    marks = {} if answer.outcome is Outcome.NOT_ENTITLED else {s.tier.label: share_marks(s) for s in answer.shares.values()}
    total = sum(file.calculation.amounts.values())
    outcome = "" if answer.outcome is Outcome.ENTITLED else _outcome(answer.outcome, tuple(answer.reasons))
    return CalculationPart(
        _rows(steps_of(counted, {}, marks)), total, f"规则版本 {answer.version}", _difference(file, total), outcome
    )


def _rows(steps: Sequence[Step]) -> tuple[CalculationRow, ...]:
    """A line of the rule with its suffixes (最高, 一次性 …) is one row."""
    rows: list[CalculationRow] = []
    for step in steps:
        line = (step.arithmetic, step.tags)
        if step.label or not rows:
            rows.append(CalculationRow(step.label, (line,), step.quotes, step.gives))
        else:
            last = rows[-1]
            quotes = (*last.quotes, *step.quotes)
            rows[-1] = replace(last, lines=(*last.lines, line), quotes=quotes, gives=step.gives or last.gives)
    return tuple(rows)


def _outcome(outcome: Outcome, reasons: tuple[str, ...]) -> str:
    if outcome is Outcome.UNDETERMINED:
        return "按现有事实还不能判定，金额按已知部分计"
    return f"按现有事实不符合：{'、'.join(reasons)}"


def _difference(file: CaseFile, total: int) -> str:
    """What the enterprise's own figures give by the same rule, and what was lowered since."""
    said = []
    if file.declared is not None and sum(file.declared.values()) != total:
        own = sum(file.declared.values())
        said.append(f"按企业申报值为 {show_yuan(own)}，{'少' if total < own else '多'} {show_yuan(abs(own - total))}")
    if file.most is not None and sum(file.most.values()) < total:
        said.append(f"审查已降为 {show_yuan(sum(file.most.values()))}")
    return "；".join(said)
