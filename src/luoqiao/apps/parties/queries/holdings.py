"""问企业有什么: titles, dated standings, the account to pay to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from luoqiao.apps.parties.models import BankAccount, Standing, Title
from luoqiao.apps.parties.rows import as_account, as_standing, as_title
from luoqiao.core.parties.account import AccountPurpose, AccountState, AccountView
from luoqiao.core.parties.standing import HeldStanding, StandingKind
from luoqiao.core.parties.title import HeldTitle, TitleKind


def list_titles(uscc: str) -> tuple[HeldTitle, ...]:
    """Every title of an enterprise, the latest first."""
    rows = Title.objects.filter(enterprise__uscc=uscc).order_by("-recognised_on", "pk")
    return tuple(as_title(row) for row in rows)


def list_current_titles(codes: Iterable[str], on: date) -> dict[str, tuple[HeldTitle, ...]]:
    """The titles that each of the enterprises holds on a day, by credit code; one query."""
    found: dict[str, tuple[HeldTitle, ...]] = {}
    rows = Title.objects.filter(enterprise__uscc__in=list(codes), recognised_on__lte=on).select_related("enterprise")
    for row in rows.order_by("-recognised_on", "pk"):
        title = as_title(row)
        if title.holds_on(on):
            found[row.enterprise.uscc] = (*found.get(row.enterprise.uscc, ()), title)
    return found


def list_titles_by_enterprise(kind: TitleKind, *, recognised_from: date | None = None) -> tuple[tuple[str, HeldTitle], ...]:
    """(Credit code, title) of one kind, by the day of recognition; perhaps only those recognised from a day."""
    rows = Title.objects.filter(kind=kind.value).select_related("enterprise").order_by("recognised_on", "pk")
    if recognised_from is not None:
        rows = rows.filter(recognised_on__gte=recognised_from)
    return tuple((row.enterprise.uscc, as_title(row)) for row in rows)


def list_standings(uscc: str) -> tuple[HeldStanding, ...]:
    """Every dated standing of an enterprise, the oldest first."""
    rows = Standing.objects.filter(enterprise__uscc=uscc).order_by("kind", "from_on")
    return tuple(as_standing(row) for row in rows)


def standing_codes(kind: StandingKind, on: date, codes: Iterable[str] | None = None) -> frozenset[str]:
    """The credit codes of those that hold a standing on a day (规上 on that day), of all or of those asked for."""
    rows = standing_on(kind, on)
    if codes is not None:
        rows = rows.filter(enterprise__uscc__in=list(codes))
    return frozenset(rows.values_list("enterprise__uscc", flat=True))


def standing_on(kind: StandingKind, on: date) -> QuerySet[Standing]:
    """The rows of a standing that holds on a day; for queries of this app."""
    return Standing.objects.filter(Q(until_on=None) | Q(until_on__gt=on), kind=kind.value, from_on__lte=on)


def find_usable_account(
    uscc: str, on: date, purpose: AccountPurpose = AccountPurpose.SUBSIDY
) -> AccountView | None:
    """The account to which money may be sent on that day, whole number; none when none is confirmed and cooled."""
    rows = BankAccount.objects.select_related("enterprise").filter(
        enterprise__uscc=uscc, purpose=purpose.value, state=AccountState.CONFIRMED.value, usable_from__lte=on
    )
    row = rows.annotate(ends=Coalesce("usable_until", Value(date.max))).filter(ends__gt=on).first()
    return as_account(row) if row is not None else None


def list_usable_accounts(
    codes: Iterable[str], on: date, purpose: AccountPurpose = AccountPurpose.SUBSIDY
) -> dict[str, AccountView]:
    """The same for many at once, by credit code; whoever has none is left out. One query."""
    rows = BankAccount.objects.select_related("enterprise").filter(
        enterprise__uscc__in=set(codes), purpose=purpose.value, state=AccountState.CONFIRMED.value, usable_from__lte=on
    )
    usable = rows.annotate(ends=Coalesce("usable_until", Value(date.max))).filter(ends__gt=on)
    return {row.enterprise.uscc: as_account(row) for row in usable.order_by("-pk")}
