"""试算的图: the cost curve and the distribution of gains, each at an address of its own, drawn beside the page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from luoqiao import __version__
from luoqiao.adapters.vega.cost_chart import Cost, Costs, cost_svg
from luoqiao.adapters.vega.gain_chart import gain_svg
from luoqiao.adapters.vega.theme import LIGHT, SIZES, THEMES, WIDE, Size, Theme
from luoqiao.apps.policy import queries
from luoqiao.apps.whatif.population import find_population
from luoqiao.core.kernel.money import show_wan
from luoqiao.core.rules.gain_bins import Bin, gain_bins
from luoqiao.core.rules.parameter import show_value
from luoqiao.core.rules.tiers import Tier
from luoqiao.interfaces.portal.charts import SHADES, ClauseChart, Source
from luoqiao.interfaces.portal.whatif_answer import CostCurve, curve_of, scenario_of, today_of, trial_of
from luoqiao.interfaces.portal.whatif_population import population_of
from luoqiao.interfaces.portal.whatif_query import read_query, turn, unit_of
from luoqiao.policies.pack import Pack

Drawing = Callable[[Theme, Size], str]


def chart_of(curve: CostCurve | None, tiers: tuple[Tier, ...], base: str, query: str) -> ClauseChart | None:
    """What the page needs to show the cost curve; none when there is none."""
    if curve is None:
        return None
    paid = [any(point.cost.by_tier[tier.code] for point in curve.points) for tier in tiers]
    legend = tuple((SHADES[n % 3], tier.label) for n, tier in enumerate(tiers) if paid[n])
    costs = _costs(curve, tiers)
    described = (
        f"{curve.parameter.label}从 {show_value(curve.parameter.kind, costs.points[0].value)} 到"
        f" {show_value(curve.parameter.kind, costs.points[-1].value)}，一年费用从 {show_wan(costs.points[0].total)} 万元到"
        f" {show_wan(costs.points[-1].total)} 万元；{costs.now_words}，{costs.then_words}"
    )
    title = f"费用随“{curve.parameter.label}”变化"
    return ClauseChart(title, _sources(f"{base}curve.svg", query), described, "其余各数按上面的设想不动。", legend)


def gain_chart_of(bins: Sequence[Bin], base: str, query: str) -> ClauseChart | None:
    """What the page needs to show the distribution of gains; none when nobody gains or loses."""
    if not bins:
        return None
    said = "；".join(f"{show_wan(b.low)} 至 {show_wan(b.high)} 万元 {b.count} 家" for b in bins if b.count)
    return ClauseChart("得失的分布", _sources(f"{base}gains.svg", query), said, "不变的企业没有画。", ())


def curve_picture(request: HttpRequest, identifier: str) -> HttpResponseBase:
    """The cost curve as SVG."""
    return _picture(request, identifier, _draw_curve)


def gains_picture(request: HttpRequest, identifier: str) -> HttpResponseBase:
    """The distribution of gains as SVG."""
    return _picture(request, identifier, _draw_gains)


def _picture(
    request: HttpRequest, identifier: str, prepare: Callable[[Pack, str, HttpRequest], Drawing | None]
) -> HttpResponseBase:
    version = queries.get_version()
    pack = queries.get_pack_of(version.pack, version.digest)
    loaded = find_population(pack.meta.name)
    file = str(loaded.number) if loaded is not None else ""
    seed = "\0".join([__version__, version.digest, file, request.get_full_path()])
    etag = f'"{hashlib.sha256(seed.encode("utf-8", "backslashreplace")).hexdigest()[:32]}"'
    kept = get_conditional_response(request, etag=etag)
    if kept is None:
        drawing = prepare(pack, identifier, request) if identifier in pack.clauses else None
        if drawing is None:
            return HttpResponse("没有这张图", status=404, content_type="text/plain; charset=utf-8")
        drawn = drawing(
            THEMES.get(request.GET.get("_theme", ""), LIGHT), SIZES.get(request.GET.get("_size", ""), WIDE)
        )
        kept = HttpResponse(drawn.encode(), content_type="image/svg+xml; charset=utf-8")
    kept["ETag"] = etag
    kept["Cache-Control"] = "private, no-cache"
    return kept


def _draw_curve(pack: Pack, identifier: str, request: HttpRequest) -> Drawing | None:
    clause = pack.clauses[identifier]
    typed = read_query(clause, pack.basis, request.GET)
    population = population_of(pack, identifier, typed)
    if population is None:
        return None
    curve = curve_of(pack, clause, population, turn(clause, pack.basis, typed))
    if curve is None:
        return None
    costs = _costs(curve, pack.meta.tiers)
    return lambda theme, size: cost_svg(costs, theme, size)


def _draw_gains(pack: Pack, identifier: str, request: HttpRequest) -> Drawing | None:
    clause = pack.clauses[identifier]
    typed = read_query(clause, pack.basis, request.GET)
    population = population_of(pack, identifier, typed)
    if population is None:
        return None
    turning, trial = turn(clause, pack.basis, typed), trial_of(pack, clause, population)
    before = trial.per_enterprise(today_of(clause, turning))
    after = trial.per_enterprise(scenario_of(clause, turning))
    bins = gain_bins(after[key] - before[key] for key in before)
    return (lambda theme, size: gain_svg(bins, theme, size)) if bins else None


def _costs(curve: CostCurve, tiers: tuple[Tier, ...]) -> Costs:
    points = {
        point.value: Cost(point.value, tuple(point.cost.by_tier[tier.code] for tier in tiers)) for point in curve.points
    }
    now, then = points[curve.now], points[curve.then]
    unit, name = unit_of(curve.parameter)
    said = [
        f"{word} {show_value(curve.parameter.kind, at.value)} · {show_wan(at.total)} 万元"
        for word, at in (("现行", now), ("设想", then))
    ]
    return Costs(tuple(points.values()), unit, name, now, then, *said)


def _sources(address: str, query: str) -> tuple[Source, ...]:
    """Narrow and dark, narrow, dark, and the form for every other screen, in the order a browser chooses."""
    narrow, dark = "(max-width: 640px)", "(prefers-color-scheme: dark)"
    forms = (
        ("narrow", "dark", f"{narrow} and {dark}"), ("narrow", "light", narrow), ("wide", "dark", dark),
        ("wide", "light", ""),
    )  # fmt: skip
    typed = parse_qsl(query)
    found = []
    for size, theme, media in forms:
        named = [("_size", size)] * (size != "wide") + [("_theme", theme)] * (theme != "light")
        whole = urlencode([*typed, *named])
        found.append(Source(f"{address}?{whole}" if whole else address, *SIZES[size].whole, media))
    return tuple(found)
