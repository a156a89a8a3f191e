"""钱变了，案件跟着变: a budget that is shared out, or a tier above that granted another amount, changes what cases are about.

Locks: the cases first, in order, then their money (`apps.funds`). What a posted notice shows is never changed: such cases wait.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from luoqiao.apps.cases.calculation import calculate, earlier_in
from luoqiao.apps.cases.contents import clause_of, facts_of, handed_in
from luoqiao.apps.cases.history import go_on, open_row
from luoqiao.apps.cases.models import Case, Snapshot
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.funds.services import queueing, upstream
from luoqiao.core.cases import events as e
from luoqiao.core.cases.state import Stage
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.money import show_yuan, yuan_text
from luoqiao.core.parties.actor import Actor
from luoqiao.core.rules.resolve import grants_of


class OnNoticeNow(DomainError):
    """正在公示: its amounts stand until the notice is over."""

    code = "LQ-5570"

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 正在公示，公示的金额不能变；没有记账，请等公示期满，或先撤下这一行")


def confirm_arrangement(number: str, *, actor: Actor, at: datetime) -> int:
    """确认预算安排: the money is reserved as previewed, and every open case goes on with what it gets; how many were lowered.

    Refuses as `queueing.confirm_arrangement` does, and with OnNoticeNow.
    """
    with transaction.atomic():
        opened = _locked(queueing.cases_of(number))
        parts = queueing.confirm_arrangement(number, actor=actor, at=at)
        reason = f"预算安排 {number}：总额控制，同比例安排"
        lowered = 0
        for one in opened:
            given = {part.tier: part.given for part in parts if part.case == one.row.number and part.given < part.wanted}
            if given and one.matter.state.stage is not Stage.CLOSED:
                _lower(one, with_grants(one, given), reason, number, actor, at)
                lowered += 1
        return lowered


def confirm_upstream(number: int, *, actor: Actor, at: datetime) -> None:
    """复核上级兑现: what leans on it is worked out again from what was really granted, never above what was approved.

    Refuses as `upstream.confirm_upstream` does, and with OnNoticeNow.
    """
    with transaction.atomic():
        case = upstream.find_case(number)
        opened = _locked([case])
        row = upstream.lock_upstream(number)
        amounts = with_grants(opened[0], upstream.confirmed_grants(case) | {row.tier: row.amount}) if opened else {}
        upstream.confirm_upstream(row, amounts, actor=actor, at=at)
        for one in opened:
            if one.matter.state.stage is not Stage.CLOSED and amounts != (one.matter.state.amounts or {}):
                reason = f"上级实拨 {show_yuan(row.amount)}（{row.document}），按实拨重新测算"
                _lower(one, amounts, reason, row.document, actor, at)


def with_grants(opened: Opened, grants: Mapping[str, int]) -> dict[str, int]:
    """The amounts of a case when these tiers give so much: tiers that lean on them follow by the rule; nothing ever rises.

    Judged by the facts and the earlier grants of the decision itself; later cases change nothing.
    """
    decided = dict(opened.matter.state.amounts or {})
    clause = clause_of(opened)
    if clause is None:
        return decided
    kept = Snapshot.objects.filter(case=opened.row, digest=opened.matter.state.snapshot).values_list("content", flat=True)
    labels = {tier.code: tier.label for tier in opened.pack.basis.tiers}
    spoken_of = set(grants_of(clause))
    granted = {f"granted_{tier}": yuan_text(fen) for tier, fen in grants.items() if labels.get(tier) in spoken_of}
    facts = {**facts_of(opened, handed_in(opened)), **granted}
    found = calculate(opened.row, clause, facts, opened.pack, earlier_in(kept.first() or {})).amounts
    return {tier: min(fen, grants.get(tier, found.get(tier, 0))) for tier, fen in decided.items()}


def _lower(
    opened: Opened, amounts: Mapping[str, int], reason: str, basis: str, actor: Actor, at: datetime
) -> None:
    if opened.matter.state.notice is not None:
        raise OnNoticeNow(opened.row.number)
    go_on(opened, (e.Arranged(dict(amounts), reason, basis),), actor=actor, at=at)


def _locked(numbers: Sequence[str]) -> list[Opened]:
    rows = Case.objects.filter(number__in=list(numbers)).order_by("pk").select_for_update(of=("self",))
    return [open_row(row) for row in rows]
