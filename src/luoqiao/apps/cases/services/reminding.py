"""催办与上报: what the clock does to cases: it reminds and tells the seat above; it never decides."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from luoqiao.apps.cases.history import go_on, open_row
from luoqiao.apps.cases.message_parts import make_notice, project_of, report_link
from luoqiao.apps.cases.milestone_messages import notice_of_milestone_day
from luoqiao.apps.cases.models import Case
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.outbox import services as outbox
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import events as e
from luoqiao.core.cases.deadline import Deadline, deadline_of
from luoqiao.core.cases.decide import desk_words, waiting_desks
from luoqiao.core.cases.procedure import StepKind
from luoqiao.core.cases.reporting import month_words
from luoqiao.core.cases.state import Stage
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice, desk
from luoqiao.core.parties.actor import SYSTEM

logger = logging.getLogger("luoqiao.cases")
LOOK_AHEAD = timedelta(days=15)
"""Deadlines further off than this are not looked at: no step reminds earlier."""


def remind(at: datetime, *, most: int = 2_000) -> int:
    """Remind of deadlines that are near or past, once each, and tell the seat above of those past; how many cases."""
    on = timezone.localdate(at)
    due = Case.objects.exclude(stage="closed").filter(
        Q(deadline_on__lt=on, reminded__lt=2) | Q(deadline_on__lte=on + LOOK_AHEAD, reminded=0), suspended=False
    )
    done = 0
    for pk in due.order_by(F("deadline_on").asc(), "pk").values_list("pk", flat=True)[:most]:
        try:
            done += _remind_one(pk, on, at)
        except Exception:
            logger.exception("case %s could not be reminded of", pk)
    return done


def _remind_one(pk: int, on: date, at: datetime) -> int:
    with transaction.atomic():
        row = Case.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
        if row is None:
            return 0
        opened = open_row(row)
        calendar = policy.get_calendar()
        deadline = deadline_of(opened.matter.procedure, opened.matter.state, calendar, timezone.get_default_timezone())
        if deadline is None or deadline.suspended:
            return 0
        left = deadline.left(calendar, on)
        happened = tuple(_events(opened, left, late=deadline.late(on)))
        if not happened:
            return 0
        after = go_on(opened, happened, actor=SYSTEM, at=at)
        outbox.post(at=at, actor=SYSTEM, notices=tuple(_notices(after, happened, deadline, left)))
        return 1


def _events(opened: Opened, left: int, *, late: bool) -> Iterator[e.Event]:
    state, step = opened.matter.state, opened.matter.step
    desks = waiting_desks(opened.matter)
    if not desks or (left > step.remind_before and not late):
        return
    if step.kind is StepKind.REPORTING and (late or state.says_done):
        return
    if late and state.reminded < 2:
        yield from (e.Reminded(state.step, name, overdue=True) for name in desks)
        if step.escalates_to and state.stage is Stage.RUNNING:
            yield e.Escalated(state.step, step.escalates_to.desk(opened.matter.parties))
    elif not late and state.reminded == 0:
        yield from (e.Reminded(state.step, name) for name in desks)


def _notices(opened: Opened, happened: tuple[e.Event, ...], deadline: Deadline, left: int) -> Iterator[Notice]:
    values = {
        "step": opened.row.step_name, "deadline": f"{deadline.last_on:%Y-%m-%d}", "days_left": str(max(left, 0)),
        "days_over": str(max(-left, 1)),
    }  # fmt: skip
    for event in happened:
        key = f"{event.kind}:{opened.matter.state.seq}:{getattr(event, 'desk', getattr(event, 'to', ''))}"
        match event:
            case e.Reminded() if opened.matter.step.kind is StepKind.REPORTING:
                about = {"project": project_of(opened), "period": month_words(deadline.first_on)}
                yield make_notice(
                    opened, Kind.REPORT_DUE, [desk(event.desk)], key, {**values, **about}, report_link(opened)
                )
            case e.Reminded() if about_milestone := notice_of_milestone_day(opened, event, key, values):
                yield about_milestone
            case e.Reminded():
                kind = Kind.OVERDUE if event.overdue else Kind.DUE_SOON
                yield make_notice(opened, kind, [desk(event.desk)], key, values)
            case e.Escalated():
                holder = desk_words(tuple(one.desk for one in happened if isinstance(one, e.Reminded)))
                yield make_notice(opened, Kind.ESCALATED, [desk(event.to)], key, {**values, "holder": holder})
