"""银行回执的页 `/funds/results/`: a file is taken in, looked at, applied; what does not fit is settled."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.clock import queries as clock
from luoqiao.apps.funds.queries.batches import list_returned
from luoqiao.apps.funds.queries.results import (
    get_results,
    get_waiting_row,
    list_files,
    list_waiting_rows,
)
from luoqiao.apps.funds.services import results, returns
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.funds.duty import FundsDeed, find_duty
from luoqiao.core.funds.reconcile import Outcome
from luoqiao.core.kernel.errors import DomainError, Invalid
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.parties.actor import Actor
from luoqiao.interfaces.portal.cases.pressed import DamagedForm
from luoqiao.interfaces.portal.cases.typed import Typed, refused_form
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.funds.batch_forms import whole
from luoqiao.interfaces.portal.funds.batch_words import (
    file_table,
    outcome_counts,
    results_table,
    row_table,
)
from luoqiao.interfaces.portal.funds.payment_files import read_sent_results
from luoqiao.interfaces.portal.funds.typed_fields import TypedFields
from luoqiao.interfaces.portal.page import page


@never_cache
def bank_results(request: HttpRequest) -> HttpResponse:
    """Files and rows that wait (GET); a file taken in (POST)."""
    if request.method != "POST":
        return _list(request, Typed())
    try:
        received = read_sent_results(request.FILES.get("file"), get_pack().meta.name)
        file = results.receive_results(received, actor=the_actor(request), at=clock.now())
    except DomainError as refused:
        return _list(request, refused_form(request, refused), 422)
    messages.info(request, "回执已收下，还没有入账；请核对下面每一类的笔数和金额")
    return HttpResponseRedirect(reverse("funds:results_file", args=(file,)))


@never_cache
def results_file(request: HttpRequest, file: int) -> HttpResponse:
    """What a file would do, or did; applied or dropped."""
    if request.method == "POST":
        said = _done(request.POST.get("do", ""), file, the_actor(request))
        messages.info(request, said)
        to = reverse("funds:results") if said.startswith("已放弃") else reverse("funds:results_file", args=(file,))
        return HttpResponseRedirect(to)
    found = get_results(file)
    context = page(get_pack(), "funds", f"银行回执 {found.summary.name}") | {
        "file": found.summary, "counts": outcome_counts(found), "table": results_table(found), "works": _works(request),
        "shown": len(found.rows),
        "moving": sum(found.counts.get(one, (0, 0))[0] for one in (Outcome.SETTLES, Outcome.BOUNCES, Outcome.BOUNCES_LATER)),
    }  # fmt: skip
    return render(request, "pages/funds/results_file.html", context)


@never_cache
def result_row(request: HttpRequest, row: int) -> HttpResponse:
    """One row that does not fit: linked to a payment by another person, or set aside with a reason."""
    if request.method != "POST":
        return _row(request, row, Typed())
    typed, actor, at = Typed(request.POST), the_actor(request), clock.now()
    do = typed.text("do")
    try:
        if do == "link":
            results.link_row(row, typed.text("reference")[:60], reason=typed.text("reason"), actor=actor, at=at)
        elif do == "dismiss":
            results.dismiss_row(row, reason=typed.text("reason"), actor=actor, at=at)
        else:
            raise DamagedForm
    except DomainError as refused:
        filled = replace(refused_form(request, refused), opened=do)
        return _row(request, row, filled, 422 if isinstance(refused, Invalid) else 409)
    messages.info(request, "已对上并入账" if do == "link" else "这一行不作处理，理由已记下")
    return HttpResponseRedirect(reverse("funds:results"))


@never_cache
def returned(request: HttpRequest) -> HttpResponse:
    """银行退回: each with the account it was sent to, and the button that makes it payable again."""
    typed, status = Typed(), 200
    if request.method == "POST":
        sent = Typed(request.POST)
        try:
            share = whole(sent.text("share"))
            returns.retry_payment(share, reason=sent.text("reason"), actor=the_actor(request), at=clock.now())
        except DomainError as refused:
            typed, status = refused_form(request, refused), 409
        else:
            messages.info(request, "已转待拨付，可以列入下一个批次")
            return HttpResponseRedirect(reverse("funds:returned"))
    context = page(get_pack(), "funds", "银行退回") | {
        "found": list_returned(), "works": _works(request), "trouble": typed.trouble, "sent": typed.text("share"),
        "reason": typed.text("reason"),
    }  # fmt: skip
    return render(request, "pages/funds/returned.html", context, status=status)


def _done(do: str, file: int, actor: Actor) -> str:
    if do == "apply":
        counts = results.apply_results(file, actor=actor, at=clock.now())
        said = "，".join(f"{outcome.label} {many} 笔" for outcome, many in counts.items() if many)
        return f"已入账：{said or '没有变动'}"
    if do == "drop":
        results.drop_results(file, actor=actor, at=clock.now())
        return "已放弃这份回执，没有入账"
    raise DamagedForm


def _list(request: HttpRequest, typed: Typed, status: int = 200) -> HttpResponse:
    files, waiting = list_files(), list_waiting_rows()
    context = page(get_pack(), "funds", "银行回执") | {
        "files": file_table(files), "many": len(files), "waiting": row_table(waiting), "waits": len(waiting),
        "works": _works(request), "trouble": typed.trouble,
    }  # fmt: skip
    return render(request, "pages/funds/results.html", context, status=status)


def _row(request: HttpRequest, row: int, typed: Typed, status: int = 200) -> HttpResponse:
    seen, file, candidates = get_waiting_row(row)
    actor = the_actor(request)
    choices = tuple(Choice(one.reference, f"{one.reference} {one.name} {show_yuan(one.amount)} {one.state.label}")
                    for one in candidates)  # fmt: skip
    context = page(get_pack(), "funds", "对不上的一行") | {
        "row": seen, "file": file, "table": row_table((replace(seen, waits=False),)), "works": _works(request),
        "same": bool(set(actor.persons()) & file.persons), "trouble": typed.trouble,
        "reference": Field("reference", "reference", "对到哪一笔", "choice", typed.text("reference"), choices=choices),
        "candidates": len(choices), "link_reason": TypedFields(typed, "link").field("reason", "为什么对到这一笔"),
        "dismiss_reason": TypedFields(typed, "dismiss").field("reason", "为什么不作处理"),
    }  # fmt: skip
    return render(request, "pages/funds/result_row.html", context, status=status)


def _works(request: HttpRequest) -> bool:
    return find_duty(get_pack().funds, FundsDeed.WORK_RESULTS, the_actor(request)) is not None
