"""我的账号: who one is here, one's posts, what one lends and keeps for others, and how one signs in."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoqiao.apps.accounts import people
from luoqiao.apps.accounts.people import KeptAccount, Lent
from luoqiao.apps.audit.queries import Recorded, list_entries
from luoqiao.apps.clock.queries import today
from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.accounts.places import firms_of, post_words
from luoqiao.interfaces.portal.accounts.words import day_words, last_day, lent_words
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable

SIGN_INS = {"account.signed_in": "登录", "account.sign_in_failed": "输错", "account.locked": "锁住"}
MOST_SIGN_INS = 8


def my_account(request: HttpRequest) -> HttpResponse:
    """The page."""
    actor, on = the_actor(request), today()
    kept = people.get_account(actor.user)
    lent = people.list_delegations(actor.user, on)
    context = {
        "section": "mine_account",
        "page_title": "我的账号",
        "kept": kept,
        "posts": posts_table(kept, on),
        "lent": lent_table(lent, actor.user, on) if lent else None,
        "requests": people.list_own_requests(actor.user),
        "sign_ins": _sign_ins(list_entries(f"account:{kept.username}")),
        "is_agent": actor.has(Role.ENTERPRISE_AGENT),
    }
    return render(request, "pages/accounts/mine.html", context)


def posts_table(kept: KeptAccount, on: date) -> RuledTable:
    """Every post with its days; those over last."""
    columns = (Column("岗位", bare=True), Column("从哪天起"), Column("到哪天止"), Column("谁设的"), Column("状态", end=True))
    firms = firms_of(one.post for one in kept.posts)
    ordered = sorted(kept.posts, key=lambda one: (one.ended_by(on), one.from_on, one.id))
    rows = tuple(
        Row((
            Cell("key", post_words(one.post, firms)), Cell(text=day_words(one.from_on)), Cell(text=last_day(one.until_on)),
            Cell(text=one.granted_by),
            Cell(text="在任" if one.held_on(on) else "已止" if one.ended_by(on) else "未起"),
        ))
        for one in ordered
    )  # fmt: skip
    return RuledTable("岗位", columns, rows, stacking=True)


def lent_table(lent: tuple[Lent, ...], user: int, on: date) -> RuledTable:
    """What is lent and kept."""
    columns = (Column("岗位", bare=True), Column("谁代谁"), Column("哪几天"), Column("状态", end=True))
    rows = tuple(
        Row((
            Cell("key", post_words(one.post)), Cell(text=lent_words(one, user)),
            Cell(text=f"{day_words(one.from_on)} 至 {last_day(one.until_on)}", below=one.reason),
            Cell(text="进行中" if one.runs_on(on) else "未起"),
        ))
        for one in lent
    )  # fmt: skip
    return RuledTable("委托", columns, rows, stacking=True)


def _sign_ins(entries: tuple[Recorded, ...]) -> tuple[tuple[Recorded, str, str], ...]:
    """The last tries to sign in with one's username, the newest first: entry, what happened, from where."""
    known = [one for one in reversed(entries) if one.action in SIGN_INS]
    return tuple((one, SIGN_INS[one.action], str(one.detail.get("address") or "—")) for one in known[:MOST_SIGN_INS])
