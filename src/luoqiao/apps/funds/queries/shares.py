"""各级资金的查询: what each tier gives under a case, who waits for a budget, what an enterprise was given; frozen values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum

from luoqiao.apps.funds.models import Journal, Posting, Share, UpstreamGrant
from luoqiao.apps.funds.shares import view_of
from luoqiao.core.funds.move import Move
from luoqiao.core.funds.share import ShareState, ShareView


@dataclass(frozen=True, slots=True)
class BookedLine:
    """一笔账 of a case: when, what, of which tier, how many fen, by whom, by which voucher or reason."""

    journal: int
    at: datetime
    move: Move
    tier: str
    amount: int
    name: str
    reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class UpstreamView:
    """上级兑现的一笔: as entered, and whether somebody else has confirmed it."""

    id: int
    case: str
    tier: str
    amount: int
    document: str
    granted_on: date
    entered_by: int
    entered_name: str
    entered_at: datetime
    confirmed_name: str
    confirmed_at: datetime | None


def list_shares_of(case: str) -> tuple[ShareView, ...]:
    """What each tier gives under a case, in the order in which the tiers came."""
    return tuple(view_of(one) for one in Share.objects.filter(case_number=case).order_by("pk"))


def shares_by_case(cases: Iterable[str]) -> Mapping[str, tuple[ShareView, ...]]:
    """The same for many cases."""
    found: dict[str, list[ShareView]] = {}
    for one in Share.objects.filter(case_number__in=list(cases)).order_by("pk"):
        found.setdefault(one.case_number, []).append(view_of(one))
    return {case: tuple(shares) for case, shares in found.items()}


def funded_by_case(cases: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
    """By case and tier how many fen of a budget stand behind it: reserved, owed, on their way, paid or returned."""
    funded = [state.value for state in ShareState if state.funded]
    found: dict[str, dict[str, int]] = {}
    rows = Share.objects.filter(case_number__in=list(cases), state__in=funded)
    for case, tier, fen in rows.values_list("case_number", "tier", "amount"):
        found.setdefault(case, {})[tier] = fen
    return found


def list_shares(
    *, pack: str = "", year: int | None = None, tier: str = "", clause: str = "", states: Iterable[ShareState] | None = None,
    uscc: str = "", line: int | None = None, most: int | None = None,
) -> tuple[ShareView, ...]:  # fmt: skip
    """Shares by any of these, in the order in which they were decided."""
    rows: QuerySet[Share] = Share.objects.order_by("since", "pk")
    wanted: dict[str, object] = {"pack": pack, "year": year, "tier": tier, "clause": clause, "uscc": uscc, "line": line}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value not in ("", None)})
    if states is not None:
        rows = rows.filter(state__in=[one.value for one in states])
    return tuple(view_of(one) for one in (rows if most is None else rows[:most]))


def sum_by_tier_clause_state(*, pack: str, year: int) -> Mapping[tuple[str, str, ShareState], int]:
    """How many fen of a year there are by tier, clause and state; what was released is left out."""
    rows = Share.objects.filter(pack=pack, year=year).exclude(state=ShareState.RELEASED.value)
    sums = rows.values("tier", "clause", "state").annotate(sum=Sum("amount")).order_by("tier", "clause", "state")
    return {(one["tier"], one["clause"], ShareState(one["state"])): int(one["sum"]) for one in sums}


def list_awaited(*, most: int = 300) -> tuple[ShareView, ...]:
    """待上级兑现: granted shares that wait for tiers above, or that a tier above pays itself; the oldest first."""
    waits = Q(state=ShareState.OUTSIDE.value, through_bank=False) | ~Q(awaiting=[]) & ~Q(state=ShareState.RELEASED.value)
    rows = Share.objects.filter(waits).order_by("since", "pk")
    return tuple(view_of(one) for one in rows[:most])


def sum_by_state(*, pack: str, year: int) -> dict[ShareState, tuple[int, int]]:
    """By state how many shares of a year there are, and their sum in fen."""
    rows = Share.objects.filter(pack=pack, year=year).values("state").annotate(count=Count("pk"), sum=Sum("amount"))
    return {ShareState(one["state"]): (one["count"], int(one["sum"])) for one in rows.order_by("state")}


def cases_that_wait(cases: Iterable[str]) -> frozenset[str]:
    """Of these cases, those of which a share stands in the queue of a budget that is too small."""
    waiting = Share.objects.filter(case_number__in=list(cases), state=ShareState.QUEUED.value)
    return frozenset(waiting.values_list("case_number", flat=True))


def list_journals_of(case: str) -> tuple[BookedLine, ...]:
    """Every journal under a case, the oldest first."""
    rows = Journal.objects.filter(case_number=case).order_by("pk").values_list(
        "pk", "at", "move", "share__tier", "name", "reference", "reason"
    )  # fmt: skip
    sums = _moved_by([row[0] for row in rows])
    return tuple(
        BookedLine(pk, at, Move(move), tier or "", sums.get(pk, 0), name, reference, reason)
        for pk, at, move, tier, name, reference, reason in rows
    )


def list_upstream(*, case: str = "", waiting: bool = False) -> tuple[UpstreamView, ...]:
    """What tiers above granted: of one case, or what waits to be confirmed."""
    rows = UpstreamGrant.objects.filter(refused_because="").order_by("pk")
    if case:
        rows = rows.filter(case_number=case)
    if waiting:
        rows = rows.filter(confirmed_by=None)
    return tuple(
        UpstreamView(one.pk, one.case_number, one.tier, one.amount, one.document, one.granted_on, one.entered_by,
                     one.entered_name, one.entered_at, one.confirmed_name, one.confirmed_at)
        for one in rows
    )  # fmt: skip


def _moved_by(journals: list[int]) -> dict[int, int]:
    """How many fen each journal moved: what it debits."""
    sums = Posting.objects.filter(journal__in=journals, amount__gt=0).values("journal").annotate(sum=Sum("amount"))
    return {one["journal"]: int(one["sum"]) for one in sums}
