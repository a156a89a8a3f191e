"""项目进度：what is read from the form, and that amounts add up over the months."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.cases.progress import (
    BadReport,
    Progress,
    ProjectStage,
    carried_over,
    read_progress,
    share_done,
)
from luoqiao.core.kernel.money import yuan_text

FORM = {"month_amount": "120万元", "total_amount": "320万元", "stage": "installing", "problems": " 变压器未到货\r\n"}
BEFORE = Progress(80_000_000, 200_000_000, ProjectStage.BUILDING, "")
fen = st.integers(0, 10**13)


def test_a_form_is_read_to_the_fen() -> None:
    found = read_progress(FORM, before=BEFORE)
    assert found == Progress(120_000_000, 320_000_000, ProjectStage.INSTALLING, "变压器未到货")


def test_every_problem_is_said_at_once() -> None:
    with pytest.raises(BadReport) as refused:
        read_progress({"month_amount": "很多", "stage": "", "problems": "长" * 2001}, before=None)
    assert {one.field for one in refused.value.problems} == {"month_amount", "total_amount", "stage", "problems"}
    assert all(one.message for one in refused.value.problems)


def test_the_total_holds_the_month_and_what_was_reported_before() -> None:
    with pytest.raises(BadReport, match=r"少于上次报的累计 2,000,000\.00 元加本月 1,200,000\.00 元"):
        read_progress({**FORM, "total_amount": "319.9999万元"}, before=BEFORE)
    with pytest.raises(BadReport, match="累计应包含本月"):
        read_progress({**FORM, "total_amount": "100万元"}, before=None)


def test_a_new_month_begins_with_what_stood_last() -> None:
    assert carried_over(None) == {}
    assert carried_over(BEFORE) == {"month_amount": "", "total_amount": "2000000.00", "stage": "building", "problems": ""}


@given(st.lists(st.tuples(fen, st.integers(0, 10**9)), min_size=1, max_size=12))
def test_totals_never_fall_over_the_months(months: list[tuple[int, int]]) -> None:
    before: Progress | None = None
    for amount, more in months:
        least = amount + (before.total_amount if before else 0)
        form = {"month_amount": yuan_text(amount), "total_amount": yuan_text(least + more), "stage": "trial"}
        found = read_progress(form, before=before)
        assert found.total_amount >= (before.total_amount if before else 0) + found.month_amount
        if least:
            with pytest.raises(BadReport):
                read_progress({**form, "total_amount": yuan_text(least - 1)}, before=before)
        before = found


@given(fen, st.integers(-5, 10**13))
def test_the_share_says_all_only_when_all_is_done(total: int, planned: int) -> None:
    share = share_done(total, planned)
    if planned <= 0:
        assert share is None
    else:
        assert share is not None
        assert share * planned <= total * 1000 < (share + 1) * planned
        assert (share >= 1000) == (total >= planned)
