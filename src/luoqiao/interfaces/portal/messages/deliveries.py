"""送达: what did not get through by mail or push, for system administrators: whom and why, and 再发."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from luoqiao.apps.clock.queries import now
from luoqiao.apps.outbox.deliveries import MOST_SHOWN, Troubled, count_states, list_troubled
from luoqiao.apps.outbox.delivering import send_again, send_all_again
from luoqiao.core.messages.channel import DeliveryState
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.parts import Action, Tag


def deliveries(request: HttpRequest) -> HttpResponse:
    """What was given up first, then what is tried again."""
    counts, troubled = count_states(), list_troubled()
    dead = counts[DeliveryState.DEAD]
    context = {
        "section": "deliveries",
        "page_title": "送达",
        "facts": tuple(f"{state.label} {count} 件" for state, count in counts.items()),
        "rows": tuple((one, _tag(one), _when(one)) for one in troubled),
        "dead": dead,
        "cut": sum(counts.values()) - counts[DeliveryState.WAITING] > len(troubled) and MOST_SHOWN,
        "endpoints": (Action("推送地址", reverse("messages:endpoints")),),
    }
    return render(request, "pages/messages/deliveries.html", context)


def again(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One delivery anew."""
    send_again(identifier=identifier, actor=the_actor(request), at=now())
    messages.info(request, "已重新排队，一分钟内发出；结果请稍后刷新本页")
    return HttpResponseRedirect(reverse("messages:deliveries"))


def all_again(request: HttpRequest) -> HttpResponse:
    """Everything that was given up anew."""
    count = send_all_again(actor=the_actor(request), at=now())
    messages.info(request, f"{count} 件已重新排队，一分钟内开始发出" if count else "没有停止的送达")
    return HttpResponseRedirect(reverse("messages:deliveries"))


def _tag(one: Troubled) -> Tag:
    return Tag("已停止", "late") if one.state is DeliveryState.DEAD else Tag("会再试")


def _when(one: Troubled) -> str:
    """When it is tried next."""
    return f"{timezone.localtime(one.next_at):%m-%d %H:%M} 再试" if one.next_at else ""
