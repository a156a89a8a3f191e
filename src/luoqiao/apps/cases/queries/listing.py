"""案件列表: cases within the scope of whoever asks, filtered, sorted and paged in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy

from luoqiao.apps.cases.models import Case
from luoqiao.apps.cases.queries.case_row import FIELDS, CaseRow
from luoqiao.apps.cases.queries.totals import total_of
from luoqiao.apps.cases.scope import applies_only, case_scope
from luoqiao.apps.parties.queries import has_bigrams
from luoqiao.core.kernel.text import fold_all_width
from luoqiao.core.parties.actor import Actor

PAGE = 50
SORTS: Mapping[str, tuple[str, ...]] = {
    "newest": ("-changed_at", "-id"), "number": ("number",), "deadline": ("deadline_on", "id"),
    "amount": ("-amount", "id"), "enterprise": ("enterprise_name", "id"),
}  # fmt: skip
MAY_BE_EMPTY = ("deadline_on", "amount")
"""These stand last where they are empty, whichever way one sorts; the others must be asked for as the index has them."""
MOST_EXPORTED = 50_000
MOST_FOUND, MOST_COUNTED = 20, 1_000


@dataclass(frozen=True, slots=True)
class Sought:
    """要找的案件: empty means any; `state` is open, late, decided, granted, rejected, closed."""

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


@dataclass(frozen=True, slots=True)
class FoundCases:
    """找到的案件: the latest ones, how many are found, whether there are even more than were counted."""

    rows: tuple[CaseRow, ...]
    count: int
    more: bool


def list_cases(actor: Actor, sought: Sought, on: date) -> CasePage:
    """One page; three queries however many cases there are."""
    found = _found(actor, sought, on)
    many, amount = total_of(found)
    pages = max(1, -(-many // PAGE))
    page = min(max(1, sought.page), pages)
    rows = _sorted(found, sought).values_list(*FIELDS)[(page - 1) * PAGE : page * PAGE]
    return CasePage(_rows(rows, actor), many, 0 if applies_only(actor) else amount, page, pages)


def search_cases(actor: Actor, text: str, on: date) -> FoundCases:
    """The latest cases that a text finds; two queries."""
    found = _found(actor, Sought(text=text), on)
    many = found.order_by()[: MOST_COUNTED + 1].count()
    rows = _sorted(found, Sought()).values_list(*FIELDS)[:MOST_FOUND]
    return FoundCases(_rows(rows, actor), min(many, MOST_COUNTED), more=many > MOST_COUNTED)


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
    found = (
        Q(number__startswith=upper) | Q(number__endswith=f"-{word}")
        | Q(enterprise_name__contains=word) | Q(subject__contains=word)
    )  # fmt: skip
    if len(word) > 1:
        found &= has_bigrams("search_text", word.lower())
    return found | Q(uscc__startswith=upper) if upper.isascii() and upper.isalnum() else found


def _state(state: str, on: date) -> Q:
    match state:
        case "open":
            return ~Q(stage="closed")
        case "late":
            return ~Q(stage="closed") & Q(deadline_on__lt=on, suspended=False)
        case "decided":
            return Q(decided=True)
        case "closed":
            return Q(stage="closed")
        case "granted" | "rejected" | "withdrawn" | "declined" | "removed":
            return Q(ending=state)
    return Q()


def _sorted(rows: QuerySet[Case], sought: Sought) -> QuerySet[Case]:
    names = SORTS.get(sought.sort, SORTS["newest"])
    return rows.order_by(*map(_order, names))


def _order(name: str) -> OrderBy:
    column = name.removeprefix("-")
    last = True if column in MAY_BE_EMPTY else None
    return F(column).desc(nulls_last=last) if name[0] == "-" else F(column).asc(nulls_last=last)
