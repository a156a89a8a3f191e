"""异议：named, confidential, holding only the row that it is about; answered by two persons."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from luoqiao.apps.audit.models import Entry
from luoqiao.apps.cases.models import CaseEvent, NoticeRow, Objection, PublicNotice
from luoqiao.apps.cases.queries.case_file import get_case_file
from luoqiao.apps.cases.services import deciding, objections
from luoqiao.apps.cases.services.notices import end_due_notices, take_off
from luoqiao.apps.outbox.models import Message
from luoqiao.core.cases.notice import RowState
from luoqiao.core.cases.objection import (
    BadObjection,
    NoSuchObjection,
    ObjectionMovedOn,
    ObjectionsClosed,
    StatedObjection,
)
from luoqiao.core.cases.refusals import FourEyes, KeyUsedForAnother
from luoqiao.core.cases.state import Ending
from luoqiao.core.kernel.errors import Invalid
from tests.apps.cases.notice_stories import NAME, PHONE, REASON, objected, posted, two_waiting, waiting_claim
from tests.apps.cases.stories import (
    AGENT,
    AT,
    AUDITOR,
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
LATER = AT + timedelta(days=4)
AFTER = datetime(2023, 6, 21, 0, 10, tzinfo=ZONE)


def row_of(notice: str, place: int = 1) -> NoticeRow:
    return NoticeRow.objects.select_related("case").get(notice__number=notice, place=place)


def test_an_objection_holds_its_row_and_no_other() -> None:
    number = posted(*two_waiting())
    receipt = objected(number).number
    assert receipt == "YY-2023-0001"
    objections.accept_objection(receipt=receipt, actor=OFFICER, at=LATER)
    held, other = row_of(number, 1), row_of(number, 2)
    assert (held.state, other.state) == (RowState.HELD.value, RowState.LISTED.value)
    end_due_notices(AFTER)
    assert get_case_file(held.case.number, OFFICER).state.ending is None
    assert get_case_file(other.case.number, OFFICER).state.ending is Ending.GRANTED
    assert PublicNotice.objects.get(number=number).state == "posted"


def test_an_objection_that_nobody_has_looked_at_yet_keeps_the_row_too() -> None:
    number = posted(waiting_claim())
    objected(number)
    assert end_due_notices(AFTER) == 0


def test_dismissed_the_row_goes_on_when_its_days_are_over() -> None:
    number = posted(waiting_claim())
    receipt = objected(number).number
    objections.answer_objection(receipt=receipt, actor=OFFICER, at=LATER, upheld=False, answer="经核，全部是服务费")
    with pytest.raises(FourEyes):
        objections.confirm_answer(receipt=receipt, actor=OFFICER, at=LATER)
    objections.confirm_answer(receipt=receipt, actor=HEAD, at=LATER)
    assert row_of(number).state == RowState.LISTED.value
    assert end_due_notices(AFTER) == 1
    assert PublicNotice.objects.get(number=number).state == "ended"


def test_upheld_the_case_is_decided_anew_and_posted_anew() -> None:
    number = posted(*two_waiting())
    receipt, second = objected(number).number, objected(number, at=LATER).number
    objections.accept_objection(receipt=receipt, actor=OFFICER, at=LATER)
    objections.answer_objection(receipt=receipt, actor=OFFICER, at=LATER, upheld=True, answer="有一张是硬件发票")
    after = objections.confirm_answer(receipt=receipt, actor=SECOND_OFFICER, at=LATER)
    assert after is not None
    assert (after.matter.state.step, after.matter.state.notice) == ("review", None)
    row = row_of(number)
    assert (row.state, row.because) == (RowState.REMOVED.value, f"异议 {receipt} 成立，退回重审")
    assert Objection.objects.get(receipt=second).answer == objections.JOINED
    lower = {"province": 0, "city": 1_500_000, "district": 300_000}
    deciding.approve(press(row.case.number, OFFICER), amounts=lower, lowered_because="扣除硬件", credit=CLEAN)
    approved(row.case.number, HEAD)
    again = posted(row.case.number, at=AT + timedelta(days=8))
    end_due_notices(AT + timedelta(days=30))
    assert get_case_file(row.case.number, OFFICER).state.ending is Ending.GRANTED
    assert PublicNotice.objects.filter(number__in=(number, again), state="ended").count() == 2


def test_the_second_person_may_send_the_answer_back() -> None:
    receipt = objected(posted(waiting_claim())).number
    objections.answer_objection(receipt=receipt, actor=OFFICER, at=LATER, upheld=False, answer="不成立")
    objections.send_back_answer(receipt=receipt, actor=HEAD, at=LATER, reason="没有说明哪张发票")
    objections.answer_objection(receipt=receipt, actor=OFFICER, at=LATER, upheld=True, answer="第二张是硬件")
    objections.confirm_answer(receipt=receipt, actor=HEAD, at=LATER)
    with pytest.raises(ObjectionMovedOn, match="已答复"):
        objections.confirm_answer(receipt=receipt, actor=HEAD, at=LATER)
    assert CaseEvent.objects.filter(kind="objection_answered").count() == 1


def test_an_objection_may_be_declined_by_two_persons() -> None:
    number = posted(waiting_claim())
    receipt = objected(number).number
    objections.decline_objection(receipt=receipt, actor=OFFICER, at=LATER, reason="与这一家无关")
    assert end_due_notices(AFTER) == 0
    objections.confirm_answer(receipt=receipt, actor=HEAD, at=LATER)
    assert row_of(number).state == RowState.LISTED.value
    assert end_due_notices(AFTER) == 1


def test_what_is_wrong_is_said_at_once_and_nothing_is_kept() -> None:
    number = posted(waiting_claim())
    with pytest.raises(BadObjection) as refused:
        objections.file_objection(stated=StatedObjection(number, 0, "匿名", "找不到", "不公平"), at=LATER, key=uuid4())
    assert [one.field for one in refused.value.problems] == ["name", "contact", "reason", "row"]
    assert not Objection.objects.exists()


def test_objections_are_taken_within_the_days_only() -> None:
    number = posted(*two_waiting())
    objected(number, at=datetime(2023, 6, 20, 23, 59, tzinfo=ZONE))
    with pytest.raises(ObjectionsClosed, match="2023-06-20"):
        objected(number, at=datetime(2023, 6, 21, 0, 0, tzinfo=ZONE))
    take_off(number=number, case=row_of(number, 2).case.number, actor=HEAD, at=LATER, reason="更正")
    with pytest.raises(ObjectionsClosed, match="撤下"):
        objected(number, 2)


def test_the_same_form_sent_twice_is_one_objection() -> None:
    number, key = posted(waiting_claim()), uuid4()
    assert objected(number, key=key) == objected(number, key=key)
    assert Objection.objects.count() == 1
    stated = StatedObjection(number, 1, NAME, PHONE, REASON + "又一条")
    with pytest.raises(KeyUsedForAnother):
        objections.file_objection(stated=stated, at=LATER, key=key)


def test_who_objects_is_written_nowhere_else_and_seen_only_for_a_recorded_reason() -> None:
    receipt = objected(posted(waiting_claim())).number
    objections.accept_objection(receipt=receipt, actor=OFFICER, at=LATER)
    kept = json.dumps(
        [
            *Entry.objects.values_list("detail", "reason", "name"), *Message.objects.values_list("subject", "body"),
            *CaseEvent.objects.values_list("values", "name"),
        ],
        ensure_ascii=False,
    )  # fmt: skip
    assert NAME not in kept
    assert PHONE not in kept
    with pytest.raises(Invalid, match="为什么"):
        objections.reveal_objector(receipt=receipt, actor=HEAD, at=LATER, reason="")
    for stranger in (AGENT, CLERK, COMMERCE):
        with pytest.raises(NoSuchObjection):
            objections.reveal_objector(receipt=receipt, actor=stranger, at=LATER, reason="想知道是谁提的")
        with pytest.raises(NoSuchObjection):
            objections.accept_objection(receipt=receipt, actor=stranger, at=LATER)
    seen = objections.reveal_objector(receipt=receipt, actor=AUDITOR, at=LATER, reason="核对异议是否答复")
    assert (seen.name, seen.contact) == (NAME, PHONE)
    entry = Entry.objects.get(action="data.unmasked")
    assert (entry.subject, entry.reason) == (f"objection:{receipt}", "核对异议是否答复")


def test_a_firm_that_withdraws_meanwhile_leaves_nothing_to_answer_on_the_case() -> None:
    number = posted(waiting_claim())
    receipt = objected(number).number
    objections.accept_objection(receipt=receipt, actor=OFFICER, at=LATER)
    deciding.withdraw(press(row_of(number).case.number, AGENT), reason="不申请了")
    objections.answer_objection(receipt=receipt, actor=OFFICER, at=LATER, upheld=True, answer="已撤回")
    assert objections.confirm_answer(receipt=receipt, actor=HEAD, at=LATER) is None
    end_due_notices(AFTER)
    assert PublicNotice.objects.get(number=number).state == "ended"
