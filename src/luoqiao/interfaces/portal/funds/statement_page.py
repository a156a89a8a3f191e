"""企业的资金 `/funds/firms/<uscc>/`, for itself `/my/money/`: each grant by tier, from the approval to the account."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from luoqiao.adapters.xlsx.values import Column, Money, Sheet
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.funds.queries.batches import LineSeen, list_attempts_of
from luoqiao.apps.funds.queries.clawbacks import ClawbackView, list_clawbacks
from luoqiao.apps.funds.queries.shares import list_shares
from luoqiao.apps.parties import queries as parties
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.funds.batch import LineState
from luoqiao.core.funds.clawback import ClawbackState
from luoqiao.core.funds.share import ShareState, ShareView
from luoqiao.core.parties.actor import Role
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.funds.files import workbook_answer
from luoqiao.interfaces.portal.funds.share_page import share_tag, waits_words
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Tag

TOLD = (ClawbackState.DUE, ClawbackState.CLOSED)
"""Claw-backs of which the enterprise was told."""


@dataclass(frozen=True, slots=True)
class Grant:
    """一级的一份: as it stands, and each time it was sent to the bank."""

    share: ShareView
    tag: Tag
    waits: str
    attempts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseGrants:
    """一件的各级资金."""

    case: str
    title: str
    year: int
    grants: tuple[Grant, ...]
    clawbacks: tuple[ClawbackView, ...]

    @property
    def paid(self) -> int:
        """已到账 of this case."""
        return sum(one.share.amount for one in self.grants if one.share.state is ShareState.PAID)


@never_cache
def firm_statement(request: HttpRequest, uscc: str) -> HttpResponse:
    """For officials within whose scope the enterprise lies."""
    return _statement(request, parties.get_seen_enterprise(uscc, the_actor(request)), own=False)


@never_cache
def my_money(request: HttpRequest) -> HttpResponse:
    """For the enterprise itself: the first that its agent acts for, or the one asked for among them."""
    actor = the_actor(request)
    own = sorted(actor.places(Role.ENTERPRISE_AGENT))
    asked = request.GET.get("uscc", "")
    return _statement(request, parties.get_seen_enterprise(asked if asked in own else own[0], actor), own=True)


def _statement(request: HttpRequest, firm: EnterpriseView, *, own: bool) -> HttpResponse:
    found = grants_of(firm.uscc, own=own)
    if request.GET.get("format") == "xlsx":
        return _workbook(firm, found)
    sums = [(state.label, fen) for state in ShareState
            if (fen := sum(one.share.amount for case in found for one in case.grants if one.share.state is state))
            and state is not ShareState.RELEASED]  # fmt: skip
    context = page(get_pack(), "money" if own else "funds", f"{firm.name} 资金") | {
        "firm": firm, "found": found, "sums": sums, "own": own, "at": clock.now(),
        "owes": sum(one.left for case in found for one in case.clawbacks),
    }  # fmt: skip
    return render(request, "pages/funds/statement.html", context)


def grants_of(uscc: str, *, own: bool) -> tuple[CaseGrants, ...]:
    """Every case under which something was decided for this enterprise, the newest first; its own: only what it was told."""
    attempts = list_attempts_of(uscc)
    found: dict[str, list[ShareView]] = {}
    for share in list_shares(uscc=uscc):
        found.setdefault(share.case, []).append(share)
    return tuple(
        CaseGrants(case, shares[0].title, shares[0].year,
                   tuple(Grant(one, share_tag(one), waits_words(one), _attempts(attempts.get(one.id, ()))) for one in shares),
                   tuple(one for one in list_clawbacks(case=case) if not own or one.state in TOLD))
        for case, shares in reversed(list(found.items()))
    )  # fmt: skip


def _attempts(lines: tuple[LineSeen, ...]) -> tuple[str, ...]:
    return tuple(_attempt(one) for one in lines)


def _attempt(one: LineSeen) -> str:
    sent = f"{one.reference} 送 {one.bank} 尾号 {one.account_tail}"
    if one.state is LineState.PAID:
        return f"{sent}，{one.answered_on} 到账，凭证 {one.voucher or '未写'}"
    if one.state is LineState.RETURNED:
        return f"{sent}，{one.answered_on} 退回：{one.answer_reason or '未写原因'}"
    return f"{sent}，等银行回执"


def _workbook(firm: EnterpriseView, found: tuple[CaseGrants, ...]) -> HttpResponse:
    columns = (
        Column("年度", 8, "count"), Column("案件号", 16), Column("事项", 26), Column("层级", 8),
        Column("审定（元）", 16, "money"), Column("应付（元）", 16, "money"), Column("状态", 14), Column("去向", 50),
    )  # fmt: skip
    rows = tuple(
        (case.year, case.case, case.title, one.share.tier_label, Money(one.share.wanted), Money(one.share.amount),
         one.share.state.label, "；".join(filter(None, (one.waits, *one.attempts))))
        for case in found for one in case.grants
    )  # fmt: skip
    paid = sum(case.paid for case in found)
    foot = ("", "已到账合计", "", "", "", Money(paid), "", "")
    said = f"{firm.uscc}　{timezone.localtime(clock.now()):%Y-%m-%d %H:%M} 导出"
    pack = get_pack()
    sheet = Sheet("资金", columns, rows, f"{firm.name} 资金", (said,), foot)
    return workbook_answer((sheet,), "企业资金", pack, f"{firm.uscc}资金")
