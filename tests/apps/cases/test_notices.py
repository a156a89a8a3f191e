"""公示：prepared by one person, posted by another, ended by time; on a real database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.cases.models import CaseEvent, NoticeRow, PublicNotice, Todo
from luoqiao.apps.cases.queries.case_file import get_case_file
from luoqiao.apps.cases.services import deciding
from luoqiao.apps.cases.services.notices import (
    end_due_notices,
    post_notice,
    prepare_notice,
    take_off,
    withdraw_notice,
)
from luoqiao.apps.evidence.queries.invoices import allocations_of_case
from luoqiao.apps.outbox.models import Message
from luoqiao.core.cases.notice import AlreadyListed, CasesLeft, NothingPicked, NoticeMovedOn, RowState
from luoqiao.core.cases.refusals import FourEyes, NoSuchCase, NotYourDuty, ReasonMissing
from luoqiao.core.cases.state import Ending
from luoqiao.core.parties.actor import Actor, Post, Role
from tests.apps.cases.notice_stories import TITLE, drafted, posted, two_waiting, waiting_claim
from tests.apps.cases.stories import (
    AGENT,
    AT,
    CLEAN,
    CLERK,
    COMMERCE,
    HEAD,
    OFFICER,
    SECOND_OFFICER,
    ZONE,
    approved,
    press,
)

pytestmark = pytest.mark.usefixtures("firms")
AFTER = datetime(2023, 6, 21, 0, 10, tzinfo=ZONE)


def test_a_list_is_posted_by_a_second_person_and_every_case_is_on_notice() -> None:
    cases = two_waiting()
    number = posted(*cases)
    assert number == "GS-2023-0001"
    notice = PublicNotice.objects.get(number=number)
    assert (notice.first_on, notice.last_on) == (date(2023, 6, 14), date(2023, 6, 20))
    for case in cases:
        state = get_case_file(case, OFFICER).state
        assert state.notice is not None
        assert (state.notice.notice, state.notice.last_on) == (number, date(2023, 6, 20))
    assert Todo.objects.count() == 0


def test_who_prepared_does_not_post() -> None:
    number = drafted(*two_waiting())
    lent = Actor(33, "顾代办", (Post(Role.OFFICER, "industry_information", 31, "陈知行"),))
    for same in (OFFICER, lent):
        with pytest.raises(FourEyes, match="拟公示"):
            post_notice(number=number, actor=same, at=AT, key=uuid4())
    with pytest.raises(NotYourDuty):
        post_notice(number=number, actor=COMMERCE, at=AT, key=uuid4())
    with pytest.raises(NotYourDuty):
        post_notice(number=number, actor=CLERK, at=AT, key=uuid4())
    post_notice(number=number, actor=HEAD, at=AT + timedelta(days=1), key=uuid4())


def test_the_database_too_wants_two_persons_and_fixed_rows() -> None:
    number = posted(waiting_claim())
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicNotice.objects.filter(number=number).update(posted_by=OFFICER.user)
    for change in ({"amount": 1}, {"enterprise_name": "别家"}, {"title": "别的政策"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            NoticeRow.objects.filter(notice__number=number).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        PublicNotice.objects.filter(number=number).update(last_on=date(2023, 6, 14))


def test_posting_twice_is_once_and_preparing_twice_is_once() -> None:
    case, key, post_key = waiting_claim(), uuid4(), uuid4()
    number = drafted(case, key=key)
    assert drafted(case, key=key) == number
    first = post_notice(number=number, actor=HEAD, at=AT + timedelta(days=1), key=post_key)
    assert post_notice(number=number, actor=HEAD, at=AT + timedelta(days=5), key=post_key) == first
    assert CaseEvent.objects.filter(kind="notice_posted").count() == 1
    with pytest.raises(NoticeMovedOn, match="公示中"):
        post_notice(number=number, actor=SECOND_OFFICER, at=AT + timedelta(days=1), key=uuid4())


def test_a_case_is_on_one_list_at_a_time() -> None:
    case = waiting_claim()
    number = drafted(case)
    with pytest.raises(AlreadyListed, match=number):
        drafted(case, actor=SECOND_OFFICER)


def test_a_case_that_left_keeps_the_whole_list_from_being_posted() -> None:
    left, stays = two_waiting()
    number = drafted(left, stays)
    deciding.withdraw(press(left, AGENT), reason="不申请了")
    with pytest.raises(CasesLeft, match=f"{left} 现在是“已办结”，整份公示没有发布"):
        post_notice(number=number, actor=HEAD, at=AT + timedelta(days=1), key=uuid4())
    assert get_case_file(stays, OFFICER).state.notice is None
    take_off(number=number, case=left, actor=OFFICER, at=AT, reason="企业撤回")
    post_notice(number=number, actor=HEAD, at=AT + timedelta(days=1), key=uuid4())
    assert get_case_file(stays, OFFICER).state.notice is not None


def test_only_cases_at_their_notice_are_picked() -> None:
    with pytest.raises(NothingPicked):
        prepare_notice(numbers=[], title=TITLE, actor=OFFICER, at=AT, key=uuid4())
    with pytest.raises(NoSuchCase):
        prepare_notice(numbers=["LQ-2023-9999"], title=TITLE, actor=OFFICER, at=AT, key=uuid4())
    case = waiting_claim()
    with pytest.raises(NoSuchCase):
        prepare_notice(numbers=[case], title=TITLE, actor=COMMERCE, at=AT, key=uuid4())
    with pytest.raises(NotYourDuty):
        prepare_notice(numbers=[case], title=TITLE, actor=HEAD, at=AT, key=uuid4())


def test_the_day_after_the_last_day_the_cases_are_granted_and_their_invoices_used() -> None:
    cases = two_waiting()
    number = posted(*cases)
    assert end_due_notices(datetime(2023, 6, 20, 23, 59, tzinfo=ZONE)) == 0
    assert end_due_notices(AFTER) == 2
    assert end_due_notices(AFTER) == 0
    for case in cases:
        file = get_case_file(case, OFFICER)
        assert file.state.ending is Ending.GRANTED
        assert {one.state for one in allocations_of_case(case)} == {"used"}
    notice = PublicNotice.objects.get(number=number)
    assert (notice.state, notice.ended_at) == ("ended", AFTER)
    assert [entry.action for entry in list_entries(f"notice:{number}")] == [
        "notice.prepared", "notice.posted", "notice.ended",
    ]  # fmt: skip


def test_a_correction_takes_the_row_off_and_posts_it_anew() -> None:
    wrong, right = two_waiting()
    number = posted(wrong, right)
    with pytest.raises(ReasonMissing):
        take_off(number=number, case=wrong, actor=OFFICER, at=AT, reason=" ")
    take_off(number=number, case=wrong, actor=OFFICER, at=AT + timedelta(days=2), reason="企业名称有误")
    assert get_case_file(wrong, OFFICER).state.step == "notice"
    assert Todo.objects.get(case__number=wrong).desk == "officer@industry_information"
    again = posted(wrong, at=AT + timedelta(days=3))
    assert again != number
    end_due_notices(AFTER)
    assert get_case_file(right, OFFICER).state.ending is Ending.GRANTED
    assert get_case_file(wrong, OFFICER).state.ending is None


def test_a_row_with_a_wrong_amount_goes_back_to_be_decided_anew() -> None:
    case = waiting_claim()
    number = posted(case)
    take_off(number=number, case=case, actor=HEAD, at=AT + timedelta(days=2), reason="金额多算", back=True)
    assert get_case_file(case, OFFICER).state.step == "review"
    lower = {"province": 0, "city": 2_000_000, "district": 400_000}
    deciding.approve(press(case, OFFICER), amounts=lower, lowered_because="扣除硬件", credit=CLEAN)
    approved(case, HEAD)
    again = posted(case, at=AT + timedelta(days=10))
    assert NoticeRow.objects.get(notice__number=again).amount == 2_400_000


def test_a_whole_list_is_withdrawn() -> None:
    cases = two_waiting()
    number = posted(*cases)
    withdraw_notice(number=number, actor=HEAD, at=AT + timedelta(days=2), reason="标题写错")
    assert PublicNotice.objects.get(number=number).state == "withdrawn"
    assert {row.state for row in NoticeRow.objects.filter(notice__number=number)} == {RowState.REMOVED.value}
    assert [get_case_file(case, OFFICER).state.notice for case in cases] == [None, None]
    posted(*cases, at=AT + timedelta(days=3))


def test_a_firm_that_withdraws_leaves_the_list() -> None:
    case, other = two_waiting()
    number = posted(case, other)
    deciding.withdraw(press(case, AGENT), reason="不申请了")
    assert NoticeRow.objects.get(notice__number=number, case__number=case).state == RowState.REMOVED.value
    assert end_due_notices(AFTER) == 1
    assert PublicNotice.objects.get(number=number).state == "ended"


def test_people_are_told() -> None:
    number = posted(*two_waiting())
    end_due_notices(AFTER)
    told = Message.objects.filter(about=f"notice:{number}").order_by("pk")
    assert [one.kind for one in told] == ["notice_ready", "notice_started", "notice_passed"]
    assert "2023-06-14" in told[1].body
    assert told[1].addressees.count() == 2
    assert "2 件无异议" in told[2].body
