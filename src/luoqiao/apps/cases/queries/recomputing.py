"""复算一年: every case of a year that money was decided for, put to its pinned rule again from the frozen snapshot alone; each
difference in a sentence. Nothing is kept and nothing is corrected: what to do about it is people's work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from luoqiao.apps.cases.earlier import Decided, add_up
from luoqiao.apps.cases.frozen import Frozen, decided_cases, frozen_cases
from luoqiao.apps.cases.models import Case
from luoqiao.apps.cases.scope import case_scope
from luoqiao.core.cases.recompute import Difference, compare_cap, recompute
from luoqiao.core.parties.actor import Actor


@dataclass(frozen=True, slots=True)
class FoundDifference:
    """一处差异, with whose case it is and how much was decided (fen)."""

    difference: Difference
    enterprise_name: str
    title: str
    amount: int


@dataclass(frozen=True, slots=True)
class Recomputation:
    """复算的结果: how many grants there are, how many could be worked out again, and where something differs.

    `amount` is what was decided altogether, in fen.
    """

    year: int
    grants: int
    recomputed: int
    amount: int
    differences: tuple[FoundDifference, ...]


@dataclass(frozen=True, slots=True)
class _Sibling:
    """同一企业同一条款的另一件: what it took up and when it was decided on."""

    number: str
    decided: Decided
    at: datetime


Siblings = Mapping[tuple[str, str], list[_Sibling]]


def count_grants(actor: Actor, *, year: int, clause: str = "") -> int:
    """How many cases of a year there are to be recomputed."""
    return len(decided_cases(case_scope(actor), year=year, clause=clause))


def recompute_year(actor: Actor, *, year: int, clause: str = "") -> Recomputation:
    """Every grant of a year (of one clause, if it is named) that this person may see."""
    keys = decided_cases(case_scope(actor), year=year, clause=clause)
    siblings = _siblings(year)
    found: list[FoundDifference] = []
    worked_out = amount = 0
    for one in frozen_cases(keys):
        done = recompute(one.granted, one.clause, one.pack.basis)
        worked_out += done.answer is not None
        amount += one.state.total
        over = _over_the_cap(one, siblings)
        found += (_told(one, each) for each in (*done.differences, *([over] if over else [])))
    return Recomputation(year, len(keys), worked_out, amount, tuple(found))


def _told(one: Frozen, difference: Difference) -> FoundDifference:
    return FoundDifference(difference, one.row.enterprise_name, one.row.title, one.state.total)


def _over_the_cap(one: Frozen, siblings: Siblings) -> Difference | None:
    """What was decided before this case counts against its caps; what was decided after it does not."""
    at = one.decided_at
    group = siblings.get((one.row.uscc, one.row.clause), ())
    before = [other for other in group if at and (other.at, other.number) < (at, one.row.number)]
    if not before or one.granted.content is None:
        return None
    earlier = add_up((other.decided for other in before), one.row, one.clause, one.pack)
    return compare_cap(one.granted, one.clause, one.pack.basis, earlier, [other.number for other in before])


def _siblings(year: int) -> Siblings:
    """The decided cases of enterprises that have several under one clause, one of them in this year."""
    several = (
        Case.objects.filter(decided=True).exclude(clause="").values("uscc", "clause")
        .annotate(many=Count("pk"), here=Count("pk", filter=Q(year=year))).filter(many__gt=1, here__gt=0)
    )  # fmt: skip
    pairs = {(one["uscc"], one["clause"]) for one in several}
    rows = (
        Case.objects.filter(decided=True, uscc__in={uscc for uscc, _ in pairs}).exclude(clause="")
        .annotate(at=Max("events__at", filter=Q(events__kind__in=("approved", "submitted"))))
        .values_list("uscc", "clause", "number", "year", "subject", "amounts", "at")
    )  # fmt: skip
    found: dict[tuple[str, str], list[_Sibling]] = defaultdict(list)
    for uscc, clause, number, in_year, subject, amounts, at in rows:
        if (uscc, clause) in pairs and at is not None:
            found[uscc, clause].append(_Sibling(number, (in_year, subject, amounts or {}), at))
    return found
