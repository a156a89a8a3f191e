"""账号与岗位的页: the list for the three administrators, a new account, one account with what its keeper may do."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from luoqiao.apps.accounts import people, services
from luoqiao.apps.accounts.people import MOST_LISTED, KeptAccount
from luoqiao.apps.accounts.services import NewAccount, NewPost
from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.clock.queries import now, today
from luoqiao.apps.parties import queries as register
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.core.parties.posts import AccountDeed
from luoqiao.core.parties.uscc import fold_uscc
from luoqiao.interfaces.portal.accounts.filled import Filled, attempt, day_of, typed_in
from luoqiao.interfaces.portal.accounts.mine import posts_table
from luoqiao.interfaces.portal.accounts.places import firms_of, post_words
from luoqiao.interfaces.portal.accounts.words import DEEDS
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Cell, Choice, Column, Field, Row, RuledTable
from luoqiao.interfaces.portal.parts import Action

MOST_ENTRIES = 30


def people_list(request: HttpRequest) -> HttpResponse:
    """The list, a page at a time, found by name or username."""
    text, page = request.GET.get("q", "").strip()[:60], _number(request.GET.get("page", "1")) or 1
    listed, count = people.search_accounts(text, page=page)
    actor = the_actor(request)
    context = {
        "section": "accounts",
        "page_title": "账号与岗位",
        "q": text,
        "count": count,
        "table": _table(listed),
        "found": bool(listed),
        "earlier": urlencode({"q": text, "page": page - 1}) if page > 1 else "",
        "later": urlencode({"q": text, "page": page + 1}) if page * MOST_LISTED < count else "",
        "actions": (Action("建账号", reverse("accounts:new"), "primary"),) if actor.has(*AccountDeed.MAKE_ACCOUNT.roles) else (),
    }
    return render(request, "pages/accounts/people.html", context)


def new_account(request: HttpRequest) -> HttpResponse:
    """建账号: the form; afterwards the password, told once."""
    filled, actor = Filled(), the_actor(request)
    if request.method == "POST":
        typed = typed_in(request, "username", "name", "phone", "email")
        made: list[tuple[int, str]] = []
        refused = attempt(typed, lambda: made.append(services.create_account(asked=NewAccount(**typed), actor=actor, at=now())))
        if refused is None:
            return _told_once(request, people.get_account(made[0][0]), made[0][1], "账号已建")
        filled = refused
    context = {"section": "accounts", "page_title": "建账号", "filled": filled, "fields": account_fields(filled)}
    return render(request, "pages/accounts/new.html", context, status=422 if filled.code else 200)


def one_account(request: HttpRequest, user: int) -> HttpResponse:
    """一个账号: what is kept of it and what this administrator may do."""
    actor, kept = the_actor(request), people.get_account(user)
    filled = Filled()
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do == "reset":
            return _told_once(request, kept, services.reset_password(user_id=user, actor=actor, at=now()), "密码已重设")
        typed = typed_in(request, "name", "phone", "email", "role", "place", "uscc", "from_on", "last_on", "reason", "post")
        refused = attempt(typed, lambda: _do(do, user, typed, actor))
        if refused is None:
            messages.success(request, DONE.get(do, "已办"))
            return HttpResponseRedirect(reverse("accounts:one", args=(user,)))
        filled, kept = refused, people.get_account(user)
    return _page(request, actor, kept, filled)


DONE = {
    "correct": "已更正", "disable": "账号已停用", "enable": "账号已启用", "unlock": "已解锁",
    "factor": "动态码已解除，下次登录重新绑定", "grant": "岗位已设", "end": "岗位已撤",
}  # fmt: skip


def _do(do: str, user: int, typed: dict[str, str], actor: Actor) -> None:
    at, reason = now(), typed["reason"]
    if do == "correct":
        asked = NewAccount(people.get_account(user).username, typed["name"], typed["phone"], typed["email"])
        services.correct_account(user_id=user, asked=asked, actor=actor, at=at)
    elif do == "disable":
        services.disable_account(user_id=user, actor=actor, at=at, reason=_said(typed, "reason"))
    elif do == "enable":
        services.enable_account(user_id=user, actor=actor, at=at)
    elif do == "unlock":
        services.unlock_account(user_id=user, actor=actor, at=at)
    elif do == "factor":
        services.remove_second_factor(user_id=user, actor=actor, at=at, reason=_said(typed, "reason"))
    elif do == "grant":
        services.grant_post(user_id=user, asked=_asked_post(typed), actor=actor, at=at)
    elif do == "end":
        last = day_of(typed, "last_on", "最后一天")
        services.end_post(post_id=_number(typed["post"]), on=last + timedelta(days=1), actor=actor, at=at, reason=reason)
    else:
        raise Invalid((FieldProblem("do", do[:20], "要办的事", "没有这个按钮"),))


def _said(typed: dict[str, str], name: str) -> str:
    if not typed[name]:
        raise Invalid((FieldProblem(name, "", "理由", "请写明理由，会记入审计"),))
    return typed[name]


def _asked_post(typed: dict[str, str]) -> NewPost:
    try:
        role = Role(typed["role"])
    except ValueError:
        raise Invalid((FieldProblem("role", typed["role"][:40], "岗位", "请选岗位"),)) from None
    place = fold_uscc(typed["uscc"]) if role is Role.ENTERPRISE_AGENT else typed["place"]
    until = day_of(typed, "last_on", "最后一天") + timedelta(days=1) if typed["last_on"] else None
    return NewPost(role, place, day_of(typed, "from_on", "第一天"), until)


def _page(request: HttpRequest, actor: Actor, kept: KeptAccount, filled: Filled) -> HttpResponse:
    on = today()
    may = {deed.value: actor.has(*deed.roles) and actor.user != kept.user for deed in AccountDeed}
    may["correct"] = actor.has(*AccountDeed.MAKE_ACCOUNT.roles)
    entries = list_entries(f"account:{kept.username}")[-MOST_ENTRIES:]
    context = {
        "section": "accounts",
        "page_title": kept.name,
        "kept": kept,
        "posts": posts_table(kept, on),
        "may": may,
        "filled": filled,
        "correct_fields": account_fields(filled, kept),
        "grant_fields": _grant_fields(filled, str(on)),
        "ending": tuple((one.id, post_words(one.post)) for one in kept.posts if not one.ended_by(on)),
        "last_on": str(on - timedelta(days=1)),
        "entries": tuple((one, DEEDS.get(one.action, one.action)) for one in reversed(entries)),
        "own": actor.user == kept.user,
    }
    return render(request, "pages/accounts/one.html", context, status=422 if filled.code else 200)


def account_fields(filled: Filled, kept: KeptAccount | None = None) -> tuple[Field, ...]:
    """The fields of an account; the username only of a new one."""
    fields = (
        filled.field("username", "账号", hint="小写字母开头，用来登录，以后不能改", placeholder="zhangsan"),
        filled.field("name", "姓名", value=kept.name if kept else ""),
        filled.field("phone", "手机", optional=True, value=kept.phone if kept else ""),
        filled.field("email", "邮箱", optional=True, value=kept.email if kept else ""),
    )
    return fields[1:] if kept else fields


def _grant_fields(filled: Filled, today_text: str) -> tuple[Field, ...]:
    roles = tuple(Choice(role.value, role.label) for role in Role)
    places = (
        Choice("", "全区，或企业（填代码）"),
        *(Choice(one, f"{name}（单位）") for one, name in register.unit_names().items()),
        *(Choice(one, f"{name}（镇街）") for one, name in register.township_names().items()),
        *(Choice(one, f"{name}（园区）") for one, name in register.park_names().items()),
    )
    return (
        filled.field("role", "岗位", "choice", choices=roles, placeholder="请选"),
        filled.field("place", "所在", "choice", choices=places),
        filled.field("uscc", "企业的统一社会信用代码", optional=True, hint="只有企业经办要填"),
        filled.field("from_on", "第一天", "date", value=today_text),
        filled.field("last_on", "最后一天", "date", optional=True, hint="不填为长期"),
    )


def _told_once(request: HttpRequest, kept: KeptAccount, password: str, title: str) -> HttpResponse:
    """The page that shows a password once; nothing keeps it."""
    context = {"section": "accounts", "page_title": title, "kept": kept, "password": password}
    response = render(request, "pages/accounts/told_once.html", context)
    add_never_cache_headers(response)
    return response


def _table(listed: tuple[KeptAccount, ...]) -> RuledTable:
    on = today()
    firms = firms_of(post.post for one in listed for post in one.posts)
    labels = ("账号", "岗位", "动态码", "最近登录")
    columns = (Column("姓名", bare=True), *map(Column, labels), Column("状态", end=True))
    rows = tuple(
        Row((
            Cell("key", one.name, href=reverse("accounts:one", args=(one.user,))), Cell(text=one.username),
            Cell(text="、".join(post_words(post.post, firms) for post in one.posts_on(on)) or "—"),
            Cell(text="已绑定" if one.has_second_factor else "—"),
            Cell(text=f"{one.last_login:%Y-%m-%d}" if one.last_login else "—"), Cell(text=state_words(one)),
        ))
        for one in listed
    )  # fmt: skip
    return RuledTable("账号", columns, rows, stacking=True)


def state_words(one: KeptAccount) -> str:
    """In use, locked, or shut."""
    return "停用" if not one.active else "锁住" if one.locked_until else "待改密码" if one.must_change_password else "在用"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
