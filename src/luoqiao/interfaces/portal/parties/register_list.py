"""名录 `/register/`: the enterprises that the person may see, found by words, place, industry and size; and as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from luoqiao.apps.clock.queries import today
from luoqiao.apps.parties.queries import (
    EnterprisePage,
    Order,
    get_register_words,
    list_current_titles,
    list_proposed_accounts,
    search_enterprises,
    standing_codes,
)
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.duty import RegisterDeed, find_duty
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.core.parties.enterprise_fields import RegisterWords
from luoqiao.core.parties.size_class import SizeClass
from luoqiao.core.parties.standing import StandingKind
from luoqiao.core.parties.title import HeldTitle
from luoqiao.interfaces.portal.cases.potential import SEES_POTENTIAL
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Cell, Choice, Column, Field, Row, RuledTable
from luoqiao.interfaces.portal.page_links import page_links
from luoqiao.interfaces.portal.parties.form_page import SECTION, choices_of
from luoqiao.interfaces.portal.parts import Action, Link

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_EXPORTED = 50_000
ORDERS = {Order.NAME: "企业", Order.INDUSTRY: "方案产业", Order.TOWNSHIP: "镇街", Order.SIZE: "划型"}


@dataclass(frozen=True, slots=True)
class Asked:
    """要看哪些: the filters of the page as they stand in its address."""

    text: str = ""
    township: str = ""
    industry: str = ""
    park: str = ""
    size: str = ""
    above: str = ""
    sort: str = ""

    @property
    def order(self) -> Order:
        """The order asked for, by name when none that is known."""
        return Order(self.sort) if self.sort in set(Order) else Order.NAME

    def told(self) -> dict[str, str]:
        """For addresses: what is filled in."""
        return {one.name: getattr(self, one.name) for one in fields(self) if getattr(self, one.name)}

    def address(self, **changed: str) -> str:
        """The query of the same list with something changed, from its first page; empty when there is nothing to say."""
        told = urlencode({**self.told(), **changed})
        return f"?{told}" if told else ""

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.told().keys() - {"sort"})


def register_page(request: HttpRequest) -> HttpResponse:
    """One page of the list."""
    actor, on, asked, words = the_actor(request), today(), _asked(request), get_register_words()
    number = request.GET.get("page", "1")
    found = _search(
        actor, asked, on, int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    )
    codes = [row.uscc for row in found.rows]
    above = standing_codes(StandingKind.ABOVE_DESIGNATED_SIZE, on, codes)
    context = {
        "section": SECTION, "page_title": "企业名录", "asked": asked, "found": found,
        "around": _around(actor),
        "fields": _fields(asked, words), "actions": _actions(actor, asked),
        "table": _table(found.rows, words, above, list_current_titles(codes, on)) if found.rows else None,
        "sorts": [(label, asked.address(sort=order.value), order is asked.order) for order, label in ORDERS.items()],
        "pages": page_links(found.page, found.pages, asked.told()),
    }  # fmt: skip
    return render(request, "pages/parties/register.html", context)


def register_export(request: HttpRequest) -> HttpResponse:
    """The same list whole, as a workbook that can be corrected and imported again."""
    from luoqiao.adapters.xlsx.workbook import write_book
    from luoqiao.interfaces.portal.parties.register_book import book_of

    actor, on, asked, words = the_actor(request), today(), _asked(request), get_register_words()
    found = _search(actor, asked, on, 1, MOST_EXPORTED)
    codes = [row.uscc for row in found.rows]
    above = standing_codes(StandingKind.ABOVE_DESIGNATED_SIZE, on, codes)
    book = book_of(found.rows, words, above, list_current_titles(codes, on), on)
    return workbook_answer(write_book(book), f"企业名录_{on}.xlsx", "register.xlsx")


def workbook_answer(content: bytes, name: str, plain: str) -> HttpResponse:
    """A workbook to download under its Chinese name."""
    said = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return HttpResponse(
        content, content_type=SHEET, headers={"Content-Disposition": said, "Cache-Control": "no-store"}
    )


def _asked(request: HttpRequest) -> Asked:
    names = ("text", "township", "industry", "park", "size", "above", "sort")
    return Asked(**{name: request.GET.get(name, "").strip()[:100].replace("\x00", "") for name in names})


def _search(actor: Actor, asked: Asked, on: date, page: int, size_of_page: int = 50) -> EnterprisePage:
    return search_enterprises(
        actor, asked.text, asked.township, asked.industry, page, park=asked.park, size=asked.size,
        above_on=on if asked.above else None, order=asked.order, size_of_page=size_of_page,
    )  # fmt: skip


def _fields(asked: Asked, words: RegisterWords) -> tuple[Field, ...]:
    sizes = tuple(Choice(size.value, size.label) for size in SizeClass)

    def choice(name: str, label: str, choices: tuple[Choice, ...], every: str) -> Field:
        return Field(name, name, label, "choice", getattr(asked, name), choices=choices, placeholder=every)

    return (
        choice("township", "镇街", choices_of(words.townships), "全部镇街"),
        choice("industry", "方案产业", choices_of(words.industries), "全部产业"),
        choice("park", "园区", choices_of(words.parks), "不限园区"),
        choice("size", "划型", sizes, "不限划型"),
        choice("above", "规上", (Choice("1", "今天在规上名单的"),), "不限"),
    )


def _around(actor: Actor) -> tuple[Link, ...]:
    """What else there is about the register, for this person."""
    found = [Link("单位与席位", reverse("parties:units")), Link("文件点名的企业和项目", reverse("parties:named"))]
    if actor.has(*SEES_POTENTIAL):
        found.append(Link("应享未享", reverse("cases:potential")))
    if find_duty(actor, RegisterDeed.CONFIRM_ACCOUNT) is not None:
        waiting = len(list_proposed_accounts())
        found.append(Link(f"待确认的收款账户（{waiting}）", reverse("parties:accounts")))
    return tuple(found)


def _actions(actor: Actor, asked: Asked) -> tuple[Action, ...]:
    export = Action("导出 xlsx", reverse("parties:register_export") + asked.address())
    found = [export]
    if find_duty(actor, RegisterDeed.RECORD_LISTS):
        found.append(Action("导入名单", reverse("parties:import")))
    if any(post.role in {*_REGISTERING} for post in actor.posts):
        found.append(Action("登记一家", reverse("parties:new"), "primary"))
    return tuple(found)


_REGISTERING = ("officer", "unit_head", "town_clerk")


def _table(
    rows: tuple[EnterpriseView, ...],
    words: RegisterWords,
    above: frozenset[str],
    titles: Mapping[str, tuple[HeldTitle, ...]],
) -> RuledTable:
    columns = (
        Column("企业", bare=True),
        Column("方案产业"),
        Column("镇街"),
        Column("园区"),
        Column("划型"),
        Column("规上"),
        Column("称号"),
    )
    return RuledTable("企业名录", columns, tuple(
        Row((
            Cell("key", row.name, href=reverse("parties:enterprise", args=(row.uscc,)), below=_below(row)),
            Cell(text=words.industries.get(row.industry, row.industry) or "—"),
            Cell(text=words.townships.get(row.township, row.township) or "—"),
            Cell(text=words.parks.get(row.park, row.park) or "—"),
            Cell(text=f"{row.size.label}" if row.size else "—"),
            Cell(text="规上" if row.uscc in above else "—"),
            Cell(text="、".join(title.kind.label for title in titles.get(row.uscc, ())) or "—"),
        ))
        for row in rows
    ), stacking=True)  # fmt: skip


def _below(row: EnterpriseView) -> str:
    marks = [
        row.uscc,
        row.named_in_document and f"文件 {row.named_in_document}",
        "" if row.active else "已注销",
    ]
    return " · ".join(mark for mark in [*marks, "示例" if row.demonstration else ""] if mark)
