"""目标: each number the programme promises, with how it is compared, over which time, and its sentence.

Attainment is not computed here: a target says what was promised, an indicator what was reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.tables import Row, read_tables
from luoqiao.core.rules.citations import Citation, read_citation
from luoqiao.core.targets.quantity import Quantity, parse_quantity


class Comparison(StrEnum):
    """How the number is meant: 超 · 以上 · 所述数 · 区间 (floor and goal) · 只有文字."""

    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    STATED = "stated"
    RANGE = "range"
    QUALITATIVE = "qualitative"


class Mode(StrEnum):
    """Over which time: state at the date · each calendar year · up to the date · mean of the years."""

    STOCK = "stock"
    YEARLY = "yearly"
    CUMULATIVE = "cumulative"
    AVERAGE = "average"


@dataclass(frozen=True, slots=True)
class Target:
    """目标: `industry` empty means the whole district; `best_effort` (力争) is shown, it changes no sum."""

    id: str
    name: str
    indicator: str
    industry: str
    value: Quantity | None
    goal: Quantity | None
    comparison: Comparison
    mode: Mode
    years: tuple[int, ...]
    due_on: date | None
    best_effort: bool
    only_new: bool
    readings: tuple[str, ...]
    note: str
    citation: Citation

    @property
    def is_annex(self) -> bool:
        """Whether the target stands in an annex rather than in the body."""
        return self.citation.anchor.startswith("附件")


def parse_targets(data: Mapping[str, object], file: str = "targets.toml") -> tuple[Target, ...]:
    """The targets of a pack; refuses the file with every finding."""
    with read_tables(data, file) as tables:
        return tuple(_target(row) for row in tables.rows("targets"))


def _target(row: Row) -> Target:
    target = Target(
        id=row.pattern("id", r"T-\d{2}", "T-01"),
        name=row.text("name"),
        indicator=row.pattern("indicator", r"[a-z][a-z0-9_]*", "小写英文标识"),
        industry=row.text("industry", ""),
        value=_quantity(row, "value"),
        goal=_quantity(row, "goal"),
        comparison=row.choice("comparison", Comparison),
        mode=row.choice("mode", Mode),
        years=row.numbers("years"),
        due_on=row.day_or_none("due_on"),
        best_effort=row.flag("best_effort", default=False),
        only_new=row.flag("only_new", default=False),
        readings=row.texts("readings"),
        note=row.text("note", ""),
        citation=read_citation(row),
    )
    for fault in _faults(target):
        row.fault(fault)
    return target


def _quantity(row: Row, key: str) -> Quantity | None:
    if not row.has(key):
        return None
    try:
        return parse_quantity(row.text(key))
    except DomainError as refused:
        row.fault(refused.message)
        return None


def _faults(target: Target) -> list[str]:
    faults = []
    if (target.value is None) != (target.comparison is Comparison.QUALITATIVE):
        faults.append("有数的目标要写 value，只有文字的目标 comparison 写 qualitative")
    if (target.goal is None) == (target.comparison is Comparison.RANGE):
        faults.append("区间目标（range）要写 value 和 goal，其余不写 goal")
    if bool(target.years) != (target.mode in (Mode.YEARLY, Mode.AVERAGE)):
        faults.append("逐年和平均的目标要写 years，其余不写")
    return faults
