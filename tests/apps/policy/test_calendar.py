"""工作日历的查询: apps count by the notices of the programme and by those the operator put beside the data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from luoqiao.apps.policy.queries import get_calendar

NEXT_YEAR = """
[[notices]]
year = 2027
number = "国办发明电〔2026〕9号"
title = "演练"
issued_on = 2026-11-03
holidays = [{ name = "元旦", first_on = 2027-01-01, last_on = 2027-01-03 }]
"""


def test_the_folder_of_the_site_is_read_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "CALENDARS", tmp_path)
    assert get_calendar().add(date(2026, 9, 28), 5, count_first=True).last_on == date(2026, 10, 9)
    assert not get_calendar().knows(date(2027, 1, 1))
    (tmp_path / "next.toml").write_text(NEXT_YEAR, "utf-8")
    assert get_calendar().knows(date(2027, 1, 1))
