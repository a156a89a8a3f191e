"""已知的事实: what the platform can put into a form because it stands in an earlier case or in the register, with its origin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from luoqiao.apps.cases.models import Case, Draft
from luoqiao.apps.parties import queries as parties
from luoqiao.core.cases.form import NOTE, SUBJECT
from luoqiao.core.cases.prefill import Known, Prefilled, prefill
from luoqiao.core.cases.procedure import Procedure
from luoqiao.core.cases.register_facts import register_facts
from luoqiao.core.cases.state import Ending
from luoqiao.core.kernel.money import yuan_text
from luoqiao.core.rules import tree as t

MOST_CASES = 5
OF_ONE_CASE = (NOTE, SUBJECT)
RETRIED = (Ending.REJECTED, Ending.WITHDRAWN)
REVENUE = "revenue"
"""上年度营业收入: the one figure of the register that forms ask for by name."""


def prefilled(row: Case, clause: t.Clause | None, procedure: Procedure, typed: Mapping[str, object]) -> Prefilled:
    """The form of a case with everything that is known of its matter, and what else is known beside it."""
    asked = {one.identifier for one in clause.inputs} if clause else set()
    asked |= {field.id for field in procedure.fields}
    return prefill(asked, _known(row, clause), typed)


def _known(row: Case, clause: t.Clause | None) -> Iterator[Known]:
    yield from _register(row, clause)
    yield from _earlier_cases(row)


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
