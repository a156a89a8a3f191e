"""写分隔文本: rows as a CSV in a given encoding; the same rows give the same bytes."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO


def write_delimited(rows: Iterable[Sequence[object]], encoding: str) -> bytes:
    """The whole file: commas, quotes where needed, lines ended as spreadsheets expect. What the encoding lacks becomes `?`."""
    held = StringIO(newline="")
    csv.writer(held, lineterminator="\r\n").writerows(rows)
    return held.getvalue().encode(encoding, "replace")
