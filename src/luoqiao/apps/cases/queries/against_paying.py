"""拨付以前问案件: what speaks against paying a case now: an objection that is open, a case that is not granted."""

from __future__ import annotations

from collections.abc import Collection

from luoqiao.apps.cases.models import Case, Objection
from luoqiao.core.cases.objection import OPEN
from luoqiao.core.cases.state import Ending


def against_paying(numbers: Collection[str]) -> dict[str, str]:
    """By case number the sentence; a case against which nothing speaks is left out. Two queries for any number."""
    granted = set(Case.objects.filter(number__in=numbers, ending=Ending.GRANTED.value).values_list("number", flat=True))
    found = {number: f"{number} 现在没有按“同意”办结" for number in numbers if number not in granted}
    rows = Objection.objects.filter(row__case__number__in=granted, state__in=[one.value for one in OPEN])
    for number, receipt in rows.values_list("row__case__number", "receipt"):
        found[number] = f"公示异议 {receipt} 还没有办结"
    return found
