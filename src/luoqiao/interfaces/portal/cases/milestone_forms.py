"""任务书的表单: the rows of a proposal, the answer to it, the report of a milestone, its check; what was refused stays.

No form needs a script: more rows come with the button that asks for one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from luoqiao.apps.cases.queries.milestones import TaskBookFile
from luoqiao.core.cases.task_book import Turn
from luoqiao.core.cases.task_book_form import BOOK, DUE_ON, MOST_ROWS, NAME, PARTS, WORDS
from luoqiao.core.parties.actor import Actor
from luoqiao.interfaces.portal.cases.milestone_files import Sent, choices_of, links_of
from luoqiao.interfaces.portal.cases.typed import Typed
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.parts import Link

EMPTY_ROWS = 3
ROWS = "rows"
"""How many rows the form that was sent had."""


@dataclass(frozen=True, slots=True)
class Files:
    """附材料: documents that are kept already with their ids, and own ones to choose from."""

    label: str
    kept: tuple[tuple[int, Link], ...]
    pick: Field | None
    several: bool = False


@dataclass(frozen=True, slots=True)
class RowForm:
    """任务书的一行: its place as people count it, and its three fields."""

    number: int
    name: Field
    due_on: Field
    words: Field


@dataclass(frozen=True, slots=True)
class ProposeForm:
    """拟定任务书; `change`: one holds already. `whole` is what is wrong with the book as a whole."""

    key: UUID
    change: bool
    rows: tuple[RowForm, ...]
    may_add: bool
    whole: str
    note: Field
    files: Files
    open: bool


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """确认或退回任务书."""

    key: UUID
    reason: Field
    open: bool


@dataclass(frozen=True, slots=True)
class ReportForm:
    """报里程碑: which one (asked only where there are several), how it was reached."""

    key: UUID
    number: Field | None
    only: int
    words: Field
    files: Files


@dataclass(frozen=True, slots=True)
class CheckForm:
    """核验里程碑."""

    key: UUID
    number: int
    name: str
    note: Field


def rows_sent(sent: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows of a proposal as they were typed."""
    return [{part: str(sent.get(f"{part}-{place}", ""))[:4000] for part in PARTS} for place in range(_many(sent))]


def propose_form(file: TaskBookFile, actor: Actor, typed: Typed, sent: Sent) -> ProposeForm:
    """The rows as typed, else those that are proposed or hold already and may still be changed, then some empty ones."""
    mine = typed.opened in ("propose", "row")
    if mine and typed.values is not None:
        rows = rows_sent({name: str(text) for name, text in typed.values.items()})
        rows += [dict.fromkeys(PARTS, "")] if typed.opened == "row" else []
    else:
        rows = _begins_with(file)
    rows = rows[:MOST_ROWS]
    change = bool(file.book.agreed)
    note = Field(
        "note", "note", "为什么变更" if change else "说明", "long", typed.text("note") if mine else "", optional=not change,
        error=typed.error("reason") if mine else "", hint="和任务书一起给企业看",
    )  # fmt: skip
    return ProposeForm(
        uuid4(), change, tuple(_row(place, row, typed) for place, row in enumerate(rows)), len(rows) < MOST_ROWS,
        typed.error(BOOK), note, _files("任务书文本", file, actor, sent if mine else Sent()),
        mine or file.book.turn is Turn.PROPOSE,
    )  # fmt: skip


def answer_form(typed: Typed) -> AnswerForm:
    """确认, or 退回 with a reason."""
    mine = typed.opened == "return"
    reason = Field(
        "reason", "reason", "不同意什么，怎样才行", "long", typed.text("reason") if mine else "",
        error=typed.error("reason") if mine else "",
    )  # fmt: skip
    return AnswerForm(uuid4(), reason, mine)


def report_form(file: TaskBookFile, actor: Actor, typed: Typed, sent: Sent) -> ReportForm:
    """The milestones that are left, the next one first."""
    mine = typed.opened == "report"
    left = sorted(file.book.left, key=lambda one: one[1].due_on)
    choices = tuple(Choice(str(number), f"{one.name}（{one.due_on} 前）") for number, one in left)
    chosen = typed.text("number", choices[0].value) if mine else choices[0].value
    words = Field(
        "words", "words", "怎样达到的", "long", typed.text("words") if mine else "",
        error=typed.error("reason") if mine else "", hint="对照验收指标逐条写，有检测报告、照片的附在下面",
    )  # fmt: skip
    number = Field("number", "number", "哪一个里程碑", "choice", chosen, choices=choices) if len(choices) > 1 else None
    return ReportForm(uuid4(), number, left[0][0], words, _files("证明材料", file, actor, sent if mine else Sent(), several=True))


def check_form(file: TaskBookFile, typed: Typed) -> CheckForm:
    """通过, or not with a reason."""
    number, mine = file.book.claimed, typed.opened == "check"
    note = Field(
        "check-note", "note", "核验意见", "long", typed.text("note") if mine else "", hint="不通过的必须写明差在哪里",
        error=typed.error("reason") if mine else "",
    )  # fmt: skip
    return CheckForm(uuid4(), number, file.book.agreed[number - 1].name, note)


def _begins_with(file: TaskBookFile) -> list[dict[str, str]]:
    kept = file.book.kept
    milestones = file.book.proposed.milestones if file.book.proposed else file.book.agreed
    rows = [
        {NAME: one.name, DUE_ON: one.due_on.isoformat(), WORDS: one.words} for one in milestones if one not in kept
    ]
    return rows + [dict.fromkeys(PARTS, "") for _ in range(1 if rows else EMPTY_ROWS)]


def _row(place: int, row: Mapping[str, str], typed: Typed) -> RowForm:
    def field(part: str, label: str, kind: str, hint: str = "") -> Field:
        name = f"{part}-{place}"
        shown = row[part] if kind != "date" or _is_date(row[part]) else ""
        return Field(name, name, label, kind, shown, error=typed.error(name), placeholder=hint)  # type: ignore[arg-type] # one of three kinds

    return RowForm(
        place + 1, field(NAME, "名称", "text"), field(DUE_ON, "完成日", "date"),
        field(WORDS, "验收指标", "long", "凭什么算达到，写到能测、能查"),
    )  # fmt: skip


def _files(label: str, file: TaskBookFile, actor: Actor, sent: Sent, *, several: bool = False) -> Files:
    choices = tuple(one for one in choices_of(file.row.uscc, actor) if int(one.value) not in sent.documents)
    pick = Field("pick", "pick", "或从揭榜方已有的材料里选", "choice", "", choices=choices, placeholder="不选", optional=True)
    kept = tuple(zip(sent.documents, links_of(sent.documents), strict=True))
    return Files(label, kept, pick if choices else None, several)


def _many(sent: Mapping[str, str]) -> int:
    text = str(sent.get(ROWS, ""))
    return min(int(text), MOST_ROWS) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
