"""企业看到的话: who has a case, and by when, in the words of the enterprise's own pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from luoqiao.apps.cases.queries.case_row import CaseRow
from luoqiao.core.kernel.working_days import Calendar
from luoqiao.core.parties.actor import DUTY_OF_UNITS, Role
from luoqiao.policies.pack import Pack


def desks_words(desks: Iterable[str], pack: Pack) -> str:
    """区工信局、双阳街道: the places whose turn it is, each once."""
    return "、".join(dict.fromkeys(_desk(desk, pack) for desk in desks))


def _desk(desk: str, pack: Pack) -> str:
    role, _, place = desk.partition("@")
    if role == Role.ENTERPRISE_AGENT:
        return "本企业"
    if role in DUTY_OF_UNITS:
        unit = next((one.name for one in pack.units if one.id == place), place)
        return f"{unit}负责人" if role == Role.UNIT_HEAD else unit
    if role == Role.TOWN_CLERK:
        return next((one.name for one in pack.townships.members if one.code == place), place)
    return Role(role).label


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
