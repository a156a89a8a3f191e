"""引文查找: where a quotation stands in a passage, compared after deleting white space only.

What lives here works on one passage at a time; `document.py` decides which passages are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from luoqiao.core.kernel.text import drop_blanks


@dataclass(frozen=True, slots=True)
class Squeezed:
    """去空白的段落: the text without white space; for each character its sentence and place as printed."""

    text: str
    places: tuple[tuple[int, int], ...]
    breaks: tuple[int, ...]


def squeeze(sentences: Iterable[tuple[str, tuple[int, ...]]]) -> Squeezed:
    """Delete the white space of (text, page breaks) pairs, remembering where each character stood."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    breaks: list[int] = []
    for index, (text, cuts) in enumerate(sentences):
        for offset, letter in enumerate(text):
            if offset in cuts:
                breaks.append(len(letters))
            if drop_blanks(letter):
                letters.append(letter)
                places.append((index, offset))
    return Squeezed("".join(letters), tuple(places), tuple(breaks))


def locate(within: Squeezed, needle: str, *, over_breaks: bool) -> tuple[int, int] | None:
    """First place (start, end) of a squeezed needle; over a page break only if that is allowed."""
    start = within.text.find(needle) if needle else -1
    while start >= 0:
        end = start + len(needle)
        if over_breaks or not any(start < cut < end for cut in within.breaks):
            return start, end
        start = within.text.find(needle, start + 1)
    return None


def most_similar(within: Squeezed, needle: str) -> tuple[float, int, int]:
    """The stretch most like the needle: (ratio, start, end); ratio 0 when nothing is shared."""
    matcher = SequenceMatcher(None, within.text, needle, autojunk=False)
    anchor = matcher.find_longest_match()
    if anchor.size == 0:
        return 0.0, 0, 0
    shift = anchor.a - anchor.b
    best = (0.0, 0, 0)
    for spare in (0, 2, 4, len(needle) // 4):
        low = max(0, shift - spare)
        window = within.text[low : shift + len(needle) + spare]
        blocks = SequenceMatcher(None, window, needle, autojunk=False).get_matching_blocks()[:-1]
        if not blocks:
            continue
        start, end = low + blocks[0].a, low + blocks[-1].a + blocks[-1].size
        ratio = SequenceMatcher(None, within.text[start:end], needle, autojunk=False).ratio()
        best = max(best, (ratio, start, end))
    return best
