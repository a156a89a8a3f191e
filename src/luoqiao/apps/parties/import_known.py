"""名录现状: what the register holds of the codes and names that a list speaks of, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from luoqiao.apps.parties.models import Enterprise, EnterpriseName, Industry, Park, Standing, Title, Township
from luoqiao.apps.parties.rows import as_standing, as_title
from luoqiao.core.parties.enterprise import EnterpriseRecord
from luoqiao.core.parties.enterprise_fields import FIELDS, RegisterWords
from luoqiao.core.parties.import_judging import Known, folded
from luoqiao.core.parties.import_kind import ImportKind
from luoqiao.core.parties.standing import HeldStanding
from luoqiao.core.parties.title import HeldTitle


def register_words() -> RegisterWords:
    """The industries, townships and parks that may be written."""
    return RegisterWords(*(
        dict(model.objects.filter(current=True).values_list("code", "name")) for model in (Industry, Township, Park)
    ))  # fmt: skip


def known_of(kind: ImportKind, codes: set[str], names: set[str]) -> Known:
    """What must be known to judge a list of that kind. `names` are folded."""
    keys = [field.key for field in FIELDS]
    rows = Enterprise.objects.filter(uscc__in=list(codes)).values_list(*keys)
    records = {str(row[0]): EnterpriseRecord(*row) for row in rows}
    if kind is ImportKind.ENTERPRISES:
        codes_by_name: dict[str, set[str]] = defaultdict(set)
        for code, name in _names():
            if folded(name) in names:
                codes_by_name[folded(name)].add(code)
        return Known(records, {name: frozenset(found) for name, found in codes_by_name.items()})
    names_of: dict[str, set[str]] = defaultdict(set)
    for code, name in _names(codes):
        names_of[code].add(folded(name))
    return Known(
        records, {}, {code: frozenset(found) for code, found in names_of.items()},
        _standings(codes) if kind is ImportKind.ABOVE_SIZE else {}, _titles(codes) if kind is ImportKind.TITLES else {},
    )  # fmt: skip


def _names(codes: set[str] | None = None) -> Iterable[tuple[str, str]]:
    rows = EnterpriseName.objects.all() if codes is None else EnterpriseName.objects.filter(enterprise__uscc__in=list(codes))
    return rows.values_list("enterprise__uscc", "name").iterator(10_000)


def _standings(codes: set[str]) -> dict[str, tuple[HeldStanding, ...]]:
    found: dict[str, tuple[HeldStanding, ...]] = {}
    for row in Standing.objects.filter(enterprise__uscc__in=list(codes)).select_related("enterprise"):
        found[row.enterprise.uscc] = (*found.get(row.enterprise.uscc, ()), as_standing(row))
    return found


def _titles(codes: set[str]) -> dict[str, tuple[HeldTitle, ...]]:
    found: dict[str, tuple[HeldTitle, ...]] = {}
    for row in Title.objects.filter(enterprise__uscc__in=list(codes)).select_related("enterprise"):
        found[row.enterprise.uscc] = (*found.get(row.enterprise.uscc, ()), as_title(row))
    return found
