"""试算的查询: saved scenarios as frozen values; nothing here changes anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from luoqiao.apps.whatif.errors import UnknownScenario
from luoqiao.apps.whatif.models import Scenario


@dataclass(frozen=True, slots=True)
class Saved:
    """存下的方案: what it is, on what it was computed, what came out then, and whether the asker may delete it."""

    identifier: UUID
    name: str
    clause: str
    clause_title: str
    query: str
    pack: str
    pack_digest: str
    population: str
    result: Mapping[str, object]
    saved_at: datetime
    own: bool


def list_scenarios(owner: str, clause: str = "") -> tuple[Saved, ...]:
    """What this browser saved, the newest first; of one clause when it is named."""
    rows = Scenario.objects.filter(owner=owner) if owner else Scenario.objects.none()
    rows = rows.filter(clause=clause) if clause else rows
    return tuple(_saved(row, owner) for row in rows)


def get_scenario(identifier: str, owner: str = "") -> Saved:
    """A scenario by its address, whoever saved it; refuses an unknown one with UnknownScenario."""
    try:
        return _saved(Scenario.objects.get(identifier=UUID(identifier)), owner)
    except (ValueError, Scenario.DoesNotExist):
        raise UnknownScenario(identifier) from None


def find_scenarios(identifiers: Iterable[str], owner: str = "") -> tuple[Saved, ...]:
    """The scenarios with these addresses, in the order asked for; unknown ones are left out."""
    asked = [one for one in map(_read, identifiers) if one is not None]
    rows = {row.identifier: row for row in Scenario.objects.filter(identifier__in=asked)}
    return tuple(_saved(rows[one], owner) for one in dict.fromkeys(asked) if one in rows)


def _read(identifier: str) -> UUID | None:
    try:
        return UUID(identifier)
    except ValueError:
        return None


def _saved(row: Scenario, owner: str) -> Saved:
    own = bool(owner) and row.owner == owner
    return Saved(
        row.identifier, row.name, row.clause, row.clause_title, row.query, row.pack, row.pack_digest, row.population,
        row.result, row.saved_at, own,
    )  # fmt: skip
