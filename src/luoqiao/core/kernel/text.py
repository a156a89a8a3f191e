"""文字: folding of full-width characters, width on a terminal, the nearest known word.

Folding maps one character to one character, so that columns stay true; rule text is never NFKC-normalised.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

_FOLD = {ord("\u3000"): " ", ord("\u00a0"): " "} | {
    code: chr(code - 0xFEE0) for code in [*range(0xFF10, 0xFF1A), *(ord(c) for c in "％，：（）＝．－")]
}
_BLANK = dict.fromkeys((32, 9, 10, 11, 12, 13, 160, 12288, 8232, 8233))


def fold_width(text: str) -> str:
    """Fold full-width digits and punctuation to half width, one character to one; `；、「」←` stay."""
    return text.translate(_FOLD)


def fold_all_width(text: str) -> str:
    """Fold every full-width ASCII form: used only to tell a reader that two texts differ in width alone."""
    return "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text)


def drop_blanks(text: str) -> str:
    """Delete white space (spaces, U+3000, line and page breaks) and nothing else."""
    return text.translate(_BLANK)


def display_width(text: str) -> int:
    """Columns a terminal needs: wide and full-width East Asian characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def caret_line(text: str, column: int, end_column: int) -> str:
    """The line under `text` that points at columns `column` to `end_column` (from 1, end excluded)."""
    before, marked = text[: column - 1], text[column - 1 : max(end_column, column + 1) - 1]
    return " " * display_width(before) + "^" * max(1, display_width(marked))


def nearest(word: str, known: Iterable[str], *, least: float = 0.5) -> str | None:
    """The most similar known word, never the word itself; None when nothing is near."""
    best, best_ratio = None, least
    for candidate in known:
        if candidate == word:
            continue
        ratio = SequenceMatcher(None, word, candidate, autojunk=False).ratio()
        if ratio > best_ratio or (ratio == best_ratio and best is not None and candidate < best):
            best, best_ratio = candidate, ratio
    return best
