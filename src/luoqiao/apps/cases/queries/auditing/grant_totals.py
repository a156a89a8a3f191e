"""审定了多少: by year and clause, as it stands now."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum

from luoqiao.apps.cases.models import Case
from luoqiao.apps.cases.scope import case_scope
from luoqiao.core.parties.actor import Actor


@dataclass(frozen=True, slots=True)
class GrantTotal:
    """一条条款一年: how many cases and enterprises, how much was decided (fen)."""

    year: int
    clause: str
    cases: int
    enterprises: int
    amount: int


def list_grant_totals(actor: Actor) -> tuple[GrantTotal, ...]:
    """Every year and clause for which money was decided, the latest year first. One query."""
    rows = (
        Case.objects.filter(case_scope(actor), decided=True).exclude(clause="").values("year", "clause")
        .annotate(cases=Count("pk"), enterprises=Count("uscc", distinct=True), total=Sum("amount")).order_by("-year", "clause")
    )  # fmt: skip
    return tuple(
        GrantTotal(one["year"], one["clause"], one["cases"], one["enterprises"], one["total"] or 0) for one in rows
    )


def granted_years(actor: Actor) -> tuple[int, ...]:
    """The years in which something was decided, the latest first."""
    rows = Case.objects.filter(case_scope(actor), decided=True).exclude(clause="").order_by("-year")
    return tuple(rows.values_list("year", flat=True).distinct())
