"""报进度：kept once with the event, missed by the clock, reminded of, answered by an officer, on a real database."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from luoqiao.apps.cases.models import Case, CaseEvent, ProgressReport, Todo
from luoqiao.apps.cases.queries.replaying import get_snapshot
from luoqiao.apps.cases.services.reminding import remind
from luoqiao.apps.cases.services.reporting import (
    continue_reporting,
    finish_project,
    record_missed_reports,
    report_progress,
)
from luoqiao.apps.outbox.models import Message
from luoqiao.core.cases.progress import BadReport
from luoqiao.core.cases.refusals import NoSuchCase, NotYourDuty
from luoqiao.core.cases.state import Ending
from tests.apps.cases.report_stories import REPORT, a_listed_project, moment, state_of
from tests.apps.cases.stories import (
    AGENT,
    CLERK,
    COMMERCE,
    OFFICER,
    OTHER_AGENT,
    SECOND_OFFICER,
    approved,
    press,
)

pytestmark = pytest.mark.usefixtures("firms")
JUNE, JULY, AUGUST = (date(2023, month, 1) for month in (6, 7, 8))


def told(kind: str) -> list[str]:
    return list(Message.objects.filter(kind=kind).order_by("pk").values_list("subject", flat=True))


def test_a_report_is_kept_with_its_event_and_snapshot_once() -> None:
    number = a_listed_project()
    pressed = press(number, AGENT, moment(7, 3))
    report_progress(pressed, month=JUNE, given=REPORT)
    report_progress(pressed, month=JUNE, given=REPORT)
    row = ProgressReport.objects.get(case__number=number)
    assert (row.month, row.number, row.month_amount, row.total_amount, row.late) == (JUNE, 1, 120_000_000, 320_000_000, False)
    event = CaseEvent.objects.get(case__number=number, kind="reported")
    assert event.values["snapshot"] == row.digest
    assert event.post == AGENT.desks[0]
    assert get_snapshot(number, row.digest, OFFICER).content["total_amount"] == "3200000.00"
    assert Case.objects.get(number=number).deadline_on == date(2023, 8, 5)


def test_a_correction_is_another_report_and_the_first_stays() -> None:
    number = a_listed_project()
    report_progress(press(number, AGENT, moment(7, 3)), month=JUNE, given=REPORT)
    report_progress(press(number, AGENT, moment(7, 4)), month=JUNE, given={**REPORT, "total_amount": "330万元"})
    assert list(ProgressReport.objects.order_by("number").values_list("total_amount", flat=True)) == [320_000_000, 330_000_000]
    with pytest.raises(DatabaseError), transaction.atomic():
        ProgressReport.objects.update(total_amount=1)


def test_what_cannot_be_read_is_listed_and_leaves_nothing() -> None:
    number = a_listed_project()
    with pytest.raises(BadReport) as refused:
        report_progress(press(number, AGENT, moment(7, 3)), month=JUNE, given={"stage": "做完"})
    assert len(refused.value.problems) == 3
    assert not ProgressReport.objects.exists()
    assert state_of(number).reported == ()


def test_others_neither_see_nor_report() -> None:
    number = a_listed_project()
    pressed = press(number, AGENT, moment(7, 3))
    for actor in (OTHER_AGENT, COMMERCE):
        with pytest.raises(NoSuchCase):
            report_progress(press(number, actor, moment(7, 3)), month=JUNE, given=REPORT)
    with pytest.raises(NotYourDuty):
        report_progress(press(number, CLERK, moment(7, 3)), month=JUNE, given=REPORT)
    report_progress(pressed, month=JUNE, given=REPORT)


def test_the_clock_writes_down_what_was_missed_once_and_the_third_proposes_the_removal() -> None:
    number = a_listed_project()
    assert record_missed_reports(moment(7, 5, hour=23)) == 0
    assert record_missed_reports(moment(7, 6, hour=0)) == 1
    assert record_missed_reports(moment(7, 6)) == 0
    assert record_missed_reports(moment(9, 20)) == 2
    state = state_of(number)
    assert (state.step, state.missed) == ("removal", (JUNE, JULY, AUGUST))
    said = "2023年{}月进度没有报：年产 25 万双鞋技改（连续第 {} 个月）"
    assert told("report_missed") == [said.format(month, month - 5) for month in (6, 7, 8)]
    approved(number, OFFICER, SECOND_OFFICER)
    assert state_of(number).ending is Ending.REMOVED
    assert told("removed_from_list") == ["移出名单：年产 25 万双鞋技改"]


def test_a_late_report_is_taken_and_stays_missed() -> None:
    number = a_listed_project()
    record_missed_reports(moment(7, 6))
    report_progress(press(number, AGENT, moment(7, 20)), month=JUNE, given=REPORT)
    assert ProgressReport.objects.get().late
    assert state_of(number).missed_in_row == 1


def test_the_enterprise_is_reminded_three_working_days_before_and_once_a_month() -> None:
    number = a_listed_project()
    assert remind(moment(6, 29)) == 0
    assert remind(moment(6, 30)) == 1
    assert remind(moment(7, 1)) == 0
    assert told("report_due") == ["请报2023年6月进度：年产 25 万双鞋技改，不迟于 2023-07-05"]
    report_progress(press(number, AGENT, moment(7, 3)), month=JUNE, given=REPORT)
    assert remind(moment(8, 2)) == 1
    assert told("overdue") == []


def test_done_lies_with_the_officer_until_it_is_answered() -> None:
    number = a_listed_project()
    report_progress(press(number, AGENT, moment(7, 3)), month=JUNE, given={**REPORT, "stage": "producing"})
    assert list(Todo.objects.values_list("desk", flat=True)) == ["officer@industry_information"]
    assert record_missed_reports(moment(9, 20)) == 0
    continue_reporting(press(number, OFFICER, moment(9, 20)), reason="还缺两台设备")
    assert list(Todo.objects.values_list("desk", flat=True)) == list(AGENT.desks)
    assert told("project_goes_on") == ["没有确认完成：年产 25 万双鞋技改"]
    given = {**REPORT, "month_amount": "0", "stage": "producing"}
    report_progress(press(number, AGENT, moment(10, 2)), month=date(2023, 9, 1), given=given)
    finish_project(press(number, OFFICER, moment(10, 9)), reason="现场核验，已投产")
    assert state_of(number).ending is Ending.GRANTED
    assert told("project_done") == ["请确认完成：年产 25 万双鞋技改"] * 2


def test_a_page_that_is_out_of_date_changes_nothing() -> None:
    number = a_listed_project()
    first, second = press(number, AGENT, moment(7, 3)), press(number, AGENT, moment(7, 3), uuid4())
    report_progress(first, month=JUNE, given=REPORT)
    with pytest.raises(Exception, match="这一次没有算数"):
        report_progress(second, month=JUNE, given=REPORT)
    assert ProgressReport.objects.count() == 1
