"""公示同时办、中途断掉：many at once and killed at every statement: a list is posted once and whole, a row passes once."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.cases.models import CaseEvent, NoticeRow, Objection, PublicNotice
from luoqiao.apps.cases.services import deciding
from luoqiao.apps.cases.services.notices import end_due_notices, post_notice
from luoqiao.apps.policy.services import load_packs
from luoqiao.core.cases.notice import AlreadyListed, CasesLeft, NoticeMovedOn
from luoqiao.core.kernel.errors import DomainError
from tests.apps.cases.notice_stories import drafted, objected, posted, two_waiting, waiting_claim
from tests.apps.cases.stories import (
    AGENT,
    AT,
    HEAD,
    MINE,
    OFFICER,
    OTHERS,
    SECOND_OFFICER,
    ZONE,
    press,
    register_firm,
)
from tests.apps.cases.test_at_once import at_once, check_whole
from tests.killing import kill_at_each_statement

pytestmark = pytest.mark.django_db(transaction=True)
LATER = AT + timedelta(days=1)
AFTER = datetime(2023, 6, 21, 0, 10, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def firms(transactional_db: None) -> None:
    load_packs(AT)
    register_firm(MINE, "泉州示例机械有限公司")
    register_firm(OTHERS, "泉州另例机械有限公司")


def test_of_many_who_post_at_once_one_posts() -> None:
    cases = two_waiting()
    number = drafted(*cases, at=AT)
    deeds = [lambda who=who: post_notice(number=number, actor=who, at=LATER, key=uuid4()) for who in (HEAD, SECOND_OFFICER) * 4]
    answers = at_once(deeds)  # type: ignore[arg-type]
    refused = [one for one in answers if isinstance(one, DomainError)]
    assert [type(one) for one in refused] == [NoticeMovedOn] * 7
    assert CaseEvent.objects.filter(kind="notice_posted").count() == 2
    for case in cases:
        check_whole(case)


def test_of_many_who_list_the_same_case_at_once_one_does() -> None:
    case = waiting_claim()
    people = (OFFICER, SECOND_OFFICER) * 3
    answers = at_once([lambda who=who: drafted(case, actor=who) for who in people])  # type: ignore[misc]
    assert sum(isinstance(one, AlreadyListed) for one in answers) == 5
    assert NoticeRow.objects.count() == 1


def test_posting_and_withdrawing_at_once_agree() -> None:
    case, other = two_waiting()
    number = drafted(case, other, at=AT)
    pressed = press(case, AGENT)
    answers = at_once([
        lambda: post_notice(number=number, actor=HEAD, at=LATER, key=uuid4()),
        lambda: deciding.withdraw(pressed, reason="不申请了"),
    ])  # fmt: skip
    posting = answers[0]
    state = PublicNotice.objects.get(number=number).state
    if isinstance(posting, CasesLeft):
        assert state == "draft"
        assert not CaseEvent.objects.filter(kind="notice_posted").exists()
    else:
        assert state == "posted"
        assert CaseEvent.objects.filter(kind="notice_posted").count() == 2
    for one in (case, other):
        check_whole(one)


def test_rows_that_end_in_several_rounds_at_once_pass_once() -> None:
    cases = two_waiting()
    number = posted(*cases)
    done = at_once([lambda: end_due_notices(AFTER) for _ in range(6)])
    end_due_notices(AFTER)
    assert not any(isinstance(one, DomainError) for one in done)
    assert CaseEvent.objects.filter(kind="notice_ended").count() == 2
    assert PublicNotice.objects.get(number=number).state == "ended"
    assert sum(entry.action == "notice.ended" for entry in list_entries(f"notice:{number}")) == 1
    for case in cases:
        check_whole(case)


def test_the_same_objection_sent_many_times_at_once_is_one() -> None:
    number, key = posted(waiting_claim()), uuid4()
    answers = at_once([lambda: objected(number, key=key) for _ in range(6)])
    assert len(set(answers)) == 1
    assert Objection.objects.count() == 1


def test_killed_at_any_statement_of_posting_the_list_is_posted_once_and_whole() -> None:
    cases, key = two_waiting(), uuid4()
    number = drafted(*cases, at=AT)

    def check() -> None:
        state = PublicNotice.objects.get(number=number).state
        events = CaseEvent.objects.filter(kind="notice_posted").count()
        assert (state, events) in (("draft", 0), ("posted", 2))

    killed = kill_at_each_statement(lambda: post_notice(number=number, actor=HEAD, at=LATER, key=key), check)
    assert killed > 15
    assert CaseEvent.objects.filter(kind="notice_posted").count() == 2
    for case in cases:
        check_whole(case)


def test_killed_at_any_statement_of_ending_every_row_passes_once() -> None:
    cases = two_waiting()
    number = posted(*cases)

    def check() -> None:
        ended = set(CaseEvent.objects.filter(kind="notice_ended").values_list("case__number", flat=True))
        passed = set(NoticeRow.objects.filter(state="passed").values_list("case__number", flat=True))
        assert ended == passed
        for case in cases:
            check_whole(case)

    assert kill_at_each_statement(lambda: end_due_notices(AFTER), check) > 15
    assert CaseEvent.objects.filter(kind="notice_ended").count() == 2
    assert PublicNotice.objects.get(number=number).state == "ended"
