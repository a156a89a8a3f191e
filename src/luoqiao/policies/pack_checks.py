"""方案包自查: do quotes stand where they are said to stand, do the names used exist, do flags agree?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from luoqiao.core.cases.procedure import APPLICANT, LEAD_UNIT, TOWNSHIP
from luoqiao.core.funds.duty import FundsDeed
from luoqiao.core.kernel.errors import Finding
from luoqiao.core.parties.industry import OTHER
from luoqiao.core.rules.citations import check_citations
from luoqiao.core.rules.corrections import check_corrections
from luoqiao.core.rules.uncoded import check_uncoded
from luoqiao.policies.pack import Pack
from luoqiao.policies.pack_marks import cited_by
from luoqiao.policies.pack_population import check_population

UNKNOWN_NAME = "LQ-3008"
FLAG = "LQ-3009"

_NUMBERED = re.compile(r"[A-Z]-\d{2}")


def check_pack(pack: Pack) -> tuple[Finding, ...]:
    """Every finding about the pack's own data; the clauses are checked by the rule checker."""
    held = ((cited.id, citation) for cited in cited_by(pack) for citation in cited.citations)
    return (
        *check_citations(pack.document, held),
        *check_citations(pack.document, ((park.code, citation) for park in pack.parks for citation in park.citations)),
        *check_corrections(pack.document, pack.corrections),
        *check_uncoded(pack.document, pack.uncoded),
        *_units(pack),
        *_procedures(pack),
        *_funds(pack),
        *_readings(pack),
        *_anchors(pack),
        *_industries(pack),
        *check_population(pack),
    )


def _unknown(subject: str, what: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Finding]:
    there = set(known)
    for name in names:
        if name not in there:
            yield Finding(UNKNOWN_NAME, f"没有{what}“{name}”", subject=subject)


def _units(pack: Pack) -> Iterator[Finding]:
    known = [unit.id for unit in pack.units]
    yield from _unknown("pack.toml", "单位", pack.meta.signs, known)
    for task in pack.tasks:
        yield from _unknown(task.id, "单位", task.units, known)
    for mechanism in pack.mechanisms:
        yield from _unknown(mechanism.id, "单位", mechanism.units + mechanism.proposed_units, known)
    for seat in pack.seats:
        yield from _unknown(seat.id, "单位", (seat.unit,), known)
    for park in pack.parks:
        yield from _unknown(park.code, "单位", (park.unit,), known)


def _procedures(pack: Pack) -> Iterator[Finding]:
    """Procedures name clauses and units of the pack; a clause is led by a unit of it."""
    known = {unit.id for unit in pack.units} | {APPLICANT, TOWNSHIP, LEAD_UNIT, ""}
    for procedure in pack.procedures:
        places = [seat.place for step in procedure.steps for seat in step.seats]
        places += [step.escalates_to.place for step in procedure.steps if step.escalates_to]
        yield from _unknown(procedure.id, "单位", (*places, procedure.lead_unit), known)
        yield from _unknown(procedure.id, "条款", procedure.clauses, pack.clauses)
    if pack.procedures:
        for clause in pack.clauses.values():
            if pack.procedure_of(clause) is None:
                yield Finding(UNKNOWN_NAME, f"没有流程办理“{clause.header.manner}”的条款", subject=clause.identifier)
            elif not pack.lead_unit_of(clause):
                yield Finding(UNKNOWN_NAME, f"牵头“{'、'.join(clause.header.lead)}”不在单位名单里", subject=clause.identifier)


def _funds(pack: Pack) -> Iterator[Finding]:
    """Who handles money sits in units of the pack."""
    places = [seat.place for deed in FundsDeed for seat in pack.funds.seats_of(deed)]
    yield from _unknown("funds.toml", "单位", places, {unit.id for unit in pack.units} | {""})


def _readings(pack: Pack) -> Iterator[Finding]:
    known = tuple(pack.readings)
    meta = pack.meta
    named: list[tuple[str, tuple[str, ...]]] = [("pack.toml", (meta.cap_period, meta.in_force_reading))]
    named += [(part.id, (part.reading,)) for part in meta.parts if part.reading]
    named += [(target.id, target.readings) for target in pack.targets]
    named += [(task.id, task.readings) for task in pack.tasks]
    named += [(mechanism.id, mechanism.readings) for mechanism in pack.mechanisms]
    named += [(seat.id, seat.readings) for seat in pack.seats]
    named += [(correction.id, (correction.reading,)) for correction in pack.corrections]
    for subject, names in named:
        yield from _unknown(subject, "读法", names, known)
    yield from _about(pack)


def _about(pack: Pack) -> Iterator[Finding]:
    """What readings say they are about must exist: clauses by name, data by number."""
    numbers = [cited.id for cited in cited_by(pack) if _NUMBERED.fullmatch(cited.id)]
    for question in pack.readings.questions:
        about = [name for name in question.about if _NUMBERED.fullmatch(name)]
        yield from _unknown(question.id, "号码", about, numbers)
        for name in question.clauses:
            if name not in pack.clauses:
                said = f"说到的条款“{name}”还没有编入"
                yield Finding(UNKNOWN_NAME, said, subject=question.id, serious=False)


def _anchors(pack: Pack) -> Iterator[Finding]:
    for task in pack.tasks:
        if not pack.document.has_anchor(task.anchor):
            yield Finding(UNKNOWN_NAME, f"原文没有“{task.anchor}”这一处", subject=task.id)


def _industries(pack: Pack) -> Iterator[Finding]:
    known = [industry.id for industry in pack.industries]
    with_target = {target.industry for target in pack.targets if target.industry}
    listed = {e.industry for e in pack.roadmap.enterprises if e.industry}
    listed |= {project.industry for project in pack.roadmap.projects}
    yield from _unknown("targets.toml", "产业", sorted(with_target), known)
    yield from _unknown("roadmap.toml", "产业", sorted(listed), known)
    yield from _unknown("pack.toml", "产业", (OTHER,), known)
    for industry in pack.industries:
        if industry.has_target != (industry.id in with_target):
            yield Finding(FLAG, "has_target 与 targets.toml 不符", subject=industry.id)
        if industry.in_roadmap != (industry.id in listed):
            yield Finding(FLAG, "in_roadmap 与 roadmap.toml 不符", subject=industry.id)
