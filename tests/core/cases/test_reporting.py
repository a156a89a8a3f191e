"""报进度：by the 5th, missed the day after, late until the next is due, removed after three in a row."""

from __future__ import annotations

from datetime import date

import pytest

from luoqiao.core.cases import decide, reporting
from luoqiao.core.cases import events as e
from luoqiao.core.cases.deadline import deadline_of
from luoqiao.core.cases.event_values import decode
from luoqiao.core.cases.refusals import FourEyes, NotAtThisStep, NotYourDuty, ReasonMissing
from luoqiao.core.cases.reporting import NotToReport, ReportableMonth
from luoqiao.core.cases.state import Ending, replay
from luoqiao.core.parties.actor import SYSTEM
from luoqiao.policies.calendar_reader import open_calendar
from tests.core.cases.case_builder import ZONE, CaseBuilder, a_case
from tests.core.cases.people import AGENT, CLERK, HEAD, OFFICER, SECOND_OFFICER, STRANGER, USCC, person

JUNE, JULY, AUGUST, SEPTEMBER = (date(2023, month, 1) for month in (6, 7, 8, 9))


def listed() -> CaseBuilder:
    """A project on the list since 2023-06-20: June is the first month to be reported."""
    case = a_case("key_project").submitted({}).approved(CLERK).approved(OFFICER).approved(HEAD)
    case.on(6, 13).posted(OFFICER, case.at, case.at)
    return case.on(6, 20).notice_ended()


def reported(case: CaseBuilder, month: date, *, done: bool = False) -> CaseBuilder:
    on = case.at.date()
    return case.happen(AGENT, *reporting.report(
        case.matter, AGENT, month=month, on=on, zone=ZONE, snapshot="0" * 64, done=done))  # fmt: skip


def time_passes(case: CaseBuilder) -> CaseBuilder:
    """What the clock does on the day at which the case stands."""
    while missed := reporting.next_missed(case.matter, case.at.date(), ZONE):
        case.happen(SYSTEM, missed)
    return case


def months(case: CaseBuilder) -> list[tuple[int, bool, bool]]:
    found = reporting.reportable_months(case.matter, case.at.date(), ZONE)
    return [(one.month.month, one.late, one.again) for one in found]


def test_the_first_report_is_due_on_the_fifth_of_the_next_month() -> None:
    case = listed()
    deadline = deadline_of(case.matter.procedure, case.state, open_calendar(), ZONE)
    assert deadline is not None
    assert deadline.last_on == date(2023, 7, 5)
    assert months(case) == []
    assert months(case.on(6, 25)) == [(6, False, False)]
    assert reporting.reportable_months(case.matter, date(2023, 7, 5), ZONE) == (ReportableMonth(JUNE, date(2023, 7, 5)),)


def test_a_report_may_be_corrected_until_it_is_due() -> None:
    case = reported(listed().on(7, 2), JUNE)
    assert months(case.on(7, 5)) == [(6, False, True)]
    reported(case, JUNE)
    assert case.state.reported == (JUNE, JUNE)
    assert months(case.on(7, 6)) == []
    with pytest.raises(NotToReport, match="报送期已过"):
        reported(case, JUNE)
    with pytest.raises(NotToReport, match="2023-07-25 起可以报"):
        reported(case, JULY)


def test_the_day_after_a_month_is_missed_and_a_late_report_does_not_undo_it() -> None:
    case = listed().on(7, 5)
    assert time_passes(case).state.missed == ()
    assert time_passes(case.on(7, 6)).state.missed == (JUNE,)
    assert months(case.on(8, 5)) == [(7, False, False), (6, True, False)]
    reported(case, JUNE)
    assert (case.state.missed_in_row, case.state.reported) == (1, (JUNE,))
    reported(case, JULY)
    assert case.state.missed_in_row == 0


def test_when_the_next_is_due_a_missed_month_cannot_be_reported_any_more() -> None:
    case = time_passes(listed().on(8, 6))
    assert case.state.missed == (JUNE, JULY)
    assert months(case) == [(7, True, False)]
    with pytest.raises(NotToReport, match="按未报记"):
        reported(case, JUNE)


def test_three_in_a_row_propose_the_removal_which_two_officers_confirm() -> None:
    case = time_passes(listed().on(9, 6))
    assert (case.state.step, case.state.missed) == ("removal", (JUNE, JULY, AUGUST))
    assert reporting.reportable_months(case.matter, case.at.date(), ZONE) == ()
    assert reporting.next_missed(case.matter, date(2024, 1, 6), ZONE) is None
    case.approved(OFFICER)
    with pytest.raises(FourEyes):
        case.approved(OFFICER)
    assert case.approved(SECOND_OFFICER).state.ending is Ending.REMOVED


def test_two_misses_and_a_report_begin_anew() -> None:
    case = time_passes(listed().on(8, 6))
    reported(case.on(9, 1), AUGUST)
    assert case.state.missed_in_row == 0
    assert time_passes(case.on(11, 6)).state.step == "reporting"
    assert time_passes(case.on(12, 6)).state.step == "removal"


def test_sent_back_from_the_removal_the_reporting_goes_on_from_that_month() -> None:
    case = time_passes(listed().on(9, 6))
    case.happen(OFFICER, *decide.send_back(case.matter, OFFICER, reason="企业停电检修，已说明"))
    assert (case.state.step, case.state.missed_in_row) == ("reporting", 0)
    assert months(case.on(9, 25)) == [(9, False, False), (8, True, False)]


def test_only_the_enterprise_reports() -> None:
    case = listed().on(7, 2)
    for actor in (OFFICER, CLERK, STRANGER):
        with pytest.raises(NotYourDuty):
            reporting.report(case.matter, actor, month=JUNE, on=case.at.date(), zone=ZONE, snapshot="", done=False)


def test_a_project_is_done_when_an_officer_confirms_what_the_enterprise_reported() -> None:
    case = listed().on(7, 2)
    with pytest.raises(NotAtThisStep, match="企业还没有报竣工投产"):
        reporting.finish(case.matter, OFFICER, reason="")
    reported(case, JUNE, done=True)
    assert decide.waiting_desks(case.matter) == ("officer@industry_information",)
    assert reporting.next_missed(case.matter, date(2023, 12, 6), ZONE) is None
    with pytest.raises(NotYourDuty):
        reporting.finish(case.matter, AGENT, reason="")
    both = person(AGENT.user, "officer@industry_information", f"enterprise_agent@{USCC}")
    with pytest.raises(FourEyes):
        reporting.finish(case.matter, both, reason="")
    case.happen(OFFICER, *reporting.finish(case.matter, OFFICER, reason="现场核验"))
    assert case.state.ending is Ending.GRANTED


def test_what_is_not_confirmed_goes_on_with_its_misses() -> None:
    case = time_passes(listed().on(7, 6))
    reported(case.on(7, 26), JULY, done=True)
    case.on(8, 10)
    with pytest.raises(ReasonMissing):
        reporting.continue_reporting(case.matter, OFFICER, reason=" ")
    case.happen(OFFICER, *reporting.continue_reporting(case.matter, OFFICER, reason="还缺两台设备"))
    assert decide.waiting_desks(case.matter) == (f"enterprise_agent@{USCC}",)
    assert months(case.on(8, 25)) == [(8, False, False)]
    assert replay(case.matter.procedure, case.history) == case.state


def test_old_events_are_still_read() -> None:
    assert decode("reported", {"month": "2023-06-01", "snapshot": ""}) == e.Reported(JUNE)
