"""条款图: the chart of a clause for the case typed, as an address of its own and as what a page needs to show it.

The picture is an `<img>`: it is drawn beside the page, never within its time, and kept by the browser until the
programme or the case changes. `?_theme=dark` and `?_size=narrow` give its other forms.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response

from luoqiao import __version__
from luoqiao.adapters.vega import option_chart
from luoqiao.adapters.vega.amount_chart import chart_svg
from luoqiao.adapters.vega.theme import LIGHT, SIZES, THEMES, WIDE, Size, Theme
from luoqiao.apps.clock.queries import today
from luoqiao.apps.policy import queries
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.curve import Curve, amount_curve
from luoqiao.core.rules.curve_words import assumed_words, describe
from luoqiao.core.rules.option_amounts import OptionAmounts, describe_options, option_amounts
from luoqiao.interfaces.portal.calculator_input import Case, judge, read_query
from luoqiao.policies.pack import Pack

SHADES = ("w1", "w2", "w3")


@dataclass(frozen=True, slots=True)
class Source:
    """图的一种形式: its address and size; `media` says when it is meant."""

    address: str
    width: int
    height: int
    media: str


@dataclass(frozen=True, slots=True)
class ClauseChart:
    """条款图: title, forms (the last is for every other screen), what it shows in words, tiers and their shades."""

    title: str
    sources: tuple[Source, ...]
    described: str
    remark: str
    legend: tuple[tuple[str, str], ...]

    @property
    def main(self) -> Source:
        """The form without a condition."""
        return self.sources[-1]

    @property
    def others(self) -> tuple[Source, ...]:
        """The forms for dark and narrow screens."""
        return self.sources[:-1]


def clause_chart(request: HttpRequest, identifier: str) -> HttpResponseBase:
    """The picture; 404 when the clause has none (outside its period, or nothing in it moves money)."""
    version = queries.get_version()
    pack = queries.get_pack_of(version.pack, version.digest)
    clause = pack.clauses.get(identifier)
    if clause is None:
        return _nothing()
    day = pack.default_day(today())
    seed = "\0".join([__version__, version.digest, day.isoformat(), request.get_full_path()])
    etag = f'"{hashlib.sha256(seed.encode("utf-8", "backslashreplace")).hexdigest()[:32]}"'
    kept = get_conditional_response(request, etag=etag)
    if kept is None:
        drawn = draw(
            judge(pack, clause, read_query(pack, clause, request.GET), day),
            pack.basis,
            THEMES.get(request.GET.get("_theme", ""), LIGHT),
            SIZES.get(request.GET.get("_size", ""), WIDE),
        )
        if drawn is None:
            return _nothing()
        kept = HttpResponse(drawn.encode(), content_type="image/svg+xml; charset=utf-8")
    kept["ETag"] = etag
    kept["Cache-Control"] = "public, max-age=60"
    return kept


def draw(case: Case, basis: Basis, theme: Theme, size: Size) -> str | None:
    """The chart of a case as SVG; none when there is nothing to draw."""
    curve = _curve(case, basis)
    if curve is not None:
        return chart_svg(curve, theme, size)
    options = _options(case, basis)
    return option_chart.option_svg(options, theme, size) if options is not None else None


def chart_of(pack: Pack, case: Case) -> ClauseChart | None:
    """What a page needs to show the chart of a case; none when there is nothing to draw."""
    curve = _curve(case, pack.basis)
    if curve is not None:
        unit = "每项金额" if curve.per_item else "金额"
        paid = [any(point.shares[n] for point in curve.points) for n in range(len(curve.tiers))]
        return ClauseChart(
            f"{unit}随{curve.input.label}变化", _sources(case, {key: size.whole for key, size in SIZES.items()}),
            describe(curve), assumed_words(curve.assumed, curve.facts), _legend(curve, paid),
        )  # fmt: skip
    options = _options(case, pack.basis)
    if options is None:
        return None
    paid = [any(one.shares[n] for one in options.options) for n in range(len(options.tiers))]
    sizes = {key: option_chart.whole_size(options, size) for key, size in SIZES.items()}
    words = describe_options(options)
    return ClauseChart("各种情形的金额", _sources(case, sizes), words, "", _legend(options, paid))


def _curve(case: Case, basis: Basis) -> Curve | None:
    return amount_curve(
        case.clause, case.facts, on=case.on, readings=case.readings, earlier=case.earlier, basis=basis
    )


def _options(case: Case, basis: Basis) -> OptionAmounts | None:
    return option_amounts(
        case.clause, case.facts, on=case.on, readings=case.readings, earlier=case.earlier, basis=basis
    )


def _legend(drawn: Curve | OptionAmounts, paid: list[bool]) -> tuple[tuple[str, str], ...]:
    """The tiers that pay, with their shades."""
    return tuple((SHADES[n % 3], tier.label) for n, tier in enumerate(drawn.tiers) if paid[n])


def _sources(case: Case, sizes: dict[str, tuple[int, int]]) -> tuple[Source, ...]:
    """Narrow and dark, narrow, dark, and the form for every other screen, in the order a browser chooses."""
    base = reverse("portal:clause", args=(case.clause.identifier,)) + "chart.svg"
    typed = [(name, value) for name, values in sorted(case.typed.values.items()) for value in values if value]
    narrow, dark = "(max-width: 640px)", "(prefers-color-scheme: dark)"
    forms = (
        ("narrow", "dark", f"{narrow} and {dark}"), ("narrow", "light", narrow), ("wide", "dark", dark),
        ("wide", "light", ""),
    )  # fmt: skip
    found = []
    for size, theme, media in forms:
        named = [("_size", size)] * (size != "wide") + [("_theme", theme)] * (theme != "light")
        query = urlencode([*typed, *named])
        found.append(Source(f"{base}?{query}" if query else base, *sizes[size], media))
    return tuple(found)


def _nothing() -> HttpResponse:
    return HttpResponse("没有这张图", status=404, content_type="text/plain; charset=utf-8")
