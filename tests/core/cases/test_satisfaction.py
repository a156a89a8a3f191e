"""好差评: five grades, once, of free will; the last two are followed up within fifteen working days."""

from __future__ import annotations

from datetime import date

import pytest

from luoqiao.core.cases.satisfaction import (
    LONGEST_TEXT,
    AlreadyRated,
    FollowUp,
    Grade,
    NotYetRatable,
    UnreadableRating,
    rate,
    read_rating,
)
from luoqiao.core.kernel.working_days import Calendar
from luoqiao.policies.calendar_reader import open_calendar

ON = date(2023, 9, 15)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return open_calendar()


def test_the_last_two_of_five_grades_are_bad() -> None:
    assert [grade.label for grade in Grade] == ["非常满意", "满意", "基本满意", "不满意", "非常不满意"]
    assert [grade.bad for grade in Grade] == [False, False, False, True, True]


@pytest.mark.parametrize("grade", ["very_satisfied", "satisfied", "fair"])
def test_a_good_rating_opens_nothing(grade: str, calendar: Calendar) -> None:
    assert rate(read_rating(grade, "", ON), ended=True, earlier=None, calendar=calendar) is None


@pytest.mark.parametrize("grade", ["dissatisfied", "very_dissatisfied"])
def test_a_bad_rating_is_followed_up_within_fifteen_working_days(grade: str, calendar: Calendar) -> None:
    """From a Friday over 中秋、国庆 2023 with its two worked weekends (10-07, 10-08)."""
    found = rate(read_rating(grade, "等了两个月", ON), ended=True, earlier=None, calendar=calendar)
    assert found == FollowUp(date(2023, 10, 12), provisional=False)


def test_in_a_year_without_a_notice_the_day_is_provisional() -> None:
    rating = read_rating("dissatisfied", "", ON)
    assert rate(rating, ended=True, earlier=None, calendar=Calendar(())) == FollowUp(date(2023, 10, 6), provisional=True)


def test_one_case_is_rated_once_and_only_when_it_has_ended(calendar: Calendar) -> None:
    rating = read_rating("fair", "", ON)
    with pytest.raises(NotYetRatable):
        rate(rating, ended=False, earlier=None, calendar=calendar)
    with pytest.raises(AlreadyRated, match="已经评价为“满意”"):
        rate(rating, ended=True, earlier=Grade.SATISFIED, calendar=calendar)


def test_a_remark_is_optional_and_tidied() -> None:
    assert read_rating("fair", "  \r\n", ON).text == ""
    assert read_rating("fair", " 第一行\r\n第二行 ", ON).text == "第一行\n第二行"
    assert len(read_rating("fair", "好" * LONGEST_TEXT, ON).text) == LONGEST_TEXT


@pytest.mark.parametrize(
    ("grade", "text", "said"),
    [
        ("", "", "请选一档：非常满意、满意"),
        ("best", "", "请选一档"),
        ("非常满意", "", "请选一档"),
        ("fair", "好" * (LONGEST_TEXT + 1), "最多 500 个字，现在 501 个"),
        ("fair", "好\x00", "不能显示"),
        ("fair", "好\u202e", "不能显示"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(grade: str, text: str, said: str) -> None:
    with pytest.raises(UnreadableRating, match=said):
        read_rating(grade, text, ON)
