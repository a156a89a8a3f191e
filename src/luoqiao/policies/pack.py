"""方案包: a programme document with everything it defines, as frozen values; `pack_reader.py` reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from luoqiao.core.cases.procedure import Procedure, procedure_for
from luoqiao.core.funds.duty import FundsPlan
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.wording import Wording
from luoqiao.core.parties.industry import Industry
from luoqiao.core.parties.park import Park
from luoqiao.core.parties.population_plan import PopulationPlan
from luoqiao.core.parties.seat import Seat
from luoqiao.core.parties.township import Townships
from luoqiao.core.parties.unit import Unit
from luoqiao.core.rules.basis import Basis, Decided
from luoqiao.core.rules.contrast import Contrast
from luoqiao.core.rules.corrections import Correction
from luoqiao.core.rules.document import Document
from luoqiao.core.rules.proofs import PackProofs
from luoqiao.core.rules.readings import Readings
from luoqiao.core.rules.tree import Clause
from luoqiao.core.rules.uncoded import Uncoded
from luoqiao.core.targets.mechanism import Mechanism, NamedSystem
from luoqiao.core.targets.roadmap import Roadmap
from luoqiao.core.targets.target import Target
from luoqiao.core.targets.task import Task
from luoqiao.policies.pack_meta import PackMeta


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """方案包: the document and everything it defines, as frozen values."""

    meta: PackMeta
    document: Document
    corrections: tuple[Correction, ...]
    readings: Readings
    industries: tuple[Industry, ...]
    targets: tuple[Target, ...]
    tasks: tuple[Task, ...]
    mechanisms: tuple[Mechanism, ...]
    systems: tuple[NamedSystem, ...]
    units: tuple[Unit, ...]
    seats: tuple[Seat, ...]
    townships: Townships
    roadmap: Roadmap
    uncoded: Uncoded
    clauses: Mapping[str, Clause]
    folder: Path
    parks: tuple[Park, ...] = ()
    population: PopulationPlan | None = None
    """合成总体的参数; a pack without them is tried out on imported enterprises only."""
    contrasts: Mapping[str, Contrast] = field(default_factory=dict)
    """对照: passages of the document written apart, by clause."""
    proofs: PackProofs | None = None
    """证明存档; made from the rest, no part of the version."""

    procedures: tuple[Procedure, ...] = ()
    """办事流程: how claims, automatic awards and recognitions are handled."""
    wordings: Mapping[Kind, Wording] = field(default_factory=dict)
    """措辞: of the messages that this programme says in its own words."""
    funds: FundsPlan = field(default_factory=FundsPlan)
    """资金由谁办."""

    def get_procedure(self, identifier: str) -> Procedure | None:
        """The procedure of that name, or none."""
        return next((one for one in self.procedures if one.id == identifier), None)

    def procedure_of(self, clause: Clause) -> Procedure | None:
        """How a case under a clause is handled; None when the pack does not say."""
        return procedure_for(self.procedures, clause.identifier, clause.header.manner)

    def lead_unit_of(self, clause: Clause) -> str:
        """The id of the unit that leads a clause (the first named under 牵头); empty when it is no unit of the pack."""
        first = clause.header.lead[0] if clause.header.lead else ""
        return next((unit.id for unit in self.units if first in (unit.name, unit.short_name)), "")

    @property
    def basis(self) -> Basis:
        """What the pack fixes for all its clauses: tiers, defaults, decisions, version."""
        questions = self.readings.questions
        decisions = tuple(
            Decided(q.id, d.option, d.decided_by, d.from_on) for q in questions for d in q.decisions
        )
        defaults = {q.id: q.default for q in questions}
        return Basis(self.meta.tiers, defaults, decisions, self.meta.cap_period, self.meta.version)

    def default_day(self, today: date) -> date:
        """The day to judge by when none is named: today while the programme runs, else its last day."""
        return today if self.meta.in_force(today) else self.meta.in_force_until
