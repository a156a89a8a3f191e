"""已知的事实: what the platform can put into a form because it is a recorded fact, stands in the register or in an earlier
case; each with its origin. Facts of the enterprise answer only clauses about the enterprise itself, never a project's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from luoqiao.apps.cases.models import Case, Draft
from luoqiao.apps.evidence.queries import fact_sheet
from luoqiao.apps.parties import queries as parties
from luoqiao.core.cases.form import NOTE, SUBJECT, names_subject
from luoqiao.core.cases.prefill import Known, Prefilled, prefill
from luoqiao.core.cases.procedure import Procedure
from luoqiao.core.cases.register_facts import register_facts
from luoqiao.core.cases.state import Ending
from luoqiao.core.evidence.fact import SheetRow, enterprise_subject
from luoqiao.core.kernel.money import yuan_text
from luoqiao.core.parties.actor import SYSTEM
from luoqiao.core.rules import tree as t

MOST_CASES = 5
OF_ONE_CASE = (NOTE, SUBJECT)
RETRIED = (Ending.REJECTED, Ending.WITHDRAWN)
REVENUE, LAST_YEAR = "revenue", "上年度"
"""The figure that the register itself holds; how a field says that it asks about the year before."""


def prefilled(
    row: Case, clause: t.Clause | None, procedure: Procedure, typed: Mapping[str, object], at: datetime
) -> Prefilled:
    """The form of a case with everything that is known of its matter, and what else is known beside it."""
    asked = {one.identifier for one in clause.inputs} if clause else set()
    asked |= {field.id for field in procedure.fields}
    known = (*_recorded(row, clause, procedure, at), *_register(row, clause), *_earlier_cases(row))
    return prefill(asked, known, typed)


def form_value(value: object) -> object:
    """A recorded value as a form holds it: yes and no in words, figures as text, a list of items as it is."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return [{name: str(inner) for name, inner in item.items() if inner is not None} for item in value]
    return value if value is None else str(value)


def _recorded(row: Case, clause: t.Clause | None, procedure: Procedure, at: datetime) -> Iterator[Known]:
    """Facts of the year of the case; of the year before where a field asks about that."""
    subject = enterprise_subject(row.uscc)
    if clause is not None and not names_subject(clause):
        keys = {f"{clause.identifier}.{one.identifier}": one.identifier for one in clause.inputs}
        for line in fact_sheet(subject, date(row.year, 12, 31), at, SYSTEM, keys=keys).rows:
            yield Known(keys[line.key.id], form_value(line.adopted.value), _origin(line))
    fields = [field.id for field in procedure.fields]
    before = [field.id for field in procedure.fields if field.label.startswith(LAST_YEAR)]
    for year, names in ((row.year, [name for name in fields if name not in before]), (row.year - 1, before)):
        if names:
            for line in fact_sheet(subject, date(year, 12, 31), at, SYSTEM, keys=names).rows:
                yield Known(line.key.id, form_value(line.adopted.value), _origin(line))


def _origin(line: SheetRow) -> str:
    fact = line.adopted
    return f"{fact.source.label}：{fact.origin or fact.who}，{fact.period.words}"


def _register(row: Case, clause: t.Clause | None) -> Iterator[Known]:
    if clause is not None:
        yield from register_facts(clause, parties.list_titles(row.uscc), row.year, row.rule_on)
    firm = parties.get_enterprise(row.uscc)
    if firm.revenue is not None and firm.size_year is not None:
        origin = f"登记：{firm.size_year} 年度划型数据"
        yield Known(REVENUE, yuan_text(firm.revenue), origin, firm.size_year == row.year - 1)


def _earlier_cases(row: Case) -> Iterator[Known]:
    """What the enterprise filled in before under the same clause or procedure, the latest first."""
    rows = Draft.objects.filter(
        case__uscc=row.uscc, case__clause=row.clause, case__procedure=row.procedure
    ).exclude(case__number=row.number)
    for draft in rows.select_related("case").order_by("-case__year", "-case__changed_at")[:MOST_CASES]:
        case = draft.case
        retried = not row.clause and case.ending in RETRIED
        same = (case.year == row.year and case.subject == row.subject) or retried
        origin = f"{case.year} 年度申报 {case.number}"
        for key, value in draft.form.items():
            if key not in OF_ONE_CASE:
                yield Known(str(key), value, origin, same)
