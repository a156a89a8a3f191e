"""体检页: the whole of what the page, the sheet on paper and the workbook show, put together once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from luoqiao.core.kernel.money import show_wan
from luoqiao.core.rules.answer import Outcome
from luoqiao.interfaces.portal.checkup_code import check_code
from luoqiao.interfaces.portal.checkup_fields import field_id
from luoqiao.interfaces.portal.checkup_form import DAY, CheckupForm
from luoqiao.interfaces.portal.checkup_judging import Judged, judge_form
from luoqiao.interfaces.portal.checkup_open import Open, more_of, open_rows, sums_by_tier
from luoqiao.interfaces.portal.checkup_programme import Programme
from luoqiao.interfaces.portal.checkup_rows import (
    AUTOMATIC,
    Aside,
    Had,
    Refused,
    aside_rows,
    had_rows,
    refused_rows,
)
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.parts import ClauseList, Count, Tag, TierAmount

STACKING = "X-23"
"""读法: whether one investment may enjoy several policies."""


@dataclass(frozen=True, slots=True)
class CheckupPage:
    """体检页: head, total, the three parts, what it rests on."""

    form: CheckupForm
    judged: Judged
    title: str
    firm: tuple[str, ...]
    firm_fields: tuple[Field, ...]
    had: tuple[Had, ...]
    open: tuple[Open, ...]
    refused: tuple[Refused, ...]
    aside: tuple[Aside, ...]
    total: int
    tiers: tuple[TierAmount, ...]
    certain: int
    certain_tiers: tuple[TierAmount, ...]
    total_tag: Tag | None
    counts: tuple[Count, ...]
    open_note: str
    untouched: int
    questions: int
    wrong: tuple[str, ...]
    undecided: tuple[str, ...]
    decided: tuple[str, ...]
    stacking: bool
    code: str
    computed_at: datetime

    @property
    def list(self) -> ClauseList:
        """The rows on one scale with their sum."""
        return ClauseList(tuple(one.row for one in self.had), self.tiers, self.total)

    @property
    def firm_wrong(self) -> bool:
        """Whether something at the head of the sheet could not be read."""
        return any(field.error for field in self.firm_fields)

    @property
    def partly_open(self) -> bool:
        """Whether some of the money that is certain belongs to clauses with open questions."""
        return self.certain > self.total

    @property
    def headline(self) -> str:
        """What the figure at the head of the page is."""
        return "已确定至少" if self.partly_open else "现在可以享受，合计"

    @property
    def headline_note(self) -> str:
        """How much of it belongs to clauses that are not answered to the end."""
        rows = [row for row in self.open if row.least]
        if not rows:
            return ""
        whose = f"“{rows[0].name}”" if len(rows) == 1 else f" {len(rows)} 条"
        return f"其中 {show_wan(self.certain - self.total)} 万元属于还没答完的{whose}"

    @property
    def started(self) -> bool:
        """Whether anything was answered yet."""
        return bool(self.form.typed or self.aside)


def checkup_page(programme: Programme, form: CheckupForm, at: datetime) -> CheckupPage:
    """Judge the form and lay out the result."""
    judged = judge_form(programme, form)
    checkup = judged.checkup
    had, still_open = had_rows(programme, form, judged), open_rows(programme, form, judged)
    refused, aside = refused_rows(programme, form, judged), aside_rows(form, checkup)
    name = form.firm.get("firm.name", "")
    return CheckupPage(
        form=form,
        judged=judged,
        title=name or "政策体检",
        firm=tuple(text for key in ("firm.industry", "firm.township") if (text := form.firm.get(key, ""))),
        firm_fields=_firm_fields(programme, form, judged),
        had=had,
        open=still_open,
        refused=refused,
        aside=aside,
        total=checkup.certain.total.low,
        tiers=sums_by_tier(checkup.certain, programme.basis.tiers),
        certain=checkup.certain.total.low + sum(row.least for row in still_open),
        certain_tiers=sums_by_tier(checkup.certain, programme.basis.tiers, still_open),
        total_tag=_total_tag((*had, *still_open)),
        counts=_counts(had, still_open, refused, aside),
        open_note=_open_note(still_open),
        untouched=sum(1 for one in still_open if not one.asks.answered and not one.asks.wrong),
        questions=len(checkup.open_questions),
        wrong=tuple("day" if name == DAY else field_id(name) for name in judged.problems),
        undecided=_readings(judged, default=True),
        decided=_readings(judged, default=False),
        stacking=_may_stack(programme, had),
        code=check_code(programme, checkup),
        computed_at=at,
    )


def _firm_fields(programme: Programme, form: CheckupForm, judged: Judged) -> tuple[Field, ...]:
    def field(name: str, label: str, kind: str, choices: tuple[str, ...] = ()) -> Field:
        options = tuple(Choice(one, one) for one in choices)
        value = form.firm.get(name, "")
        twice = judged.problems.get(name)
        error = twice.message if twice else ""
        if kind == "choice":
            return Field(
                field_id(name),
                name,
                label,
                "choice",
                value,
                placeholder="不填",
                choices=options,
                error=error,
                optional=True,
            )
        return Field(field_id(name), name, label, "text", value, error=error, optional=True)

    problem = judged.problems.get(DAY)
    day = Field(
        "day", DAY, "按哪一天测算", "date", form.day or judged.checkup.on.isoformat(),
        hint=f"方案期限 {programme.first} 至 {programme.last}", error=problem.message if problem else "",
    )  # fmt: skip
    return (
        field("firm.name", "企业名称", "text"),
        field("firm.industry", "行业", "choice", programme.industries),
        field("firm.township", "镇街", "choice", programme.townships),
        day,
    )


def _total_tag(rows: tuple[Had | Open, ...]) -> Tag | None:
    words = {word for one in rows for word in one.marks}
    if any("预估上限" in word for word in words):
        return Tag("预估上限", "estimate")
    return Tag("预估", "estimate") if any("预估" in word for word in words) else None


def _counts(
    had: tuple[Had, ...], still_open: tuple[Open, ...], refused: tuple[Refused, ...], aside: tuple[Aside, ...]
) -> tuple[Count, ...]:
    automatic = sum(1 for one in had if one.answer.clause.header.manner == AUTOMATIC)
    no = "逐项列出缺哪个条件" if refused else "还没有"
    if aside:
        no = f"另有 {len(aside)} 项不涉及"
    return (
        Count(
            "可以享受",
            len(had),
            f"其中 {automatic} 项免申即享" if automatic else "按金额从高到低" if had else "还没有",
            "#had" if had else "",
        ),
        Count("还不能判定", len(still_open), _open_note(still_open) or "都已判定", "#open"),
        Count("不符合", len(refused), no, "#refused" if refused or aside else ""),
    )


def _open_note(still_open: tuple[Open, ...]) -> str:
    if not still_open:
        return ""
    waiting = sum(len(one.answer.open_questions) for one in still_open)
    unbounded = sum(1 for one in still_open if one.most is None)
    bounded = more_of(still_open)
    more = f"最多再增 {show_wan(bounded)} 万元" if bounded else ""
    rest = f"{'另有 ' if more else ''}{unbounded} 项没有上限" if unbounded else ""
    return f"答完 {waiting} 问，{'，'.join(part for part in (more, rest) if part)}"


def _readings(judged: Judged, *, default: bool) -> tuple[str, ...]:
    used = {
        r.question
        for answer in judged.checkup.answers
        if answer.outcome is not Outcome.NOT_ENTITLED
        for r in answer.readings
        if r.default is default
    }
    return tuple(sorted(used))


def _may_stack(programme: Programme, had: tuple[Had, ...]) -> bool:
    question = programme.get_reading(STACKING)
    return question is not None and sum(1 for one in had if one.identifier in question.clauses) > 1
