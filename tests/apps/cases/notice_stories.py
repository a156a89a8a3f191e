"""公示的故事: claims that wait for their notice, a list posted by a second person, an objection: each in one line."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from luoqiao.apps.cases.services.notices import post_notice, prepare_notice
from luoqiao.apps.cases.services.objections import Receipt, file_objection
from luoqiao.core.cases.objection import StatedObjection
from luoqiao.core.parties.actor import Actor
from tests.apps.cases.stories import (
    AGENT,
    AT,
    CLERK,
    HEAD,
    MINE,
    OFFICER,
    OTHER_AGENT,
    OTHERS,
    SECOND_OFFICER,
    a_claim,
    an_invoice,
    approved,
    handed_in,
)

TITLE = "2023 年上云上平台补助拟支持名单公示"
NAME, PHONE = "蔡明远", "13850761234"
REASON = "这一家的云服务费里有一部分是硬件采购，不应算作服务费。"


def waiting_claim(uscc: str = MINE, agent: Actor = AGENT, number: str = "23352000000004812077") -> str:
    """A claim that was approved by town and bureau and waits for its notice."""
    line = an_invoice(10_000_000, number, agent, uscc, uscc)
    claim = a_claim({line: 10_000_000}, fee="100000", agent=agent, uscc=uscc)
    return approved(handed_in(claim, agent), OFFICER, CLERK, OFFICER, HEAD)


def two_waiting() -> tuple[str, str]:
    return waiting_claim(), waiting_claim(OTHERS, OTHER_AGENT, "23352000000004812099")


def drafted(*cases: str, actor: Actor = OFFICER, at: datetime = AT + timedelta(days=1), key: UUID | None = None) -> str:
    return prepare_notice(numbers=cases, title=TITLE, actor=actor, at=at, key=key or uuid4())


def posted(*cases: str, at: datetime = AT + timedelta(days=1), by: Actor = SECOND_OFFICER) -> str:
    number = drafted(*cases, at=at)
    post_notice(number=number, actor=by, at=at, key=uuid4())
    return number


def objected(notice: str, row: int = 1, at: datetime = AT + timedelta(days=3), key: UUID | None = None) -> Receipt:
    stated = StatedObjection(notice, row, NAME, PHONE, REASON)
    return file_objection(stated=stated, at=at, key=key or uuid4())
