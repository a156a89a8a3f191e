"""What a clause page says beside its figures, for cases in which the first version said something wrong."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from luoqiao.interfaces.portal.clause_assembly import ClausePage, assemble
from luoqiao.policies.pack import Pack

EQUIPMENT = "production_equipment_investment=3000万&provincial_base=3600万&provincial_leading_enterprise=no"


def shown(pack: Pack, clause: str, query: str = "") -> ClausePage:
    """The page of a clause for a query."""
    return assemble(pack, pack.clauses[clause], QueryDict(query))


def stake(page: ClausePage, reading: str) -> str:
    """What the page says beside a reading."""
    return next(one.stake for one in page.readings if one.identifier == reading)


@pytest.mark.parametrize(("rate", "refusal"), [
    ("city_approved_rate=0.05", "市级核定比例 5% 超出规则，不能低于 7%"),
    ("city_approved_rate=0.09&X-01=B", "市级核定比例 9% 超出规则，不能高于 7%"),
])  # fmt: skip
def test_a_rate_that_the_other_reading_refuses_is_said_beside_it(pack: Pack, rate: str, refusal: str) -> None:
    page = shown(pack, "technology_upgrade", f"{EQUIPMENT}&{rate}")
    assert f"这种读法下不成立：{refusal}" in stake(page, "X-01")
    assert not page.case.errors


def test_a_reading_that_asks_more_says_what_to_fill_in_first(pack: Pack) -> None:
    page = shown(pack, "technology_upgrade", EQUIPMENT)
    assert stake(page, "X-02") == "改为 B：先填生产投资额，才算得出差多少"
