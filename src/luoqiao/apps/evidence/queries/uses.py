"""成批的占用: what many cases use of which invoice lines, asked at once by who checks a year; nothing here is shown as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from luoqiao.apps.evidence.models import Allocation
from luoqiao.core.evidence.allocation import AllocationState


def allocated_by_case(cases: Iterable[str]) -> dict[str, dict[int, int]]:
    """For each case number: fen by invoice line that are held or used now. One query."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    rows = Allocation.objects.filter(case_number__in=tuple(cases)).exclude(state="released")
    for case, line, amount in rows.values_list("case_number", "line", "amount"):
        found[case][line] = found[case].get(line, 0) + amount
    return dict(found)


@dataclass(frozen=True, slots=True)
class AllocationChange:
    """占用的一次变动: a line taken or let go, how much (fen), by whom and when."""

    case: str
    line: int
    amount: int
    words: str
    name: str
    at: datetime


def allocation_changes(cases: Iterable[str]) -> tuple[AllocationChange, ...]:
    """Every time a line was taken or let go for these cases. One query."""
    rows = Allocation.objects.filter(case_number__in=tuple(cases)).order_by("pk")
    found = []
    for case, line, amount, state, name, at, moved in rows.values_list(
        "case_number", "line", "amount", "state", "taken_name", "at", "moved_at"
    ):
        found.append(AllocationChange(case, line, amount, "又占用了", name, at))
        if state == AllocationState.RELEASED.value and moved is not None:
            found.append(AllocationChange(case, line, amount, "放开了", name, moved))
    return tuple(found)
