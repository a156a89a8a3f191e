"""问一家企业的全部: what 企业一页通 shows, personal data and account numbers masked; and the seats of the district."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from luoqiao.apps.parties.errors import NoSuchEnterprise
from luoqiao.apps.parties.holding_rows import MODELS, HoldingRow, named_places
from luoqiao.apps.parties.models import (
    BankAccount,
    Contact,
    Enterprise,
    EnterpriseName,
    KeyEquipment,
    NamedEnterprise,
    PostHolder,
    Project,
    Seat,
    Unit,
)
from luoqiao.apps.parties.rows import as_account, get_seen
from luoqiao.core.parties.account import AccountView
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.holding import HOLDING_FIELDS, HoldingKind, shown
from luoqiao.core.parties.masking import mask_name, mask_phone


@dataclass(frozen=True, slots=True)
class HeldName:
    """一个名称: from one day to another; without a first day it held before the register began."""

    name: str
    from_on: date | None
    until_on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class MaskedContact:
    """联系人, name and phone masked."""

    id: int
    name: str
    phone: str
    duty: str


@dataclass(frozen=True, slots=True)
class Holding:
    """名下的一项: its fields in words, by key; `assisted` with who of the firm agreed; `elsewhere` other firms with the
    same maker's serial number."""

    id: int
    kind: HoldingKind
    name: str
    fields: Mapping[str, str]
    entered_by: str
    assisted: bool
    consent: str
    retired_on: date | None
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectView:
    """项目: its number in the document, name, industry, stage, owner's code and name."""

    id: int
    code: str
    name: str
    industry: str
    stage: str
    open_list: bool
    anchor: str
    owner: str
    owner_name: str


@dataclass(frozen=True, slots=True)
class NamedView:
    """点名的企业: as the document names it, and which enterprise of the register it is, once somebody said so."""

    code: str
    name: str
    named_as: str
    industry: str
    open_list: bool
    anchor: str
    uscc: str
    linked_by: str


@dataclass(frozen=True, slots=True)
class SeatView:
    """席位: the post, its unit, and who holds it on the day, and who did before and will after."""

    code: str
    role: str
    post: str
    also: str
    printed_post: str
    unit: str
    holder: str
    holders: tuple[tuple[str, date, date | None, str], ...]


@dataclass(frozen=True, slots=True)
class UnitView:
    """单位."""

    code: str
    name: str
    short_name: str
    kind: str
    addressed: bool
    seats: tuple[SeatView, ...]


def get_version_time(uscc: str, actor: Actor) -> str:
    """When it was corrected last, for a form to send back. NoSuchEnterprise."""
    return get_seen(uscc, actor).changed_at.isoformat()


def list_names(uscc: str) -> tuple[HeldName, ...]:
    """Every name that it had, the present one first."""
    rows = EnterpriseName.objects.filter(enterprise__uscc=uscc).order_by("-pk")
    return tuple(HeldName(row.name, row.from_on, row.until_on, row.source) for row in rows)


def list_contacts(uscc: str) -> tuple[MaskedContact, ...]:
    """The people to ring up, masked."""
    rows = Contact.objects.filter(enterprise__uscc=uscc, ended_on=None).order_by("pk")
    return tuple(MaskedContact(row.pk, mask_name(row.name), mask_phone(row.phone), row.duty) for row in rows)


def contacts_among(codes: Iterable[str], people: Mapping[int, tuple[str, str]]) -> frozenset[int]:
    """Of these people (by account: name, telephone) those with the name or the telephone of a contact of one of the firms.

    Whoever asks learns nothing else of the contacts.
    """
    rows = Contact.objects.filter(enterprise__uscc__in=tuple(codes), ended_on__isnull=True).values_list("name", "phone")
    names, phones = {name for name, _ in rows}, {phone for _, phone in rows if phone}
    return frozenset(user for user, (name, phone) in people.items() if name in names or (phone and phone in phones))


def list_accounts(uscc: str) -> tuple[AccountView, ...]:
    """Every account ever proposed, the latest first, with the whole number: whoever shows it masks it."""
    rows = BankAccount.objects.select_related("enterprise").filter(enterprise__uscc=uscc).order_by("-pk")
    return tuple(as_account(row) for row in rows)


def list_proposed_accounts(limit: int = 200) -> tuple[AccountView, ...]:
    """Accounts that wait to be confirmed, the oldest first."""
    rows = BankAccount.objects.select_related("enterprise").filter(state="proposed").order_by("pk")[:limit]
    return tuple(as_account(row) for row in rows)


def get_holding_places(uscc: str) -> Mapping[str, Mapping[str, str]]:
    """What a holding of this firm may stand in: townships, its workshops and lines, name by key. NoSuchEnterprise."""
    enterprise = Enterprise.objects.filter(uscc=uscc).first()
    if enterprise is None:
        raise NoSuchEnterprise(uscc)
    return named_places(enterprise)


def list_holdings(uscc: str, kind: HoldingKind, *, with_retired: bool = False) -> tuple[Holding, ...]:
    """What the firm has of a kind, in order of entry."""
    rows = MODELS[kind].objects.filter(enterprise__uscc=uscc).order_by("pk")
    if not with_retired:
        rows = rows.filter(retired_on=None)
    enterprise = Enterprise.objects.filter(uscc=uscc).first()
    named = named_places(enterprise) if enterprise is not None else {}
    elsewhere = _elsewhere(uscc) if kind is HoldingKind.EQUIPMENT else {}
    return tuple(_holding(row, kind, named, elsewhere) for row in rows)


def list_projects(uscc: str = "") -> tuple[ProjectView, ...]:
    """The projects of an enterprise, or all."""
    rows = Project.objects.filter(current=True).select_related("owner").order_by("named_in_document", "pk")
    if uscc:
        rows = rows.filter(owner__uscc=uscc)
    return tuple(
        ProjectView(
            row.pk, row.named_in_document, row.name, row.industry, row.stage, row.open_list, row.anchor,
            row.owner.uscc if row.owner else "", row.owner.name if row.owner else "",
        )
        for row in rows
    )  # fmt: skip


def list_named_enterprises() -> tuple[NamedView, ...]:
    """Enterprises and bodies that the document names, in its order."""
    rows = NamedEnterprise.objects.filter(current=True).select_related("enterprise")
    return tuple(
        NamedView(
            row.code, row.name, row.named_as, row.industry, row.open_list, row.anchor,
            row.enterprise.uscc if row.enterprise else "", row.linked_by,
        )
        for row in rows
    )  # fmt: skip


def list_unit_views(on: date) -> tuple[UnitView, ...]:
    """The units with their seats and who holds them on the day."""
    seats: dict[int, list[SeatView]] = {}
    holders: dict[int, list[PostHolder]] = {}
    for holder in PostHolder.objects.order_by("from_on"):
        holders.setdefault(holder.seat_id, []).append(holder)
    for seat in Seat.objects.filter(current=True).select_related("unit"):
        seats.setdefault(seat.unit_id, []).append(_seat(seat, holders.get(seat.pk, []), on))
    return tuple(
        UnitView(unit.code, unit.name, unit.short_name, unit.kind, unit.addressed, tuple(seats.get(unit.pk, ())))
        for unit in Unit.objects.filter(current=True)
    )


def _seat(seat: Seat, holders: list[PostHolder], on: date) -> SeatView:
    now = next((h for h in holders if h.from_on <= on and (h.until_on is None or on < h.until_on)), None)
    listed = tuple((holder.name, holder.from_on, holder.until_on, holder.source) for holder in holders)
    return SeatView(
        seat.code, seat.role, seat.post, seat.also, seat.printed_post, seat.unit.code, now.name if now else "", listed
    )


def _holding(
    row: HoldingRow, kind: HoldingKind, named: Mapping[str, Mapping[str, str]], elsewhere: Mapping[str, tuple[str, ...]]
) -> Holding:
    fields = {}
    for field in HOLDING_FIELDS[kind]:
        value = getattr(row, f"{field.key}_id" if field.kind in {"workshop", "line"} else field.key)
        fields[field.key] = named.get(field.kind, {}).get(str(value), shown(value))
    serial = fields.get("serial_number", "")
    return Holding(
        row.pk, kind, row.name, fields, row.entered_by_name, row.assisted, row.consent, row.retired_on,
        elsewhere.get(serial, ()),
    )  # fmt: skip


def _elsewhere(uscc: str) -> dict[str, tuple[str, ...]]:
    """Other firms in whose name a serial number of this firm stands."""
    own = KeyEquipment.objects.filter(enterprise__uscc=uscc).exclude(serial_number="").values("serial_number")
    found: dict[str, tuple[str, ...]] = {}
    rows = KeyEquipment.objects.filter(serial_number__in=own).exclude(enterprise__uscc=uscc).order_by("pk")
    for serial, name in rows.values_list("serial_number", "enterprise__name"):
        found[serial] = (*found.get(serial, ()), name)
    return found
