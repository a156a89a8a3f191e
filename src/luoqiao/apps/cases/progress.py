"""进度报告的读法: the reports of a project as values; the last number of a month counts."""

from __future__ import annotations

from datetime import date

from luoqiao.apps.cases.models import Case, ProgressReport
from luoqiao.core.cases.progress import Progress, ProjectStage


def report_before(row: Case, month: date) -> Progress | None:
    """The report of the last month before this one; None when there is none."""
    found = ProgressReport.objects.filter(case=row, month__lt=month).order_by("-month", "-number").first()
    return as_progress(found) if found else None


def as_progress(row: ProgressReport) -> Progress:
    """The report as a value."""
    return Progress(row.month_amount, row.total_amount, ProjectStage(row.stage), row.problems)
