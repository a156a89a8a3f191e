"""公示的动词: prepare, post, take off, end. Locks are taken in one order: the notice first, then its cases by their keys."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from luoqiao.apps.audit.keys import lock_key
from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.cases.history import go_on, open_row
from luoqiao.apps.cases.models import Case, NoticeRow, PublicNotice
from luoqiao.apps.cases.notice_messages import passed_notices, ready_notice, started_notices
from luoqiao.apps.cases.notice_rows import live_values, settle_row
from luoqiao.apps.cases.numbering import next_number_of
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.scope import case_scope
from luoqiao.apps.cases.services.pressing import settle
from luoqiao.apps.funds.queries.shares import cases_that_wait
from luoqiao.apps.outbox import services as outbox
from luoqiao.apps.parties import queries as parties
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import notice as core
from luoqiao.core.cases.deadline import notice_days
from luoqiao.core.cases.notice import Candidate, NoticeState, RowState, Span
from luoqiao.core.cases.objection import OPEN
from luoqiao.core.cases.procedure import NoticeRule
from luoqiao.core.cases.refusals import NoSuchCase, ReasonMissing
from luoqiao.core.parties.actor import SYSTEM, Actor, Post

logger = logging.getLogger("luoqiao.cases")


def prepare_notice(*, numbers: Sequence[str], title: str, actor: Actor, at: datetime, key: UUID) -> str:
    """Put cases that wait for their notice on one list, for somebody else to post; gives the number of the notice.

    The same key is one list. Refuses with NothingPicked, CasesLeft, NotOneList, AlreadyListed, NoSuchCase, NotYourDuty.
    """
    with transaction.atomic():
        lock_key(key)
        before = PublicNotice.objects.filter(key=key, prepared_by=actor.user).first()
        if before is not None:
            return before.number
        opened = _locked(numbers, actor)
        _refuse_waiting(opened)
        rule, lead_unit = core.rule_of([Candidate(one.row.number, one.matter) for one in opened])
        post = core.duty_to_prepare(actor, lead_unit)
        notice = PublicNotice(
            number=next_number_of("GS", timezone.localdate(at).year), title=_title(title), pack=opened[0].row.pack,
            lead_unit=lead_unit, clauses=sorted({one.row.clause for one in opened} - {""}),
            procedures=sorted({one.row.procedure for one in opened}), state=NoticeState.DRAFT.value, days=rule.days,
            working=rule.working, count_first=rule.count_first, answer_days=rule.answer_days, key=key,
            prepared_by=actor.user, prepared_name=actor.name, prepared_persons=sorted(core.persons_of(actor)), prepared_at=at,
        )  # fmt: skip
        notice.save(force_insert=True)
        _keep_rows(notice, opened)
        detail = {"cases": [one.row.number for one in opened], "title": notice.title}
        record(at=at, actor=actor, post=post, deed=Deed("notice.prepared", subject_of(notice), detail))
        outbox.post(at=at, actor=actor, notices=[ready_notice(notice, len(opened))])
        return notice.number


def post_notice(*, number: str, actor: Actor, at: datetime, key: UUID) -> Span:
    """发布: every case of the list is on notice from now on, in one transaction, or none is.

    Sent twice it is posted once. Refuses with NoSuchNotice, NotYourDuty, FourEyes, CasesLeft (naming the cases that are no
    longer at their notice, or whose amount is another one now), NoticeMovedOn.
    """
    with transaction.atomic():
        notice = _lock_notice(number)
        if notice.state == NoticeState.POSTED and notice.post_key == key and notice.posted_by == actor.user:
            return _span_of(notice)
        core.duty_at(actor, notice.lead_unit)
        _must_be(notice, NoticeState.DRAFT, "发布", notice.posted_name)
        rows = list(notice.rows.filter(state__in=live_values()).order_by("case_id"))
        opened = _locked_rows(rows)
        states = [one.matter.state for one in opened]
        post = core.duty_to_post(actor, notice.lead_unit, notice.prepared_persons, states)
        _refuse_waiting(opened)
        _refuse_changed(rows, opened)
        span = Span(*notice_days(rule_of(notice), timezone.localdate(at), policy.get_calendar()))
        notice.state, notice.first_on, notice.last_on = NoticeState.POSTED.value, span.first_on, span.last_on
        notice.posted_by, notice.posted_name, notice.posted_at = actor.user, actor.name, at
        notice.post_key, notice.provisional = key, span.provisional
        notice.save()
        after = [
            go_on(one, core.posted(one.matter, number, span), actor=actor, at=at, post=post) for one in opened
        ]
        detail = {"cases": [one.row.number for one in opened], "first_on": str(span.first_on), "last_on": str(span.last_on)}
        record(at=at, actor=actor, post=post, deed=Deed("notice.posted", subject_of(notice), detail))
        outbox.post(at=at, actor=actor, notices=started_notices(notice, after))
        return span


def take_off(*, number: str, case: str, actor: Actor, at: datetime, reason: str, back: bool = False) -> None:
    """撤下一行: of a draft, the row is dropped; of a posted list, the case is to be posted anew, or decided anew (`back`).

    Refuses with NoSuchNotice, NoSuchCase, NotYourDuty, NoticeMovedOn, ReasonMissing.
    """
    with transaction.atomic():
        notice = _lock_notice(number)
        post = core.duty_at(actor, notice.lead_unit)
        row = notice.rows.filter(case__number=case, state__in=live_values()).first()
        if row is None:
            raise NoSuchCase(case)
        _take_off(notice, [row], actor, post, at, reason, back=back)


def withdraw_notice(*, number: str, actor: Actor, at: datetime, reason: str, back: bool = False) -> None:
    """撤销 the whole list: a draft is thrown away; of a posted one every row is taken off. Refuses as `take_off` does."""
    with transaction.atomic():
        notice = _lock_notice(number)
        post = core.duty_at(actor, notice.lead_unit)
        if notice.state not in (NoticeState.DRAFT, NoticeState.POSTED):
            raise core.NoticeMovedOn("撤销", NoticeState(notice.state))
        rows = list(notice.rows.filter(state__in=live_values()).order_by("case_id"))
        _take_off(notice, rows, actor, post, at, reason, back=back)
        notice.state, notice.withdrawn_because, notice.ended_at = NoticeState.WITHDRAWN.value, reason.strip()[:500], at
        notice.save(update_fields=["state", "withdrawn_because", "ended_at"])
        record(at=at, actor=actor, post=post, deed=Deed("notice.withdrawn", subject_of(notice), {}, reason.strip()))


def end_due_notices(at: datetime, *, most: int = 5_000) -> int:
    """公示期满: the day after the last day every row without an open objection passes; how many cases went on.

    Each case is a transaction of its own: what was done before an interruption stays done, the next round does the rest.
    """
    on = timezone.localdate(at)
    due = NoticeRow.objects.filter(
        notice__state=NoticeState.POSTED.value, notice__last_on__lt=on, state__in=live_values()
    ).exclude(objections__state__in=[one.value for one in OPEN])
    done = 0
    for row, notice in due.order_by("notice_id", "case_id").values_list("pk", "notice_id")[:most]:
        try:
            done += _pass_row(notice, row, at)
        except Exception:
            logger.exception("row %s of notice %s could not pass", row, notice)
    _close_ended(at)
    return done


def rule_of(notice: PublicNotice) -> NoticeRule:
    """The days of a notice as they were when it was prepared."""
    return NoticeRule(notice.days, notice.working, notice.count_first, answer_days=notice.answer_days)


def subject_of(notice: PublicNotice) -> str:
    """审计的对象: `notice:GS-2023-0007`."""
    return f"notice:{notice.number}"


def _pass_row(notice_pk: int, row_pk: int, at: datetime) -> int:
    with transaction.atomic():
        notice = PublicNotice.objects.select_for_update(skip_locked=True).filter(pk=notice_pk).first()
        if notice is None:
            return 0
        row = notice.rows.filter(pk=row_pk, state__in=live_values()).first()
        if row is None or row.objections.filter(state__in=[one.value for one in OPEN]).exists():
            return 0
        (opened,) = _locked_rows([row])
        if not core.on_notice(opened.matter, notice.number):
            settle_row(row, RowState.REMOVED, at, "案件已经离开这份公示")
            return 0
        happened = core.ended(opened.matter, notice.number)
        if not happened:
            return 0
        settle_row(row, RowState.PASSED, at)
        settle(go_on(opened, happened, actor=SYSTEM, at=at), SYSTEM, at)
        return 1


def _close_ended(at: datetime) -> None:
    """A list whose days are over and whose rows have all passed or left is closed."""
    on = timezone.localdate(at)
    open_rows = NoticeRow.objects.filter(state__in=live_values()).values("notice")
    due = PublicNotice.objects.filter(state=NoticeState.POSTED.value, last_on__lt=on).exclude(pk__in=open_rows)
    for pk in due.values_list("pk", flat=True):
        with transaction.atomic():
            notice = PublicNotice.objects.select_for_update().get(pk=pk)
            states = list(notice.rows.values_list("state", flat=True))
            if notice.state != NoticeState.POSTED or any(one in live_values() for one in states):
                continue
            notice.state, notice.ended_at = NoticeState.ENDED.value, at
            notice.save(update_fields=["state", "ended_at"])
            passed = states.count(RowState.PASSED.value)
            detail = {"passed": passed, "removed": len(states) - passed}
            record(at=at, actor=SYSTEM, deed=Deed("notice.ended", subject_of(notice), detail))
            outbox.post(at=at, actor=SYSTEM, notices=passed_notices(notice, passed, len(states) - passed))


def _take_off(
    notice: PublicNotice, rows: Sequence[NoticeRow], actor: Actor, post: Post, at: datetime, reason: str, *, back: bool
) -> None:
    if not reason.strip():
        raise ReasonMissing("撤下公示")
    state = NoticeState(notice.state)
    if state not in (NoticeState.DRAFT, NoticeState.POSTED):
        raise core.NoticeMovedOn("撤下", state)
    opened = _locked_rows(rows)
    for row, one in zip(rows, opened, strict=True):
        if state is NoticeState.POSTED:
            happened = core.taken_off(one.matter, notice.number, reason=reason, back=back)
            go_on(one, happened, actor=actor, at=at, post=post, reason=reason.strip())
        settle_row(row, RowState.REMOVED, at, reason.strip()[:500])
        detail = {"case": one.row.number, "back": back}
        record(at=at, actor=actor, post=post, deed=Deed("notice.row_removed", subject_of(notice), detail, reason.strip()))


def _locked(numbers: Sequence[str], actor: Actor) -> list[Opened]:
    """The cases that this person may see, locked, each once; NoSuchCase when one of them is not there."""
    wanted = list(dict.fromkeys(numbers))
    if not wanted or len(wanted) > core.MOST_ROWS:
        raise core.NothingPicked(len(wanted))
    rows = Case.objects.filter(case_scope(actor), number__in=wanted).order_by("pk").select_for_update(of=("self",))
    found = {row.number: row for row in rows}
    missing = next((number for number in wanted if number not in found), None)
    if missing is not None:
        raise NoSuchCase(missing)
    return [open_row(row) for row in found.values()]


def _locked_rows(rows: Sequence[NoticeRow]) -> list[Opened]:
    """The cases of rows, locked, in the order of the rows; the notice is locked already."""
    found = {
        case.pk: case
        for case in Case.objects.filter(pk__in=[row.case_id for row in rows]).order_by("pk").select_for_update(of=("self",))
    }
    return [open_row(found[row.case_id]) for row in rows]


def _refuse_waiting(opened: Sequence[Opened]) -> None:
    """Amounts that a budget does not cover yet are not posted: they may become smaller."""
    waiting = cases_that_wait(one.row.number for one in opened)
    if waiting:
        raise core.CasesLeft([(number, "的资金还在排队等预算") for number in sorted(waiting)])


def _refuse_changed(rows: Iterable[NoticeRow], opened: Iterable[Opened]) -> None:
    left = []
    for row, one in zip(rows, opened, strict=True):
        why = core.why_not(one.matter)
        if not why and (dict(one.matter.state.amounts or {}) or None) != row.amounts:
            why = "的金额与名单上的不同"
        left += [(one.row.number, why)] if why else []
    if left:
        raise core.CasesLeft(left)
    if not list(rows):
        raise core.NothingPicked


def _keep_rows(notice: PublicNotice, opened: Sequence[Opened]) -> None:
    views = parties.list_enterprises(one.row.uscc for one in opened)
    order = {view.uscc: (place, view.name) for place, view in enumerate(views)}
    listed = sorted(opened, key=lambda one: (order[one.row.uscc][0], one.row.title, one.row.number))
    rows = [
        NoticeRow(
            notice=notice, place=place, case=one.row, enterprise_name=order[one.row.uscc][1], uscc=one.row.uscc,
            title=one.row.title, amounts=dict(one.matter.state.amounts or {}) or None,
            amount=one.matter.state.total if one.matter.state.amounts else None, state=RowState.LISTED.value,
        )
        for place, one in enumerate(listed, 1)
    ]  # fmt: skip
    taken = NoticeRow.objects.filter(case__in=[one.row for one in opened], state__in=live_values())
    before = taken.select_related("notice", "case").first()
    if before is not None:
        raise core.AlreadyListed(before.case.number, before.notice.number)
    try:
        with transaction.atomic():
            NoticeRow.objects.bulk_create(rows)
    except IntegrityError:
        raise core.AlreadyListed(opened[0].row.number, "（刚刚拟的另一份）") from None


def _title(text: str) -> str:
    title = " ".join(text.split())
    if not 0 < len(title) <= core.LONGEST_TITLE:
        raise core.BadTitle
    return title


def _lock_notice(number: str) -> PublicNotice:
    notice = PublicNotice.objects.select_for_update().filter(number=number).first()
    if notice is None:
        raise core.NoSuchNotice(number)
    return notice


def _must_be(notice: PublicNotice, state: NoticeState, deed: str, by: str = "") -> None:
    if notice.state != state:
        raise core.NoticeMovedOn(deed, NoticeState(notice.state), by)


def _span_of(notice: PublicNotice) -> Span:
    if notice.first_on is None or notice.last_on is None:
        raise core.NoSuchNotice(notice.number)
    return Span(notice.first_on, notice.last_on, notice.provisional)

