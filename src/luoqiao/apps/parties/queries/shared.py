"""几家企业共用的: an account number, a telephone, an address or a machine that stands with more than one enterprise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Shared:
    """一处共用: shown by its last four characters where it is confidential; the credit codes in order."""

    kind: SharedKind
    shown: str
    codes: tuple[str, ...]


def list_shared() -> tuple[Shared, ...]:
    """Every one of them; four queries for the whole register."""
    accounts = BankAccount.objects.filter(state=AccountState.CONFIRMED.value).values_list("number", "enterprise__uscc")
    machines = KeyEquipment.objects.exclude(serial_number="").values_list("serial_number", "enterprise__uscc")
    phones = Contact.objects.filter(ended_on=None).exclude(phone="").values_list("phone", "enterprise__uscc")
    homes = Enterprise.objects.exclude(address="").values_list("address", "uscc")
    return (
        *_grouped(SharedKind.ACCOUNT, accounts, tail=True), *_grouped(SharedKind.EQUIPMENT, machines),
        *_grouped(SharedKind.PHONE, phones, tail=True), *_grouped(SharedKind.ADDRESS, homes),
    )  # fmt: skip


def _grouped(kind: SharedKind, rows: Iterable[tuple[str, str]], *, tail: bool = False) -> list[Shared]:
    found: dict[str, set[str]] = defaultdict(set)
    for value, uscc in rows:
        found["".join(value.split())].add(uscc)
    return [
        Shared(kind, f"尾号 {value[-4:]}" if tail else value, tuple(sorted(codes)))
        for value, codes in sorted(found.items()) if len(codes) > 1
    ]  # fmt: skip
