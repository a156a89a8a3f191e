"""榜单的问句: the challenges for which bids are taken; the list is public, so nobody's scope narrows it."""

from __future__ import annotations

from datetime import date

from luoqiao.apps.cases.models import Draft
from luoqiao.core.cases.challenge import DEMAND, Challenge, challenge_of

__all__ = ("Challenge", "list_challenges")


def list_challenges(on: date) -> tuple[Challenge, ...]:
    """Every challenge on the list for which bids are taken on that day, the one that ends first before the others."""
    rows = Draft.objects.filter(case__procedure=DEMAND, case__ending="granted").select_related("case")
    found = [challenge_of(row.case.number, row.case.enterprise_name, row.form) for row in rows]
    opened = [one for one in found if one.open_on(on)]
    return tuple(sorted(opened, key=lambda one: (one.bids_until or date.max, one.number)))
