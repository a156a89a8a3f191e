"""行与值: rows of the register as the frozen values that leave the app, and rows found for a service or refused."""

from __future__ import annotations

from django.db.models import QuerySet

from luoqiao.apps.parties.errors import NoSuchEnterprise
from luoqiao.apps.parties.models import BankAccount, Enterprise, Standing, Title
from luoqiao.apps.parties.scope import enterprise_scope
from luoqiao.core.parties.account import AccountPurpose, AccountState, AccountView
from luoqiao.core.parties.actor import SYSTEM, Actor
from luoqiao.core.parties.duty import Places
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.core.parties.size_class import SizeClass
from luoqiao.core.parties.standing import HeldStanding, StandingKind
from luoqiao.core.parties.title import HeldTitle, TitleKind, TitleLevel

VIEW_FIELDS = (
    "pk", "uscc", "name", "industry", "industry_code", "township", "park", "address", "staff", "revenue", "size_year",
    "size", "named_in_document", "demonstration", "active",
)  # fmt: skip


def as_view(row: Enterprise) -> EnterpriseView:
    """The enterprise as other parts see it."""
    return view_of(tuple(getattr(row, name) for name in VIEW_FIELDS))


def view_of(values: tuple[object, ...]) -> EnterpriseView:
    """The enterprise of a row read by `VIEW_FIELDS`."""
    named = dict(zip(VIEW_FIELDS, values, strict=True))
    size = str(named.pop("size"))
    return EnterpriseView(id=named.pop("pk"), size=SizeClass(size) if size else None, **named)  # type: ignore[arg-type] # by name, as read


def get_seen(uscc: str, actor: Actor, *, lock: bool = False) -> Enterprise:
    """The row with that code within the actor's scope; NoSuchEnterprise. The system sees all."""
    rows: QuerySet[Enterprise] = Enterprise.objects.all()
    if actor.user != SYSTEM.user:
        rows = rows.filter(enterprise_scope(actor))
    if lock:
        rows = rows.select_for_update()
    row = rows.filter(uscc=uscc).first()
    if row is None:
        raise NoSuchEnterprise(uscc)
    return row


def places_of(row: Enterprise) -> Places:
    """Where it is, for the question whose duty it is."""
    return Places(row.uscc, row.township, row.park)


def as_account(row: BankAccount) -> AccountView:
    """The account with its whole number; `row.enterprise` must have been read with it."""
    return AccountView(
        row.pk, row.enterprise.uscc, AccountPurpose(row.purpose), row.bank, row.branch, row.holder, row.number,
        AccountState(row.state), row.proposed_by, row.proposed_by_name, row.proposed_at, row.confirmed_by_name,
        row.confirmed_at, row.usable_from, row.usable_until, row.reason, row.refused_because,
    )  # fmt: skip


def as_standing(row: Standing) -> HeldStanding:
    """One period of a standing."""
    return HeldStanding(StandingKind(row.kind), row.from_on, row.until_on, row.source)


def as_title(row: Title) -> HeldTitle:
    """One title."""
    return HeldTitle(
        TitleKind(row.kind), TitleLevel(row.level), row.recognised_on, row.valid_until, row.reverified_on, row.number,
        row.product, row.document_number, row.source, row.withdrawn_on,
    )  # fmt: skip
