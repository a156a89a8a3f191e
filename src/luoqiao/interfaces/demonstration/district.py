"""示例的区: three hundred enterprises above designated size and two thousand others, by the pack's stated population."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from luoqiao.core.funds.pro_rata import pro_rata
from luoqiao.core.parties.draws import part
from luoqiao.core.parties.enterprise import EnterpriseRecord
from luoqiao.core.parties.population_plan import PopulationPlan
from luoqiao.core.parties.synthetic import Enterprise, synthesise
from luoqiao.interfaces.demonstration.names import credit_code, enterprise_names

ABOVE, OTHERS = 300, 2000
ZONE_PARK = "luojiang_economic_zone"
BUSIER = 2
"""So many times the takers of the stated population: a demonstration shows every state."""
PARK_SHARE = 18
"""So many of a hundred enterprises lie in the development zone."""


@dataclass(frozen=True, slots=True)
class Resident:
    """示例企业: its record for the register and what the population says of it."""

    record: EnterpriseRecord
    drawn: Enterprise


def residents(plan: PopulationPlan, parks: tuple[str, ...], streets: Mapping[str, str]) -> tuple[Resident, ...]:
    """Every made-up enterprise, those above designated size of each industry first. `streets`: names of townships."""
    scaled = _scaled(plan)
    drawn = synthesise(scaled)
    names = enterprise_names((one.key, one.industry) for one in drawn)
    found = []
    for number, (one, name) in enumerate(zip(drawn, names, strict=True), 1):
        in_park = bool(parks) and part(f"{one.key}/park", 1, 100) <= PARK_SHARE
        record = EnterpriseRecord(
            uscc=credit_code(number), name=name, industry=one.industry, township=one.township,
            park=ZONE_PARK if in_park and ZONE_PARK in parks else "",
            address=f"泉州市洛江区{streets.get(one.township, '')}示例路 {part(f'{one.key}/door', 1, 388)} 号",
            staff=one.staff, revenue=one.output, size_year=2022,
        )  # fmt: skip
        found.append(Resident(record, one))
    return tuple(found)


def _scaled(plan: PopulationPlan) -> PopulationPlan:
    """The plan with three hundred and two thousand, in the proportions that it states."""
    above = pro_rata({one.id: one.above * 10**6 for one in plan.industries}, ABOVE)
    other = pro_rata({one.id: one.other * 10**6 for one in plan.industries}, OTHERS)
    industries = tuple(replace(one, above=above[one.id], other=other[one.id]) for one in plan.industries)
    clauses = tuple(
        replace(one, takers=tuple((industry, many * BUSIER) for industry, many in one.takers)) for one in plan.clauses
    )
    return replace(plan, industries=industries, clauses=clauses)
