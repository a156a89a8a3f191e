"""邮件设置: which kinds somebody also wants by e-mail; on the platform everything is shown always."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from luoqiao.apps.accounts.queries import find_person
from luoqiao.apps.outbox.queries import list_muted
from luoqiao.apps.outbox.services import choose_mail
from luoqiao.core.messages.kind import Group, Kind
from luoqiao.interfaces.portal.entry import the_actor


@dataclass(frozen=True, slots=True)
class Ticked:
    """一种消息和它的勾."""

    value: str
    label: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Ticks:
    """一类."""

    label: str
    kinds: tuple[Ticked, ...]


def preferences(request: HttpRequest) -> HttpResponse:
    """Show the choice, or keep it."""
    actor = the_actor(request)
    if request.method == "POST":
        sent = set(request.POST.getlist("mail"))
        choose_mail(actor=actor, wanted=[kind for kind in Kind if kind.value in sent])
        messages.info(request, "邮件设置已保存")
        return HttpResponseRedirect(reverse("messages:preferences"))
    person, muted = find_person(actor.user), list_muted(actor)
    groups = tuple(
        Ticks(group.label, tuple(
            Ticked(kind.value, kind.label, kind not in muted) for kind in Kind if kind.described.group is group
        ))
        for group in Group
    )  # fmt: skip
    context = {
        "section": "messages",
        "page_title": "邮件设置",
        "groups": groups,
        "lead": _lead(person.email if person else ""),
    }
    return render(request, "pages/messages/preferences.html", context)


def _lead(address: str) -> str:
    """Where e-mail goes, or why it goes nowhere."""
    if not settings.MAIL_URL:
        return "平台还没有开通邮件，下面的设置先存着，开通后生效。消息在平台上总是全的。"
    if not address:
        return "您的账号还没有留邮箱，收不到邮件；请找安全管理员补上。消息在平台上总是全的。"
    return f"打勾的种类同时发到 {address}。消息在平台上总是全的，邮件只是提醒。"
