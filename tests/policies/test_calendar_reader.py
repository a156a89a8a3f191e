"""读工作日历: what an operator adds counts at once; a faulty file is named and never half used."""

from __future__ import annotations

import logging
import os
from datetime import date
from pathlib import Path

import pytest

from luoqiao.policies.calendar_reader import CALENDARS, BrokenCalendar, open_calendar, read_calendar

NEXT_YEAR = """
[[notices]]
year = 2027
number = "国办发明电〔2026〕9号"
title = "关于2027年部分节假日安排的通知（演练）"
issued_on = 2026-11-03
holidays = [{ name = "元旦", first_on = 2027-01-01, last_on = 2027-01-03, work_on = [2026-12-27] }]
"""


def test_a_notice_added_by_the_operator_counts_without_a_restart(tmp_path: Path) -> None:
    added = tmp_path / "calendars"
    before = open_calendar(added)
    assert before.add(date(2026, 12, 31), 2).provisional
    assert open_calendar(added) is before
    added.mkdir()
    (added / "2027.toml").write_text(NEXT_YEAR, "utf-8")
    after = open_calendar(added)
    counted = after.add(date(2026, 12, 31), 2)
    assert (counted.last_on, counted.provisional) == (date(2027, 1, 5), False)
    assert after.is_working_day(date(2026, 12, 27))
    assert open_calendar(added) is after


def test_the_same_notice_twice_is_one_and_two_versions_of_it_are_refused(tmp_path: Path) -> None:
    shipped = (CALENDARS / "china.toml").read_text("utf-8")
    (tmp_path / "copy.toml").write_text(shipped, "utf-8")
    assert read_calendar(tmp_path) == read_calendar()
    (tmp_path / "copy.toml").write_text(shipped.replace("2026-10-10]", "2026-10-11]"), "utf-8")
    with pytest.raises(BrokenCalendar, match=r"国办发明电〔2025〕7号 与 china\.toml 里的不一样"):
        read_calendar(tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[[notices]\n", "2027.toml:1:10 TOML"),
        ("[[notices]]\ntitle = \"国务院\"".encode("gbk"), "不是 UTF-8"),
        (b"[[notices]]\nyear = 2027\n", "缺“number”"),
        (b"", "没有写一份放假通知"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_bytes(content)
    with pytest.raises(BrokenCalendar) as refused:
        open_calendar(tmp_path)
    assert said in refused.value.message
    assert refused.value.details["findings"]


def test_a_running_site_keeps_the_calendar_it_has(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "2027.toml"
    file.write_text(NEXT_YEAR, "utf-8")
    good = open_calendar(tmp_path)
    file.write_text(NEXT_YEAR.replace("2027-01-03", "2026-01-03"), "utf-8")
    os.utime(file, ns=(1, 1))
    with caplog.at_level(logging.ERROR):
        assert open_calendar(tmp_path) is good
        assert open_calendar(tmp_path) is good
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "仍用先前读到的工作日历" in caplog.text
