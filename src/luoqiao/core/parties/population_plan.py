"""合成总体的参数: how many enterprises of each kind a district has and what they spend, each figure with its ground.

A pack keeps the figures in `population.toml`; `synthetic.py` makes the enterprises from them. Every figure states in
its `basis` where it comes from, or that it is assumed (假设).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST_FIRMS = 10_000
"""More enterprises than this are imported, not made up."""


class How(StrEnum):
    """怎样抽: log-normal amount · share of another amount · yes/no · choice · day · months · list."""

    AMOUNT = "amount"
    PART = "part"
    YES_NO = "yes_no"
    CHOICE = "choice"
    DAY = "day"
    MONTHS = "months"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class InputPlan:
    """一项输入怎样抽; only the fields of its `how` are set. Amounts in fen, percentages whole.

    amount: half stay below `median`, five of six below `upper`, for a firm of the reference output; `grows` is how
    many percent of a difference in output carries over. part: `least` to `most` percent of the input `of`, for
    `share` percent of those whose `of` reaches `from_least`, else nothing. `only_if` names a yes/no input.
    """

    id: str
    how: How
    basis: str
    median: int = 0
    upper: int = 0
    least: int = 0
    most: int = 0
    step: int = 100
    grows: int = 0
    of: str = ""
    from_least: int = 0
    share: int = 100
    options: tuple[tuple[str, int], ...] = ()
    first: date | None = None
    last: date | None = None
    after: str = ""
    only_if: str = ""
    fields: tuple[InputPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class BeforePlan:
    """此前已得: what `share` percent of those who take part had from a tier before, counted in a unit (`earlier.py`)."""

    tier: str
    unit: str
    share: int
    amount: int
    basis: str


@dataclass(frozen=True, slots=True)
class ClausePlan:
    """一条政策有谁参加: so many of each industry in a year, the larger the likelier, and what they state."""

    id: str
    basis: str
    takers: tuple[tuple[str, int], ...]
    above_only: bool
    pull: int
    """How strongly size decides who takes part, in percent; 0 means not at all."""
    inputs: tuple[InputPlan, ...]
    before: tuple[BeforePlan, ...] = ()

    @property
    def count(self) -> int:
        """All that take part."""
        return sum(number for _, number in self.takers)


@dataclass(frozen=True, slots=True)
class IndustryPlan:
    """一个产业: how many 规上 and other enterprises, and what the 规上 ones make in a year together (fen)."""

    id: str
    above: int
    other: int
    output: int
    basis: str


@dataclass(frozen=True, slots=True)
class PlacePlan:
    """一个镇街 by its code: so many parts of all enterprises."""

    code: str
    weight: int


@dataclass(frozen=True, slots=True)
class PopulationPlan:
    """合成总体的全部参数; equal plans make equal enterprises."""

    seed: int
    year: int
    basis: str
    reference_output: int
    above_spread: int
    """Five of six 规上 enterprises stay below so many percent of the median output."""
    other_median: int
    other_upper: int
    other_least: int
    other_most: int
    per_head_median: int
    per_head_upper: int
    places_basis: str
    sizes_basis: str
    industries: tuple[IndustryPlan, ...]
    places: tuple[PlacePlan, ...]
    clauses: tuple[ClausePlan, ...]

    @property
    def count(self) -> int:
        """All enterprises."""
        return sum(one.above + one.other for one in self.industries)

    def find_clause(self, identifier: str) -> ClausePlan | None:
        """What is planned for a clause; None when nobody takes part in it."""
        return next((one for one in self.clauses if one.id == identifier), None)
