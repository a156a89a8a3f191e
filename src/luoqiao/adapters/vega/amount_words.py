"""图上的字: where the words of an amount chart stand: above the line, inside the areas, never over each other.

Places are dots of the screen from the top left of the drawing. What finds no room is left out: the sentences beside
the picture say everything (`core/rules/curve_words.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from luoqiao.adapters.vega.scale import Scale
from luoqiao.adapters.vega.theme import Size, Theme
from luoqiao.core.kernel.money import show_short, show_wan
from luoqiao.core.rules.curve import Cliff, Curve, Point
from luoqiao.core.rules.curve_words import cliff_words, top_words

GAP = 8
"""Dots between a line of the drawing and words."""

MOST_LIFT = 48
"""Words lifted further than this no longer belong to their place."""

Align = Literal["left", "center", "right"]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """一行字: words, the place they hang from, their baseline, and how they look.

    `align` says whether the place is their left end, their middle or their right end; `halo` clears the ground below.
    """

    words: str
    x: int
    y: int
    size: int
    ink: str
    weight: int = 400
    halo: bool = True
    align: Align = "left"

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        wide = width_of(self.words, self.size)
        left = self.x - {"left": 0, "center": wide // 2, "right": wide}[self.align]
        return left, self.y - self.size, left + wide, self.y + self.size // 4


def width_of(words: str, size: int) -> int:
    """About how wide words are: a Chinese character is as wide as the type is high, a digit little over half."""
    return sum(100 if ord(c) > 0x2E80 else 28 if c in " .,·" else 57 for c in words) * size // 100


class AmountWords:
    """Places the words of one chart, the most important first."""

    def __init__(self, curve: Curve, x: Scale, y: Scale, theme: Theme, size: Size) -> None:
        self.curve, self.x, self.y, self.theme, self.size = curve, x, y, theme, size
        self.taken: list[Box] = []

    def place(self) -> Iterator[Word]:
        """Every line of words that finds room."""
        yield from self.end_words()
        yield from self.case_words()
        self.taken += self.post()
        for cliff in self.curve.cliffs:
            yield from self.edge_words(cliff)
        yield from self.tier_names()

    # what is said

    def end_words(self) -> Iterator[Word]:
        """Above the right end: what the top is, or that there is none."""
        top, last = self.curve.top, self.curve.points[-1]
        if top is not None:
            words = top_words(self.curve, top)
        else:
            words = f"{show_short(last.x)}得 {show_wan(last.total)} 万元，没有封顶"
        yield from self.take([self.word(words, self.size.width, self.down(last.total) - GAP, align="right")])

    def case_words(self) -> Iterator[Word]:
        """Beside the case given: how much of the input, and what it gets."""
        point = self.curve.current
        if point is None:
            return
        got, given = f"得 {show_wan(point.total)} 万元", show_short(point.x)
        if point.x > self.curve.right:
            words = f"现为 {given}，在图的右边以外，{got}"
            yield from self.take([self.word(words, 0, -2, ink=self.theme.ink3)])
        elif self.curve.top is not None and point.x >= self.curve.top.x:
            yield from self.under_the_top(point, self.curve.top, got, given)
        else:
            yield from self.first_free(
                self.above(self.across(point.x), point.total, (given, got), strong=True)
            )

    def post(self) -> Iterator[Box]:
        """The line of the case given, which no later words may touch."""
        point = self.curve.current
        if point is not None and point.x <= self.curve.right:
            place = self.across(point.x)
            yield place - GAP, self.down(point.total), place + GAP, self.size.height

    def edge_words(self, cliff: Cliff) -> Iterator[Word]:
        """Both sides of a single cliff; of several, the amount of each step that nothing else names."""
        lines: tuple[str, ...] = cliff_words(cliff)
        if len(self.curve.cliffs) > 1:
            named = {point.total for point in (self.curve.top, self.curve.current) if point is not None}
            if cliff.after.total in named:
                return
            lines = (f"{show_wan(cliff.after.total)} 万元",)
        found = self.above(self.across(cliff.written_at), cliff.after.total, lines)
        yield from self.first_free(
            found if len(lines) > 1 else sorted(found, key=lambda words: words[0].align != "left")
        )

    def tier_names(self) -> Iterator[Word]:
        """Each tier's name inside its area, where the area is high enough to hold it."""
        for index, tier in enumerate(self.curve.tiers):
            for hundredths in (88, 72, 56, 40):
                x = self.curve.right * hundredths // 100
                shares = shares_at(self.curve, x)
                low, share = sum(shares[:index]), shares[index]
                middle = self.down(low + share // 2) + self.size.text * 2 // 5
                ink = self.theme.labels[index % 3]
                word = self.word(tier.label, self.across(x), middle, ink=ink, halo=False, align="center")
                if self.down(low) - self.down(low + share) >= self.size.text * 3 // 2 and self.is_free(
                    [word]
                ):
                    yield from self.take([word])
                    break

    # where it stands

    def above(
        self, place: int, amount: int, lines: Iterable[str], *, strong: bool = False
    ) -> list[list[Word]]:
        """Candidates around a place, lifted over whatever line runs below them; the least lifted first."""
        texts = tuple(lines)
        size = self.size.text + (2 if strong else 0)
        wide = max(width_of(text, size) for text in texts)
        places: list[tuple[int, int, Align]] = [
            (place - GAP, place - GAP - wide, "right"),
            (max(4 + wide // 2, place), max(4, place - wide // 2), "center"),
            (place + GAP, place + GAP, "left"),
        ]
        found = []
        for x, left, align in places:
            base = min(self.down(amount), self.highest(left, left + wide)) - GAP
            if self.down(amount) - base <= MOST_LIFT:
                weight, grow = (600, 2) if strong else (400, 0)
                words = [self.word(texts[-1], x, base, weight=weight, grow=grow, align=align)]
                for number, text in enumerate(reversed(texts[:-1]), 1):
                    words.append(self.word(text, x, base - number * (self.size.text + 5), align=align))
                found.append(words)
        return sorted(found, key=lambda words: -words[0].y)

    def under_the_top(self, point: Point, top: Point, got: str, given: str) -> Iterator[Word]:
        """Above a flat top its own words stand: those of the case go below the line, else in a row above.

        A halo makes them readable where they lie across the areas of two tiers.
        """
        place = self.across(point.x)
        wide = max(width_of(got, self.size.text + 2), width_of(given, self.size.text))
        candidates = []
        sides: tuple[tuple[int, int, Align], ...] = (
            (place + GAP, place + GAP, "left"),
            (place - GAP, place - GAP - wide, "right"),
        )
        for x, left, align in sides:
            words = []
            for text, below, weight, grow in ((got, 22, 600, 2), (given, 40, 400, 0)):
                base = self.down(point.total) + below
                words.append(self.word(text, x, base, weight=weight, grow=grow, align=align))
            if self.across(top.x) <= left and left + wide <= self.size.width:
                candidates.append(words)
        yield from self.first_free([*candidates, self.over_the_end(given, got)])

    def over_the_end(self, given: str, got: str) -> list[Word]:
        """A row over the words at the right end, for a case that finds no other room."""
        base = self.down(self.curve.points[-1].total) - GAP - self.size.text - 5
        return [self.word(f"现为 {given}，{got}", self.size.width, base, weight=600, align="right")]

    def first_free(self, candidates: list[list[Word]]) -> Iterator[Word]:
        for words in candidates:
            if self.is_free(words):
                yield from self.take(words)
                return

    def is_free(self, words: list[Word]) -> bool:
        """Inside the picture and over no words that stand already."""
        boxes = [word.box for word in words]
        inside = all(left >= 0 and right <= self.size.width + 4 and top >= -2 * self.size.text
                     for left, top, right, _ in boxes)  # fmt: skip
        return inside and not any(_meet(box, other) for box in boxes for other in self.taken)

    def take(self, words: list[Word]) -> Iterator[Word]:
        self.taken += [word.box for word in words]
        yield from words

    # measures

    def word(
        self, words: str, x: int, y: int, *, ink: str = "", weight: int = 400, grow: int = 0, halo: bool = True,
        align: Align = "left",
    ) -> Word:  # fmt: skip
        return Word(words, x, y, self.size.text + grow, ink or self.theme.ink, weight, halo, align)

    def across(self, fen: int) -> int:
        """From an amount of the input to dots from the left."""
        return fen * self.size.width // self.x.end

    def down(self, fen: int) -> int:
        """From an amount paid to dots from the top."""
        return self.size.height - fen * self.size.height // self.y.end

    def highest(self, left: int, right: int) -> int:
        """How high the total runs between two places, in dots from the top."""
        ends = [max(0, min(self.curve.right, x * self.x.end // self.size.width)) for x in (left, right)]
        inside = [point.total for point in self.curve.points if ends[0] <= point.x <= ends[1]]
        return self.down(max([*inside, *(sum(shares_at(self.curve, end)) for end in ends)]))


def shares_at(curve: Curve, x: int) -> tuple[int, ...]:
    """The shares at an amount, read off the straight line that it lies on."""
    points = curve.points
    after = next((n for n, point in enumerate(points) if point.x >= x), len(points) - 1)
    b, a = points[after], points[max(0, after - 1)]
    if b.x == a.x:
        return b.shares
    return tuple(p + (q - p) * (x - a.x) // (b.x - a.x) for p, q in zip(a.shares, b.shares, strict=True))


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
