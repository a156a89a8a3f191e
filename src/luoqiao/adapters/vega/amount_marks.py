"""图上的记号: the case given and every word, laid over the ground of an amount chart as plain SVG.

No library is asked: these are the parts that differ from reader to reader, and they are lines, dots and words.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from luoqiao.adapters.vega.amount_words import AmountWords, Word
from luoqiao.adapters.vega.scale import Scale
from luoqiao.adapters.vega.theme import ABOVE, LEFT, SANS, Size, Theme
from luoqiao.core.rules.curve import Curve

DOT = "3.74"
"""The radius of a dot of the ground (half the root of its size, 56)."""

_ANCHORS = {"left": "start", "center": "middle", "right": "end"}


class AmountMarks:
    """The marks of one case, from the bottom up."""

    def __init__(self, curve: Curve, x: Scale, y: Scale, theme: Theme, size: Size) -> None:
        self.curve, self.x, self.y, self.theme, self.size = curve, x, y, theme, size

    def svg(self) -> str:
        """All marks as one group."""
        words = (part for word in self.words() for part in self.text(word))
        return f'<g fill="none" transform="translate({LEFT},{ABOVE})">{"".join((*self.case(), *words))}</g>'

    def case(self) -> Iterator[str]:
        """Where the case given stands, when it stands in the picture: a post with a filled dot."""
        point = self.curve.current
        if point is None or point.x > self.curve.right:
            return
        across = f"{point.x / self.x.end * self.size.width:.2f}"
        top = f"{self.size.height - point.total / self.y.end * self.size.height:.2f}"
        ink = f'stroke="{self.theme.ink}" stroke-width="1.5"'
        yield f'<line x1="{across}" y1="{self.size.height}" x2="{across}" y2="{top}" {ink}/>'
        yield f'<circle cx="{across}" cy="{top}" r="{DOT}" fill="{self.theme.ink}" {ink}/>'

    def words(self) -> Iterator[Word]:
        """What each axis counts, then the words on the picture."""
        across = f"{self.curve.input.label}（{self.x.unit_name}）"
        paid = f"补助（{self.y.unit_name}）"
        size, ink = self.size.text, self.theme.ink3
        yield Word(paid, -28, -14, size, ink, halo=False)
        yield Word(across, self.size.width, self.size.height + 36, size, ink, halo=False, align="right")
        yield from AmountWords(self.curve, self.x, self.y, self.theme, self.size).place()

    def text(self, word: Word) -> Iterator[str]:
        """A line of words; a halo of paper below it where a line may cross."""
        look = (
            f'text-anchor="{_ANCHORS[word.align]}" x="{word.x}" y="{word.y}" font-family="{SANS}" '
            f'font-size="{word.size}px" font-weight="{word.weight}"'
        )
        words, paper = escape(word.words), self.theme.paper
        if word.halo:
            edge = f'stroke="{paper}" stroke-width="4" stroke-linejoin="round"'
            yield f'<text {look} fill="{paper}" {edge} aria-hidden="true">{words}</text>'
        yield f'<text {look} fill="{word.ink}">{words}</text>'
