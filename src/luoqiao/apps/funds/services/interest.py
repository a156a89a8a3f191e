"""贴息的动词: record a month that the bank reports, correct it, end what the bank gave less of. Nothing is paid here.

Locks: the share.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from luoqiao.apps.audit.keys import lock_key
from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.funds.interest_rows import list_months
from luoqiao.apps.funds.models import InterestMonth, Share
from luoqiao.apps.funds.shares import change, lock_by_ids, tier_label
from luoqiao.apps.policy import queries as policy
from luoqiao.core.funds import interest as core
from luoqiao.core.funds.duty import FundsDeed, get_duty
from luoqiao.core.funds.share import ShareState
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.parties.actor import Actor, Post


@dataclass(frozen=True, slots=True)
class StatedMonth:
    """银行报来的一个月: of which share, any day of the month, fen, the bank and its voucher."""

    share: int
    month: date
    fen: int
    bank: str
    voucher: str


def record_month(stated: StatedMonth, *, actor: Actor, at: datetime, key: UUID) -> None:
    """登记一个月; the same key is one. With the last fen of what was approved the share is 已记录兑现.

    Refuses with NotYourFunds, NoInterestHere, MonthRecorded, BeyondApproved, Invalid.
    """
    with transaction.atomic():
        lock_key(key)
        if InterestMonth.objects.filter(key=key).exists():
            return
        share, post = _lock(stated.share, actor)
        _check(stated, at)
        month, known = stated.month.replace(day=1), list_months(share.pk)
        core.check_month(known, month, stated.fen, share.amount)
        InterestMonth.objects.create(
            share=share, month=month, round=1 + sum(one.month == month for one in known), amount=stated.fen,
            bank=stated.bank.strip(), voucher=stated.voucher.strip(), user=actor.user, name=actor.name, at=at, key=key,
        )  # fmt: skip
        _record("recorded", share, actor, post, at, {"month": f"{month:%Y-%m}", "fen": stated.fen})
        if core.recorded(known) + stated.fen == share.amount:
            change(share, ShareState.RECORDED, at, "贴息已经银行全部兑现")


def correct_month(number: int, *, actor: Actor, at: datetime, key: UUID, reason: str) -> None:
    """更正: the record no longer counts, both stay to be seen. NotYourFunds, NoSuchRecord, NoInterestHere, Invalid."""
    with transaction.atomic():
        lock_key(key)
        if InterestMonth.objects.filter(key=key).exists():
            return
        row = InterestMonth.objects.filter(pk=number, corrects=None, correction=None).first()
        if row is None:
            raise core.NoSuchRecord
        share, post = _lock(row.share_id, actor)
        if not reason.strip():
            raise Invalid((FieldProblem("reason", "", "理由", "请写明为什么更正", "LQ-6110"),))
        InterestMonth.objects.create(
            share=share, month=row.month, round=row.round, amount=-row.amount, bank=row.bank, voucher=row.voucher, corrects=row,
            reason=reason.strip()[:300], user=actor.user, name=actor.name, at=at, key=key,
        )  # fmt: skip
        _record("corrected", share, actor, post, at, {"month": f"{row.month:%Y-%m}", "fen": -row.amount}, reason.strip())


def end_interest(share_number: int, *, actor: Actor, at: datetime, reason: str) -> None:
    """登记完毕: the bank gives no more; what was recorded is what there was. NotYourFunds, NoInterestHere, Invalid."""
    with transaction.atomic():
        share, post = _lock(share_number, actor)
        if not reason.strip():
            raise Invalid((FieldProblem("reason", "", "理由", "请写明为什么不再有贴息，如提前还款", "LQ-6110"),))
        given = core.recorded(list_months(share.pk))
        said = f"贴息实际兑现 {show_yuan(given)}：{reason.strip()}"
        share.amount = given
        change(share, ShareState.RECORDED, at, said)
        _record("ended", share, actor, post, at, {"approved": share.wanted, "fen": given}, reason.strip())


def _lock(number: int, actor: Actor) -> tuple[Share, Post]:
    share = lock_by_ids([number]).get(number)
    if share is None:
        raise core.NoInterestHere("这件", "")
    post = get_duty(policy.get_pack(share.pack).funds, FundsDeed.RECORD_INTEREST, actor)
    if share.state != ShareState.OUTSIDE or not share.through_bank or share.granted_at is None:
        raise core.NoInterestHere(share.case_number, tier_label(share))
    return share, post


def _check(stated: StatedMonth, at: datetime) -> None:
    problems = []
    if stated.fen <= 0:
        problems.append(FieldProblem("amount", "", "金额", "贴息要大于 0 元", "LQ-6110"))
    if stated.month.replace(day=1) > timezone.localdate(at):
        problems.append(FieldProblem("month", str(stated.month), "不晚于本月", "还没有到这个月，银行不会已经结息", "LQ-6110"))
    if not 2 <= len(stated.bank.strip()) <= 100:
        problems.append(FieldProblem("bank", stated.bank[:100], "银行", "请写合作银行的名称，2 到 100 字", "LQ-6110"))
    if not 2 <= len(stated.voucher.strip()) <= 100:
        problems.append(FieldProblem("voucher", stated.voucher[:100], "凭证号", "请写付息凭证号，2 到 100 字", "LQ-6110"))
    if problems:
        raise Invalid(tuple(problems))


def _record(
    what: str, share: Share, actor: Actor, post: Post, at: datetime, detail: dict[str, object], reason: str = ""
) -> None:
    whole = {"tier": share.tier, **detail}
    record(at=at, actor=actor, post=post, deed=Deed(f"funds.interest_{what}", f"case:{share.case_number}", whole, reason))
