"""任务书与里程碑：both sides in turn on a real database, with to-dos, messages, reminders, two at once, a replay that agrees."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from luoqiao.apps.cases.models import Case, CaseDocument, CaseEvent, Todo
from luoqiao.apps.cases.queries.case_file import get_case_file
from luoqiao.apps.cases.queries.replaying import compare_row, replay_case
from luoqiao.apps.cases.services import milestones
from luoqiao.apps.cases.services.milestones import NotTheirDocument
from luoqiao.apps.cases.services.reminding import remind
from luoqiao.apps.outbox.models import Message
from luoqiao.core.cases.refusals import CaseMovedOn, NoSuchCase, NotYourDuty
from luoqiao.core.cases.task_book_form import BadTaskBook
from luoqiao.core.kernel.errors import DomainError
from tests.apps.cases.challenge_stories import (
    ROWS,
    SCIENCE,
    SCIENCE_HEAD,
    SECOND_SCIENCE,
    a_bid,
    agreed,
    day,
    on_the_board,
    selected,
)
from tests.apps.cases.stories import AGENT, AUDITOR, OTHER_AGENT, OTHERS, press

SUBJECT = "高速主轴热变形补偿"


@pytest.fixture
def bid(firms: None) -> str:
    return selected(a_bid(on_the_board()))


def told(kind: str) -> list[str]:
    return list(Message.objects.filter(kind=kind).order_by("pk").values_list("subject", flat=True))


def desks() -> list[str]:
    return list(Todo.objects.order_by("desk").values_list("desk", flat=True))


def test_the_task_book_goes_to_the_firm_back_and_to_it_again(bid: str) -> None:
    row = Case.objects.get(number=bid)
    assert (row.step_name, row.deadline_on, desks()) == ("拟定任务书", date(2023, 8, 14), list(SCIENCE.desks))
    pressed = press(bid, SCIENCE, day(8, 2))
    milestones.propose_task_book(pressed, rows=ROWS, note="按揭榜方案分两步")
    milestones.propose_task_book(pressed, rows=ROWS, note="按揭榜方案分两步")
    assert CaseEvent.objects.filter(case__number=bid, kind="milestones_proposed").count() == 1
    assert desks() == list(OTHER_AGENT.desks)
    milestones.return_task_book(press(bid, OTHER_AGENT), reason="样机周期不够")
    assert desks() == list(SCIENCE.desks)
    agreed(bid)
    row.refresh_from_db()
    assert (row.step_name, row.deadline_on, desks()) == ("达到里程碑", date(2023, 10, 31), list(OTHER_AGENT.desks))
    assert CaseEvent.objects.get(case__number=bid, kind="milestones_agreed").post == OTHER_AGENT.desks[0]
    assert told("task_book_proposed") == [f"请确认任务书：{SUBJECT}，不迟于 2023-08-16"] * 2
    assert (len(told("task_book_returned")), len(told("task_book_agreed"))) == (1, 1)


def test_reached_refused_once_passed_and_on_to_acceptance_with_a_replay_that_agrees(bid: str) -> None:
    agreed(bid)
    milestones.report_milestone(press(bid, OTHER_AGENT, day(10, 20)), number=1, words="图纸、仿真报告已审")
    assert desks() == list(SCIENCE.desks)
    milestones.check_milestone(press(bid, SCIENCE), number=1, passed=False, note="缺仿真报告")
    milestones.report_milestone(press(bid, OTHER_AGENT), number=1, words="已补仿真报告")
    milestones.check_milestone(press(bid, SECOND_SCIENCE), number=1, passed=True, note="")
    milestones.report_milestone(press(bid, OTHER_AGENT), number=2, words="样机已测")
    milestones.check_milestone(press(bid, SCIENCE), number=2, passed=True, note="现场核验")
    file = get_case_file(bid, AUDITOR)
    assert (file.state.step, file.row.step_name, desks()) == ("acceptance", "验收", list(SCIENCE.desks))
    assert replay_case(bid, AUDITOR)[-1].state == file.state
    assert compare_row(bid, AUDITOR) == ()
    assert told("milestone_checked") == [
        f"里程碑“方案定型”没有通过：{SUBJECT}", f"里程碑“方案定型”通过：{SUBJECT}", f"里程碑“样机试制”通过：{SUBJECT}",
    ]  # fmt: skip
    assert told("approved_step")[-1].endswith("通过任务书与里程碑")


def test_a_firm_is_reminded_before_the_day_and_after_it_and_nothing_is_decided(bid: str) -> None:
    agreed(bid)
    assert remind(day(10, 20)) == 0
    assert remind(day(10, 25)) == 1
    assert told("milestone_due") == [f"里程碑“方案定型”2023-10-31 到期：{SUBJECT}"]
    assert remind(day(11, 1)) == 1
    assert remind(day(11, 2)) == 0
    assert told("milestone_late") == [f"里程碑“方案定型”已过约定日：{SUBJECT}"]
    assert CaseEvent.objects.get(case__number=bid, kind="escalated").values["to"] == SCIENCE_HEAD.desks[0]
    milestones.report_milestone(press(bid, OTHER_AGENT, day(11, 6)), number=1, words="迟了一周")
    assert Case.objects.get(number=bid).deadline_on == date(2023, 11, 20)
    assert told("overdue") == []


def test_a_change_keeps_what_was_reached(bid: str) -> None:
    agreed(bid)
    milestones.report_milestone(press(bid, OTHER_AGENT, day(10, 20)), number=1, words="已审")
    milestones.check_milestone(press(bid, SCIENCE), number=1, passed=True, note="")
    later = {**ROWS[1], "due_on": "2024-06-30"}
    milestones.propose_task_book(press(bid, SCIENCE), rows=[later], note="钢材到货延期")
    milestones.confirm_task_book(press(bid, OTHER_AGENT))
    book = get_case_file(bid, SCIENCE).state.task_book
    assert ([one.due_on.isoformat() for one in book.agreed], book.reached) == (["2023-10-31", "2024-06-30"], (1,))


def test_others_are_kept_out(bid: str) -> None:
    for actor in (AGENT,):
        with pytest.raises(NoSuchCase):
            milestones.propose_task_book(press(bid, actor), rows=ROWS)
    for actor in (OTHER_AGENT, SCIENCE_HEAD):
        with pytest.raises(NotYourDuty):
            milestones.propose_task_book(press(bid, actor), rows=ROWS)
    agreed(bid)
    with pytest.raises(NotYourDuty):
        milestones.report_milestone(press(bid, SCIENCE), number=1, words="已审")


def test_what_is_wrong_leaves_nothing(bid: str) -> None:
    seq = Case.objects.get(number=bid).seq
    with pytest.raises(BadTaskBook):
        milestones.propose_task_book(press(bid, SCIENCE), rows=[{"name": "样机"}])
    with pytest.raises(NotTheirDocument):
        milestones.propose_task_book(press(bid, SCIENCE), rows=ROWS, document=999)
    assert Case.objects.get(number=bid).seq == seq
    assert not CaseDocument.objects.filter(requirement="任务书").exists()


def test_a_proposal_that_was_replaced_is_not_confirmed_unseen(bid: str) -> None:
    milestones.propose_task_book(press(bid, SCIENCE), rows=ROWS)
    seen = press(bid, OTHER_AGENT)
    milestones.propose_task_book(press(bid, SECOND_SCIENCE), rows=ROWS[:1])
    with pytest.raises(CaseMovedOn, match="曾敏学刚才已经办理"):
        milestones.confirm_task_book(seen)
    assert get_case_file(bid, SCIENCE).state.task_book.agreed == ()


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_check_at_once_are_one_check(firms: None) -> None:
    bid = agreed(selected(a_bid(on_the_board())))
    milestones.report_milestone(press(bid, OTHER_AGENT), number=1, words="已审")
    presses = [press(bid, SCIENCE, key=uuid4()), press(bid, SECOND_SCIENCE, key=uuid4())]
    together, outcomes = Barrier(2), list[str]()

    def check(at: int) -> None:
        together.wait()
        try:
            milestones.check_milestone(presses[at], number=1, passed=at == 0, note="现场看过")
            outcomes.append("done")
        except DomainError as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=check, args=(at,)) for at in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["LQ-5502", "done"]
    assert CaseEvent.objects.filter(case__number=bid, kind="milestone_passed").count() == 1
    assert Case.objects.get(number=bid).uscc == OTHERS
