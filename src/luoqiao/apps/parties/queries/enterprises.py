"""问企业: by code, by words, by scope."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.expressions import OrderBy

from luoqiao.apps.parties.errors import NoSuchEnterprise
from luoqiao.apps.parties.models import Enterprise, EnterpriseName
from luoqiao.apps.parties.queries.holdings import standing_on
from luoqiao.apps.parties.rows import VIEW_FIELDS, view_of
from luoqiao.apps.parties.scope import enterprise_scope
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.enterprise import EnterpriseView, searchable
from luoqiao.core.parties.standing import StandingKind

PAGE = 50
MOST_WORDS = 60


class Order(StrEnum):
    """先后: by name, township, industry, size (large first), or the last correction (latest first)."""

    NAME = "name"
    TOWNSHIP = "township"
    INDUSTRY = "industry"
    SIZE = "size"
    CHANGED = "changed"


_ORDERS: dict[Order, tuple[str | OrderBy, ...]] = {
    Order.NAME: (), Order.TOWNSHIP: ("township",), Order.INDUSTRY: ("industry",), Order.CHANGED: ("-changed_at",),
    Order.SIZE: (F("revenue").desc(nulls_last=True),),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EnterprisePage:
    """一页企业: its rows in pinyin order, how many there are in all, which page of how many."""

    rows: tuple[EnterpriseView, ...]
    count: int
    page: int
    pages: int


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


def list_enterprises(codes: Iterable[str] | None = None, *, active_only: bool = True) -> tuple[EnterpriseView, ...]:
    """All enterprises in pinyin order, or those with the codes; for matching and reports, whoever asks."""
    rows = Enterprise.objects.filter(active=True) if active_only and codes is None else Enterprise.objects.all()
    if codes is not None:
        rows = rows.filter(uscc__in=list(codes))
    return tuple(view_of(values) for values in rows.order_by("name_order", "pk").values_list(*VIEW_FIELDS))


def list_seen_enterprises(actor: Actor) -> tuple[EnterpriseView, ...]:
    """All active enterprises within the person's scope, in pinyin order; for matching and reports."""
    rows = Enterprise.objects.filter(enterprise_scope(actor), active=True)
    return tuple(view_of(values) for values in rows.order_by("name_order", "pk").values_list(*VIEW_FIELDS))


def list_every_name() -> tuple[tuple[str, str, bool], ...]:
    """(Credit code, name, whether it is the present one) of all enterprises, former names too; for matching lists by name."""
    rows = EnterpriseName.objects.order_by("pk").values_list("enterprise__uscc", "name", "until_on")
    return tuple((uscc, name, until_on is None) for uscc, name, until_on in rows.iterator(10_000))


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
    order: Order = Order.NAME,
    size_of_page: int = PAGE,
) -> EnterprisePage:
    """One page of the enterprises that the person may see, by parts of a name (old names too) or the beginning of a
    code, by place, industry, size, and whether 规上 on a day; in pinyin order, or first by something else; two queries
    whatever the size."""
    rows = Enterprise.objects.filter(enterprise_scope(actor), *_matching(text))
    for field, value in (("township", township), ("industry", industry), ("park", park), ("size", size)):
        if value:
            rows = rows.filter(**{field: value})
    if above_on is not None:
        rows = rows.filter(pk__in=standing_on(StandingKind.ABOVE_DESIGNATED_SIZE, above_on).values("enterprise"))
    count = rows.count()
    pages = max(1, -(-count // size_of_page))
    page = min(max(1, page), pages)
    start = (page - 1) * size_of_page
    found = rows.order_by(*_ORDERS[order], "name_order", "pk").values_list(*VIEW_FIELDS)[start : start + size_of_page]
    return EnterprisePage(tuple(view_of(values) for values in found), count, page, pages)


def _matching(text: str) -> tuple[Q, ...]:
    """Each word must stand in a name, or begin the code. Words of two characters and more go by the bigram index."""
    return tuple(_word(word) for word in searchable(text)[:MOST_WORDS].split())


def _word(word: str) -> Q:
    named = Q(search_text__contains=word)
    if len(word) > 1:
        named &= has_bigrams("search_text", word)
    return named | Q(uscc__startswith=word.upper()) if word.isascii() and word.isalnum() else named


def has_bigrams(column: str, word: str) -> Q:
    """Whether the pairs of characters of a word all stand in a column: what the index answers before the text is read."""
    return Q(Contains(Bigrams(F(column)), Bigrams(Value(word))))


class Bigrams(Func):
    """两字一组: the pairs of neighbouring characters, as the index keeps them."""

    function = "parties_bigrams"


class Contains(Func):
    """包含: whether the first list has everything of the second."""

    template = "(%(expressions)s)"
    arg_joiner = " @> "
    output_field = BooleanField()
