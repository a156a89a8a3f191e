"""我的案件: every case of the enterprises that somebody acts for, each with the desks that have to act now; two queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from luoqiao.apps.cases.models import Case, Todo
from luoqiao.apps.cases.queries.case_row import FIELDS, CaseRow
from luoqiao.apps.cases.scope import case_scope
from luoqiao.core.parties.actor import Actor, Role

MOST = 500


@dataclass(frozen=True, slots=True)
class MyCase:
    """我的一件: its row, the desks that have to act, whether one of them is one's own."""

    row: CaseRow
    desks: tuple[str, ...]
    mine: bool


def list_mine(actor: Actor, uscc: str = "") -> tuple[MyCase, ...]:
    """The cases of the enterprises that this person acts for (of one, if named), the latest change first."""
    firms = [place for place in actor.places(Role.ENTERPRISE_AGENT) if uscc in ("", place)]
    rows = Case.objects.filter(case_scope(actor), uscc__in=firms).order_by("-changed_at", "-pk").values_list(*FIELDS)
    found = [CaseRow(*row).as_told for row in rows[:MOST]]
    desks: dict[str, list[str]] = defaultdict(list)
    todos = Todo.objects.filter(case__uscc__in=firms).order_by("pk").values_list("case__number", "desk")
    for number, desk in todos:
        desks[number].append(desk)
    own = set(actor.desks)
    return tuple(MyCase(row, tuple(desks[row.number]), bool(own & set(desks[row.number]))) for row in found)
