"""上级兑现的动词: what a tier above granted is entered by one person and confirmed by another; then the shares that leaned on it
are fixed, and a share that the tier above pays itself is recorded as done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from luoqiao.apps.audit.keys import lock_key
from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.funds.models import Share, UpstreamGrant
from luoqiao.apps.funds.shares import change, fix, label_of, lock_shares
from luoqiao.apps.policy import queries as policy
from luoqiao.core.funds.duty import FundsDeed, check_other_person, get_duty
from luoqiao.core.funds.share import ShareState
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.kernel.money import MOST, show_yuan
from luoqiao.core.parties.actor import Actor


class NothingWaits(DomainError):
    """这件没有等这一级兑现的资金."""

    code = "LQ-6115"

    def __init__(self, case: str, tier: str) -> None:
        super().__init__(f"{case[:40]} 没有等{tier}兑现的资金，或还没有审定；没有登记，请核对案件号和层级")


class AlreadyEntered(DomainError):
    """上级兑现已经登记过."""

    code = "LQ-6116"

    def __init__(self, case: str, tier: str, amount: int, by: str) -> None:
        super().__init__(f"{case} 的{tier}兑现已由{by}登记为 {show_yuan(amount)}；没有再登记，有误请先退回那一笔")


class NoSuchUpstream(DomainError):
    """没有这笔待复核的上级兑现."""

    code = "LQ-6117"

    def __init__(self) -> None:
        super().__init__("没有这笔待复核的上级兑现；它可能已经办过，请刷新后再看")


@dataclass(frozen=True, slots=True)
class StatedGrant:
    """上级兑现: under which case which tier granted how many fen, by which document, on which day."""

    case: str
    tier: str
    amount: int
    document: str
    granted_on: date


def enter_upstream(stated: StatedGrant, *, actor: Actor, at: datetime, key: UUID) -> int:
    """登记, for somebody else to confirm; gives its id. The same key is one.

    Refuses with NothingWaits, NotYourFunds, AlreadyEntered, Invalid.
    """
    with transaction.atomic():
        lock_key(key)
        before = UpstreamGrant.objects.filter(key=key, entered_by=actor.user).first()
        if before is not None:
            return before.pk
        pack = _pack_of(stated)
        post = get_duty(policy.get_pack(pack).funds, FundsDeed.ENTER_UPSTREAM, actor)
        _check(stated, at)
        taken = UpstreamGrant.objects.filter(case_number=stated.case, tier=stated.tier, refused_because="").first()
        if taken is not None:
            raise AlreadyEntered(stated.case, label_of(pack, stated.tier), taken.amount, taken.entered_name)
        made = UpstreamGrant.objects.create(
            case_number=stated.case, tier=stated.tier, amount=stated.amount, document=stated.document.strip(),
            granted_on=stated.granted_on, entered_by=actor.user, entered_name=actor.name,
            entered_persons=sorted(set(actor.persons())), entered_at=at, key=key,
        )  # fmt: skip
        detail = {"tier": stated.tier, "amount": stated.amount, "document": stated.document, "on": str(stated.granted_on)}
        record(at=at, actor=actor, post=post, deed=Deed("funds.upstream_entered", f"case:{stated.case}", detail))
        return made.pk


def find_case(number: int) -> str:
    """Under which case an entry stands, for whoever locks the case first; empty when there is none."""
    return UpstreamGrant.objects.filter(pk=number).values_list("case_number", flat=True).first() or ""


def confirmed_grants(case: str) -> dict[str, int]:
    """What the tiers above granted under a case, as far as it is confirmed."""
    rows = UpstreamGrant.objects.filter(case_number=case, refused_because="").exclude(confirmed_by=None)
    return dict(rows.values_list("tier", "amount"))


def lock_upstream(number: int) -> UpstreamGrant:
    """The entry that waits to be confirmed, locked; for whoever works out what follows from it. NoSuchUpstream."""
    row = UpstreamGrant.objects.select_for_update().filter(pk=number, confirmed_by=None, refused_because="").first()
    if row is None:
        raise NoSuchUpstream
    return row


def confirm_upstream(row: UpstreamGrant, amounts: Mapping[str, int], *, actor: Actor, at: datetime) -> None:
    """复核, by another person: `amounts` are the fen by tier that the rule gives now. In the caller's transaction.

    Refuses with NotYourFunds, SamePerson.
    """
    shares = lock_shares(row.case_number)
    pack = shares[0].pack
    post = get_duty(policy.get_pack(pack).funds, FundsDeed.CONFIRM_UPSTREAM, actor)
    check_other_person(FundsDeed.CONFIRM_UPSTREAM, actor, row.entered_persons)
    row.confirmed_by, row.confirmed_name, row.confirmed_at = actor.user, actor.name, at
    row.save(update_fields=["confirmed_by", "confirmed_name", "confirmed_at"])
    said = f"{label_of(pack, row.tier)}实拨 {show_yuan(row.amount)}（{row.document}）"
    for share in shares:
        if share.tier == row.tier and share.state == ShareState.OUTSIDE:
            share.wanted = share.amount = row.amount
            change(share, ShareState.RECORDED, at, said)
        elif share.awaiting == [row.tier]:
            fix(share, amounts.get(share.tier, 0), actor=actor, at=at, because=said)
        elif row.tier in share.awaiting:
            share.awaiting = [tier for tier in share.awaiting if tier != row.tier]
            share.save(update_fields=["awaiting"])
    detail = {"tier": row.tier, "amount": row.amount, "amounts": dict(amounts)}
    record(at=at, actor=actor, post=post, deed=Deed("funds.upstream_confirmed", f"case:{row.case_number}", detail))


def refuse_upstream(number: int, *, actor: Actor, at: datetime, reason: str) -> None:
    """退回 by another person, or 撤回 by the one who entered it. NoSuchUpstream, NotYourFunds, Invalid."""
    with transaction.atomic():
        row = lock_upstream(number)
        own = row.entered_by == actor.user
        pack = Share.objects.filter(case_number=row.case_number).values_list("pack", flat=True).first() or ""
        deed = FundsDeed.ENTER_UPSTREAM if own else FundsDeed.CONFIRM_UPSTREAM
        post = get_duty(policy.get_pack(pack or None).funds, deed, actor)
        if not reason.strip():
            raise Invalid((FieldProblem("reason", "", "理由", "请写明为什么退回", "LQ-6110"),))
        row.refused_because = reason.strip()[:300]
        row.save(update_fields=["refused_because"])
        subject = f"case:{row.case_number}"
        record(at=at, actor=actor, post=post, deed=Deed("funds.upstream_refused", subject, {"tier": row.tier}, reason.strip()))


def _pack_of(stated: StatedGrant) -> str:
    """The programme of the case, where something of it waits for this tier."""
    for share in Share.objects.filter(case_number=stated.case).exclude(state=ShareState.RELEASED.value):
        if stated.tier in share.awaiting or (share.tier == stated.tier and share.state == ShareState.OUTSIDE):
            return share.pack
    raise NothingWaits(stated.case, stated.tier if not stated.tier.isascii() else "这一级")


def _check(stated: StatedGrant, at: datetime) -> None:
    problems = []
    if not 0 <= stated.amount <= MOST:
        problems.append(FieldProblem("amount", "", "金额", "实拨金额不能小于 0 元", "LQ-6110"))
    if not 2 <= len(stated.document.strip()) <= 100:
        problems.append(FieldProblem("document", stated.document[:100], "文号", "请写上级下达的文号，2 到 100 字", "LQ-6110"))
    if stated.granted_on > timezone.localdate(at):
        problems.append(FieldProblem("granted_on", str(stated.granted_on), "不晚于今天", "兑现日期不能晚于今天", "LQ-6110"))
    if problems:
        raise Invalid(tuple(problems))
