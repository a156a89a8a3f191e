"""案件与事实库: what the registers and the machines say about a claim's inputs is laid beside what was declared; what a case
states and proves is kept as facts with their pedigree, so that the next form is filled in from it.

Only for clauses that are about the enterprise itself: an amount of one project is no fact of the whole enterprise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from luoqiao.apps.cases.models import Case
from luoqiao.apps.evidence.queries import fact_sheet, list_keys
from luoqiao.apps.evidence.services import override_fact, record_facts
from luoqiao.core.cases.case_facts import FactLine
from luoqiao.core.cases.form import names_subject
from luoqiao.core.evidence.fact import NewFact, enterprise_subject
from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.period import year_period
from luoqiao.core.parties.actor import SYSTEM, Actor
from luoqiao.core.rules import tree as t

BESIDE = (Source.REGISTER, Source.MEASURED)
"""Sources that the applicant does not bring along."""


def other_sources(row: Case, clause: t.Clause, at: datetime) -> dict[str, dict[str, object]]:
    """What the registers and the machines say about the inputs, as known now; by source and input."""
    if names_subject(clause):
        return {}
    keys = {_key(clause, one.identifier): one.identifier for one in clause.inputs}
    sheet = fact_sheet(enterprise_subject(row.uscc), date(row.year, 12, 31), at, SYSTEM, keys=keys)
    found: dict[str, dict[str, object]] = {}
    for line in sheet.rows:
        for source in BESIDE:
            if source in line.facts:
                found.setdefault(source.value, {})[keys[line.key.id]] = line.facts[source].value
    return found


def keep_submitted(row: Case, clause: t.Clause, lines: tuple[FactLine, ...], *, actor: Actor, at: datetime) -> None:
    """What was declared, and what the invoices add up to, is known of the enterprise for that year from now on."""
    if names_subject(clause):
        return
    for source, who in ((Source.DECLARED, actor), (Source.DOCUMENT, SYSTEM)):
        facts = tuple(_facts(row, clause, lines, source))
        if facts:
            record_facts(facts=facts, actor=who, at=at, origin=f"案件 {row.number}")


def keep_decided(
    row: Case, clause: t.Clause, decided: Mapping[str, str], reason: str, *, actor: Actor, at: datetime
) -> None:
    """What an officer decided, with the reason."""
    for name, value in decided.items():
        if not names_subject(clause) and _key(clause, name) in list_keys():
            override_fact(
                subject=enterprise_subject(row.uscc), key=_key(clause, name), value=value, period=year_period(row.year),
                reason=f"案件 {row.number}：{reason}", actor=actor, at=at,
            )  # fmt: skip


def _facts(row: Case, clause: t.Clause, lines: tuple[FactLine, ...], source: Source) -> Iterator[NewFact]:
    known = list_keys()
    for line in lines:
        key = _key(clause, line.key)
        if source in line.by_source and key in known:
            subject = enterprise_subject(row.uscc)
            yield NewFact(subject, key, line.by_source[source], year_period(row.year), source, origin=f"案件 {row.number}")


def _key(clause: t.Clause, name: str) -> str:
    return f"{clause.identifier}.{name}"
