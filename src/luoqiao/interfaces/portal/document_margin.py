"""原文页的页边: notes that have no room beside their own line join those above, so that none slides down the page.

A page sets its lines itself; where a line begins is reckoned from the width of the words. The column is fixed
(`document.css`), so the reckoning is off by a line at most; a paragraph always ends below its last note.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from luoqiao.interfaces.portal.document_notes import MarginNote, merged

COLUMN = 45
"""Half-widths of a character in a line of the text."""
INDENT = 4
NOTE_COLUMN = 20
"""Half-widths of a character in a line of the margin."""
LINE, NOTE_LINE, ABOVE = 36, 20, 8
"""Heights in pixels: a line of the text, a line of a note, what a note keeps above it."""

Slot = tuple[str, tuple[MarginNote, ...]]


def in_margin(slots: Sequence[Slot]) -> tuple[tuple[MarginNote, ...], ...]:
    """Words in their order, each with the notes that begin there → the notes to set there, some moved up."""
    placed: list[tuple[MarginNote, ...]] = []
    group, top, before = 0, 0, INDENT
    for at, (words, notes) in enumerate(slots):
        placed.append(())
        line = before // COLUMN * LINE + ABOVE
        if notes and placed[group] and line < top + _height(placed[group]):
            placed[group] = merged((*placed[group], *notes))
        elif notes:
            placed[at], group, top = notes, at, line
        before += width(words)
    return tuple(placed)


def _height(notes: Iterable[MarginNote]) -> int:
    return sum(-(-width(note.label) // NOTE_COLUMN) for note in notes) * NOTE_LINE


def width(words: str) -> int:
    """The width of words in half-widths; quotation marks and dashes are wide among Chinese characters."""
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in words)
