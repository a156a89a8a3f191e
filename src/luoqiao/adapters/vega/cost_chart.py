"""费用图: what a clause costs a year as one of its numbers is turned: areas of the tiers, today's point and the scenario's.

The parameter stands below in the unit of its field, the cost at the left in 万元 or 亿元.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from luoqiao.adapters.vega.amount_words import width_of
from luoqiao.adapters.vega.drawing import Spec, draw_svg
from luoqiao.adapters.vega.scale import Scale, scale
from luoqiao.adapters.vega.theme import LIGHT, WIDE, Size, Theme, config

if TYPE_CHECKING:
    import altair as alt

ROOM_ABOVE = 5
"""A fifth of the height is left free above the highest cost, for words."""


@dataclass(frozen=True, slots=True)
class Cost:
    """一点的费用: the parameter's value in base units, the cost of each tier in fen."""

    value: int
    by_tier: tuple[int, ...]

    @property
    def total(self) -> int:
        """All tiers together."""
        return sum(self.by_tier)


@dataclass(frozen=True, slots=True)
class Costs:
    """费用曲线的数: points in order, how many base units make one on the axis, its name, today's point and the other."""

    points: tuple[Cost, ...]
    unit: int
    unit_name: str
    now: Cost
    then: Cost
    now_words: str
    then_words: str


def cost_svg(costs: Costs, theme: Theme = LIGHT, size: Size = WIDE) -> str:
    """The chart as SVG."""
    return draw_svg(cost_spec(costs, theme, size))


def cost_spec(costs: Costs, theme: Theme = LIGHT, size: Size = WIDE) -> Spec:
    """The chart as a Vega-Lite specification."""
    import altair as alt

    chart = alt.layer(*_Drawing(costs, theme, size).layers()).properties(width=size.width, height=size.height)
    spec: Spec = chart.to_dict(validate=False)
    return {**spec, "config": config(theme, size)}


class _Drawing:
    """The layers from the bottom up."""

    def __init__(self, costs: Costs, theme: Theme, size: Size) -> None:
        self.costs, self.theme, self.size = costs, theme, size
        self.first, self.last = costs.points[0].value, costs.points[-1].value
        most = max(max(point.total for point in costs.points), 100)
        self.y = scale(most + most // ROOM_ABOVE, 4, covered=most)

    def layers(self) -> Iterator[alt.Chart]:
        yield from self.areas()
        yield self.line()
        yield from self.mark(self.costs.now, self.costs.now_words, moved=False)
        if self.costs.then.value != self.costs.now.value:
            yield from self.mark(self.costs.then, self.costs.then_words, moved=True)

    def areas(self) -> Iterator[alt.Chart]:
        """One area a tier that pays, the highest tier at the bottom."""
        for index in range(len(self.costs.now.by_tier)):
            rows = [
                self.row(point.value, sum(point.by_tier[:index]), sum(point.by_tier[: index + 1]))
                for point in self.costs.points
            ]
            if any(row["low"] != row["high"] for row in rows):
                mark = self.data(rows).mark_area(
                    color=self.theme.tiers[index % 3], stroke=self.theme.paper, strokeWidth=0.5
                )
                yield mark.encode(x=self.x_axis(), y=self.y_axis("low:Q"), y2="high:Q")

    def line(self) -> alt.Chart:
        rows = [self.row(point.value, 0, point.total) for point in self.costs.points]
        drawn: alt.Chart = (
            self.data(rows).mark_line(color=self.theme.ink, strokeWidth=2).encode(x=self.x_axis(), y=self.y_axis("high:Q"))
        )
        return drawn

    def mark(self, point: Cost, words: str, *, moved: bool) -> Iterator[alt.Chart]:
        """A line down to the axis, a dot on the total (filled for the scenario), and words above."""
        row = self.row(point.value, 0, point.total)
        rule = self.data([row]).mark_rule(color=self.theme.ink, strokeDash=[1, 0] if moved else [2, 2])
        yield rule.encode(x=self.x_axis(), y=self.y_axis("low:Q"), y2="high:Q")
        dot = self.data([row]).mark_point(
            shape="circle", size=64, fill=self.theme.ink if moved else self.theme.paper, stroke=self.theme.ink,
            strokeWidth=1.5, opacity=1,
        )  # fmt: skip
        yield dot.encode(x=self.x_axis(), y=self.y_axis("high:Q"))
        yield self.words(point, words, moved=moved)

    def words(self, point: Cost, words: str, *, moved: bool) -> alt.Chart:
        """Beside the dot where there is room; today's words stay on today's side of the scenario's."""
        size, wide = self.size, width_of(words, self.size.text)
        across = (point.value - self.first) * size.width // max(1, self.last - self.first)
        other = self.costs.now if moved else self.costs.then
        to_left = point.value < other.value or (point.value == other.value and across > size.width // 2)
        if to_left and across - wide - 10 < 0:
            to_left = False
        if not to_left and across + wide + 10 > size.width:
            to_left = True
        height = size.height - point.total * size.height // max(1, self.y.end)
        near = abs(point.value - other.value) * size.width // max(1, self.last - self.first) < wide
        lift = 28 if moved and near else 10
        import altair as alt

        mark = self.data([{"words": words}]).mark_text(
            align="right" if to_left else "left", baseline="alphabetic", fontSize=size.text, color=self.theme.ink,
            fontWeight=600 if moved else 400,
        )  # fmt: skip
        drawn: alt.Chart = mark.encode(
            x=alt.value(across + (-8 if to_left else 8)), y=alt.value(max(height - lift, size.text)), text="words:N"
        )
        return drawn

    # small parts

    def data(self, rows: list[dict[str, Any]]) -> alt.Chart:
        import altair as alt

        return alt.Chart({"values": rows})

    def row(self, value: int, low: int, high: int) -> dict[str, Any]:
        return {"x": value / self.costs.unit, "low": self.y.at(low), "high": self.y.at(high)}

    def x_axis(self) -> alt.X:
        import altair as alt

        ends = [self.first / self.costs.unit, self.last / self.costs.unit]
        axis = alt.Axis(grid=False, tickCount=self.size.steps, labelExpr=f"datum.label + '{_quoted(self.costs.unit_name)}'")
        return alt.X("x:Q", title=None, scale=alt.Scale(domain=ends, nice=False), axis=axis)

    def y_axis(self, field: str) -> alt.Y:
        import altair as alt

        marks: Scale = self.y
        axis = alt.Axis(
            grid=True, values=[marks.at(mark) for mark in marks.marks], title=f"一年，{marks.unit_name}", titleAngle=0,
            titleAlign="left", titleAnchor="end", titleX=-40, titleY=-16, domain=False, ticks=False,
        )  # fmt: skip
        return alt.Y(field, title=None, scale=alt.Scale(domain=[0, marks.at(marks.end)], nice=False), axis=axis)


def _quoted(words: str) -> str:
    """Words within a quoted expression."""
    return "".join(sign for sign in words if sign not in "'\\\n")
