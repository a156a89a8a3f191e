"""报进度的动词: a listed project reports its month; a month without a report is missed; an officer confirms that it is done."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from luoqiao.apps.cases.calculation import keep_snapshot
from luoqiao.apps.cases.history import go_on, open_row
from luoqiao.apps.cases.models import Case, ProgressReport
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.progress import report_before
from luoqiao.apps.cases.services.pressing import Happened, Press, press_on
from luoqiao.apps.cases.step_kinds import at_step_of
from luoqiao.core.cases import reporting
from luoqiao.core.cases.procedure import StepKind
from luoqiao.core.cases.progress import progress_content, read_progress
from luoqiao.core.parties.actor import SYSTEM, Role

logger = logging.getLogger("luoqiao.cases")
MOST_MONTHS = 120


def report_progress(press: Press, *, month: date, given: Mapping[str, object]) -> Opened:
    """报进度 for a month: kept as a report, a snapshot and an event.

    Refuses with BadReport (every problem of the form), NotToReport, NotAtThisStep, NotYourDuty. Reporting a month again while
    it may still be corrected adds a report; the last one counts.
    """

    def happens(opened: Opened) -> Happened:
        on, zone = timezone.localdate(press.at), timezone.get_default_timezone()
        progress = read_progress(given, before=report_before(opened.row, month))
        content = progress_content(month, progress)
        digest = keep_snapshot(opened.row, content, press.at)
        happened = reporting.report(
            opened.matter, press.actor, month=month, on=on, zone=zone, snapshot=digest, done=progress.stage.done
        )
        before = ProgressReport.objects.filter(case=opened.row, month=month).count()
        ProgressReport.objects.create(
            case=opened.row, month=month, number=before + 1, month_amount=progress.month_amount,
            total_amount=progress.total_amount, stage=progress.stage.value, problems=progress.problems,
            late=month in opened.matter.state.missed, digest=digest, reported_at=press.at,
            reported_by=press.actor.user, reported_name=press.actor.name,
        )  # fmt: skip
        return happened, press.actor.holds(Role.ENTERPRISE_AGENT, opened.row.uscc)

    contents = {"month": month.isoformat(), **{name: str(value) for name, value in given.items()}}
    return press_on(press, "report", contents, happens)


def finish_project(press: Press, *, reason: str = "") -> Opened:
    """确认完成 of what the enterprise reported as done: the case is closed."""

    def happens(opened: Opened) -> Happened:
        happened = reporting.finish(opened.matter, press.actor, reason=reason)
        return happened, reporting.duty_to_answer(opened.matter, press.actor, "确认项目完成")

    return press_on(press, "finish", {"reason": reason}, happens)


def continue_reporting(press: Press, *, reason: str) -> Opened:
    """尚未完成: told to the enterprise with the reason; the reporting goes on from this month."""

    def happens(opened: Opened) -> Happened:
        happened = reporting.continue_reporting(opened.matter, press.actor, reason=reason)
        return happened, reporting.duty_to_answer(opened.matter, press.actor, "退回完成申请")

    return press_on(press, "continue_reporting", {"reason": reason}, happens)


def record_missed_reports(at: datetime, *, most: int = 2_000) -> int:
    """未报: write down every report whose due day has passed; how many. The third in a row proposes the removal."""
    on = timezone.localdate(at)
    due = at_step_of(StepKind.REPORTING, Case.objects.filter(deadline_on__lt=on))
    done = 0
    for pk in due.order_by("deadline_on", "pk").values_list("pk", flat=True)[:most]:
        try:
            done += _record_missed(pk, on, at)
        except Exception:
            logger.exception("missed reports of case %s could not be written down", pk)
    return done


def _record_missed(pk: int, on: date, at: datetime) -> int:
    """Month by month, each an event of its own, until none is due or the removal begins."""
    zone = timezone.get_default_timezone()
    with transaction.atomic():
        row = Case.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
        if row is None:
            return 0
        opened = open_row(row)
        for done in range(MOST_MONTHS):
            missed = reporting.next_missed(opened.matter, on, zone)
            if missed is None:
                return done
            opened = go_on(opened, (missed,), actor=SYSTEM, at=at)
        return MOST_MONTHS
