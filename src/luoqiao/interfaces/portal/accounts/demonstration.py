"""示例人物和示例时钟: entered and moved by buttons, only while a demonstration runs; otherwise these pages are not there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.contrib.auth import get_user_model, login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from luoqiao.apps.accounts import people, sign_in
from luoqiao.apps.accounts.people import KeptAccount
from luoqiao.apps.accounts.queries import get_actor
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.clock.services import set_demonstration_clock
from luoqiao.apps.policy.queries import get_calendar
from luoqiao.interfaces.portal.accounts.places import firms_of, post_words
from luoqiao.interfaces.portal.navigation import home_of
from luoqiao.interfaces.worker.due import run_due_work

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OFFICE_OPENS = time(9)


@dataclass(frozen=True, slots=True)
class Shown:
    """一位示例人物: number, name, posts in words."""

    user: int
    name: str
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """同一种岗位的人."""

    label: str
    people: tuple[Shown, ...]


def choose_person(request: HttpRequest) -> HttpResponse:
    """选一位示例人物: everybody by role, one button each."""
    _only_in_a_demonstration()
    on = clock.today()
    listed = people.list_demonstration_people(on)
    return render(request, "pages/accounts/demonstration.html", {"groups": _groups(listed, on)})


def enter(request: HttpRequest) -> HttpResponse:
    """以某人进入: the button; whoever was signed in before goes out."""
    _only_in_a_demonstration()
    sent = request.POST.get("user", "")
    user_id = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 16 else 0
    sign_in.enter_demonstration(user_id=user_id, at=clock.now())
    logout(request)
    login(request, get_user_model().objects.get(pk=user_id), backend=BACKEND)
    return HttpResponseRedirect(home_of(get_actor(user_id, clock.today())))


def move_clock(request: HttpRequest) -> HttpResponse:
    """往后拨: a day or five working days; what is due then is done at once."""
    _only_in_a_demonstration()
    today = clock.today()
    five = request.POST.get("step") == "five"
    day = get_calendar().add(today, 5, count_first=False).last_on if five else today + timedelta(days=1)
    at = timezone.make_aware(datetime.combine(day, OFFICE_OPENS))
    set_demonstration_clock(at)
    failed = run_due_work(at)
    done = f"有 {len(failed)} 件到点的事没有办成，已记入日志" if failed else "到点的事已经办了"
    messages.success(request, f"示例日期拨到 {day}；{done}")
    back = request.POST.get("next", "/")
    return HttpResponseRedirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/")


def _only_in_a_demonstration() -> None:
    if not clock.is_demonstration():
        raise Http404


def _groups(listed: tuple[KeptAccount, ...], on: date) -> tuple[Group, ...]:
    firms = firms_of(kept.post for one in listed for kept in one.posts)
    grouped: dict[str, list[Shown]] = {}
    for one in listed:
        posts = [kept.post for kept in one.posts_on(on)]
        label = posts[0].role.label if posts else "没有岗位"
        grouped.setdefault(label, []).append(Shown(one.user, one.name, tuple(post_words(post, firms) for post in posts)))
    return tuple(Group(label, tuple(found)) for label, found in grouped.items())


