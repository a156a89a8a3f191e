"""放假通知: slips of the pen in a notice are found, each with the day it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from luoqiao.core.kernel.holiday_notices import parse_notices
from luoqiao.core.kernel.tables import UnusableTables

REST: dict[str, Any] = {
    "name": "国庆节", "first_on": date(2027, 10, 1), "last_on": date(2027, 10, 7), "work_on": [date(2027, 10, 9)],
}  # fmt: skip


def a_notice(*holidays: dict[str, Any], **cells: object) -> dict[str, Any]:
    whole = {"year": 2027, "number": "国办发明电〔2026〕9号", "title": "通知", "issued_on": date(2026, 11, 3)}
    return {"notices": [whole | cells | {"holidays": list(holidays)}]}


def test_a_notice_is_read_as_written() -> None:
    (notice,) = parse_notices(a_notice(REST), "x.toml")
    assert notice.year == 2027
    assert notice.holidays[0].work_on == (date(2027, 10, 9),)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (a_notice(REST | {"work_on": [date(2027, 10, 8)]}), "2027-10-08 是周五，本来就上班"),
        (a_notice(REST | {"work_on": [date(2027, 10, 2)]}), "2027-10-02 写了两次：国庆节放假，又是国庆节调休上班"),
        (a_notice(REST, REST | {"name": "中秋节", "work_on": []}), "2027-10-01 写了两次"),
        (a_notice(REST | {"last_on": date(2027, 9, 30)}), "早于首日"),
        (a_notice(REST | {"last_on": date(2028, 10, 7)}), "超过 31 天"),
        (a_notice(REST | {"first_on": date(2025, 10, 1), "last_on": date(2025, 10, 7)}), "不在 2027 年"),
        (a_notice(REST, year=27), "四位的年份"),
        (a_notice(REST, year=0), "四位的年份"),
        (a_notice(REST, number="国办发明电2026第9号"), "应写成 国办发明电〔2025〕7号"),
        (a_notice(), "没有写一个节"),
        ({"notices": []}, "没有写一份放假通知"),
        (a_notice(REST | {"work_on": ["2027-10-09"]}), "应是日期的列表"),
        (a_notice(REST | {"last": date(2027, 10, 7)}), "不认识“last”"),
        ({"notice": []}, "不认识“notice”"),
    ],
)
def test_slips_of_the_pen_are_found(data: dict[str, Any], said: str) -> None:
    with pytest.raises(UnusableTables) as refused:
        parse_notices(data, "x.toml")
    assert said in refused.value.message
