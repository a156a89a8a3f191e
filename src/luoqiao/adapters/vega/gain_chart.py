"""得失图: how many enterprises gain or lose how much, a bar for each step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from luoqiao.adapters.vega.drawing import Spec, draw_svg
from luoqiao.adapters.vega.scale import unit_of
from luoqiao.adapters.vega.theme import LIGHT, WIDE, Size, Theme, config
from luoqiao.core.rules.gain_bins import Bin

if TYPE_CHECKING:
    import altair as alt


def gain_svg(bins: Sequence[Bin], theme: Theme = LIGHT, size: Size = WIDE) -> str:
    """The chart as SVG."""
    return draw_svg(gain_spec(bins, theme, size))


def gain_spec(bins: Sequence[Bin], theme: Theme = LIGHT, size: Size = WIDE) -> Spec:
    """The chart as a Vega-Lite specification; losses stand left of zero, hatched by a lighter shade."""
    import altair as alt

    chart = alt.layer(*_layers(bins, theme, size)).properties(width=size.width, height=size.height)
    spec: Spec = chart.to_dict(validate=False)
    return {**spec, "config": config(theme, size)}


def _layers(bins: Sequence[Bin], theme: Theme, size: Size) -> Iterator[alt.Chart]:
    import altair as alt

    most = max((one.count for one in bins), default=1)
    unit, name = unit_of(max(abs(bins[0].low), abs(bins[-1].high)))
    ends = [min(bins[0].low, 0) / unit, max(bins[-1].high, 0) / unit]
    x = alt.X(
        "low:Q", title=None, scale=alt.Scale(domain=ends, nice=False),
        axis=alt.Axis(grid=False, tickCount=size.steps, labelExpr=f"datum.label + '{name}'"),
    )  # fmt: skip
    steps = sorted({0, most, *(most * part // 4 for part in range(1, 4))}) if most > 4 else list(range(most + 1))
    y = alt.Y(
        "count:Q", scale=alt.Scale(domain=[0, most + max(1, most // 6)], nice=False),
        axis=alt.Axis(values=steps, format="d", title="家", titleAngle=0, titleAlign="left", titleAnchor="end", titleX=-40,
                      titleY=-16, domain=False, ticks=False),
    )  # fmt: skip
    for shade, held in ((theme.tiers[0], [b for b in bins if b.low >= 0]), (theme.tiers[2], [b for b in bins if b.low < 0])):
        rows: list[dict[str, Any]] = [
            {"low": one.low / unit, "high": one.high / unit, "count": one.count, "words": str(one.count)}
            for one in held if one.count
        ]  # fmt: skip
        if rows:
            data = alt.Chart({"values": rows})
            yield data.mark_bar(color=shade, stroke=theme.paper, strokeWidth=1).encode(x=x, x2="high:Q", y=y, y2=alt.datum(0))
            for row in rows:
                row["middle"] = (row["low"] + row["high"]) / 2
            words = data.mark_text(color=theme.ink, fontSize=size.text, dy=-8)
            yield words.encode(x=alt.X("middle:Q", title=None, scale=alt.Scale(domain=ends, nice=False)), y=y, text="words:N")
