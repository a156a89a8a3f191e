"""名录的问句: enterprises by code, by words, by scope; what they hold on a day; units, townships, parks by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from luoqiao.apps.parties.errors import NoSuchEnterprise
from luoqiao.apps.parties.models import (
    BankAccount,
    Enterprise,
    Industry,
    Park,
    Standing,
    Title,
    Township,
    Unit,
)
from luoqiao.apps.parties.rows import VIEW_FIELDS, as_account, as_standing, as_title, view_of
from luoqiao.apps.parties.scope import enterprise_scope
from luoqiao.core.parties.account import AccountPurpose, AccountState, AccountView
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.enterprise import EnterpriseView, searchable
from luoqiao.core.parties.standing import HeldStanding, StandingKind
from luoqiao.core.parties.title import HeldTitle, TitleKind

__all__ = (
    "EnterprisePage", "Named", "enterprise_scope", "find_enterprise", "find_usable_account", "get_enterprise",
    "get_seen_enterprise", "industry_names", "list_enterprises", "list_industries", "list_parks", "list_standings",
    "list_titles", "list_titles_by_enterprise", "list_townships", "list_units", "park_names", "search_enterprises",
    "standing_codes", "township_names", "unit_names",
)  # fmt: skip
PAGE = 50
MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Named:
    """有名字的一处: the code and the name of a unit, township, park or industry; `short` is what fits a table."""

    code: str
    name: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class EnterprisePage:
    """一页企业: its rows in pinyin order, how many there are in all, which page of how many."""

    rows: tuple[EnterpriseView, ...]
    count: int
    page: int
    pages: int


# -- one enterprise ------------------------------------------------------------------------------------------


def get_enterprise(uscc: str) -> EnterpriseView:
    """The enterprise with that code, whoever asks (for other parts that checked); NoSuchEnterprise."""
    found = find_enterprise(uscc)
    if found is None:
        raise NoSuchEnterprise(uscc)
    return found


def find_enterprise(uscc: str) -> EnterpriseView | None:
    """The enterprise with that code, or none; whoever asks."""
    return _first(Enterprise.objects.filter(uscc=uscc))


def get_seen_enterprise(uscc: str, actor: Actor) -> EnterpriseView:
    """The enterprise with that code within the person's scope; NoSuchEnterprise for both kinds of absence."""
    found = _first(Enterprise.objects.filter(enterprise_scope(actor), uscc=uscc))
    if found is None:
        raise NoSuchEnterprise(uscc)
    return found


def _first(rows: QuerySet[Enterprise]) -> EnterpriseView | None:
    values = rows.values_list(*VIEW_FIELDS).first()
    return view_of(values) if values is not None else None


# -- many ----------------------------------------------------------------------------------------------------


def list_enterprises(codes: Iterable[str] | None = None, *, active_only: bool = True) -> tuple[EnterpriseView, ...]:
    """All enterprises in pinyin order, or those with the codes; for matching and reports, whoever asks."""
    rows = Enterprise.objects.filter(active=True) if active_only and codes is None else Enterprise.objects.all()
    if codes is not None:
        rows = rows.filter(uscc__in=list(codes))
    return tuple(view_of(values) for values in rows.order_by("name_order", "pk").values_list(*VIEW_FIELDS))


def search_enterprises(
    actor: Actor,
    text: str = "",
    township: str = "",
    industry: str = "",
    page: int = 1,
    *,
    park: str = "",
    size: str = "",
    above_on: date | None = None,
    size_of_page: int = PAGE,
) -> EnterprisePage:
    """One page of the enterprises that the person may see, by parts of a name (old names too) or the beginning of a
    code, by place, industry, size, and whether 规上 on a day; pinyin order; three queries whatever the size."""
    rows = Enterprise.objects.filter(enterprise_scope(actor), *_matching(text))
    for field, value in (("township", township), ("industry", industry), ("park", park), ("size", size)):
        if value:
            rows = rows.filter(**{field: value})
    if above_on is not None:
        rows = rows.filter(pk__in=_standing_on(StandingKind.ABOVE_DESIGNATED_SIZE, above_on).values("enterprise"))
    count = rows.count()
    pages = max(1, -(-count // size_of_page))
    page = min(max(1, page), pages)
    start = (page - 1) * size_of_page
    found = rows.order_by("name_order", "pk").values_list(*VIEW_FIELDS)[start : start + size_of_page]
    return EnterprisePage(tuple(view_of(values) for values in found), count, page, pages)


def _matching(text: str) -> tuple[Q, ...]:
    """Each word must stand in a name, or begin the code. Words of two characters and more go by the bigram index."""
    return tuple(_word(word) for word in searchable(text)[:MOST_WORDS].split())


def _word(word: str) -> Q:
    named = Q(search_text__contains=word)
    if len(word) > 1:
        named &= Q(Contains(Bigrams(F("search_text")), Bigrams(Value(word))))
    return named | Q(uscc__startswith=word.upper()) if word.isascii() and word.isalnum() else named


class Bigrams(Func):
    """两字一组: the pairs of neighbouring characters, as the index keeps them."""

    function = "parties_bigrams"


class Contains(Func):
    """包含: whether the first list has everything of the second."""

    template = "(%(expressions)s)"
    arg_joiner = " @> "
    output_field = BooleanField()


# -- what they hold ------------------------------------------------------------------------------------------


def list_titles(uscc: str) -> tuple[HeldTitle, ...]:
    """Every title of an enterprise, the latest first."""
    rows = Title.objects.filter(enterprise__uscc=uscc).order_by("-recognised_on", "pk")
    return tuple(as_title(row) for row in rows)


def list_titles_by_enterprise(kind: TitleKind, *, recognised_from: date | None = None) -> tuple[tuple[str, HeldTitle], ...]:
    """(Credit code, title) of one kind, by the day of recognition; perhaps only those recognised from a day."""
    rows = Title.objects.filter(kind=kind.value).select_related("enterprise").order_by("recognised_on", "pk")
    if recognised_from is not None:
        rows = rows.filter(recognised_on__gte=recognised_from)
    return tuple((row.enterprise.uscc, as_title(row)) for row in rows)


def list_standings(uscc: str) -> tuple[HeldStanding, ...]:
    """Every dated standing of an enterprise, the oldest first."""
    rows = Standing.objects.filter(enterprise__uscc=uscc).order_by("kind", "from_on")
    return tuple(as_standing(row) for row in rows)


def standing_codes(kind: StandingKind, on: date, codes: Iterable[str] | None = None) -> frozenset[str]:
    """The credit codes of those that hold a standing on a day (规上 on that day), of all or of those asked for."""
    rows = _standing_on(kind, on)
    if codes is not None:
        rows = rows.filter(enterprise__uscc__in=list(codes))
    return frozenset(rows.values_list("enterprise__uscc", flat=True))


def _standing_on(kind: StandingKind, on: date) -> QuerySet[Standing]:
    return Standing.objects.filter(Q(until_on=None) | Q(until_on__gt=on), kind=kind.value, from_on__lte=on)


def find_usable_account(
    uscc: str, on: date, purpose: AccountPurpose = AccountPurpose.SUBSIDY
) -> AccountView | None:
    """The account to which money may be sent on that day, whole number; none when none is confirmed and cooled."""
    rows = BankAccount.objects.select_related("enterprise").filter(
        enterprise__uscc=uscc, purpose=purpose.value, state=AccountState.CONFIRMED.value, usable_from__lte=on
    )
    row = rows.annotate(ends=Coalesce("usable_until", Value(date.max))).filter(ends__gt=on).first()
    return as_account(row) if row is not None else None


# -- names of places -----------------------------------------------------------------------------------------


def list_townships() -> tuple[Named, ...]:
    """The townships of the district in the order of their codes."""
    return tuple(Named(*row) for row in Township.objects.filter(current=True).values_list("code", "name"))


def list_parks() -> tuple[Named, ...]:
    """The parks."""
    return tuple(Named(*row) for row in Park.objects.filter(current=True).values_list("code", "name"))


def list_industries() -> tuple[Named, ...]:
    """The programme industries in the order of the pack."""
    return tuple(Named(*row) for row in Industry.objects.filter(current=True).values_list("code", "name"))


def list_units() -> tuple[Named, ...]:
    """The units in the order of the pack, without the word for all townships together."""
    rows = Unit.objects.filter(current=True).exclude(kind="townships")
    return tuple(Named(*row) for row in rows.values_list("code", "name", "short_name"))


def unit_names() -> Mapping[str, str]:
    """Name by id, of all units ever loaded."""
    return dict(Unit.objects.values_list("code", "name"))


def township_names() -> Mapping[str, str]:
    """Name by code, of all townships ever loaded."""
    return dict(Township.objects.values_list("code", "name"))


def park_names() -> Mapping[str, str]:
    """Name by code, of all parks ever loaded."""
    return dict(Park.objects.values_list("code", "name"))


def industry_names() -> Mapping[str, str]:
    """Name by id, of all programme industries ever loaded."""
    return dict(Industry.objects.values_list("code", "name"))
