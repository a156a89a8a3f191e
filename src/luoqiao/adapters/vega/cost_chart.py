"""费用图: what a clause costs a year as one of its numbers is turned: areas of the tiers, today's point and the scenario's.

The parameter stands below in the unit of its field, the cost at the left in 万元 or 亿元.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from luoqiao.adapters.vega.amount_words import width_of
from luoqiao.adapters.vega.drawing import Spec, draw_svg
from luoqiao.adapters.vega.scale import Scale, scale
from luoqiao.adapters.vega.theme import ABOVE, LEFT, LIGHT, WIDE, Size, Theme, config

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
        """Beside the dot; where both sayings would stand over each other the scenario's is lifted above today's."""
        import altair as alt

        left, align, base = self.place(point, words, self.costs.now if moved else self.costs.then)
        if moved:
            now_left, now_align, now_base = self.place(self.costs.now, self.costs.now_words, point)
            ours, theirs = self.reach(left, align, words), self.reach(now_left, now_align, self.costs.now_words)
            if ours[0] < theirs[1] + 16 and theirs[0] < ours[1] + 16:
                base = min(base, now_base - self.size.text - 6)
        mark = self.data([{"words": words}]).mark_text(
            align=align, baseline="alphabetic", fontSize=self.size.text, color=self.theme.ink,
            fontWeight=600 if moved else 400,
        )  # fmt: skip
        drawn: alt.Chart = mark.encode(
            x=alt.value(left), y=alt.value(max(base, self.size.text - ABOVE // 2)), text="words:N"
        )
        return drawn

    def place(self, point: Cost, words: str, other: Cost) -> tuple[int, Literal["left", "right"], int]:
        """Where words hang from, which end hangs there, and their baseline: away from the other point where there is room."""
        size, wide = self.size, width_of(words, self.size.text) + 10
        across = (point.value - self.first) * size.width // max(1, self.last - self.first)
        rising = self.costs.points[-1].total > point.total  # words to the right would stand on the line
        leftwards = point.value < other.value or (point.value == other.value and (rising or across > size.width // 2))
        leftwards = (leftwards or across + wide > size.width) and across - wide >= -LEFT // 2
        base = size.height - point.total * size.height // max(1, self.y.end) - 10
        return (across - 8, "right", base) if leftwards else (across + 8, "left", base)

    def reach(self, left: int, align: str, words: str) -> tuple[int, int]:
        """From where to where words stand."""
        wide = width_of(words, self.size.text) + 8
        return (left - wide, left) if align == "right" else (left, left + wide)

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
