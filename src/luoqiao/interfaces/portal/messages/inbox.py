"""消息: what somebody was told, by day, the newest first; each is read by opening it or by saying so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from luoqiao.apps.clock.queries import now, today
from luoqiao.apps.outbox.queries import PAGE, Told, list_messages
from luoqiao.apps.outbox.services import mark_all_read, mark_read
from luoqiao.core.messages.kind import Group
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.parts import Action

WEEKDAYS = "一二三四五六日"
LONGEST_NUMBER = 18
UNREAD = "1"


@dataclass(frozen=True, slots=True)
class Wish:
    """要看哪些: only the unread, only one group, older than a number."""

    unread: bool = False
    group: Group | None = None
    before: int = 0

    def query(self, **changed: str) -> str:
        """As the query of a link, with something changed; the first page unless `before` is given."""
        named = {"unread": UNREAD if self.unread else "", "group": self.group.value if self.group else ""} | changed
        return urlencode({name: value for name, value in named.items() if value})


@dataclass(frozen=True, slots=True)
class Choice:
    """一个选项: words, link, whether it is the one chosen."""

    label: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """一行筛选."""

    label: str
    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class DayOfMessages:
    """一天的消息."""

    label: str
    told: tuple[Told, ...]


def message_list(request: HttpRequest) -> HttpResponse:
    """The list, a page at a time."""
    actor, wish = the_actor(request), read_wish(request.GET)
    told = list_messages(actor, unread=wish.unread, group=wish.group, before=wish.before, most=PAGE + 1)
    shown, more = told[:PAGE], len(told) > PAGE
    context = {
        "section": "messages",
        "page_title": "消息",
        "days": tuple(_days(shown, today())),
        "filters": _filters(wish),
        "narrowed": bool(wish.unread or wish.group or wish.before),
        "older": f"?{wish.query(before=str(shown[-1].number))}" if more else "",
        "back": request.get_full_path(),
        "links": tuple(_links(actor)),
    }
    return render(request, "pages/messages/list.html", context)


def read_message(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """It is read; on to the record that it is about, or back to the list."""
    link = mark_read(identifier=identifier, actor=the_actor(request), at=now())
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    stay = request.POST.get("stay") == "1" or not link
    return HttpResponseRedirect(_back(request) if stay else link)


def read_all(request: HttpRequest) -> HttpResponse:
    """Everything that this person can see now is read."""
    count = mark_all_read(actor=the_actor(request), at=now())
    messages.info(request, f"{count} 条消息已标为已读" if count else "没有未读的消息")
    return HttpResponseRedirect(reverse("messages:list"))


def read_wish(query: QueryDict) -> Wish:
    """What a query asks for; what cannot be read counts as not asked."""
    group, before = query.get("group", ""), query.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) <= LONGEST_NUMBER else 0
    return Wish(query.get("unread") == UNREAD, Group(group) if group in set(Group) else None, number)


def _links(actor: Actor) -> Iterator[Action]:
    yield Action("邮件设置", reverse("messages:preferences"))
    if actor.has(Role.SYSTEM_ADMIN):
        yield Action("没送成的", reverse("messages:deliveries"))


def _back(request: HttpRequest) -> str:
    """The list as it was; never an address outside."""
    base = reverse("messages:list")
    asked = request.POST.get("back", "")
    return base + "?" + read_wish(QueryDict(asked.partition("?")[2])).query() if "?" in asked else base


def _filters(wish: Wish) -> tuple[Filter, ...]:
    groups = (("", "全部"), *((group.value, group.label) for group in Group))
    chosen = wish.group.value if wish.group else ""
    return (
        Filter("阅读", "unread", tuple(
            Choice(label, f"?{wish.query(unread=value)}", wish.unread is bool(value))
            for value, label in (("", "全部"), (UNREAD, "未读"))
        )),
        Filter("种类", "group", tuple(Choice(label, f"?{wish.query(group=value)}", chosen == value) for value, label in groups)),
    )  # fmt: skip


def _days(told: Sequence[Told], on: date) -> Iterator[DayOfMessages]:
    for day, some in groupby(told, key=lambda one: timezone.localdate(one.created_at)):
        yield DayOfMessages(_day_label(day, on), tuple(some))


def _day_label(day: date, on: date) -> str:
    near = {on: "今天 ", on - timedelta(days=1): "昨天 "}.get(day, "")
    return f"{near}{day:%Y-%m-%d}（周{WEEKDAYS[day.weekday()]}）"
