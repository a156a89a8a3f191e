"""任务: the thirteen things to be done, what they consist of, and the units that answer for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from luoqiao.core.kernel.tables import Row, read_tables
from luoqiao.core.rules.citations import Citation, read_citations


@dataclass(frozen=True, slots=True)
class Task:
    """任务: its paragraph, its actions as quoted, the lead unit first named and the supporting units."""

    id: str
    name: str
    anchor: str
    lead_units: tuple[str, ...]
    supporting_units: tuple[str, ...]
    readings: tuple[str, ...]
    actions: tuple[Citation, ...]
    duty: tuple[Citation, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """Every responsible unit, lead units first."""
        return self.lead_units + self.supporting_units

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every quotation of the task."""
        return self.actions + self.duty


def parse_tasks(data: Mapping[str, object], file: str = "tasks.toml") -> tuple[Task, ...]:
    """The tasks of a pack; refuses the file with every finding."""
    with read_tables(data, file) as tables:
        return tuple(_task(row) for row in tables.rows("tasks"))


def _task(row: Row) -> Task:
    task = Task(
        id=row.pattern("id", r"K-\d{2}", "K-01"),
        name=row.text("name"),
        anchor=row.text("anchor"),
        lead_units=row.texts("lead_units"),
        supporting_units=row.texts("supporting_units"),
        readings=row.texts("readings"),
        actions=read_citations(row, "actions"),
        duty=read_citations(row, "duty"),
    )
    if not task.lead_units:
        row.fault("任务要有牵头单位 lead_units")
    if len(set(task.units)) < len(task.units):
        row.fault("同一单位写了两次")
    return task
