"""委托的页: lend one's own post to a colleague for some days, and take it back."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from luoqiao.apps.accounts import people, services
from luoqiao.apps.accounts.people import KeptPost
from luoqiao.apps.clock.queries import now, today
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.posts import DELEGABLE
from luoqiao.interfaces.portal.accounts.filled import Filled, attempt, day_of, typed_in
from luoqiao.interfaces.portal.accounts.places import post_words
from luoqiao.interfaces.portal.accounts.words import day_words, last_day, lent_words
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Choice, Field


def delegations(request: HttpRequest) -> HttpResponse:
    """The page: what runs, and the form for a new one; the form names a post and a colleague in one choice."""
    actor = the_actor(request)
    filled = Filled()
    if request.method == "POST":
        typed = typed_in(request, "whom", "from_on", "last_on", "reason")
        refused = attempt(typed, lambda: _delegate(actor, typed))
        if refused is None:
            messages.success(request, "已委托；到期自动收回，也可以提前收回")
            return HttpResponseRedirect(reverse("accounts:delegations"))
        filled = refused
    on = today()
    own = [one for one in people.get_account(actor.user).posts if not one.ended_by(on) and one.post.role in DELEGABLE]
    choices = _choices(actor, own, on)
    context = {
        "section": "mine_account",
        "page_title": "委托",
        "filled": filled,
        "fields": _fields(filled, choices, on) if choices else (),
        "has_post": bool(own),
        "lent": [
            (one, post_words(one.post), lent_words(one, actor.user), day_words(one.from_on), last_day(one.until_on))
            for one in people.list_delegations(actor.user, on)
        ],
    }
    return render(request, "pages/accounts/delegations.html", context, status=422 if filled.code else 200)


def end(request: HttpRequest, delegation: int) -> HttpResponse:
    """Take it back, or give it back, from now on."""
    services.end_delegation(delegation_id=delegation, actor=the_actor(request), at=now(), on=today())
    messages.success(request, "委托已收回")
    return HttpResponseRedirect(reverse("accounts:delegations"))


def _delegate(actor: Actor, typed: dict[str, str]) -> None:
    post, _, to = typed["whom"].partition(":")
    if not (post.isascii() and post.isdigit() and to.isascii() and to.isdigit() and len(typed["whom"]) < 32):
        raise Invalid((FieldProblem("whom", typed["whom"][:40], "岗位和同事", "请选哪个岗位委托给谁"),))
    services.delegate(
        post_id=int(post), to_user=int(to), from_on=day_of(typed, "from_on", "第一天"),
        until_on=day_of(typed, "last_on", "最后一天") + timedelta(days=1), actor=actor, at=now(), today=today(),
        reason=typed["reason"],
    )  # fmt: skip


def _choices(actor: Actor, own: list[KeptPost], on: date) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"{held.id}:{user}", f"{post_words(held.post)} → {name}")
        for held in own
        for user, name in people.list_colleagues(held.post, actor.user, max(on, held.from_on))
    )


def _fields(filled: Filled, choices: tuple[Choice, ...], on: date) -> tuple[Field, ...]:
    return (
        filled.field("whom", "哪个岗位委托给谁", "choice", choices=choices, placeholder="请选" if len(choices) > 1 else "",
                     value=choices[0].value if len(choices) == 1 else ""),
        filled.field("from_on", "第一天", "date", value=str(on)),
        filled.field("last_on", "最后一天", "date", hint="这一天还由他代办，次日起不再代"),
        filled.field("reason", "事由", optional=True, placeholder="出差、休假"),
    )  # fmt: skip
