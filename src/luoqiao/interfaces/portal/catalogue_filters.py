"""目录的筛选: what the query of the catalogue asks for, and for every choice how many clauses it would leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from luoqiao.core.rules.catalogue import Entry
from luoqiao.policies.pack import Pack

NAMES = ("tier", "kind", "manner")


@dataclass(frozen=True, slots=True)
class Wish:
    """要找的: words, tier that pays, 补助/奖励/贴息, 申报/免申即享; empty means any. No clause is bound to an industry."""

    words: str = ""
    tier: str = ""
    kind: str = ""
    manner: str = ""

    @property
    def query(self) -> str:
        """As the query of a link."""
        named = {"q": self.words} | {name: getattr(self, name) for name in NAMES}
        return urlencode({name: value for name, value in named.items() if value})

    @property
    def any(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.query)


@dataclass(frozen=True, slots=True)
class Choice:
    """一个选项: value, words, how many clauses it leaves, link, whether it is the one chosen."""

    value: str
    label: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """一行筛选."""

    label: str
    name: str
    choices: tuple[Choice, ...]


def read_wish(pack: Pack, query: QueryDict) -> Wish:
    """The wish that a query states; a value that is no choice counts as any."""
    options = _options(pack, ())
    wish = Wish(words=query.get("q", "").strip()[:80])
    for name in NAMES:
        value = query.get(name, "")
        if value in options[name][1] or (name == "manner" and value):
            wish = replace(wish, **{name: value[:20]})
    return wish


def fits(entry: Entry, wish: Wish) -> bool:
    """Whether a clause has what is asked for."""
    return (
        (not wish.tier or any(tier.code == wish.tier for tier in entry.tiers))
        and (not wish.kind or wish.kind in entry.manners)
        and (not wish.manner or entry.clause.header.manner == wish.manner)
    )


def filters_of(pack: Pack, entries: Iterable[Entry], wish: Wish, base: str) -> tuple[Filter, ...]:
    """Every filter with its counts, the other filters and the words as they are."""
    every = tuple(entries)
    return tuple(
        Filter(label, name, tuple(_choices(every, wish, name, {"": "全部"} | dict(options), base)))
        for name, (label, options) in _options(pack, every).items()
    )


def _options(pack: Pack, entries: Iterable[Entry]) -> Mapping[str, tuple[str, Mapping[str, str]]]:
    manners = dict.fromkeys(entry.clause.header.manner for entry in entries)
    return {
        "tier": ("哪一级给", {tier.code: tier.label for tier in pack.meta.tiers}),
        "kind": ("类型", {word: word for word in ("补助", "奖励", "贴息")}),
        "manner": ("方式", {word: word for word in manners}),
    }


def _choices(
    entries: tuple[Entry, ...], wish: Wish, name: str, options: Mapping[str, str], base: str
) -> Iterable[Choice]:
    change: Callable[[str], Wish] = lambda value: replace(wish, **{name: value})  # noqa: E731 used twice below
    for value, label in options.items():
        other = change(value)
        count = sum(fits(entry, other) for entry in entries)
        yield Choice(value, label, count, f"{base}?{other.query}" if other.any else base, getattr(wish, name) == value)
