"""项目进度: what a key project reports each month: investment done in the month and in all (fen), stage, difficulties.

The form is read whole: every problem is listed, what was typed stays on the page. When a report may be given stands in
`reporting.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.money import NotMoney, parse_money, show_yuan, yuan_text

LONGEST_PROBLEMS = 2000


class ProjectStage(StrEnum):
    """项目阶段, in the order in which a project goes through them."""

    PREPARING = "preparing"
    BUILDING = "building"
    INSTALLING = "installing"
    TRIAL = "trial"
    PRODUCING = "producing"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _STAGES[self.value]

    @property
    def done(self) -> bool:
        """Whether the project is finished, by its own word."""
        return self is ProjectStage.PRODUCING


_STAGES = {
    "preparing": "前期准备", "building": "土建施工", "installing": "设备安装", "trial": "试生产", "producing": "竣工投产",
}  # fmt: skip


class BadReport(Invalid):
    """进度填写有误."""

    code = "LQ-5801"


@dataclass(frozen=True, slots=True)
class Progress:
    """一个月的进度: amounts in fen; `total_amount` is everything that was invested since the project began."""

    month_amount: int
    total_amount: int
    stage: ProjectStage
    problems: str = ""


def read_progress(given: Mapping[str, object], *, before: Progress | None) -> Progress:
    """What a form sent. `before`: the report of the last month before this one. Raises BadReport with every problem."""
    problems: list[FieldProblem] = []
    month = _money(given, "month_amount", "本月完成投资", problems)
    total = _money(given, "total_amount", "累计完成投资", problems)
    stage = _stage(given, problems)
    text = str(given.get("problems", "")).replace("\r\n", "\n").strip()
    if len(text) > LONGEST_PROBLEMS:
        said = f"困难和需要协调的事最多 {LONGEST_PROBLEMS} 字，现在 {len(text)} 字"
        problems.append(_problem("problems", text, f"不超过 {LONGEST_PROBLEMS} 字", said))
    if month is not None and total is not None:
        problems += _sums(month, total, before)
    if problems or month is None or total is None or stage is None:
        raise BadReport(tuple(problems))
    return Progress(month, total, stage, text)


def carried_over(before: Progress | None) -> dict[str, str]:
    """上月带出: what the form begins with; nothing was invested yet this month."""
    if before is None:
        return {}
    return {
        "month_amount": "", "total_amount": yuan_text(before.total_amount), "stage": before.stage.value,
        "problems": before.problems,
    }  # fmt: skip


def progress_content(month: date, progress: Progress) -> dict[str, object]:
    """The report in the form that its digest is made from."""
    return {
        "kind": "progress", "month": f"{month:%Y-%m}", "month_amount": yuan_text(progress.month_amount),
        "total_amount": yuan_text(progress.total_amount), "stage": progress.stage.value, "problems": progress.problems,
    }  # fmt: skip


def read_content(content: Mapping[str, object]) -> Progress:
    """The report again from what its digest is made from."""
    return Progress(
        int(parse_money(str(content["month_amount"]))), int(parse_money(str(content["total_amount"]))),
        ProjectStage(str(content["stage"])), str(content["problems"]),
    )  # fmt: skip


def share_done(total: int, planned: int) -> int | None:
    """完成率 in tenths of a percent, rounded down: 100 % is said only when all of it is done; None without a plan."""
    return None if planned <= 0 else total * 1000 // planned


def _sums(month: int, total: int, before: Progress | None) -> list[FieldProblem]:
    least = month + (before.total_amount if before else 0)
    if total >= least:
        return []
    if before is None:
        said = f"累计完成投资 {show_yuan(total)}，少于本月完成的 {show_yuan(month)}；累计应包含本月"
    else:
        said = (
            f"累计完成投资 {show_yuan(total)}，少于上次报的累计 {show_yuan(before.total_amount)}"
            f"加本月 {show_yuan(month)}（{show_yuan(least)}）；请核对"
        )
    return [_problem("total_amount", yuan_text(total), f"不少于 {show_yuan(least)}", said)]


def _money(given: Mapping[str, object], name: str, label: str, problems: list[FieldProblem]) -> int | None:
    text = str(given.get(name, "")).strip()
    if not text:
        problems.append(_problem(name, "", "必填", f"{label}还没有填；没有就填 0"))
        return None
    try:
        return int(parse_money(text))
    except NotMoney as refused:
        problems.append(_problem(name, text, "金额，如 500000 或 50万元", f"{label}：{refused.message}"))
        return None


def _stage(given: Mapping[str, object], problems: list[FieldProblem]) -> ProjectStage | None:
    text = str(given.get("stage", ""))
    if text in set(ProjectStage):
        return ProjectStage(text)
    choices = "、".join(one.label for one in ProjectStage)
    problems.append(_problem("stage", text, choices, f"请选项目现在的阶段：{choices}"))
    return None


def _problem(field: str, given: str, expected: str, message: str) -> FieldProblem:
    return FieldProblem(field, given[:40], expected, message, "LQ-5801")
