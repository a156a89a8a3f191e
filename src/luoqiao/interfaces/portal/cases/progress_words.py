"""进度的话: how the pages of key projects say amounts, months and what is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from luoqiao.apps.cases.queries.progress import ProjectProgress, ReportSeen
from luoqiao.apps.policy.queries import get_calendar
from luoqiao.core.cases.progress import share_done
from luoqiao.core.cases.reporting import ReportableMonth, month_words
from luoqiao.core.kernel.money import show_wan
from luoqiao.interfaces.portal.cases.words import moment
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.parts import Tag


def figure_strip(found: ProjectProgress) -> tuple[tuple[str, str], ...]:
    """The plan and what is known, in one line under the head."""
    planned = found.planned
    said = [("企业", found.row.enterprise_name)]
    if planned.total:
        said.append(("计划总投资", f"{show_wan(planned.total)} 万元"))
    if planned.equipment:
        said.append(("其中设备", f"{show_wan(planned.equipment)} 万元"))
    if planned.ends_on:
        said.append(("计划投产", planned.ends_on))
    missed = len(found.missed)
    said.append(("未报", f"{missed} 个月；连续 {found.most_missed} 个月未报移出名单" if missed else "没有"))
    return tuple(said)


def due_words(found: ProjectProgress, on: date) -> Tag | None:
    """What is due next and how long that is off."""
    state = found.matter.state
    if not found.row.is_open:
        return Tag({"granted": "已完成"}.get(found.row.ending, found.row.step_name), "not_entitled")
    if state.says_done:
        return Tag("企业报已竣工投产，待确认", "entitled")
    if found.matter.step.report is None:
        return Tag(found.row.step_name, "late" if state.missed else "plain")
    if found.deadline is None:
        return None
    month, left = month_words(found.deadline.first_on), found.deadline.left(get_calendar(), on)
    if found.deadline.late(on):
        return Tag(f"{month}的进度过了报送日", "late")
    when = "今天截止" if found.deadline.last_on == on else f"还剩 {left} 个工作日" if left else "下个工作日前截止"
    return Tag(f"{month}的进度 {found.deadline.last_on:%Y-%m-%d} 前报，{when}")


def share_words(total: int, planned: int) -> str:
    """6.4%; a dash without a plan."""
    share = share_done(total, planned)
    return "—" if share is None else f"{share // 10}.{share % 10}%"


def verb_of(month: ReportableMonth) -> str:
    """报, 更正 or 补报: what reporting this month now is."""
    return "补报" if month.late else "更正" if month.again else "报"


def months_table(found: ProjectProgress, on: date) -> RuledTable:
    """Month by month, the latest first; a month without a report is a row too; corrections stand under what they correct."""
    columns = (
        Column("月份"), Column("本月完成（万元）", number=True), Column("累计完成（万元）", number=True),
        Column("完成率", number=True), Column("阶段"), Column("困难和需要协调的事"), Column("报送", end=True),
    )  # fmt: skip
    return RuledTable("各月进度", columns, tuple(_rows(found, on)), stacking=True)


def _rows(found: ProjectProgress, on: date) -> Iterator[Row]:
    months = sorted({one.month for one in found.reports} | set(found.missed), reverse=True)
    for month in months:
        reports = [one for one in found.reports if one.month == month]
        if not reports:
            cells = (Cell("key", month_words(month)), *(Cell() for _ in range(5)), Cell("tag", tag=Tag("未报", "late")))
            yield Row(cells, "is-refused")
        for place, one in enumerate(reports):
            yield _row(one, found.planned.total, on, replaced=place > 0)


def _row(one: ReportSeen, planned: int, on: date, *, replaced: bool) -> Row:
    progress, month = one.progress, month_words(one.month)
    said = "已更正" if replaced else "补报，按未报记" if one.late else ""
    return Row((
        Cell("key", f"{month}（更正前）" if replaced else month),
        Cell("wan", fen=progress.month_amount, struck=replaced), Cell("wan", fen=progress.total_amount, struck=replaced),
        Cell(text=share_words(progress.total_amount, planned)), Cell(text=progress.stage.label),
        Cell(text=progress.problems or "—"), Cell(text=f"{moment(one.reported_at, on)} {one.reported_name}", below=said),
    ))  # fmt: skip
