"""情形图: one bar for each option of a choice, cut into the tiers that pay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from luoqiao.adapters.vega.amount_words import width_of
from luoqiao.adapters.vega.drawing import Spec, draw_svg
from luoqiao.adapters.vega.theme import LIGHT, WIDE, Size, Theme, config
from luoqiao.core.kernel.money import show_wan
from luoqiao.core.rules.option_amounts import OptionAmount, OptionAmounts, option_name

if TYPE_CHECKING:
    import altair as alt

BAR, ROW = 28, 62
"""Height of a bar and of a row, in dots."""

MARGIN = 8
"""Room around the bars: there are no axes."""


def option_svg(amounts: OptionAmounts, theme: Theme = LIGHT, size: Size = WIDE) -> str:
    """The chart as SVG."""
    return draw_svg(option_spec(amounts, theme, size))


def whole_size(amounts: OptionAmounts, size: Size = WIDE) -> tuple[int, int]:
    """Width and height of the picture."""
    return size.width + 2 * MARGIN, _height(amounts, size) + 2 * MARGIN


def _height(amounts: OptionAmounts, size: Size) -> int:
    return ROW * (len(amounts.options) - 1) + BAR + size.text + 10


def option_spec(amounts: OptionAmounts, theme: Theme = LIGHT, size: Size = WIDE) -> Spec:
    """The chart as a Vega-Lite specification; its coordinates are dots of the screen."""
    import altair as alt

    drawing = _Drawing(amounts, theme, size)
    height = _height(amounts, size)
    chart = alt.layer(*drawing.layers()).properties(width=size.width, height=height)
    spec: Spec = chart.to_dict(validate=False)
    return {**spec, "config": config(theme, size) | {"padding": MARGIN}}


class _Drawing:
    """The layers, bar by bar."""

    def __init__(self, amounts: OptionAmounts, theme: Theme, size: Size) -> None:
        self.amounts, self.theme, self.size = amounts, theme, size
        self.most = max(one.total for one in amounts.options)

    def layers(self) -> Iterator[alt.Chart]:
        for number, one in enumerate(self.amounts.options):
            yield from self.bar(one, number * ROW)

    def bar(self, one: OptionAmount, top: int) -> Iterator[alt.Chart]:
        """The name and the sum above the bar, each tier's own sum within it."""
        size, theme = self.size.text, self.theme
        weight = 600 if one.chosen else 400
        yield self.text(option_name(self.amounts, one), 0, top + size, theme.ink, weight)
        total = f"{show_wan(one.total)} 万元"
        yield self.text(total, self.size.width, top + size, theme.ink, 600, align="right")
        low = 0
        paid = [
            (n, tier, share)
            for n, (tier, share) in enumerate(zip(self.amounts.tiers, one.shares, strict=True))
            if share
        ]
        for index, tier, share in paid:
            left, right = self.across(low), self.across(low + share)
            yield self.block(left, right, top + size + 8, theme.tiers[index % 3])
            words, base = f"{tier.label} {show_wan(share)}", top + size + 8 + BAR // 2 + size * 2 // 5
            if width_of(words, size) + 12 <= right - left:
                yield self.text(words, left + 6, base, theme.labels[index % 3], 400)
            elif tier is paid[-1][1] and right + width_of(words, size) + 8 <= self.size.width:
                yield self.text(words, right + 6, base, theme.ink, 400)
            elif width_of(tier.label[0], size) + 8 <= right - left:
                yield self.text(tier.label[0], left + 6, base, theme.labels[index % 3], 400)
            low += share

    def block(self, left: int, right: int, top: int, fill: str) -> alt.Chart:
        import altair as alt

        mark = self.data({}).mark_rect(color=fill, stroke=self.theme.paper, strokeWidth=1)
        placed: alt.Chart = mark.encode(
            x=alt.value(left), x2=alt.value(right), y=alt.value(top), y2=alt.value(top + BAR)
        )
        return placed

    def text(self, words: str, x: int, y: int, ink: str, weight: int, *, align: str = "left") -> alt.Chart:
        import altair as alt

        look: dict[str, Any] = {"align": align, "color": ink, "fontWeight": weight, "baseline": "alphabetic"}
        mark = self.data({"words": words}).mark_text(**look, fontSize=self.size.text)
        placed: alt.Chart = mark.encode(x=alt.value(x), y=alt.value(y), text="words:N")
        return placed

    def data(self, row: dict[str, Any]) -> alt.Chart:
        import altair as alt

        return alt.Chart({"values": [row]})

    def across(self, fen: int) -> int:
        return fen * self.size.width // self.most
