"""一份资金的走法: each step of a share is one journal and one change of its row, in the caller's transaction.

Locks: the row of the share first (its case is locked by whoever continues the case), the accounts last.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from luoqiao.apps.funds.models import Share
from luoqiao.apps.funds.posting import Booking, book
from luoqiao.apps.policy import queries as policy
from luoqiao.core.funds.move import Entries, Move, moved
from luoqiao.core.funds.share import STAGES, ShareState, ShareView, check_step
from luoqiao.core.funds.stage import Stage
from luoqiao.core.parties.actor import Actor


def change(share: Share, state: ShareState, at: datetime, because: str = "") -> None:
    """The next state of a share; refuses a step that there is not (ShareMovedOn)."""
    check_step(share.case_number, tier_label(share), ShareState(share.state), state)
    share.state, share.changed_at, share.because = state.value, at, because[:300]
    share.save(update_fields=["state", "changed_at", "because", "amount", "line", "granted_at", "awaiting", "wanted", "since",
                              "rounds", "title", "name", "through_bank"])  # fmt: skip


def reserve(share: Share, fen: int, *, actor: Actor, at: datetime, because: str = "") -> None:
    """占用预算 for this share; when its case is already closed the money is owed at once. BudgetExhausted."""
    share.amount = fen
    change(share, ShareState.RESERVED, at, because)
    _book(share, Move.RESERVE, fen, actor, at, because)
    if share.granted_at is not None:
        oblige(share, actor=actor, at=at)


def release(share: Share, *, actor: Actor, at: datetime, because: str) -> None:
    """放开: the case came to nothing or is decided anew; what was reserved is available again."""
    held = ShareState(share.state) in (ShareState.RESERVED, ShareState.AWAITING)
    change(share, ShareState.RELEASED, at, because)
    if held:
        _book(share, Move.RELEASE, share.amount, actor, at, because)


def oblige(share: Share, *, actor: Actor, at: datetime) -> None:
    """转待拨付: the case is closed and the notice over; a share that leans on an upper grant waits for it."""
    if share.awaiting:
        change(share, ShareState.AWAITING, at, "等上级兑现后确定金额")
        return
    change(share, ShareState.PAYABLE, at)
    _book(share, Move.OBLIGATE, share.amount, actor, at)


def lower(share: Share, fen: int, *, actor: Actor, at: datetime, because: str) -> None:
    """调低: less is due than before; the share keeps its place, what was reserved beyond is available again."""
    if share.state == ShareState.RESERVED:
        beyond = share.amount - fen
        _book(share, Move.RELEASE, beyond, actor, at, because, suffix=f":to:{fen}")
    share.amount, share.changed_at, share.because = fen, at, because[:300]
    share.save(update_fields=["amount", "changed_at", "because"])


def fix(share: Share, fen: int, *, actor: Actor, at: datetime, because: str) -> None:
    """确定金额: the upper tier has granted; what was reserved beyond it is given back, the rest is owed when the case is closed.

    Never more than was approved: what the rule would give beyond it needs a decision of its own.
    """
    given = min(fen, share.amount)
    beyond, share.awaiting = share.amount - given, []
    if beyond and ShareState(share.state).funded:
        _book(share, Move.RELEASE, beyond, actor, at, because, suffix=f":to:{given}")
    share.amount = given
    if share.state != ShareState.AWAITING:
        share.because, share.changed_at = because[:300], at
        share.save(update_fields=["amount", "awaiting", "because", "changed_at"])
        return
    if not given:
        change(share, ShareState.RELEASED, at, because)
        return
    change(share, ShareState.PAYABLE, at, because)
    _book(share, Move.OBLIGATE, given, actor, at)


def balance_moved(share: Share, move: Move, fen: int, *, suffix: str, actor: Actor, at: datetime, reason: str = "") -> int:
    """A move of this share within its line, under a reference of its own (`suffix`); gives the number of the journal."""
    booking = moved(move, share.line_id or 0, fen)
    return book(_of(share, move, booking, f"share:{share.pk}:{move.value}:{suffix}", reason), actor=actor, at=at)


def booking_of(share: Share, move: Move, fen: int, *, suffix: str, reason: str = "") -> Booking:
    """The same as a value, for many at once (`posting.book_all`)."""
    return _of(share, move, moved(move, share.line_id or 0, fen), f"share:{share.pk}:{move.value}:{suffix}", reason)


def lock_shares(case_number: str) -> list[Share]:
    """The shares of a case, locked."""
    return list(Share.objects.select_for_update().filter(case_number=case_number).order_by("pk"))


def lock_by_ids(ids: Iterable[int]) -> dict[int, Share]:
    """These shares, locked in order."""
    return {row.pk: row for row in Share.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk")}


def tier_label(share: Share) -> str:
    """省级、市级、区级 as the programme writes it."""
    return label_of(share.pack, share.tier)


def label_of(pack: str, tier: str) -> str:
    """省级、市级、区级 as the programme writes it."""
    return next((one.label for one in policy.get_pack(pack).basis.tiers if one.code == tier), tier)


def view_of(share: Share) -> ShareView:
    """The share as a value."""
    return ShareView(
        share.pk, share.case_number, share.title, share.tier, tier_label(share), share.clause, share.year, share.industry,
        share.uscc, share.name, share.wanted, share.amount, ShareState(share.state), tuple(share.awaiting), share.line_id,
        share.since, share.granted_at, share.because,
    )  # fmt: skip


def stage_of(share: Share) -> Stage | None:
    """At which stage its fen stand; None when none do."""
    return STAGES.get(ShareState(share.state))


def _book(
    share: Share, move: Move, fen: int, actor: Actor, at: datetime, reason: str = "", *, suffix: str = ""
) -> None:
    booking = moved(move, share.line_id or 0, fen)
    book(_of(share, move, booking, _reference(share, move) + suffix, reason), actor=actor, at=at)


def _reference(share: Share, move: Move) -> str:
    return f"share:{share.pk}:{share.rounds}:{move.value}"


def _of(share: Share, move: Move, entries: Entries, reference: str, reason: str) -> Booking:
    return Booking(move, entries, reference, share.pk, share.case_number, share.uscc, share.industry, reason)
