"""体检所依的方案: what the checkup needs of the programme in force, taken from the loaded pack once a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.readings import ReadingQuestion
from luoqiao.core.rules.tree import Clause
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class Programme:
    """方案: its clauses, basis and readings; the day judged by when none is named; names a firm may choose from."""

    name: str
    number: str
    title: str
    version: str
    clauses: tuple[Clause, ...]
    basis: Basis
    readings: tuple[ReadingQuestion, ...]
    default_on: date
    first: date
    last: date
    industries: tuple[str, ...]
    townships: tuple[str, ...]

    def get_reading(self, key: str) -> ReadingQuestion | None:
        """The question of that number, if the pack lists it."""
        return next((one for one in self.readings if one.id == key), None)


def programme_of(pack: Pack, today: date) -> Programme:
    """What the checkup needs of a pack; judged by today while it runs, else by its last day."""
    meta = pack.meta
    return Programme(
        name=meta.name,
        number=meta.number,
        title=meta.title,
        version=meta.version,
        clauses=tuple(pack.clauses.values()),
        basis=pack.basis,
        readings=pack.readings.questions,
        default_on=pack.default_day(today),
        first=meta.in_force_from,
        last=meta.in_force_until,
        industries=tuple(one.name for one in pack.industries),
        townships=tuple(one.name for one in pack.townships.members),
    )
