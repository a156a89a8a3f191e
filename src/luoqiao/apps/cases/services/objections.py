"""异议的动词: filed by anybody under a real name, accepted and answered by the lead unit, confirmed by a second person.

Locks are taken in the order of `notices.py`: the notice first, then the case. Audit entries and messages name the receipt and
the row, never who objects.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from luoqiao.apps.audit.keys import lock_key
from luoqiao.apps.audit.services import Deed, record, record_unmasking
from luoqiao.apps.cases.history import go_on, open_row
from luoqiao.apps.cases.models import Case, Objection, PublicNotice
from luoqiao.apps.cases.notice_messages import objection_notice
from luoqiao.apps.cases.notice_rows import live_values, settle_row
from luoqiao.apps.cases.numbering import next_number_of
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.scope import objection_scope
from luoqiao.apps.outbox import services as outbox
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import notice as notices
from luoqiao.core.cases import objection as core
from luoqiao.core.cases.events import Event
from luoqiao.core.cases.notice import NoticeState, RowState
from luoqiao.core.cases.objection import OPEN, ObjectionState, StatedObjection
from luoqiao.core.cases.refusals import KeyUsedForAnother, ReasonMissing
from luoqiao.core.parties.actor import Actor, Post

THE_PUBLIC = Actor(0, "公众")
"""Who objects is not written into the audit; that an objection came is."""
JOINED = "同一项另有异议成立，已退回重审，一并处理"


@dataclass(frozen=True, slots=True)
class Receipt:
    """回执: the number to refer to, and the mark under which its state can be looked up."""

    number: str
    token: UUID


@dataclass(frozen=True, slots=True)
class Objector:
    """提出人, whole: seen only for a reason that is recorded."""

    name: str
    contact: str


def file_objection(*, stated: StatedObjection, at: datetime, key: UUID) -> Receipt:
    """提出异议 to one row of a posted notice; the same key is one objection.

    Refuses with BadObjection (everything at once), NoSuchNotice, ObjectionsClosed, KeyUsedForAnother.
    """
    told = core.check_objection(stated)
    with transaction.atomic():
        lock_key(key)
        before = Objection.objects.filter(key=key).select_related("notice", "row").first()
        if before is not None:
            if (before.notice.number, before.row.place, before.name, before.reason) != (
                told.notice, told.row, told.name, told.reason,
            ):  # fmt: skip
                raise KeyUsedForAnother
            return Receipt(before.receipt, before.token)
        notice = PublicNotice.objects.select_for_update().filter(number=told.notice).first()
        if notice is None or notice.state == NoticeState.DRAFT:
            raise notices.NoSuchNotice(told.notice)
        on = timezone.localdate(at)
        row = notice.rows.filter(place=told.row).first()
        posted = notice.state == NoticeState.POSTED
        core.check_open(
            on=on, first_on=notice.first_on if posted else None, last_on=notice.last_on if posted else None,
            live=row is not None and row.state in live_values(),
        )  # fmt: skip
        objection = Objection(
            receipt=next_number_of("YY", on.year), key=key, notice=notice, row=row, name=told.name, contact=told.contact,
            reason=told.reason, state=ObjectionState.RECEIVED.value, received_at=at,
            answer_due_on=policy.get_calendar().last_day(on, notice.answer_days),
        )  # fmt: skip
        objection.save(force_insert=True)
        _record(objection, "objection.filed", THE_PUBLIC, None, at)
        outbox.post(at=at, actor=THE_PUBLIC, notices=[objection_notice(objection)])
        return Receipt(objection.receipt, objection.token)


def accept_objection(*, receipt: str, actor: Actor, at: datetime) -> None:
    """受理: the row that it is about is held, no other. NoSuchObjection, NotYourDuty, ObjectionMovedOn."""
    with transaction.atomic():
        objection, post = _lock(receipt, actor)
        _must_be(objection, "受理", ObjectionState.RECEIVED)
        opened = _case_of(objection)
        happened = core.held(opened.matter, objection.notice.number, receipt)
        go_on(opened, happened, actor=actor, at=at, post=post)
        settle_row(objection.row, RowState.HELD, at)
        objection.state, objection.accepted_at = ObjectionState.ACCEPTED.value, at
        objection.accepted_by, objection.accepted_name = actor.user, actor.name
        objection.save()
        _record(objection, "objection.accepted", actor, post, at)


def answer_objection(*, receipt: str, actor: Actor, at: datetime, upheld: bool, answer: str) -> None:
    """拟答复: whether it is upheld, and why; another person confirms. An objection not accepted yet is accepted with it."""
    if not answer.strip():
        raise ReasonMissing("答复异议")
    with transaction.atomic():
        if _lock(receipt, actor)[0].state == ObjectionState.RECEIVED:
            accept_objection(receipt=receipt, actor=actor, at=at)
        objection, post = _lock(receipt, actor)
        _must_be(objection, "答复", ObjectionState.ACCEPTED)
        _propose(objection, actor, at, upheld=upheld, answer=answer)
        _record(objection, "objection.answer_proposed", actor, post, at, {"upheld": upheld})


def decline_objection(*, receipt: str, actor: Actor, at: datetime, reason: str) -> None:
    """拟不予受理: no real name, nothing about this row; another person confirms, until then the row waits."""
    if not reason.strip():
        raise ReasonMissing("不予受理")
    with transaction.atomic():
        objection, post = _lock(receipt, actor)
        _must_be(objection, "不予受理", ObjectionState.RECEIVED)
        _propose(objection, actor, at, upheld=None, answer=reason)
        _record(objection, "objection.decline_proposed", actor, post, at)


def send_back_answer(*, receipt: str, actor: Actor, at: datetime, reason: str) -> None:
    """退回: the second person does not agree with the answer; it is written anew."""
    if not reason.strip():
        raise ReasonMissing("退回答复")
    with transaction.atomic():
        objection, post = _lock(receipt, actor)
        _must_be(objection, "退回", ObjectionState.PROPOSED)
        core.check_second(actor, frozenset(objection.answered_persons))
        objection.state = (ObjectionState.ACCEPTED if objection.accepted_at else ObjectionState.RECEIVED).value
        objection.sent_back_because = reason.strip()[:500]
        objection.save()
        _record(objection, "objection.answer_sent_back", actor, post, at)


def confirm_answer(*, receipt: str, actor: Actor, at: datetime) -> Opened | None:
    """确认答复 by a second person: upheld, the case goes back to be decided anew; else the row goes on.

    Gives the case as it stands then, None when it left the notice meanwhile. FourEyes, NotYourDuty, ObjectionMovedOn.
    """
    with transaction.atomic():
        objection, post = _lock(receipt, actor)
        _must_be(objection, "确认", ObjectionState.PROPOSED)
        core.check_second(actor, frozenset(objection.answered_persons))
        opened = _case_of(objection)
        happened: tuple[Event, ...] = ()
        if objection.upheld is not None:
            happened = core.answered(
                opened.matter, objection.notice.number, receipt, upheld=objection.upheld, answer=objection.answer
            )
        after = go_on(opened, happened, actor=actor, at=at, post=post) if happened else None
        declined = objection.upheld is None
        objection.state = (ObjectionState.DECLINED if declined else ObjectionState.ANSWERED).value
        objection.confirmed_by, objection.confirmed_name, objection.closed_at = actor.user, actor.name, at
        objection.save()
        _record(objection, "objection.answered", actor, post, at, {"upheld": objection.upheld})
        _settle_row(objection, after, at)
        return after


def reveal_objector(*, receipt: str, actor: Actor, at: datetime, reason: str) -> Objector:
    """查看提出人: recorded with its reason before the name is read. NoSuchObjection, Invalid without a reason."""
    row = Objection.objects.filter(objection_scope(actor), receipt=receipt).only("receipt").first()
    if row is None:
        raise core.NoSuchObjection(receipt)
    record_unmasking(at=at, actor=actor, subject=f"objection:{receipt}", fields=("name", "contact"), reason=reason)
    name, contact = Objection.objects.values_list("name", "contact").get(pk=row.pk)
    return Objector(name, contact)


def _propose(objection: Objection, actor: Actor, at: datetime, *, upheld: bool | None, answer: str) -> None:
    objection.state, objection.upheld, objection.answer = ObjectionState.PROPOSED.value, upheld, answer.strip()
    objection.answered_by, objection.answered_name, objection.answered_at = actor.user, actor.name, at
    objection.answered_persons = sorted(notices.persons_of(actor))
    objection.sent_back_because = ""
    objection.save()


def _settle_row(objection: Objection, after: Opened | None, at: datetime) -> None:
    """What the answer means for the row, and for other objections to it."""
    row = objection.row
    row.refresh_from_db()
    if after is None or row.state not in live_values():
        return
    if objection.upheld:
        settle_row(row, RowState.REMOVED, at, f"异议 {objection.receipt} 成立，退回重审")
        others = row.objections.filter(state__in=[one.value for one in OPEN])
        others.update(state=ObjectionState.ANSWERED.value, upheld=True, answer=JOINED, closed_at=at)
    elif after.matter.state.notice and not after.matter.state.notice.objections:
        settle_row(row, RowState.LISTED, at)


def _lock(receipt: str, actor: Actor) -> tuple[Objection, Post]:
    """The objection with its notice locked, and the post in which this person deals with it."""
    seen = Objection.objects.filter(objection_scope(actor), receipt=receipt).values_list("notice_id", flat=True).first()
    if seen is None:
        raise core.NoSuchObjection(receipt)
    notice = PublicNotice.objects.select_for_update().get(pk=seen)
    post = notices.duty_at(actor, notice.lead_unit)
    objection = Objection.objects.select_for_update(of=("self",)).select_related("row").get(receipt=receipt)
    objection.notice = notice
    return objection, post


def _case_of(objection: Objection) -> Opened:
    return open_row(Case.objects.select_for_update(of=("self",)).get(pk=objection.row.case_id))


def _must_be(objection: Objection, deed: str, *states: ObjectionState) -> None:
    state = ObjectionState(objection.state)
    if state not in states:
        raise core.ObjectionMovedOn(deed, state, objection.confirmed_name or objection.answered_name or objection.accepted_name)


def _record(
    objection: Objection, action: str, actor: Actor, post: Post | None, at: datetime, detail: dict[str, object] | None = None
) -> None:
    told = {"notice": objection.notice.number, "row": objection.row.place, **(detail or {})}
    record(at=at, actor=actor, post=post, deed=Deed(action, f"objection:{objection.receipt}", told))

