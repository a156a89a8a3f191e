"""文件以外的话: what a source outside the document says about a case, told as such; it never moves the money."""

from __future__ import annotations

from collections.abc import Iterator

from luoqiao.core.rules import tree as t
from luoqiao.interfaces.portal.calculator_input import Case
from luoqiao.policies.pack import Pack

TERM = "贴息期限"
YEAR = 12


def outside_notes(pack: Pack, case: Case) -> Iterator[str]:
    """Interest for more than a year: the document does not say how long the city pays, the city's own rules do."""
    months = [case.facts.values.get(one.label) for one in case.clause.inputs if one.kind is t.Kind.MONTHS]
    if not any(isinstance(given, int) and given > YEAR for given in months):
        return
    for question in pack.readings.questions:
        if case.clause.identifier in question.clauses and TERM in question.evidence:
            yield (
                f"计息超过 {YEAR} 个月：市级{TERM}本文件没有写，这里照所填的月数算。"
                f"{question.evidence}外部材料只供参考，不是本区的决定（读法 {question.id}）。"
            )
