"""拨付批次的动词: prepare, look up credit, explain a holder, take lines out, withdraw. Nothing has gone to the bank yet.

Whoever had a hand in the preparation is kept with the batch: none of them approves it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from luoqiao.apps.audit.keys import lock_key
from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.funds.batch_rows import (
    NoSuchPayment,
    lock_batch,
    lock_lines,
    lock_shares_of,
    step_lines,
    step_shares,
    tier_labels,
)
from luoqiao.apps.funds.models import PaymentBatch, PaymentLine, Share
from luoqiao.apps.funds.numbering import next_number
from luoqiao.apps.parties import queries as parties
from luoqiao.apps.policy import queries as policy
from luoqiao.core.funds.batch import (
    MOST_LINES,
    BatchState,
    LineState,
    check_batch,
    purpose_of,
    reference_of,
)
from luoqiao.core.funds.duty import FundsDeed, find_duty, get_duty
from luoqiao.core.funds.share import ShareState
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.parties.account import AccountView
from luoqiao.core.parties.actor import Actor, Post

OPEN = (BatchState.PREPARED, BatchState.CHECKED)
BAD_FORM = "LQ-6210"


class NothingToPay(DomainError):
    """没有可拨付的."""

    code = "LQ-6206"

    def __init__(self, without_account: int) -> None:
        why = f"选中的 {without_account} 份都没有可用的收款账户" if without_account else "选中的都已不是待拨付"
        super().__init__(f"{why}；没有编制批次，请刷新后重新选")


@dataclass(frozen=True, slots=True)
class Chosen:
    """选哪些待拨付的: by programme, year, tier, clause; of these only the ticked ones, or all (None)."""

    pack: str
    year: int
    tier: str = ""
    clause: str = ""
    shares: tuple[int, ...] | None = None


def prepare_batch(chosen: Chosen, *, actor: Actor, at: datetime, key: UUID) -> str:
    """编制批次: the chosen payable shares, one line each with today's account; gives its number. The same key is one batch.

    Shares without a usable account are left out. Refuses with NotYourFunds, NothingToPay.
    """
    with transaction.atomic():
        lock_key(key)
        before = PaymentBatch.objects.filter(key=key, prepared_by=actor.user).first()
        if before is not None:
            return before.number
        post = get_duty(policy.get_pack(chosen.pack).funds, FundsDeed.PREPARE_BATCH, actor)
        shares = _payable(chosen)
        accounts = parties.list_usable_accounts({one.uscc for one in shares}, timezone.localdate(at))
        paying = [one for one in shares if one.uscc in accounts][:MOST_LINES]
        if not paying:
            raise NothingToPay(len(shares))
        batch = PaymentBatch.objects.create(
            number=next_number("ZF", timezone.localdate(at).year), pack=chosen.pack, year=chosen.year,
            state=BatchState.PREPARED.value, key=key, prepared_by=actor.user, prepared_name=actor.name,
            prepared_persons=sorted(set(actor.persons())), prepared_at=at,
        )  # fmt: skip
        total = _list(batch, paying, accounts)
        step_shares(paying, ShareState.LISTED, at, f"列入 {batch.number}")
        detail = {"lines": len(paying), "total": total, "year": chosen.year, "left_out": len(shares) - len(paying)}
        record(at=at, actor=actor, post=post, deed=Deed("funds.batch_prepared", f"batch:{batch.number}", detail))
        return batch.number


def record_credit(
    number: str, *, source: str, on: date | None, found: Mapping[str, str], actor: Actor, at: datetime
) -> None:
    """信用复核: what was looked up and when; `found`: by credit code what speaks against paying. All others are clear.

    Refuses with NoSuchBatch, NotYourFunds, BatchMovedOn, Invalid.
    """
    with transaction.atomic():
        batch, post = _opened(number, actor)
        lines = lock_lines(batch, LineState.LISTED)
        _check_credit(source, on, found, {line.uscc for line in lines}, timezone.localdate(at))
        batch.credit_source, batch.credit_on, batch.credit_name = source.strip()[:100], on, actor.name
        for line in lines:
            line.credit = "blocked" if line.uscc in found else "clear"
            line.credit_note = found.get(line.uscc, "").strip()[:300]
        bad = [line for line in lines if line.credit == "blocked"]
        batch.lines.filter(state=LineState.LISTED.value).update(credit="clear", credit_note="")
        PaymentLine.objects.bulk_update(bad, ["credit", "credit_note"])
        _changed(batch, actor)
        detail = {"source": batch.credit_source, "on": str(on), "blocked": sorted({line.uscc for line in bad})}
        record(at=at, actor=actor, post=post, deed=Deed("funds.batch_credit_checked", f"batch:{number}", detail))


def explain_holder(number: str, place: int, *, reason: str, actor: Actor, at: datetime) -> None:
    """户名不同的理由 of one line. Refuses with NoSuchBatch, NotYourFunds, BatchMovedOn, NoSuchPayment, Invalid."""
    with transaction.atomic():
        batch, post = _opened(number, actor)
        line = _line(batch, place)
        line.holder_reason = _reason(reason, "请写明户名与企业名称为什么不同")
        line.save(update_fields=["holder_reason"])
        _changed(batch, actor)
        deed = Deed("funds.batch_holder_explained", f"batch:{number}", {"reference": line.reference}, line.holder_reason)
        record(at=at, actor=actor, post=post, deed=deed)


def take_out(number: str, places: Collection[int], *, reason: str, actor: Actor, at: datetime) -> int:
    """移出明细 with a reason: their shares are payable again; how many. A batch without lines is withdrawn.

    Refuses with NoSuchBatch, NotYourFunds, BatchMovedOn, NoSuchPayment, Invalid.
    """
    with transaction.atomic():
        batch, post = _opened(number, actor)
        told = _reason(reason, "请写明为什么移出")
        listed = lock_lines(batch, LineState.LISTED)
        lines = [line for line in listed if line.place in set(places)]
        if not lines:
            raise NoSuchPayment(number, "、".join(map(str, sorted(places)[:3])))
        _give_back(lines, at, f"从 {number} 移出：{told}")
        PaymentLine.objects.filter(pk__in=[line.pk for line in lines]).update(
            taken_out_name=actor.name, taken_out_because=told
        )
        _changed(batch, actor)
        detail = {"references": [line.reference for line in lines]}
        record(at=at, actor=actor, post=post, deed=Deed("funds.batch_taken_out", f"batch:{number}", detail, told))
        if len(lines) == len(listed):
            _end(batch, actor, told)
        return len(lines)


def withdraw_batch(number: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """撤销批次 before it was sent, by whoever prepares or approves; every share is payable again.

    Withdrawn twice it is once. Refuses with NoSuchBatch, NotYourFunds, BatchMovedOn, Invalid.
    """
    with transaction.atomic():
        batch = lock_batch(number)
        post = _any_duty(batch, actor)
        if batch.state == BatchState.WITHDRAWN:
            return
        check_batch(number, BatchState(batch.state), OPEN, "撤销")
        told = _reason(reason, "请写明为什么撤销")
        lines = lock_lines(batch, LineState.LISTED)
        _give_back(lines, at, f"{number} 撤销：{told}")
        PaymentLine.objects.filter(pk__in=[line.pk for line in lines]).update(
            taken_out_name=actor.name, taken_out_because=told
        )
        _end(batch, actor, told)
        deed = Deed("funds.batch_withdrawn", f"batch:{number}", {"lines": len(lines)}, told)
        record(at=at, actor=actor, post=post, deed=deed)


def _payable(chosen: Chosen) -> list[Share]:
    rows = Share.objects.select_for_update().filter(
        state=ShareState.PAYABLE.value, pack=chosen.pack, year=chosen.year, amount__gt=0
    )
    if chosen.tier:
        rows = rows.filter(tier=chosen.tier)
    if chosen.clause:
        rows = rows.filter(clause=chosen.clause)
    if chosen.shares is not None:
        rows = rows.filter(pk__in=chosen.shares)
    return list(rows.order_by("pk"))


def _list(batch: PaymentBatch, shares: Sequence[Share], accounts: Mapping[str, AccountView]) -> int:
    """One line a share; the sum of all."""
    names = {one.uscc: one.name for one in parties.list_enterprises({share.uscc for share in shares})}
    tiers = tier_labels(batch.pack, (share.tier for share in shares))
    PaymentLine.objects.bulk_create(
        _line_of(batch, place, share, accounts[share.uscc], names.get(share.uscc, share.name), tiers[share.tier])
        for place, share in enumerate(shares, 1)
    )
    return sum(share.amount for share in shares)


def _line_of(
    batch: PaymentBatch, place: int, share: Share, account: AccountView, name: str, tier: str
) -> PaymentLine:
    return PaymentLine(
        batch=batch, place=place, reference=reference_of(batch.number, place), share=share, case_number=share.case_number,
        title=share.title, tier=share.tier, clause=share.clause, uscc=share.uscc, name=name, amount=share.amount,
        account=account.id, bank=account.bank, branch=account.branch, holder=account.holder, account_number=account.number,
        purpose=purpose_of(share.year, share.title, tier), state=LineState.LISTED.value,
        holder_reason=account.reason if account.holder != name else "",
    )  # fmt: skip


def _opened(number: str, actor: Actor) -> tuple[PaymentBatch, Post]:
    batch = lock_batch(number)
    post = get_duty(policy.get_pack(batch.pack).funds, FundsDeed.PREPARE_BATCH, actor)
    check_batch(number, BatchState(batch.state), OPEN, "改明细")
    return batch, post


def _any_duty(batch: PaymentBatch, actor: Actor) -> Post:
    plan = policy.get_pack(batch.pack).funds
    for deed in (FundsDeed.APPROVE_FIRST, FundsDeed.APPROVE_SECOND):
        post = find_duty(plan, deed, actor)
        if post is not None:
            return post
    return get_duty(plan, FundsDeed.PREPARE_BATCH, actor)


def _changed(batch: PaymentBatch, actor: Actor) -> None:
    """Whoever changed it helped to prepare it; what was approved before is to be approved anew."""
    batch.prepared_persons = sorted({*batch.prepared_persons, *actor.persons()})
    batch.state, batch.first_by, batch.first_name, batch.first_at = BatchState.PREPARED.value, None, "", None
    batch.first_persons = []
    batch.save()


def _end(batch: PaymentBatch, actor: Actor, reason: str) -> None:
    batch.state, batch.withdrawn_name, batch.withdrawn_because = BatchState.WITHDRAWN.value, actor.name, reason
    batch.save(update_fields=["state", "withdrawn_name", "withdrawn_because"])


def _give_back(lines: Sequence[PaymentLine], at: datetime, because: str) -> None:
    shares = lock_shares_of(lines)
    step_lines(lines, LineState.TAKEN_OUT)
    step_shares(list(shares.values()), ShareState.PAYABLE, at, because)


def _line(batch: PaymentBatch, place: int) -> PaymentLine:
    line = batch.lines.select_for_update().filter(place=place, state=LineState.LISTED.value).first()
    if line is None:
        raise NoSuchPayment(batch.number, str(place))
    return line


def _reason(text: str, wanted: str) -> str:
    told = " ".join(text.split())
    if len(told) < 2:
        raise Invalid((FieldProblem("reason", told, "一句理由", wanted, BAD_FORM),))
    return told[:300]


def _check_credit(source: str, on: date | None, found: Mapping[str, str], payees: Collection[str], today: date) -> None:
    problems = []
    if len(source.strip()) < 2:
        problems.append(FieldProblem("source", source[:40], "查询的平台", "请写查了哪里，如 信用中国", BAD_FORM))
    if on is None or on > today:
        problems.append(FieldProblem("on", str(on or ""), "今天或以前的日期", "查询日期应是今天或以前的一天", BAD_FORM))
    for uscc, note in found.items():
        if uscc not in payees:
            problems.append(FieldProblem("found", uscc[:20], "批次里的企业", f"{uscc[:20]} 不在这个批次里", BAD_FORM))
        elif len(note.strip()) < 2:
            problems.append(FieldProblem("found", uscc, "查到了什么", f"请写明 {uscc} 查到了什么", BAD_FORM))
    if problems:
        raise Invalid(tuple(problems))
