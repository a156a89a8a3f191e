"""通知: one event that people are to be told of: which kind, whom, with which values, about which record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.slot import Slot
from luoqiao.core.parties.actor import Role

LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Recipient:
    """收件方: a person (id of the account), or a desk: everybody who works at it on the day it is read."""

    user: int = 0
    desk: str = ""


def person(user: int) -> Recipient:
    """A person by the id of the account."""
    return Recipient(user=user)


def desk(name: str) -> Recipient:
    """A desk as posts name it, `officer@industry_information`."""
    return Recipient(desk=name)


@dataclass(frozen=True, slots=True)
class Notice:
    """通知: `key` names the event (`case:LQ-2023-0417:returned:17`); the same key twice is told once.

    `link` is a path of the site (`/cases/LQ-2023-0417/`), `about` the record as the audit names it
    (`case:LQ-2023-0417`). `pack` is the programme whose wording is used; empty means the one in force last.
    """

    kind: Kind
    to: tuple[Recipient, ...]
    values: Mapping[str, str]
    link: str
    about: str
    key: str
    pack: str = ""


class WrongNotice(ValueError):
    """A notice that no wording could say: a fault of the program, never of a reader."""


def check_notice(notice: Notice) -> None:
    """Refuse, with WrongNotice, values that lack or exceed those of the kind, and a recipient or address of no use."""
    described = notice.kind.described
    given = set(notice.values)
    missing = [slot.value for slot in described.slots if slot.value not in given]
    empty = [slot.value for slot in described.needs if not notice.values.get(slot.value, "").strip()]
    unknown = sorted(given - {slot.value for slot in described.slots})
    faults = [
        *(f"{notice.kind}: {name} is missing" for name in missing),
        *(f"{notice.kind}: {name} is empty" for name in empty if name not in missing),
        *(f"{notice.kind}: {name} is not shown by this kind; it has {_names(described.slots)}" for name in unknown),
        *(f"{one} is neither a person nor a desk" for one in notice.to if not _can_be_told(one)),
    ]
    if not notice.to:
        faults.append(f"{notice.kind}: nobody is told")
    if notice.link and (not notice.link.startswith("/") or notice.link.startswith("//")):
        faults.append(f"{notice.link} is not a path of the site")
    if not 0 < len(notice.key) <= LONGEST_KEY:
        faults.append(f"the key must have 1 to {LONGEST_KEY} characters: {notice.key!r}")
    if faults:
        raise WrongNotice("; ".join(faults))


def _can_be_told(one: Recipient) -> bool:
    role, at, _ = one.desk.partition("@")
    return bool(one.user) != bool(one.desk) and (not one.desk or (bool(at) and role in set(Role)))


def _names(slots: tuple[Slot, ...]) -> str:
    return ", ".join(slot.value for slot in slots)
