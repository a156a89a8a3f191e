"""许多企业一次登记: a made-up district for demonstrations and measurements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.parties.change import one_change
from luoqiao.apps.parties.holding_rows import MODELS
from luoqiao.apps.parties.models import BankAccount, Contact, Enterprise, EnterpriseName
from luoqiao.apps.parties.services.register import columns
from luoqiao.core.parties.account import AccountPurpose, AccountState
from luoqiao.core.parties.actor import SYSTEM, Actor
from luoqiao.core.parties.enterprise import EnterpriseRecord
from luoqiao.core.parties.holding import HoldingKind


def register_demonstration(records: Sequence[EnterpriseRecord], *, at: datetime, source: str) -> None:
    """Register enterprises that are all new, marked as made up; one audit entry says how many."""
    with one_change(SYSTEM, "enterprise.demonstration"):
        rows = Enterprise.objects.bulk_create(
            (Enterprise(**columns(one), created_at=at, changed_at=at, demonstration=True) for one in records), batch_size=1000
        )
        EnterpriseName.objects.bulk_create(EnterpriseName(enterprise=row, name=row.name, source=source) for row in rows)
        record(at=at, actor=SYSTEM, deed=Deed("enterprise.demonstration", "register", {"many": len(rows)}))


@dataclass(frozen=True, slots=True)
class ToldContact:
    """讲到的联系人."""

    uscc: str
    name: str
    phone: str
    duty: str


@dataclass(frozen=True, slots=True)
class ToldAccount:
    """讲到的收款账户: proposed by one, confirmed by another, in use since a day."""

    uscc: str
    bank: str
    branch: str
    holder: str
    number: str
    proposed: Actor
    proposed_at: datetime
    confirmed: Actor
    confirmed_at: datetime
    usable_from: date


@dataclass(frozen=True, slots=True)
class ToldHolding:
    """讲到的一项: `inside` is the name of the firm's workshop (of a line) or line (of a machine) told before it."""

    uscc: str
    kind: HoldingKind
    values: Mapping[str, object]
    by: str
    consent: str = ""
    inside: str = ""


def furnish_demonstration(
    *, contacts: Sequence[ToldContact], accounts: Sequence[ToldAccount], holdings: Sequence[ToldHolding], at: datetime
) -> None:
    """Give made-up enterprises people to ring up, accounts and machines; one audit entry says how many."""
    with one_change(SYSTEM, "enterprise.furnished"):
        keys = dict(Enterprise.objects.filter(demonstration=True).values_list("uscc", "pk"))
        Contact.objects.bulk_create(
            Contact(enterprise_id=keys[one.uscc], name=one.name, phone=one.phone, duty=one.duty) for one in contacts
        )
        BankAccount.objects.bulk_create(_account(one, keys[one.uscc]) for one in accounts)
        _write_holdings(holdings, keys, at)
        detail = {"contacts": len(contacts), "accounts": len(accounts), "holdings": len(holdings)}
        record(at=at, actor=SYSTEM, deed=Deed("enterprise.furnished", "register", detail))


def _account(one: ToldAccount, key: int) -> BankAccount:
    return BankAccount(
        enterprise_id=key, purpose=AccountPurpose.SUBSIDY.value, bank=one.bank, branch=one.branch, holder=one.holder,
        number=one.number, state=AccountState.CONFIRMED.value, key=uuid4(), proposed_by=one.proposed.user,
        proposed_by_name=one.proposed.name, proposed_persons=[one.proposed.user], proposed_at=one.proposed_at,
        confirmed_by=one.confirmed.user, confirmed_by_name=one.confirmed.name, confirmed_at=one.confirmed_at,
        usable_from=one.usable_from,
    )  # fmt: skip


def _write_holdings(holdings: Sequence[ToldHolding], keys: Mapping[str, int], at: datetime) -> None:
    """Workshops first, then the lines in them, then the machines on those."""
    places: dict[tuple[str, str], int] = {}
    for kind, pointer in (
        (HoldingKind.ESTABLISHMENT, ""), (HoldingKind.WORKSHOP, ""), (HoldingKind.LINE, "workshop_id"),
        (HoldingKind.EQUIPMENT, "line_id"),
    ):  # fmt: skip
        told = [one for one in holdings if one.kind is kind]
        model: Any = MODELS[kind]
        rows = model.objects.bulk_create(
            model(
                enterprise_id=keys[one.uscc], entered_by=0, entered_by_name=one.by, assisted=bool(one.consent),
                consent=one.consent, entered_at=at, **one.values,
                **({pointer: places[one.uscc, one.inside]} if pointer and one.inside else {}),
            )
            for one in told
        )  # fmt: skip
        places = {(one.uscc, row.name): row.pk for one, row in zip(told, rows, strict=True)}
