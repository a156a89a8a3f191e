"""案件旁边的表: rows beside a case that follow from its history and snapshots: reports of months, follow-ups of ratings.

Services write these rows with the deed; histories that were told elsewhere (`bulk.py`) get theirs from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.utils import timezone

from luoqiao.apps.cases.models import Case, FollowUp, ProgressReport
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import events as e
from luoqiao.core.cases.progress import Progress, read_content
from luoqiao.core.cases.satisfaction import FOLLOW_UP_DAYS, Grade

Contents = Mapping[str, Mapping[str, object]]
"""What snapshots hold, by their digests."""


def write_beside(told: Iterable[tuple[Case, tuple[e.Recorded, ...], Contents]]) -> None:
    """Write the rows of many told cases."""
    listed = list(told)
    ProgressReport.objects.bulk_create(row for case, history, held in listed for row in _reports(case, history, held))
    FollowUp.objects.bulk_create(row for case, history, _ in listed for row in _follow_ups(case, history))


def _reports(case: Case, history: Iterable[e.Recorded], held: Contents) -> Iterator[ProgressReport]:
    missed = set()
    numbers: dict[object, int] = {}
    for one in history:
        match one.event:
            case e.ReportMissed() as event:
                missed.add(event.month)
            case e.Reported() as event if event.snapshot in held:
                numbers[event.month] = numbers.get(event.month, 0) + 1
                progress = read_content(held[event.snapshot])
                yield report_row(case, one, event, progress, numbers[event.month], late=event.month in missed)


def report_row(
    case: Case, one: e.Recorded, event: e.Reported, progress: Progress, number: int, *, late: bool
) -> ProgressReport:
    """One report as it is kept."""
    return ProgressReport(
        case=case, month=event.month, number=number, month_amount=progress.month_amount,
        total_amount=progress.total_amount, stage=progress.stage.value, problems=progress.problems, late=late,
        digest=event.snapshot, reported_at=one.at, reported_by=one.user, reported_name=one.name,
    )  # fmt: skip


def _follow_ups(case: Case, history: Iterable[e.Recorded]) -> Iterator[FollowUp]:
    row: FollowUp | None = None
    for one in history:
        match one.event:
            case e.Rated() as event if Grade(event.grade).bad:
                due = policy.get_calendar().add(timezone.localdate(one.at), FOLLOW_UP_DAYS)
                row = FollowUp(case=case, unit=case.lead_unit, opened_at=one.at, due_on=due.last_on)
            case e.FollowedUp() as event if row is not None:
                row.handled_by, row.handled_name, row.closed_at = one.user, one.name, one.at
                row.text, row.answer = event.text, event.answer
    if row is not None:
        yield row
