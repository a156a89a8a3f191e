"""此前已得: what other cases of the same enterprise take up of the caps of a clause, once they were decided on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection

from luoqiao.apps.cases.models import Case
from luoqiao.core.cases.form import by_year
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.earlier import Earlier
from luoqiao.policies.pack import Pack

Decided = tuple[int, str, Mapping[str, int]]
"""Year, project or product, and fen by code of the tier of a case that was decided on."""


def earlier_of(row: Case, clause: t.Clause, pack: Pack) -> Earlier:
    """By (name left of =, unit): fen that were decided in other cases of the same enterprise and clause."""
    rows = Case.objects.filter(uscc=row.uscc, clause=row.clause, decided=True).exclude(pk=row.pk)
    decided = [(year, subject, amounts or {}) for year, subject, amounts in rows.values_list("year", "subject", "amounts")]
    return add_up(decided, row, clause, pack)


def add_up(decided: Iterable[Decided], row: Case, clause: t.Clause, pack: Pack) -> Earlier:
    """What these cases take up for this one; names that are no tier count the whole amount."""
    labels = {tier.code: tier.label for tier in pack.basis.tiers}
    names = [
        name
        for statement in t.statements_of(clause)
        if isinstance(statement, t.Define)
        for name in statement.names
        if name not in labels.values()
    ]
    found: dict[tuple[str, str], int] = {}
    for year, subject, amounts in decided:
        by_name = {labels[tier]: fen for tier, fen in amounts.items() if tier in labels}
        by_name |= dict.fromkeys(names, sum(amounts.values()))
        units = [t.CapUnit.ENTERPRISE]
        units += [t.CapUnit.ENTERPRISE_YEAR] if year == row.year else []
        if subject == row.subject:
            units += [t.CapUnit.PROJECT]
            units += [t.CapUnit.SUBJECT] if year == row.year or not by_year(clause) else []
        _add(found, by_name, units)
    return found


def _add(found: dict[tuple[str, str], int], by_name: Mapping[str, int], units: list[t.CapUnit]) -> None:
    for name, fen in by_name.items():
        for unit in units:
            key = (name, unit.value)
            found[key] = found.get(key, 0) + fen


def lock_caps(row: Case) -> None:
    """Let no other case of this enterprise and clause be decided meanwhile: the caps hold under concurrency."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"caps:{row.uscc}:{row.clause}"])
