"""同时占用：many approvals on one budget line at once: exact to the fen, nobody overtakes for good, no deadlock stays."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from luoqiao.apps.funds.models import Journal, Share
from luoqiao.apps.funds.queries.checking import check_ledger
from luoqiao.apps.funds.services.following import Standing
from luoqiao.apps.policy.services import load_packs
from luoqiao.core.funds.share import ShareState
from tests.apps.cases.stories import AT
from tests.apps.funds.funds_stories import a_line, appropriate, balances, bring, stands

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 8


@pytest.fixture(autouse=True)
def programme(transactional_db: None) -> None:
    load_packs(AT)


def at_once(deeds: list[Callable[[], object]]) -> None:
    def run(deed: Callable[[], object]) -> None:
        try:
            deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(run, deeds))


def decided(number: int, fen: int) -> Callable[[], object]:
    return lambda: bring(Standing.DECIDED, f"LQ-2023-{number:04d}", minutes=number, district=fen)


def test_five_hundred_at_once_take_exactly_what_there_is() -> None:
    line = a_line(300 * 7)
    at_once([decided(number, 7) for number in range(500)])
    stands(line, reserved=300 * 7)
    assert Share.objects.filter(state=ShareState.RESERVED.value).count() == 300
    assert Share.objects.filter(state=ShareState.QUEUED.value).count() == 200
    assert check_ledger().findings == ()


def test_money_that_comes_while_others_are_decided_and_give_up_is_never_lost() -> None:
    line = a_line(1000)
    deeds: list[Callable[[], object]] = []
    for number in range(40):
        deeds.append(decided(number, 60))
        if number % 3 == 0:
            deeds.append(lambda number=number: bring(Standing.NONE, f"LQ-2023-{number:04d}"))  # type: ignore[misc]
        if number % 10 == 0:
            deeds.append(lambda: appropriate(line, 101))
    at_once(deeds)
    found = balances(line)
    assert -found["appropriation"] == 1404 == found.get("available", 0) + found["reserved"]
    assert check_ledger().findings == ()


def test_the_same_case_brought_many_times_at_once_is_one_reservation() -> None:
    line = a_line(1000)
    at_once([decided(1, 60)] * 12)
    stands(line, available=940, reserved=60)
    assert Journal.objects.filter(move="reserve").count() == 1
