"""进度的故事: a project on the list, on a real database, in one line."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from luoqiao.apps.cases.history import go_on, open_case
from luoqiao.apps.cases.queries.case_file import get_case_file
from luoqiao.apps.cases.services import filing
from luoqiao.apps.cases.services.opening import Wanted, open_application
from luoqiao.core.cases import events as e
from luoqiao.core.parties.actor import SYSTEM, Actor
from tests.apps.cases.stories import AGENT, AT, CLERK, HEAD, MINE, OFFICER, ZONE, approved, handed_in

PROJECT = {
    "project_name": "年产 25 万双鞋技改", "filing_number": "洛发改备〔2023〕9号", "total_investment": "5000万元",
    "equipment_investment": "2000万元", "begins_on": "2023-03-01", "ends_on": "2024-06-30", "subject": "年产 25 万双鞋技改",
}  # fmt: skip
REPORT = {"month_amount": "120万元", "total_amount": "320万元", "stage": "installing", "problems": "变压器未到货"}


def moment(month: int, day: int, year: int = 2023, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, 0, tzinfo=ZONE)


def at_notice(procedure: str, form: dict[str, str], documents: tuple[str, ...], *people: Actor, agent: Actor = AGENT,
              uscc: str = MINE, parent: str = "") -> str:  # fmt: skip
    """A case of a procedure without a clause, approved as far as these people can."""
    wanted = Wanted(uscc, 2023, procedure=procedure, subject=form.get("subject", ""), parent=parent)
    number = open_application(wanted=wanted, actor=agent, at=AT, key=uuid4())
    filing.save_draft(number=number, form=form, invoices=[], actor=agent, at=AT)
    for place, requirement in enumerate(documents, 1):
        filing.attach_document(number=number, document=place, requirement=requirement, actor=agent, at=AT)
    return approved(handed_in(number, agent), *people)


def notice_over(number: str, at: datetime, reader: Actor = OFFICER) -> str:
    """The notice runs its days without an objection."""
    with transaction.atomic():
        opened = open_case(number, reader, lock=True)
        posted = e.NoticePosted(opened.matter.state.step, "GS-2023-0001", at.date(), at.date())
        after = go_on(opened, (posted,), actor=reader, at=at)
        go_on(after, (e.NoticeEnded("GS-2023-0001"),), actor=SYSTEM, at=at)
    return number


def a_listed_project(
    agent: Actor = AGENT, uscc: str = MINE, people: tuple[Actor, ...] = (CLERK, OFFICER, HEAD)
) -> str:
    """On the list since 2023-06-20."""
    number = at_notice("key_project", PROJECT, ("备案证", "设备清单"), *people, agent=agent, uscc=uscc)
    return notice_over(number, moment(6, 20), people[1])


def state_of(number: str, actor: Actor = OFFICER):  # type: ignore[no-untyped-def]
    return get_case_file(number, actor).state
