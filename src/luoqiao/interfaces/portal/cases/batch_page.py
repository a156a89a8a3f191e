"""批量办理 `/today/batch/`: a preview of what will happen to each case and which cannot be done and why; then each on its own.

Every case has its own key and its own transaction: one that was decided meanwhile is refused alone, and sending the form twice
does nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.batch import MOST, BatchLine, preview_batch
from luoqiao.apps.cases.services import deciding
from luoqiao.apps.cases.services.pressing import Press
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.money import parse_money, show_yuan, yuan_text
from luoqiao.interfaces.portal.cases.decide_views import sent_text
from luoqiao.interfaces.portal.cases.decision_words import approve_words
from luoqiao.interfaces.portal.cases.pressed import read_key, read_seq
from luoqiao.interfaces.portal.cases.words import tiers_words
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Link


@dataclass(frozen=True, slots=True)
class BatchRow:
    """预览的一件: what will happen; `refusal` says why it is left out."""

    number: str
    href: str
    enterprise_name: str
    title: str
    amount: int | None
    tiers: str
    will: str
    refusal: str
    key: UUID
    seq: int
    fixed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DoneRow:
    """办完的一件: what came of it."""

    number: str
    href: str
    enterprise_name: str
    said: str
    refused: bool


@never_cache
def batch(request: HttpRequest) -> HttpResponse:
    """The preview; sent, the result."""
    return _done(request) if request.method == "POST" else _preview(request)


def _preview(request: HttpRequest) -> HttpResponse:
    asked = [one[:20] for one in request.GET.getlist("n")]
    lines = preview_batch(asked, the_actor(request))
    rows = tuple(_row(one) for one in lines)
    able = [row for row in rows if not row.refusal]
    total = sum(row.amount or 0 for row in able)
    context = {
        "rows": rows, "able": len(able), "total": show_yuan(total), "step": lines[0].matter.step.name if lines else "",
        "most": MOST if len(set(asked)) > MOST else 0, "left_out": len(rows) - len(able),
    }  # fmt: skip
    return render(request, "pages/cases/batch.html", page(get_pack(), "inbox", "批量办理") | context)


def _row(one: BatchLine) -> BatchRow:
    total = sum((one.amounts or {}).values())
    fixed = tuple((f"amount-{one.number}-{tier}", yuan_text(fen)) for tier, fen in (one.amounts or {}).items())
    return BatchRow(
        one.number, reverse("cases:case", args=(one.number,)), one.enterprise_name, one.title,
        None if one.amounts is None else total, tiers_words(one.amounts, one.pack),
        "" if one.refusal else approve_words(one.matter, total), one.refusal, uuid4(), one.matter.state.seq, fixed,
    )  # fmt: skip


def _done(request: HttpRequest) -> HttpResponse:
    numbers = list(dict.fromkeys(one[:20] for one in request.POST.getlist("number")))[:MOST]
    rows = tuple(_approve(request, number) for number in numbers)
    context = {
        "rows": rows, "done": sum(not row.refused for row in rows), "refused": sum(row.refused for row in rows),
        "back": Link("今天", reverse("cases:inbox")), "said": "已办",
    }  # fmt: skip
    return render(request, "pages/cases/batch_done.html", page(get_pack(), "inbox", "批量办理结果") | context)


def _approve(request: HttpRequest, number: str) -> DoneRow:
    sent, name = request.POST, request.POST.get(f"name-{number}", "")[:200]
    href = reverse("cases:case", args=(number,))
    try:
        press = Press(
            number, the_actor(request), clock.now(), read_key(sent.get(f"key-{number}", "")),
            read_seq(sent.get(f"seq-{number}", "")),
        )  # fmt: skip
        opened = deciding.approve(press, opinion=sent_text(sent, "opinion"), amounts=_amounts(request, number))
    except DomainError as error:
        return DoneRow(number, href, name, f"{error.message.rstrip('。')}（{error.code}）", refused=True)
    return DoneRow(number, href, opened.row.enterprise_name, f"已同意，现在是“{opened.row.step_name}”", refused=False)


def _amounts(request: HttpRequest, number: str) -> dict[str, int] | None:
    """The amounts that the preview showed: an approval is for them, or it is refused."""
    start = f"amount-{number}-"
    found = {
        name.removeprefix(start)[:40]: int(parse_money(request.POST.get(name, "")))
        for name in request.POST
        if name.startswith(start)
    }
    return found or None
