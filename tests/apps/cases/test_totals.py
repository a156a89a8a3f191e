"""总数和合计：counted anew as soon as something has happened, and for nobody but those who see it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoqiao.apps.cases.queries.listing import Sought, list_cases
from luoqiao.apps.policy.services import load_packs
from tests.apps.cases.stories import (
    AT,
    COMMERCE,
    MINE,
    OFFICER,
    a_claim,
    an_invoice,
    approved,
    handed_in,
    register_firm,
)


@pytest.fixture
def firm(transactional_db: None) -> None:
    load_packs(AT)
    register_firm(MINE, "泉州示例机械有限公司")


def another(place: int) -> str:
    line = an_invoice(9_000_000, f"2335200000000481207{place}")
    return handed_in(a_claim({line: 9_000_000}, fee="90000", year=2020 + place))


def counted(**sought: object) -> tuple[int, int]:
    found = list_cases(OFFICER, Sought(**sought), AT.date())  # type: ignore[arg-type]
    return found.count, found.amount


@pytest.mark.django_db(transaction=True)
def test_whatever_happens_the_totals_are_those_of_now(firm: None) -> None:
    assert counted() == (0, 0)
    first = another(0)
    assert counted() == (1, 3_240_000)
    another(1)
    assert counted() == counted() == (2, 6_480_000)
    assert counted(year=2020) == (1, 3_240_000)
    approved(first, OFFICER)
    assert counted(step="accept") == (1, 3_240_000)
    assert list_cases(COMMERCE, Sought(), AT.date()).count == 0


@pytest.mark.django_db(transaction=True)
def test_while_nothing_happens_they_are_not_counted_again(firm: None) -> None:
    another(0)
    counted()
    with CaptureQueriesContext(connection) as asked:
        assert counted() == (1, 3_240_000)
    assert not any("SUM(" in one["sql"] for one in asked)
