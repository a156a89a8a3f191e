"""各方: posts and their dated holders, township codes."""

from __future__ import annotations

from datetime import date

import pytest

from luoqiao.core.kernel.tables import UnusableTables
from luoqiao.core.parties.seat import Seat, parse_seats
from luoqiao.core.parties.township import parse_townships


def _seat(*holders: dict[str, object]) -> Seat:
    row = {"id": "finance", "role": "member", "post": "局长", "unit": "finance", "cites": "←一「甲」"}
    return parse_seats({"seats": [row | {"holders": list(holders)}]})[0]


FIRST = {"name": "甲", "from_on": date(2022, 6, 30), "until_on": date(2023, 3, 1)}
NEXT = {"name": "乙", "from_on": date(2023, 3, 1)}


def test_post_passes_from_one_holder_to_the_next_on_the_day() -> None:
    seat = _seat(FIRST, NEXT)
    assert seat.holder_on(date(2022, 6, 29)) is None
    for day, name in ((date(2023, 2, 28), "甲"), (date(2023, 3, 1), "乙"), (date(2030, 1, 1), "乙")):
        holder = seat.holder_on(day)
        assert holder is not None
        assert holder.name == name


def test_overlapping_and_backward_periods_are_refused() -> None:
    with pytest.raises(UnusableTables, match="重叠"):
        _seat(FIRST, NEXT | {"from_on": date(2023, 2, 28)})
    with pytest.raises(UnusableTables, match="止日"):
        _seat(FIRST | {"until_on": date(2022, 6, 30)})


def test_township_code_must_fit_district_and_kind() -> None:
    head = {"code": "350504", "source": "某表", "namings": "←一「甲」"}
    rows = [
        {"code": "350504001", "name": "甲街道", "kind": "subdistrict"},
        {"code": "350504100", "name": "乙镇", "kind": "township"},
        {"code": "350505100", "name": "丙镇", "kind": "town"},
    ]
    with pytest.raises(UnusableTables) as refused:
        parse_townships({"district": head, "townships": rows})
    assert [f.subject for f in refused.value.findings] == ["350504100", "350505100"]
