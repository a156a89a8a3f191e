"""收款账户的页: the firm proposes, an official confirms or refuses; the page tells from when it would be used."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from luoqiao.apps.clock.queries import now, today
from luoqiao.apps.parties import queries
from luoqiao.apps.parties.errors import NotInRegister
from luoqiao.apps.parties.services import (
    ProposedAccount,
    propose_account,
    unmask_account,
    withdraw_account,
)
from luoqiao.apps.policy.queries import get_calendar
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.working_days import Counted
from luoqiao.core.parties.account import COOLING_WORKING_DAYS, AccountPurpose, AccountView, same_person
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.duty import Places, RegisterDeed, get_duty
from luoqiao.core.parties.masking import mask_bank_account
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Cell, Choice, Column, Field, Row, RuledTable
from luoqiao.interfaces.portal.parties.account_telling import confirm_and_tell, refuse_and_tell
from luoqiao.interfaces.portal.parties.form_page import SECTION, FormPage, posted, show_again, show_form
from luoqiao.interfaces.portal.parties.whole import show_whole
from luoqiao.interfaces.portal.parts import Link

_PURPOSES = tuple(Choice(purpose.value, purpose.label) for purpose in AccountPurpose)


def account_new(request: HttpRequest, uscc: str) -> HttpResponse:
    """提出账户: by an agent of the firm."""
    actor, typed = the_actor(request), posted(request)
    firm = queries.get_seen_enterprise(uscc, actor)
    get_duty(actor, RegisterDeed.PROPOSE_ACCOUNT, Places(uscc))

    def field(name: str, label: str, **told: object) -> Field:
        return Field(name, name, label, value=typed.get(name, ""), **told)  # type: ignore[arg-type] # as Field takes them

    purpose = typed.get("purpose", AccountPurpose.SUBSIDY.value)
    form = FormPage(
        "提出收款账户",
        (
            Field("holder", "holder", "户名", value=typed.get("holder", firm.name), hint="一般与企业名称一致"),
            field("number", "账号", kind="number", hint="可以四位一空"),
            field("bank", "开户银行", hint="如 建设银行"),
            field("branch", "开户网点", optional=True),
            Field("purpose", "purpose", "用途", "segments", purpose, choices=_PURPOSES),
            field("reason", "变更的理由", kind="long", optional=True, hint="第一次提出可以不写；户名与企业名称不一致的要写"),
        ),
        "提出", Link("回到企业", reverse("parties:enterprise", args=(uscc,))), eyebrow=firm.name,
        hidden=(("key", typed.get("key") or str(uuid4())),),
        warning=f"提出后由部门另一人核对确认，再隔 {COOLING_WORKING_DAYS} 个工作日启用；在那以前，补助仍打到现在的账户。",
    )  # fmt: skip
    if request.method != "POST":
        return show_form(request, form)
    account = ProposedAccount(
        typed.get("bank", ""), typed.get("holder", ""), typed.get("number", ""), typed.get("branch", ""),
        AccountPurpose(purpose) if purpose in set(AccountPurpose) else AccountPurpose.SUBSIDY, typed.get("reason", ""),
    )  # fmt: skip
    try:
        propose_account(uscc, account, key=_key(typed.get("key", "")), actor=actor, at=now())
    except DomainError as refused:
        return show_again(request, form, refused)
    messages.success(request, "已提出收款账户，等部门另一人确认")
    return HttpResponseRedirect(reverse("parties:enterprise", args=(uscc,)) + "#accounts")


def accounts_waiting(request: HttpRequest) -> HttpResponse:
    """待确认的账户, the oldest first."""
    waiting = queries.list_proposed_accounts()
    columns = (
        Column("企业", bare=True),
        Column("账户"),
        Column("账号"),
        Column("用途"),
        Column("提出"),
        Column("", end=True, bare=True),
    )
    firms = {firm.uscc: firm.name for firm in queries.list_enterprises([one.uscc for one in waiting])}
    rows = tuple(
        Row(
            (
                Cell(
                    "key",
                    firms.get(one.uscc, one.uscc),
                    href=reverse("parties:enterprise", args=(one.uscc,)),
                    below=one.uscc,
                ),
                Cell(text=one.bank, below=one.holder),
                Cell(text=mask_bank_account(one.number)),
                Cell(text=one.purpose.label),
                Cell(text=one.proposed_by_name, below=f"{timezone.localtime(one.proposed_at):%Y-%m-%d}"),
                Cell("link", links=(Link("办理", reverse("parties:account", args=(one.id,))),)),
            )
        )
        for one in waiting
    )
    table = RuledTable("待确认的收款账户", columns, rows, stacking=True) if rows else None
    context = {"section": SECTION, "page_title": "待确认的收款账户", "table": table}
    return render(request, "pages/parties/accounts.html", context)


def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """办理一个账户: confirm or refuse; whoever proposed it, in person or by delegation, cannot."""
    actor, on = the_actor(request), today()
    one = _waiting(account_id, actor)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "refuse":
                refuse_and_tell(account_id, reason=request.POST.get("reason", ""), actor=actor, at=now())
                messages.success(request, "已不予确认，理由已告诉企业")
            else:
                done = confirm_and_tell(
                    account_id, actor=actor, at=now(), on=on, usable_from=_cooling().last_on
                )
                messages.success(request, f"已确认，{done.usable_from} 起启用")
        except DomainError as refused:
            return _account_page(request, one, actor, refused)
        return HttpResponseRedirect(reverse("parties:accounts"))
    return _account_page(request, one, actor)


def account_withdraw(request: HttpRequest, account_id: int) -> HttpResponse:
    """撤回: by the firm, before anybody confirmed it."""
    actor = the_actor(request)
    one = _waiting(account_id, actor)
    back = reverse("parties:enterprise", args=(one.uscc,))
    if request.method != "POST":
        lead = f"{one.bank}，账号 {mask_bank_account(one.number)}。撤回后可以重新提出；现在用的账户不变。"
        return show_form(request, FormPage("撤回收款账户", (), "撤回", Link("不撤回", back), lead=lead))
    withdraw_account(account_id, actor=actor, at=now())
    messages.success(request, "已撤回")
    return HttpResponseRedirect(back + "#accounts")


def account_whole(request: HttpRequest, uscc: str, account_id: int) -> HttpResponse:
    """查看整个账号, with a reason."""
    actor = the_actor(request)
    firm = queries.get_seen_enterprise(uscc, actor)

    def whole(reason: str) -> tuple[tuple[str, str], ...]:
        return (("账号", unmask_account(account_id, reason=reason, actor=actor, at=now())),)

    return show_whole(request, "查看收款账号", firm, whole)


def _account_page(
    request: HttpRequest, one: AccountView, actor: Actor, refused: DomainError | None = None
) -> HttpResponse:
    counted = _cooling()
    context = {
        "section": SECTION, "page_title": "确认收款账户", "account": one, "number": mask_bank_account(one.number),
        "firm": queries.get_enterprise(one.uscc), "in_use": queries.find_usable_account(one.uscc, today(), one.purpose),
        "counted": counted, "cooling": COOLING_WORKING_DAYS, "refused": refused,
        "own": one.proposed_by == actor.user or same_person((one.proposed_by,), actor.persons()),
        "reason": request.POST.get("reason", ""),
    }  # fmt: skip
    status = 200 if refused is None else 422
    return render(request, "pages/parties/account.html", context, status=status)


def _cooling() -> Counted:
    """The first day of use: the working day after so many whole working days."""
    return get_calendar().add(today(), COOLING_WORKING_DAYS + 1, count_first=False)


def _waiting(account_id: int, actor: Actor) -> AccountView:
    found = next((one for one in queries.list_proposed_accounts() if one.id == account_id), None)
    if found is None:
        raise NotInRegister("待确认的收款账户")
    queries.get_seen_enterprise(found.uscc, actor)
    return found


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
