"""金额图: what each tier pays as one input grows: areas of the tiers, the total in ink, open and filled dots at a cliff,
the top named, the case given marked. The curve is exact; here it only becomes a picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from luoqiao.adapters.vega.amount_words import AmountWords, Word
from luoqiao.adapters.vega.drawing import Spec, draw_svg
from luoqiao.adapters.vega.scale import Scale, scale
from luoqiao.adapters.vega.theme import LIGHT, WIDE, Size, Theme, config
from luoqiao.core.rules.curve import Curve

if TYPE_CHECKING:
    import altair as alt

ROOM_ABOVE = 6
"""A sixth of the height is left free above the highest amount, for words."""


def chart_svg(curve: Curve, theme: Theme = LIGHT, size: Size = WIDE) -> str:
    """The chart as SVG."""
    return draw_svg(chart_spec(curve, theme, size))


def chart_spec(curve: Curve, theme: Theme = LIGHT, size: Size = WIDE) -> Spec:
    """The chart as a Vega-Lite specification."""
    import altair as alt

    drawing = _Drawing(curve, theme, size)
    chart = alt.layer(*drawing.layers()).properties(width=size.width, height=size.height)
    spec: Spec = chart.to_dict(validate=False)
    return {**spec, "config": config(theme, size)}


class _Drawing:
    """The layers of one chart, from the ground up."""

    def __init__(self, curve: Curve, theme: Theme, size: Size) -> None:
        self.curve, self.theme, self.size = curve, theme, size
        most = max(point.total for point in curve.points)
        strong = [cliff.written_at for cliff in curve.cliffs]
        strong += [curve.top.x] if curve.top else []
        self.x = scale(curve.right, size.steps, strong, size.apart)
        self.y = scale(most + most // ROOM_ABOVE, 4, covered=most)

    def layers(self) -> Iterator[alt.Chart]:
        yield from self.areas()
        yield self.total_line()
        yield from self.cliffs()
        yield from self.case()
        yield from self.sides()
        for word in AmountWords(self.curve, self.x, self.y, self.theme, self.size).place():
            yield from self.text(word)

    def areas(self) -> Iterator[alt.Chart]:
        """One area a tier, the highest tier at the bottom."""
        for index in range(len(self.curve.tiers)):
            rows = [
                self.row(point.x, sum(point.shares[:index]), sum(point.shares[: index + 1]))
                for point in self.curve.points
            ]
            if any(row["low"] != row["high"] for row in rows):
                mark = self.data(rows).mark_area(
                    color=self.theme.tiers[index % 3], stroke=self.theme.paper, strokeWidth=0.5
                )
                yield mark.encode(x=self.x_axis(), y=self.y_axis("low:Q"), y2="high:Q")

    def total_line(self) -> alt.Chart:
        rows = [
            self.row(point.x, 0, point.total) | {"piece": number}
            for number, piece in enumerate(self.curve.pieces)
            for point in piece
        ]
        line = self.data(rows).mark_line(color=self.theme.ink, strokeWidth=2, strokeCap="round")
        drawn: alt.Chart = line.encode(x=self.x_axis(), y=self.y_axis("high:Q"), detail="piece:N")
        return drawn

    def cliffs(self) -> Iterator[alt.Chart]:
        """A dotted edge, filled where the written amount itself belongs, open where it does not."""
        for cliff in self.curve.cliffs:
            edge = self.data([self.row(cliff.written_at, cliff.before.total, cliff.after.total)])
            yield edge.mark_rule(color=self.theme.ink, strokeDash=[2, 2]).encode(
                x=self.x_axis(), y=self.y_axis("low:Q"), y2="high:Q"
            )
            yield self.dot(cliff.written_at, cliff.before.total, filled=cliff.opens_above)
            yield self.dot(cliff.written_at, cliff.after.total, filled=not cliff.opens_above)

    def case(self) -> Iterator[alt.Chart]:
        """Where the case given stands, when it stands in the picture."""
        point = self.curve.current
        if point is not None and point.x <= self.curve.right:
            post = self.data([self.row(point.x, 0, point.total)])
            yield post.mark_rule(color=self.theme.ink, strokeWidth=1.5).encode(
                x=self.x_axis(), y=self.y_axis("low:Q"), y2="high:Q"
            )
            yield self.dot(point.x, point.total, filled=True)

    def dot(self, x: int, amount: int, *, filled: bool) -> alt.Chart:
        fill = self.theme.ink if filled else self.theme.paper
        mark = self.data([self.row(x, 0, amount)]).mark_point(
            shape="circle", size=56, fill=fill, stroke=self.theme.ink, strokeWidth=1.5, opacity=1
        )
        drawn: alt.Chart = mark.encode(x=self.x_axis(), y=self.y_axis("high:Q"))
        return drawn

    # words

    def sides(self) -> Iterator[alt.Chart]:
        """What each axis counts."""
        across = f"{self.curve.input.label}（{self.x.unit_name}）"
        paid = f"补助（{self.y.unit_name}）"
        size, ink = self.size.text, self.theme.ink3
        yield from self.text(Word(paid, -28, -14, size, ink, halo=False))
        yield from self.text(
            Word(across, self.size.width, self.size.height + 36, size, ink, halo=False, align="right")
        )

    def text(self, word: Word) -> Iterator[alt.Chart]:
        """A line of words; a halo of paper below it where a line may cross."""
        look: dict[str, Any] = {
            "align": word.align, "baseline": "alphabetic", "fontSize": word.size, "fontWeight": word.weight,
        }  # fmt: skip
        base = self.data([{"words": word.words}])
        if word.halo:
            halo = base.mark_text(
                **look, color=self.theme.paper, stroke=self.theme.paper, strokeWidth=4, strokeJoin="round"
            )
            yield _at(halo, word.x, word.y)
        yield _at(base.mark_text(**look, color=word.ink), word.x, word.y)

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


def _at(mark: alt.Chart, x: int, y: int) -> alt.Chart:
    import altair as alt

    placed: alt.Chart = mark.encode(x=alt.value(x), y=alt.value(y), text="words:N")
    return placed


def _domain(marks: Scale) -> alt.Scale:
    import altair as alt

    return alt.Scale(domain=[0, marks.at(marks.end)], nice=False, zero=True)
