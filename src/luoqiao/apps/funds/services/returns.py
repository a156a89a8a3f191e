"""重新拨付: what the bank returned becomes payable again once there is an account to send it to; the attempt before stays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.funds.models import BankRow, PaymentLine, Share
from luoqiao.apps.funds.posting import book
from luoqiao.apps.funds.shares import booking_of, change
from luoqiao.apps.parties import queries as parties
from luoqiao.apps.policy import queries as policy
from luoqiao.core.funds.batch import LineState
from luoqiao.core.funds.duty import FundsDeed, get_duty
from luoqiao.core.funds.move import Move
from luoqiao.core.funds.share import ShareState
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.account import AccountView
from luoqiao.core.parties.actor import Actor


class StillUnclear(DomainError):
    """银行的说法还没有弄清."""

    code = "LQ-6214"

    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference} 还有一行回执没有处理，可能已经到账；没有重新拨付，请先处理那一行")


class AccountNotCorrected(DomainError):
    """收款账户还没有改正."""

    code = "LQ-6215"


class NoSuchReturn(DomainError):
    """没有这份退回的资金."""

    code = "LQ-6216"

    def __init__(self, share: int) -> None:
        super().__init__(f"没有编号为 {share} 的退回资金；它可能已经重新拨付，请刷新后再看")


def retry_payment(share: int, *, reason: str, actor: Actor, at: datetime) -> None:
    """重新拨付: to another account confirmed since, or to the same one with a reason why it is right; then it waits for a batch.

    Refuses with NoSuchReturn, NotYourFunds, StillUnclear, AccountNotCorrected.
    """
    with transaction.atomic():
        row = Share.objects.select_for_update().filter(pk=share, state=ShareState.RETURNED.value).first()
        line = PaymentLine.objects.filter(share=share, state=LineState.RETURNED.value).order_by("-pk").first()
        if row is None or line is None:
            raise NoSuchReturn(share)
        post = get_duty(policy.get_pack(row.pack).funds, FundsDeed.WORK_RESULTS, actor)
        if BankRow.objects.filter(reference=line.reference, waits=True).exists():
            raise StillUnclear(line.reference)
        told = " ".join(reason.split())[:200]
        account = parties.find_usable_account(row.uscc, timezone.localdate(at))
        because = _why(line, account, told)
        change(row, ShareState.PAYABLE, at, because)
        booking = booking_of(row, Move.RETRY, row.amount, suffix=line.reference, reason=because)
        book(booking, actor=actor, at=at, post=post)
        detail = {"reference": line.reference, "account": [line.account, account.id if account else None]}
        record(at=at, actor=actor, post=post, deed=Deed("funds.payment_retried", f"case:{row.case_number}", detail, told))


def _why(line: PaymentLine, account: AccountView | None, told: str) -> str:
    if account is None:
        raise AccountNotCorrected("企业现在没有可用的收款账户；没有重新拨付，请企业改正账户、确认并过了冷静期再办")
    if account.id != line.account:
        return f"收款账户已改正，重新拨付；{told}".rstrip("；")
    if len(told) < 2:
        raise AccountNotCorrected(
            "收款账户还是银行退回的那一个；没有重新拨付，请等企业改正账户，账户无误的请写明怎样核实的"
        )
    return f"账户经核实无误，重新拨付：{told}"
