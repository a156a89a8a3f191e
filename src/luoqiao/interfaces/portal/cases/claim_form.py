"""申报表 `/cases/<number>/form/`: fill in, save, hand in. Every answer is kept at once, readable or not; the money follows.

Works without a script: 保存 keeps and recalculates. With one, each change does the same and replaces only what follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.contents import HandedIn
from luoqiao.apps.cases.queries.filling import Filling, get_filling
from luoqiao.apps.cases.services import deciding, filing
from luoqiao.apps.cases.services.pressing import Press
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.parties.queries import find_usable_account
from luoqiao.apps.policy.queries import get_calendar
from luoqiao.core.cases.decide import waiting_desks
from luoqiao.core.cases.refusals import DraftMovedOn
from luoqiao.core.kernel.errors import DomainError, Invalid
from luoqiao.core.parties.actor import Actor
from luoqiao.interfaces.portal.cases.claim_form_documents import attach_sent, drop_pressed
from luoqiao.interfaces.portal.cases.claim_form_invoices import choosable, own_invoices
from luoqiao.interfaces.portal.cases.claim_form_page import ClaimPage, Refusal, claim_page
from luoqiao.interfaces.portal.cases.claim_form_read import ACCOUNT, Sent, read_claim
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Trouble

KEPT = "您填的都已保存。"


@never_cache
def claim_form(request: HttpRequest, number: str) -> HttpResponse:
    """The form; whoever has nothing to fill in is led to the case."""
    actor, at = the_actor(request), clock.now()
    filling = get_filling(number, actor, at)
    pressed = request.method == "POST" and request.POST.get("do") == "submit"
    if not _may_fill(filling, actor) and not pressed:
        if request.method == "POST":
            messages.info(request, "这件案件现在不在填报中，刚才填的没有存；最新状态如下")
        return HttpResponseRedirect(case_href(number))
    if request.method == "POST":
        return _sent(request, filling, actor, at)
    return _show(request, filling, actor, _day(at))


def case_href(number: str) -> str:
    """The page of a case."""
    return f"/cases/{number}/"


def _may_fill(filling: Filling, actor: Actor) -> bool:
    return filling.file.fills_in and bool(set(waiting_desks(filling.file.matter)) & set(actor.desks))


def _sent(request: HttpRequest, filling: Filling, actor: Actor, at: datetime) -> HttpResponse:
    number = filling.file.row.number
    sent = _read(request, filling, actor, _day(at))
    verb, _, about = request.POST.get("do", "save").partition(":")
    if verb == "submit" and not getattr(request, "htmx", False):
        return _hand_in(request, sent, filling, actor, at)
    if verb != "withdraw":
        try:
            filing.save_draft(
                number=number, form=sent.form, invoices=sent.invoices, actor=actor, at=at, seen=_seen(request)
            )
        except DraftMovedOn as moved:
            return _moved_on(request, sent, filling, actor, at, moved)
    wrong = attach_sent(request, get_filling(number, actor, at), actor=actor, at=at)
    if getattr(request, "htmx", False):
        live = "pages/cases/claim_live.html"
        return _show(request, get_filling(number, actor, at), actor, _day(at), wrong_files=wrong, template=live)
    if wrong:
        refusal = Refusal(Trouble("有文件没有存。", "其余都已保存。", "请看红字处，换一个文件再传。", "LQ-5528"))
        return _show(request, get_filling(number, actor, at), actor, _day(at), refusal=refusal, wrong_files=wrong, status=422)
    anchor = ""
    match verb:
        case "withdraw":
            return _withdraw(request, filling, actor, at)
        case "drop":
            anchor = drop_pressed(about, filling, actor=actor, at=at)
        case "take":
            taken = _taken(sent, filling, about)
            filing.save_draft(number=number, form=taken.form, invoices=taken.invoices, actor=actor, at=at)
            anchor = about
    messages.success(request, "已保存")
    return HttpResponseRedirect(f"{reverse('cases:form', args=(number,))}{'#' if anchor else ''}{anchor}")


def _read(request: HttpRequest, filling: Filling, actor: Actor, on: date) -> Sent:
    file = filling.file
    lines = choosable(own_invoices(filling, actor), file.row.number)
    sent = read_claim(request.POST, pack=file.pack, clause=file.clause, procedure=file.procedure, lines=lines)
    account = find_usable_account(file.row.uscc, on)
    return Sent({**sent.form, ACCOUNT: str(account.id)} if account else sent.form, sent.invoices, sent.unread)


def _taken(sent: Sent, filling: Filling, name: str) -> Sent:
    """What is known besides, taken over into the form."""
    offer = filling.origins.offer(name, sent.form.get(name))
    return Sent({**sent.form, name: offer.value}, sent.invoices, sent.unread) if offer else sent


def _hand_in(request: HttpRequest, sent: Sent, filling: Filling, actor: Actor, at: datetime) -> HttpResponse:
    number = filling.file.row.number
    key = _key(request.POST.get("key", ""))
    wrong = attach_sent(request, filling, actor=actor, at=at) if _may_fill(filling, actor) else {}
    if key is None:
        filing.save_draft(number=number, form=sent.form, invoices=sent.invoices, actor=actor, at=at)
        messages.info(request, "已保存；页面放得太久，请再按一次“提交”")
        return HttpResponseRedirect(reverse("cases:form", args=(number,)))
    try:
        filing.hand_in(
            number=number, form=sent.form, invoices=sent.invoices, actor=actor, at=at, key=key, unread=sent.unread,
            seen=_seen(request),
        )  # fmt: skip
    except DraftMovedOn as moved:
        return _moved_on(request, sent, filling, actor, at, moved)
    except DomainError as refused:
        filling = get_filling(number, actor, at)
        if not _may_fill(filling, actor):
            raise
        status = 422 if isinstance(refused, Invalid) else 409
        return _show(
            request, filling, actor, _day(at), refusal=_refusal(refused), wrong_files=wrong, status=status
        )
    messages.success(request, "已提交")
    return HttpResponseRedirect(case_href(number))


def _moved_on(
    request: HttpRequest, sent: Sent, filling: Filling, actor: Actor, at: datetime, moved: DraftMovedOn
) -> HttpResponse:
    """What was typed stays on the page, unsaved; saved once more from there it takes the place of the other's.

    Files are added to the case all the same: they take nobody's place.
    """
    wrong = attach_sent(request, filling, actor=actor, at=at)
    typed = HandedIn(sent.form, tuple(filing.kept_use(use) for use in sent.invoices or ()))
    filling = get_filling(filling.file.row.number, actor, at, typed)
    trouble = Trouble(
        f"{moved.message}。", "下面是您填的，还没有存。", "以您的为准，就再按一次“保存”；要看对方填的，请刷新这一页。", moved.code
    )
    live = getattr(request, "htmx", False)
    template = "pages/cases/claim_moved_on.html" if live else "pages/cases/claim_form.html"
    return _show(
        request, filling, actor, _day(at), refusal=Refusal(trouble), wrong_files=wrong, template=template,
        status=200 if live else 409,
    )


def _seen(request: HttpRequest) -> datetime | None:
    """When the form that was sent had been saved."""
    try:
        return datetime.fromisoformat(request.POST.get("seen", ""))
    except ValueError:
        return None


def _withdraw(request: HttpRequest, filling: Filling, actor: Actor, at: datetime) -> HttpResponse:
    key = _key(request.POST.get("withdraw_key", ""))
    if key is not None:
        state = filling.file.state
        deciding.withdraw(Press(filling.file.row.number, actor, at, key, state.seq))
        messages.success(request, f"{filling.file.row.number} 已撤回，没有提交")
    return HttpResponseRedirect(reverse("cases:claims"))


def _show(
    request: HttpRequest, filling: Filling, actor: Actor, on: date, *, refusal: Refusal | None = None,
    wrong_files: Mapping[str, tuple[str, ...]] | None = None, template: str = "pages/cases/claim_form.html",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    shown = claim_page(
        filling, actor=actor, seen=own_invoices(filling, actor), calendar=get_calendar(), on=on, refusal=refusal,
        wrong_files=wrong_files,
    )  # fmt: skip
    return render(request, template, _context(filling, shown, actor), status=status)


def _context(filling: Filling, shown: ClaimPage, actor: Actor) -> Mapping[str, object]:
    row = filling.file.row
    agent = shown.consent is None
    return {
        **page(filling.file.pack, "claims" if agent else "register", f"{row.title} · {row.enterprise_name}"),
        "shown": shown, "row": row, "file": filling.file, "actor": actor,
    }  # fmt: skip


def _refusal(refused: DomainError) -> Refusal:
    if isinstance(refused, Invalid):
        trouble = Trouble("没有提交，还有地方要改。", KEPT, "改好红字处，再按“提交”。", refused.code)
        return Refusal(trouble, refused.problems)
    return Refusal(Trouble(f"没有提交：{refused.message.rstrip('。')}。", KEPT, "改好以后再按“提交”。", refused.code))


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(at: datetime) -> date:
    return timezone.localdate(at)
