"""读法清单: which questions are listed, in the groups of the file, and how many each filter leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from luoqiao.core.rules.readings import ReadingQuestion, in_force
from luoqiao.interfaces.portal.catalogue_filters import Choice, Filter
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.parts import Tag
from luoqiao.policies.pack import Pack

YES = "1"


@dataclass(frozen=True, slots=True)
class ListChoice:
    """要看哪些读法: only those about money, only those undecided."""

    money: bool = False
    open: bool = False

    @property
    def query(self) -> str:
        """As the query of a link."""
        return urlencode({name: YES for name in ("money", "open") if getattr(self, name)})


@dataclass(frozen=True, slots=True)
class Group:
    """一组读法."""

    name: str
    table: RuledTable


def read_choice(query: QueryDict) -> ListChoice:
    """What a query asks for; anything else than 1 counts as no."""
    return ListChoice(query.get("money") == YES, query.get("open") == YES)


def reading_groups(pack: Pack, choice: ListChoice, on: date) -> tuple[Group, ...]:
    """The questions that fit, by group."""
    groups: dict[str, list[ReadingQuestion]] = {}
    for question in pack.readings.questions:
        if _fits(question, choice, on):
            groups.setdefault(question.group, []).append(question)
    columns = (
        Column("号"), Column("问题", bare=True), Column("影响的条款"), Column("现在的读法", bare=True),
        Column("状态", end=True, bare=True),
    )  # fmt: skip
    return tuple(
        Group(name, RuledTable(name, columns, tuple(_row(pack, q, on) for q in questions), stacking=True))
        for name, questions in groups.items()
    )


def list_filters(pack: Pack, choice: ListChoice, on: date, base: str) -> tuple[Filter, ...]:
    """动钱 and 裁定 with the number of questions that each choice leaves."""
    return (
        Filter("金额", "money", tuple(_choices(pack, choice, "money", ("全部", "动钱的"), on, base))),
        Filter("裁定", "open", tuple(_choices(pack, choice, "open", ("全部", "未裁定的"), on, base))),
    )


def _choices(
    pack: Pack, choice: ListChoice, name: str, labels: tuple[str, str], on: date, base: str
) -> Iterator[Choice]:
    for value, label in zip((False, True), labels, strict=True):
        other = replace(choice, **{name: value})
        count = sum(_fits(question, other, on) for question in pack.readings.questions)
        href = f"{base}?{other.query}" if other.query else base
        yield Choice(YES if value else "", label, count, href, getattr(choice, name) is value)


def _fits(question: ReadingQuestion, choice: ListChoice, on: date) -> bool:
    return (not choice.money or question.moves_money) and (not choice.open or in_force(question, on)[1])


def _row(pack: Pack, question: ReadingQuestion, on: date) -> Row:
    letter, default = in_force(question, on)
    return Row((
        Cell("text", question.id, strong=True),
        Cell("link", question.question, href=reverse("portal:reading", args=(question.id,))),
        Cell(text=_clauses(pack, question), below="动钱" if question.moves_money else ""),
        Cell(text=f"{letter}　{question.get_option(letter).wording}"),
        Cell("tag", tag=Tag("未裁定，按默认", "by-default") if default else Tag(f"已裁定 {letter}")),
    ), identifier=question.id)  # fmt: skip


def _clauses(pack: Pack, question: ReadingQuestion) -> str:
    if len(question.clauses) == len(pack.clauses):
        return "全部条款"
    return "、".join(pack.clauses[key].title for key in question.clauses if key in pack.clauses)
