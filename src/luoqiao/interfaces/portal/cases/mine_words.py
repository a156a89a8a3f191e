"""企业看到的话: by when something has to be done, in the words of the enterprise's own pages."""

from __future__ import annotations

from datetime import date

from luoqiao.apps.cases.queries.case_row import CaseRow
from luoqiao.core.kernel.working_days import Calendar


def deadline_words(row: CaseRow, calendar: Calendar, on: date) -> str:
    """2023-06-29，还有 6 个工作日; how late it is; nothing where there is no deadline."""
    if row.deadline_on is None:
        return "没有期限"
    if row.suspended:
        return "停止计时"
    left = row.days_left(calendar, on) or 0
    mark = "（暂定）" if row.provisional else ""
    if row.late(on):
        return f"逾期 {-left} 个工作日" if left < 0 else "逾期"
    return f"{row.deadline_on}，{f'还有 {left} 个工作日' if left else '今天到期'}{mark}"
