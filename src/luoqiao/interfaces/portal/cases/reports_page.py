"""项目进度 `/my/reports/`: the projects of one's enterprise that report each month, and which month is asked for now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.progress import ListedProject, get_progress, list_projects
from luoqiao.apps.clock import queries as clock
from luoqiao.core.cases.reporting import month_words
from luoqiao.core.parties.actor import Actor
from luoqiao.interfaces.portal.cases.progress_words import due_words, share_words, verb_of
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.parts import Action, Tag


@dataclass(frozen=True, slots=True)
class MyProject:
    """我的一个项目: what was reported last, what is due, the button."""

    project: ListedProject
    share: str
    last: str
    due: Tag | None
    action: Action


@never_cache
def reports(request: HttpRequest) -> HttpResponse:
    """Every project of the enterprises that this person acts for."""
    actor, on = the_actor(request), clock.today()
    mine = tuple(_mine(one, actor, on) for one in list_projects(actor))
    context = {
        "section": "reports", "page_title": "项目进度",
        "open": [one for one in mine if one.project.row.is_open], "closed": [one for one in mine if not one.project.row.is_open],
    }  # fmt: skip
    return render(request, "pages/cases/reports.html", context)


def _mine(one: ListedProject, actor: Actor, on: date) -> MyProject:
    found = get_progress(one.row.number, actor, on)
    latest = one.latest
    now = found.months[0] if found.months else None
    href = reverse("cases:report", args=(one.row.number,))
    label = f"{verb_of(now)}{month_words(now.month)}进度" if now else "看进度"
    wanted = now is not None and not now.again
    return MyProject(
        one, share_words(latest.progress.total_amount if latest else 0, one.planned.total),
        f"{month_words(latest.month)}：{latest.progress.stage.label}" if latest else "还没有报过", due_words(found, on),
        Action(label, href, "primary" if wanted else ""),
    )  # fmt: skip
