"""揭榜挂帅的故事: a challenge on the board, bids that answer it, a bid at its task book, each in one line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction

from luoqiao.apps.cases.history import go_on, open_case
from luoqiao.apps.cases.services import deciding, filing, milestones
from luoqiao.apps.cases.services.opening import Wanted, open_application
from luoqiao.apps.cases.services.pressing import settle
from luoqiao.apps.cases.services.sealing import unseal_due
from luoqiao.core.cases import events as e
from luoqiao.core.parties.actor import SYSTEM, Actor, Post, Role
from tests.apps.cases.report_stories import at_notice
from tests.apps.cases.stories import AGENT, MINE, OTHER_AGENT, OTHERS, ZONE, handed_in, press

LEAD = "science_technology"
SCIENCE = Actor(71, "赖修远", (Post(Role.OFFICER, LEAD),))
SECOND_SCIENCE = Actor(72, "曾敏学", (Post(Role.OFFICER, LEAD),))
SCIENCE_HEAD = Actor(73, "徐怀瑾", (Post(Role.UNIT_HEAD, LEAD),))
UNTIL = date(2023, 7, 14)
DEMAND = {
    "title": "高速主轴热变形补偿", "problem": "主轴每分钟两万转时热伸长不超过 3 微米。\n验收：连续运行 8 小时，第三方检测。",
    "budget": "300万元", "bids_until": UNTIL.isoformat(), "subject": "高速主轴热变形补偿",
}  # fmt: skip
BID = {"solver": "泉州另例机械与华侨大学联合体", "plan": "分区冷却加模型补偿，分三步做。", "asked_fund": "80万元"}
ROWS = (
    {"name": "方案定型", "due_on": "2023-10-31", "words": "图纸和仿真报告通过专家审查"},
    {"name": "样机试制", "due_on": "2024-03-31", "words": "样机连续运行 8 小时，热伸长不超过 5 微米"},
)
LISTED_AT = datetime(2023, 6, 20, 9, 0, tzinfo=ZONE)
SELECTED_AT = datetime(2023, 7, 31, 10, 0, tzinfo=ZONE)


def day(month: int, on: int, year: int = 2023, hour: int = 10) -> datetime:
    return datetime(year, month, on, hour, 0, tzinfo=ZONE)


def notice_over(number: str, at: datetime, reader: Actor = SCIENCE) -> str:
    """The notice runs its days without an objection; what a closed case leaves behind is settled as always."""
    with transaction.atomic():
        opened = open_case(number, reader, lock=True)
        posted = e.NoticePosted(opened.matter.state.step, "GS-2023-0001", at.date(), at.date())
        after = go_on(opened, (posted,), actor=reader, at=at)
        settle(go_on(after, (e.NoticeEnded("GS-2023-0001"),), actor=SYSTEM, at=at), SYSTEM, at)
    return number


def on_the_board(
    agent: Actor = AGENT, uscc: str = MINE, officer: Actor = SCIENCE, head: Actor = SCIENCE_HEAD, **form: str
) -> str:
    """A challenge that was listed on 2023-06-20; bids until 2023-07-14 unless told otherwise."""
    number = at_notice("challenge_demand", {**DEMAND, **form}, ("需求说明书",), officer, head, agent=agent, uscc=uscc)
    return notice_over(number, LISTED_AT, officer)


def opened_bid(challenge: str, agent: Actor = OTHER_AGENT, uscc: str = OTHERS, at: datetime = LISTED_AT) -> str:
    wanted = Wanted(uscc, at.year, procedure="challenge_bid", parent=challenge)
    return open_application(wanted=wanted, actor=agent, at=at, key=uuid4())


def a_bid(
    challenge: str, agent: Actor = OTHER_AGENT, uscc: str = OTHERS, at: datetime = LISTED_AT, **form: str
) -> str:
    """A bid that was handed in."""
    number = opened_bid(challenge, agent, uscc, at)
    filing.save_draft(number=number, form={**BID, **form}, invoices=None, actor=agent, at=at)
    filing.attach_document(number=number, document=1, requirement="揭榜申报书", actor=agent, at=at)
    return handed_in(number, agent, at + timedelta(hours=1))


def scored(number: str, officer: Actor = SCIENCE, average: int = 8250, *, at: datetime | None = None) -> str:
    """Opened after the last day for bids, checked for form and scored by experts."""
    unseal_due(day(7, 15, hour=1))
    deciding.approve(press(number, officer, at))
    with transaction.atomic():
        opened = open_case(number, officer, lock=True)
        closed = e.ScoringClosed(opened.matter.state.step, average, 3, passed=True)
        go_on(opened, (closed,), actor=SYSTEM, at=opened.history[-1].at + timedelta(hours=1))
    return number


def selected(
    number: str, officer: Actor = SCIENCE, head: Actor = SCIENCE_HEAD, at: datetime = SELECTED_AT
) -> str:
    """Proposed, approved and through its public notice: at its task book since that day."""
    scored(number, officer)
    deciding.approve(press(number, officer))
    deciding.approve(press(number, head))
    return notice_over(number, at, officer)


def agreed(
    number: str, rows: Sequence[dict[str, str]] = ROWS, officer: Actor = SCIENCE, agent: Actor = OTHER_AGENT
) -> str:
    """The task book proposed and confirmed."""
    milestones.propose_task_book(press(number, officer), rows=rows)
    milestones.confirm_task_book(press(number, agent))
    return number

