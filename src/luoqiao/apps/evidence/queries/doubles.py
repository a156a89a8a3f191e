"""同一张发票、同一份文件: what evidence stands behind more than one case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count

from luoqiao.apps.evidence.models import Allocation, Document
from luoqiao.core.evidence.allocation import AllocationState

HELD = (AllocationState.RESERVED.value, AllocationState.USED.value)


@dataclass(frozen=True, slots=True)
class InvoiceShared:
    """一张发票用在几件案件: its number, its amount without tax, by case how many fen of it."""

    number: str
    ex_tax: int
    by_case: tuple[tuple[str, int], ...]


def list_shared_invoices(case: str = "") -> tuple[InvoiceShared, ...]:
    """Invoices of which more than one case holds a part now, all or those that one case uses.

    Each part is within what the lines have (the database sees to it).
    """
    held = Allocation.objects.filter(state__in=HELD)
    if case:
        held = held.filter(line__invoice__in=held.filter(case_number=case).values("line__invoice"))
    several = held.values("line__invoice").annotate(many=Count("case_number", distinct=True)).filter(many__gt=1)
    rows = held.filter(line__invoice__in=several.values("line__invoice")).order_by("line__invoice", "case_number")
    found: dict[tuple[str, int], dict[str, int]] = {}
    fields = ("line__invoice__number", "line__invoice__ex_tax", "case_number", "amount")
    for number, ex_tax, case, amount in rows.values_list(*fields):
        parts = found.setdefault((number, ex_tax), {})
        parts[case] = parts.get(case, 0) + amount
    return tuple(InvoiceShared(number, ex_tax, tuple(parts.items())) for (number, ex_tax), parts in found.items())


def list_twins(documents: Iterable[int] | None = None) -> tuple[int, ...]:
    """Documents whose bytes stand in more than one row, all or the twins of these; the database groups them."""
    rows = Document.objects.all()
    if documents is not None:
        rows = rows.filter(sha256__in=Document.objects.filter(pk__in=tuple(documents)).values("sha256"))
    groups = rows.order_by().values("sha256").annotate(many=Count("pk"), keys=ArrayAgg("pk")).filter(many__gt=1)
    return tuple(key for keys in groups.values_list("keys", flat=True) for key in keys)


def same_contents(documents: Iterable[int]) -> dict[str, tuple[int, ...]]:
    """Of these documents, by SHA-256 those that hold the same bytes."""
    found: dict[str, list[int]] = defaultdict(list)
    for pk, digest in Document.objects.filter(pk__in=tuple(documents)).order_by("pk").values_list("pk", "sha256"):
        found[digest].append(pk)
    return {digest: tuple(keys) for digest, keys in found.items()}
