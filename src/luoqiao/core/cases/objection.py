"""异议: a named objection to one row of a public notice: received, accepted, answered by two persons.

Who objects is confidential: only officers and heads of the lead unit and auditors may ask for the name, with a reason that is
recorded. An objection holds the row that it is about and no other; upheld, the case goes back to be decided anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luoqiao.core.cases import events as e
from luoqiao.core.cases.decide import Matter
from luoqiao.core.cases.notice import on_notice, persons_of
from luoqiao.core.cases.refusals import FourEyes, NotAtThisStep
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.core.parties.masking import HIDDEN, mask_email, mask_name, mask_phone

SHORTEST_REASON, LONGEST_REASON = 10, 2000
LONGEST_NAME, LONGEST_CONTACT = 60, 100
ANONYMOUS = {"匿名", "群众", "某", "某某", "无名", "路人", "市民", "热心群众", "热心市民", "anonymous"}
_PHONE = re.compile(r"[+\d][\d\s-]{6,19}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class ObjectionState(StrEnum):
    """异议: 已收到 · 已受理 · 不予受理 · 拟答复 · 已答复."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    PROPOSED = "proposed"
    ANSWERED = "answered"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _LABELS[self.value]


_LABELS = {
    "received": "待受理", "accepted": "核实中", "declined": "不予受理", "proposed": "待另一人确认答复", "answered": "已答复",
}  # fmt: skip
OPEN = (ObjectionState.RECEIVED, ObjectionState.ACCEPTED, ObjectionState.PROPOSED)
"""While one of these is there, the row does not pass."""
SEES_WHO = (Role.OFFICER, Role.UNIT_HEAD)
"""Of the lead unit; auditors besides."""


class BadObjection(Invalid):
    """异议填写有误."""

    code = "LQ-5608"


class ObjectionsClosed(DomainError):
    """现在不能提异议: the days are over, or the row is no longer on the list."""

    code = "LQ-5609"

    def __init__(self, why: str) -> None:
        super().__init__(f"{why}；可以按信访、行政复议等渠道反映")


class NoSuchObjection(DomainError):
    """没有这件异议: not there, or not to be seen by this person."""

    code = "LQ-5610"

    def __init__(self, receipt: str = "") -> None:
        super().__init__(f"没有异议 {receipt[:40]}，或者它不归您看")


class ObjectionMovedOn(DomainError):
    """异议刚才已经办过."""

    code = "LQ-5611"

    def __init__(self, deed: str, state: ObjectionState, by: str = "") -> None:
        who = f"（{by}）" if by else ""
        super().__init__(f"这件异议现在是“{state.label}”{who}，不能{deed}；这一次没有算数")


@dataclass(frozen=True, slots=True)
class StatedObjection:
    """要提的异议: about which row of which notice, by whom, how to reach them, why."""

    notice: str
    row: int
    name: str
    contact: str
    reason: str


def check_objection(stated: StatedObjection) -> StatedObjection:
    """The objection cleaned, or everything that is wrong with it at once (BadObjection)."""
    name = " ".join(stated.name.split())
    contact = " ".join(stated.contact.split())
    reason = stated.reason.strip()
    problems = [
        FieldProblem("name", name, "真实姓名或单位名称", said, "LQ-5608") for said in _name_problem(name)
    ] + [
        FieldProblem("contact", contact, "手机号、座机或邮箱", said, "LQ-5608") for said in _contact_problem(contact)
    ]  # fmt: skip
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        said = f"请写明异议的事实和理由（{SHORTEST_REASON} 到 {LONGEST_REASON} 个字），现在是 {len(reason)} 个字"
        problems.append(FieldProblem("reason", "", f"{SHORTEST_REASON} 个字以上", said, "LQ-5608"))
    if stated.row <= 0:
        problems.append(FieldProblem("row", "", "一家企业", "请选对哪一家有异议", "LQ-5608"))
    if problems:
        raise BadObjection(tuple(problems))
    return StatedObjection(stated.notice, stated.row, name, contact, reason)


def _name_problem(name: str) -> list[str]:
    if not 2 <= len(name) <= LONGEST_NAME or name.lower() in ANONYMOUS or name.isdigit():
        return ["请写真实姓名（单位写全称）；匿名的异议不予受理。姓名对外保密"]
    return []


def _contact_problem(contact: str) -> list[str]:
    if len(contact) > LONGEST_CONTACT or not (_PHONE.fullmatch(contact) or _EMAIL.fullmatch(contact)):
        return ["请写能找到您的电话或邮箱，用来核实和答复；对外保密"]
    return []


def mask_objector(name: str) -> str:
    """张*；a unit's name is hidden whole but for its first character."""
    return mask_name(name)


def mask_contact(contact: str) -> str:
    """A phone or an address of e-mail, masked."""
    return (mask_email(contact) if "@" in contact else mask_phone(contact)) or HIDDEN


def check_open(*, on: date, first_on: date | None, last_on: date | None, live: bool) -> None:
    """Objections are taken from the day of posting to the last day, for rows that are on the list. ObjectionsClosed."""
    if last_on is None or first_on is None:
        raise ObjectionsClosed("这份公示不在公示期内")
    if on > last_on:
        raise ObjectionsClosed(f"公示期到 {last_on} 为止，已经结束")
    if not live:
        raise ObjectionsClosed("这一家已经从公示里撤下")


def held(matter: Matter, notice: str, receipt: str) -> tuple[e.Event, ...]:
    """受理: the row is held."""
    if not on_notice(matter, notice):
        raise NotAtThisStep("受理异议", matter.step.name)
    return (e.NoticeHeld(receipt),)


def check_second(actor: Actor, answered_by: frozenset[int]) -> None:
    """The answer is confirmed by somebody else than who wrote it. FourEyes."""
    if persons_of(actor) & answered_by:
        raise FourEyes(actor.name, "拟答复异议")


def answered(matter: Matter, notice: str, receipt: str, *, upheld: bool, answer: str) -> tuple[e.Event, ...]:
    """答复: what follows for the case; nothing when it left the notice meanwhile (withdrawn by the enterprise)."""
    on = matter.state.notice
    if on is None or not on_notice(matter, notice) or receipt not in on.objections:
        return ()
    return (e.ObjectionAnswered(receipt, upheld, answer),)
