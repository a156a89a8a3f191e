"""事实表: everything known about a subject on a day, as it was known at an instant; frozen by a case, proved by its digest.

The text of the sheet is canonical: the same facts give the same text and the same digest, and the text alone is enough to
show the sheet again years later, when keys and rankings may have changed.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from luoqiao.core.evidence.fact import Conflict, Fact, SheetRow, make_row
from luoqiao.core.evidence.fact_key import FactKey, read_key, write_key
from luoqiao.core.evidence.fact_value import Value
from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.period import Period
from luoqiao.core.rules.tree import Kind

FORM = 1
"""The form of the text; a later one will still read this."""


@dataclass(frozen=True, slots=True)
class FactSheet:
    """事实表: rows in the order of their keys."""

    subject: str
    on: date
    known_at: datetime
    rows: tuple[SheetRow, ...]

    def find_row(self, key: str) -> SheetRow | None:
        """The row of a key, or none."""
        return next((row for row in self.rows if row.key.id == key), None)

    @property
    def values(self) -> dict[str, Value]:
        """The adopted value of every key."""
        return {row.key.id: row.adopted.value for row in self.rows}

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Where sources differ."""
        return tuple(row.conflict for row in self.rows if row.conflict is not None)

    def inputs_of(self, clause: str) -> dict[str, Value]:
        """The adopted inputs of a clause by identifier, ready to be read as its facts."""
        return {row.key.input: row.adopted.value for row in self.rows if row.key.clause == clause}

    def to_json(self) -> str:
        """The canonical text."""
        told = {
            "form": FORM, "subject": self.subject, "on": self.on.isoformat(), "known_at": self.known_at.isoformat(),
            "rows": [_write_row(row) for row in self.rows],
        }  # fmt: skip
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical text."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def make_sheet(
    subject: str, on: date, known_at: datetime, facts: Iterable[Fact], keys: Mapping[str, FactKey]
) -> FactSheet:  # fmt: skip
    """Gather facts about one day into a sheet; a key that is no longer known is shown under its own name."""
    by_key: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_key[fact.key].append(fact)
    order = {key: place for place, key in enumerate(keys)}
    listed = sorted(by_key, key=lambda key: (order.get(key, len(order)), key))
    rows = tuple(make_row(keys.get(key) or _unknown(key), by_key[key]) for key in listed)
    return FactSheet(subject, on, known_at, rows)


def _unknown(key: str) -> FactKey:
    return FactKey(key, key, Kind.CHOICE)


def _write_row(row: SheetRow) -> dict[str, object]:
    conflict = row.conflict
    return {
        "key": write_key(row.key),
        "adopted": row.adopted.source.value,
        "facts": [_write_fact(fact) for fact in row.facts.values()],
        "conflict": None if conflict is None else {"difference": conflict.difference, "why": conflict.why},
    }


def _write_fact(fact: Fact) -> dict[str, object]:
    until = fact.period.until_on
    return {
        "id": fact.id, "source": fact.source.value, "value": fact.value, "from_on": fact.period.from_on.isoformat(),
        "until_on": until.isoformat() if until else None, "who": fact.who, "user": fact.user,
        "recorded_at": fact.recorded_at.isoformat(), "origin": fact.origin, "note": fact.note, "document": fact.document,
    }  # fmt: skip


def read_sheet(text: str) -> FactSheet:
    """The sheet that was written; adopted values and conflicts are those of then, never worked out anew."""
    told = json.loads(text)
    rows = tuple(_read_row(row) for row in told["rows"])
    return FactSheet(told["subject"], date.fromisoformat(told["on"]), datetime.fromisoformat(told["known_at"]), rows)


def _read_row(told: Mapping[str, Any]) -> SheetRow:
    key = read_key(told["key"])
    facts = {Source(one["source"]): _read_fact(key.id, one) for one in told["facts"]}
    adopted = facts[Source(told["adopted"])]
    others = tuple(fact for fact in facts.values() if fact.value != adopted.value)
    said = told["conflict"]
    conflict = None if said is None else Conflict(adopted, others, said["difference"], said["why"])
    return SheetRow(key, facts, adopted, conflict)


def _read_fact(key: str, told: Mapping[str, Any]) -> Fact:
    until = told["until_on"]
    period = Period(date.fromisoformat(told["from_on"]), date.fromisoformat(until) if until else None)
    return Fact(
        told["id"], key, told["value"], period, Source(told["source"]), told["who"],
        datetime.fromisoformat(told["recorded_at"]), told["origin"], told["note"], told["document"], told["user"],
    )  # fmt: skip
