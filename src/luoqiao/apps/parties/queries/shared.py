"""几家企业共用的: an account number, a telephone, an address or a machine that stands with more than one enterprise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Func, Max, Min, QuerySet, TextField, Value
from django.db.models.functions import Concat

from luoqiao.apps.parties.models import BankAccount, Contact, Enterprise, KeyEquipment
from luoqiao.core.parties.account import AccountState


class SharedKind(StrEnum):
    """共用什么."""

    ACCOUNT = "account"
    EQUIPMENT = "equipment"
    PHONE = "phone"
    ADDRESS = "address"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"account": "收款账户", "equipment": "设备编号", "phone": "联系电话", "address": "住所"}[self.value]


BY_TAIL = (SharedKind.ACCOUNT, SharedKind.PHONE)


@dataclass(frozen=True, slots=True)
class Shared:
    """一处共用: shown by its last four characters where it is confidential; the credit codes in order."""

    kind: SharedKind
    shown: str
    codes: tuple[str, ...]


def list_shared(uscc: str = "") -> tuple[Shared, ...]:
    """Every one of them, or those of one enterprise; four queries, each grouped by the database."""
    accounts = BankAccount.objects.filter(state=AccountState.CONFIRMED.value).annotate(said=F("number"))
    numbered = KeyEquipment.objects.exclude(serial_number="")
    machines = numbered.annotate(said=Concat("maker", Value(" "), "serial_number", output_field=TextField()))
    phones = Contact.objects.filter(ended_on=None).exclude(phone="").annotate(said=F("phone"))
    homes = Enterprise.objects.exclude(address="").annotate(said=F("address"))
    return (
        *_grouped(SharedKind.ACCOUNT, accounts, "enterprise__uscc", uscc),
        *_grouped(SharedKind.EQUIPMENT, machines, "enterprise__uscc", uscc),
        *_grouped(SharedKind.PHONE, phones, "enterprise__uscc", uscc), *_grouped(SharedKind.ADDRESS, homes, "uscc", uscc),
    )  # fmt: skip


def _grouped(kind: SharedKind, rows: QuerySet[Any], owner: str, uscc: str) -> Iterator[Shared]:
    """What more than one enterprise has, blanks aside."""
    plain = Func(F("said"), Value(r"\s+"), Value(""), Value("g"), function="regexp_replace", output_field=TextField())
    compared = rows.annotate(plain=plain)
    if uscc:
        compared = compared.filter(plain__in=compared.filter(**{owner: uscc}).values("plain"))
    groups = compared.values("plain").annotate(codes=ArrayAgg(owner, distinct=True), low=Min(owner), high=Max(owner))
    several = groups.filter(low__lt=F("high")).order_by("plain").values_list("plain", "codes")
    for value, codes in several:
        yield Shared(kind, f"尾号 {value[-4:]}" if kind in BY_TAIL else value, tuple(sorted(codes)))
