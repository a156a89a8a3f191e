"""读一轮评审: the rows of a round as the core's value. What is sealed is not read: before a round is closed nobody asks the
database for the marks of others, so no page can show them by mistake.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from luoqiao.apps.cases.models import Case, ExpertAssignment, ExpertDeclaration, ExpertRelease, ExpertSheet
from luoqiao.core.cases.expert_round import Expert, Round
from luoqiao.core.cases.scoring import ScoreSheet


def sealed_round(row: Case, number: int) -> Round:
    """The round as everybody may know it while it runs: who has scored, and no marks."""
    return Round(number, tuple(experts_of(_assigned(row, number)).values()))


def opened_round(row: Case, number: int) -> Round:
    """The round with every sheet: for closing it, and for nothing else."""
    experts = experts_of(_assigned(row, number))
    for key, (sheet, at) in _last_sheets(experts).items():
        experts[key] = replace(experts[key], sheet=sheet, scored_at=at)
    return Round(number, tuple(experts.values()))


def own_sheet(assignment: ExpertAssignment) -> ScoreSheet | None:
    """The last sheet that an expert handed in; for that very expert."""
    found = _last_sheets([assignment.pk])
    return found[assignment.pk][0] if assignment.pk in found else None


def experts_of(rows: Iterable[ExpertAssignment]) -> dict[int, Expert]:
    """Experts by the key of their assignment, without marks; three queries however many there are."""
    listed = list(rows)
    keys = [row.pk for row in listed]
    declared: dict[int, ExpertDeclaration] = {}
    for one in ExpertDeclaration.objects.filter(assignment__in=keys).order_by("number"):
        declared[one.assignment_id] = one
    sheets: dict[int, tuple[int, datetime]] = {}
    scored = ExpertSheet.objects.filter(assignment__in=keys).order_by("number")
    for key, number, at in scored.values_list("assignment_id", "number", "scored_at"):
        sheets[key] = (number, at)
    released = {one.assignment_id: one for one in ExpertRelease.objects.filter(assignment__in=keys)}
    return {row.pk: _expert(row, declared.get(row.pk), sheets.get(row.pk), released.get(row.pk)) for row in listed}


def _assigned(row: Case, number: int) -> Iterable[ExpertAssignment]:
    return ExpertAssignment.objects.filter(case=row, round=number).order_by("pk")


def _expert(
    row: ExpertAssignment, declared: ExpertDeclaration | None, sheets: tuple[int, datetime] | None,
    released: ExpertRelease | None,
) -> Expert:  # fmt: skip
    one = Expert(row.user, row.name, row.asked_at, row.asked_name)
    if declared is not None:
        one = replace(
            one, conflict=declared.conflict, conflict_reason=declared.reason, declared_at=declared.declared_at
        )
    if sheets is not None:
        one = replace(one, sheets=sheets[0], scored_at=sheets[1])
    if released is not None:
        one = replace(one, released_because=released.reason, released_at=released.released_at)
    return one


def _last_sheets(keys: Iterable[int]) -> Mapping[int, tuple[ScoreSheet, datetime]]:
    found = {}
    for one in ExpertSheet.objects.filter(assignment__in=tuple(keys)).order_by("number"):
        found[one.assignment_id] = (ScoreSheet(dict(one.points), one.opinion), one.scored_at)
    return found
