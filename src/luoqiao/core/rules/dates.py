"""日期的编码: a day as one integer so that order is kept and 满 N 月 is plus 31·N.

code = (year × 12 + month − 1) × 31 + day − 1. Whole months between two days are a floor division by 31: a month is
complete on the day of the same number, and the last day of a shorter month is not taken for it (31 August to
28 February is five whole months). A day that does not exist (29 February + 1 year) still sorts rightly. Adding days
is not in the language.
"""

from __future__ import annotations

import re
from datetime import date

_WRITTEN = re.compile(r"(\d{4})(?:-|年|/|\.)(\d{1,2})(?:-|月|/|\.)(\d{1,2})日?")


def encode(day: date) -> int:
    """The code of a day."""
    return (day.year * 12 + day.month - 1) * 31 + day.day - 1


def decode(code: int) -> date:
    """The day of a code; ValueError for a day that does not exist (2023-02-29)."""
    months, day = divmod(code, 31)
    return date(months // 12, months % 12 + 1, day + 1)


def show_code(code: int) -> str:
    """The code as a date of the document, also for a day that does not exist (2023-02-29)."""
    months, day = divmod(code, 31)
    return f"{months // 12:04d}-{months % 12 + 1:02d}-{day + 1:02d}"


def read_date(text: str) -> date:
    """Read 2023-01-01 or 2023年1月1日; ValueError when it is not written so or does not exist."""
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    return date(int(match[1]), int(match[2]), int(match[3]))
