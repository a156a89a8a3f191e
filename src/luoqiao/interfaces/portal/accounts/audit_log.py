"""审计记录的页: who did what to which record, when and why, the newest first; read by the audit administrator and auditors."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from luoqiao.apps.audit.queries import Recorded, search_entries
from luoqiao.core.rules.dates import read_date
from luoqiao.interfaces.portal.accounts.places import desk_words
from luoqiao.interfaces.portal.accounts.words import DEEDS
from luoqiao.interfaces.portal.form_parts import Cell, Column, Field, Row, RuledTable

PAGE = 50
NAMES = ("about", "who", "from", "to")


def audit_log(request: HttpRequest) -> HttpResponse:
    """One page of entries."""
    asked = {name: request.GET.get(name, "").strip()[:120] for name in NAMES}
    wrong: dict[str, str] = {}
    since, until = _day(asked, "from", wrong), _day(asked, "to", wrong)
    before = request.GET.get("before", "")
    entries = search_entries(
        about=asked["about"], who=asked["who"], since=since, until=until + timedelta(days=1) if until else None,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 18 else 0, most=PAGE + 1,
    )  # fmt: skip
    shown = entries[:PAGE]
    context = {
        "section": "audit",
        "page_title": "审计记录",
        "fields": _fields(asked, wrong),
        "table": _table(shown),
        "found": bool(shown),
        "older": urlencode({**{k: v for k, v in asked.items() if v}, "before": shown[-1].id}) if len(entries) > PAGE else "",
    }
    return render(request, "pages/accounts/audit.html", context, status=422 if wrong else 200)


def _day(asked: dict[str, str], name: str, wrong: dict[str, str]) -> datetime | None:
    if not asked[name]:
        return None
    try:
        return timezone.make_aware(datetime.combine(read_date(asked[name]), time()))
    except ValueError:
        wrong[name] = "要写成 2026-09-28 的样子"
        return None


def _fields(asked: dict[str, str], wrong: dict[str, str]) -> tuple[Field, ...]:
    return (
        Field("about", "about", "对何记录", value=asked["about"], hint="写开头，如 account:zhangsan、case:LQ-2023-0417"),
        Field("who", "who", "何人", value=asked["who"], hint="姓名，写全"),
        Field("from", "from", "从哪天", "date", asked["from"], error=wrong.get("from", "")),
        Field("to", "to", "到哪天", "date", asked["to"], error=wrong.get("to", "")),
    )


def _table(entries: tuple[Recorded, ...]) -> RuledTable:
    columns = (Column("何时"), Column("何人"), Column("何事", bare=True), Column("对何记录"), Column("内容和理由"))
    return RuledTable("审计记录", columns, tuple(_row(one) for one in entries), stacking=True, dense=True)


def _row(one: Recorded) -> Row:
    at = timezone.localtime(one.at)
    post = f"{desk_words(one.post)}{f'，代 {one.for_user} 号账号' if one.for_user else ''}"
    detail = "；".join(f"{name} {_plain(value)}" for name, value in one.detail.items())
    return Row((
        Cell(text=f"{at:%Y-%m-%d %H:%M:%S}"), Cell(text=one.name, below=post), Cell("key", DEEDS.get(one.action, one.action)),
        Cell(text=one.subject), Cell(text=one.reason or detail or "—", below=detail if one.reason else ""),
    ))  # fmt: skip


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
