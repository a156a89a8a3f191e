"""金额图: what each tier pays as one input grows: areas of the tiers, the total in ink, open and filled dots at a cliff.

The curve is exact; here it only becomes a picture. What stays the same for every case is the ground, drawn once; the
case given and every word are laid over it (`amount_marks.py`), which costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from luoqiao.adapters.vega.amount_marks import AmountMarks
from luoqiao.adapters.vega.drawing import Spec, draw_svg
from luoqiao.adapters.vega.scale import Scale, scale
from luoqiao.adapters.vega.theme import LIGHT, WIDE, Size, Theme, config
from luoqiao.core.rules.curve import Cliff, Curve, Point

if TYPE_CHECKING:
    import altair as alt

ROOM_ABOVE = 6
"""A sixth of the height is left free above the highest amount, for words."""


@dataclass(frozen=True, slots=True)
class Ground:
    """图底: all that the picture shows whoever asks: pieces, cliffs, the two axes, and how it looks."""

    pieces: tuple[tuple[Point, ...], ...]
    cliffs: tuple[Cliff, ...]
    x: Scale
    y: Scale
    theme: Theme
    size: Size


def chart_svg(curve: Curve, theme: Theme = LIGHT, size: Size = WIDE) -> str:
    """The chart as SVG."""
    ground = ground_of(curve, theme, size)
    drawn = _drawn(ground)
    marks = AmountMarks(curve, ground.x, ground.y, theme, size).svg()
    return drawn.removesuffix("</svg>") + marks + "</svg>"


def ground_of(curve: Curve, theme: Theme = LIGHT, size: Size = WIDE) -> Ground:
    """The ground on which every case of this curve is drawn."""
    most = max(point.total for point in curve.points)
    strong = [cliff.written_at for cliff in curve.cliffs]
    strong += [curve.top.x] if curve.top else []
    x = scale(curve.right, size.steps, strong, size.apart)
    y = scale(most + most // ROOM_ABOVE, 4, covered=most)
    return Ground(curve.pieces, curve.cliffs, x, y, theme, size)


@lru_cache(maxsize=512)
def _drawn(ground: Ground) -> str:
    return draw_svg(ground_spec(ground)).rstrip()


def ground_spec(ground: Ground) -> Spec:
    """The ground as a Vega-Lite specification."""
    import altair as alt

    size = ground.size
    chart = alt.layer(*_Drawing(ground).layers()).properties(width=size.width, height=size.height)
    spec: Spec = chart.to_dict(validate=False)
    return {**spec, "config": config(ground.theme, size)}


class _Drawing:
    """The layers of one ground, from the bottom up."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.theme = ground, ground.theme
        self.x, self.y = ground.x, ground.y
        self.points = [point for piece in ground.pieces for point in piece]

    def layers(self) -> Iterator[alt.Chart]:
        yield from self.areas()
        yield self.total_line()
        yield from self.cliffs()

    def areas(self) -> Iterator[alt.Chart]:
        """One area a tier, the highest tier at the bottom."""
        for index in range(len(self.points[0].shares)):
            rows = [
                self.row(point.x, sum(point.shares[:index]), sum(point.shares[: index + 1]))
                for point in self.points
            ]
            if any(row["low"] != row["high"] for row in rows):
                mark = self.data(rows).mark_area(
                    color=self.theme.tiers[index % 3], stroke=self.theme.paper, strokeWidth=0.5
                )
                yield mark.encode(x=self.x_axis(), y=self.y_axis("low:Q"), y2="high:Q")

    def total_line(self) -> alt.Chart:
        rows = [
            self.row(point.x, 0, point.total) | {"piece": number}
            for number, piece in enumerate(self.ground.pieces)
            for point in piece
        ]
        line = self.data(rows).mark_line(color=self.theme.ink, strokeWidth=2, strokeCap="round")
        drawn: alt.Chart = line.encode(x=self.x_axis(), y=self.y_axis("high:Q"), detail="piece:N")
        return drawn

    def cliffs(self) -> Iterator[alt.Chart]:
        """A dotted edge, filled where the written amount itself belongs, open where it does not."""
        for cliff in self.ground.cliffs:
            edge = self.data([self.row(cliff.written_at, cliff.before.total, cliff.after.total)])
            yield edge.mark_rule(color=self.theme.ink, strokeDash=[2, 2]).encode(
                x=self.x_axis(), y=self.y_axis("low:Q"), y2="high:Q"
            )
            yield self.dot(cliff.written_at, cliff.before.total, filled=cliff.opens_above)
            yield self.dot(cliff.written_at, cliff.after.total, filled=not cliff.opens_above)

    def dot(self, x: int, amount: int, *, filled: bool) -> alt.Chart:
        fill = self.theme.ink if filled else self.theme.paper
        mark = self.data([self.row(x, 0, amount)]).mark_point(
            shape="circle", size=56, fill=fill, stroke=self.theme.ink, strokeWidth=1.5, opacity=1
        )
        drawn: alt.Chart = mark.encode(x=self.x_axis(), y=self.y_axis("high:Q"))
        return drawn

    # small parts

    def data(self, rows: list[dict[str, Any]]) -> alt.Chart:
        import altair as alt

        return alt.Chart({"values": rows})

    def row(self, x: int, low: int, high: int) -> dict[str, Any]:
        return {"x": self.x.at(x), "low": self.y.at(low), "high": self.y.at(high)}

    def x_axis(self) -> alt.X:
        import altair as alt

        return alt.X("x:Q", title=None, scale=_domain(self.x), axis=self.axis(self.x, grid=False))

    def y_axis(self, field: str) -> alt.Y:
        import altair as alt

        return alt.Y(field, title=None, scale=_domain(self.y), axis=self.axis(self.y, grid=True))

    def axis(self, marks: Scale, *, grid: bool) -> alt.Axis:
        """Round marks in stone, the marks of the rule in ink and bold."""
        import altair as alt

        strong = f"indexof({[marks.at(mark) for mark in marks.strong]}, datum.value) >= 0"
        return alt.Axis(
            values=[marks.at(mark) for mark in marks.marks],
            labelExpr="format(datum.value, ',.2~f')",
            labelOverlap=False,
            labelColor=alt.condition(strong, alt.value(self.theme.ink), alt.value(self.theme.ink3)),
            labelFontWeight=alt.condition(strong, alt.value(600), alt.value(400)),
            grid=grid,
            domain=not grid,
            ticks=not grid,
        )


def _domain(marks: Scale) -> alt.Scale:
    import altair as alt

    return alt.Scale(domain=[0, marks.at(marks.end)], nice=False, zero=True)
