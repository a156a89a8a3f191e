"""案件列表: cases within the scope of whoever asks, filtered, sorted and paged in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from luoqiao.apps.cases.models import Case
from luoqiao.apps.cases.queries.case_row import FIELDS, CaseRow
from luoqiao.apps.cases.scope import applies_only, case_scope
from luoqiao.core.kernel.text import fold_all_width
from luoqiao.core.parties.actor import Actor

PAGE = 50
SORTS: Mapping[str, tuple[str, ...]] = {
    "newest": ("-changed_at", "-pk"), "number": ("number",), "deadline": ("deadline_on", "pk"),
    "amount": ("-amount", "pk"), "enterprise": ("enterprise_name", "pk"),
}  # fmt: skip
MOST_EXPORTED = 50_000


@dataclass(frozen=True, slots=True)
class Sought:
    """要找的案件: empty means any; `state` is open, late, granted, rejected, closed."""

    text: str = ""
    state: str = ""
    clause: str = ""
    procedure: str = ""
    step: str = ""
    year: int = 0
    township: str = ""
    uscc: str = ""
    sort: str = "newest"
    page: int = 1


@dataclass(frozen=True, slots=True)
class CasePage:
    """一页案件: rows, how many in all, their amount together (fen; applicants are told no sum), page of pages."""

    rows: tuple[CaseRow, ...]
    count: int
    amount: int
    page: int
    pages: int


def list_cases(actor: Actor, sought: Sought, on: date) -> CasePage:
    """One page; two queries however many cases there are."""
    found = _found(actor, sought, on)
    sums = found.aggregate(many=Count("pk"), amount=Sum("amount"))
    pages = max(1, -(-sums["many"] // PAGE))
    page = min(max(1, sought.page), pages)
    rows = _sorted(found, sought).values_list(*FIELDS)[(page - 1) * PAGE : page * PAGE]
    amount = 0 if applies_only(actor) else sums["amount"] or 0
    return CasePage(_rows(rows, actor), sums["many"], amount, page, pages)


def export_cases(actor: Actor, sought: Sought, on: date) -> tuple[CaseRow, ...]:
    """Every row of a list for a workbook, at most so many."""
    return _rows(_sorted(_found(actor, sought, on), sought).values_list(*FIELDS)[:MOST_EXPORTED], actor)


def cases_of(uscc: str, actor: Actor) -> tuple[CaseRow, ...]:
    """Every case of an enterprise that this person may see, the newest first."""
    return _rows(Case.objects.filter(case_scope(actor), uscc=uscc).order_by("-changed_at", "-pk").values_list(*FIELDS), actor)


def find_case_row(number: str, actor: Actor) -> CaseRow | None:
    """One case by its number, or none."""
    return next(iter(_rows(Case.objects.filter(case_scope(actor), number=number).values_list(*FIELDS), actor)), None)


def _rows(rows: Iterable[tuple[Any, ...]], actor: Actor) -> tuple[CaseRow, ...]:
    found = (CaseRow(*row) for row in rows)
    return tuple(row.as_told for row in found) if applies_only(actor) else tuple(found)


def _found(actor: Actor, sought: Sought, on: date) -> QuerySet[Case]:
    rows = Case.objects.filter(case_scope(actor), _state(sought.state, on))
    exact = {"clause": sought.clause, "procedure": sought.procedure, "step": sought.step, "year": sought.year,
             "township": sought.township, "uscc": sought.uscc}  # fmt: skip
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    for word in fold_all_width(sought.text).split()[:5]:
        rows = rows.filter(_word(word))
    return rows


def _word(word: str) -> Q:
    """A case number, the beginning of a credit code, a part of the enterprise's or the project's name."""
    upper = word.upper()
    return (
        Q(number__startswith=upper) | Q(number__endswith=f"-{word}") | Q(uscc__startswith=upper)
        | Q(enterprise_name__contains=word) | Q(subject__contains=word)
    )  # fmt: skip


def _state(state: str, on: date) -> Q:
    match state:
        case "open":
            return ~Q(stage="closed")
        case "late":
            return ~Q(stage="closed") & Q(deadline_on__lt=on, suspended=False)
        case "closed":
            return Q(stage="closed")
        case "granted" | "rejected" | "withdrawn" | "declined" | "removed":
            return Q(ending=state)
    return Q()


def _sorted(rows: QuerySet[Case], sought: Sought) -> QuerySet[Case]:
    names = SORTS.get(sought.sort, SORTS["newest"])
    orders = [F(name[1:]).desc(nulls_last=True) if name[0] == "-" else F(name).asc(nulls_last=True) for name in names]
    return rows.order_by(*orders)
