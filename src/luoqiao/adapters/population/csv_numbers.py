"""格里的数: a number or a day written in a stretch of bytes, for the text kernel."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

TEN = np.array([10**n for n in range(19)], dtype=np.int64)
"""Powers of ten."""
_DAYS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], dtype=np.int64)


@njit(cache=True, nogil=True)
def number_in(buffer: Any, begin: int, end: int, decimals: Any) -> Any:
    """Digits with at most so many decimals, as a whole number of the last one; -1 for anything else."""
    if end - begin > 18 or end == begin:
        return -1
    value, at = np.int64(0), begin
    while at < end and 48 <= buffer[at] <= 57:
        value = value * 10 + (buffer[at] - 48)
        at += 1
    if at == begin:
        return -1
    if at == end:
        places = 0
    else:
        if buffer[at] != 46:
            return -1
        at += 1
        first = at
        while at < end and 48 <= buffer[at] <= 57:
            value = value * 10 + (buffer[at] - 48)
            at += 1
        places = at - first
        if at != end or places == 0 or places > decimals:
            return -1
    if value >= TEN[18 - (decimals - places)]:
        return -1
    return value * TEN[decimals - places]


@njit(cache=True, nogil=True)
def _small(buffer: Any, begin: int, end: int) -> Any:
    """A whole number of at most four digits, -1 for anything else."""
    if end == begin or end - begin > 4:
        return -1
    value = 0
    for at in range(begin, end):
        if buffer[at] < 48 or buffer[at] > 57:
            return -1
        value = value * 10 + (buffer[at] - 48)
    return value


@njit(cache=True, nogil=True)
def day_in(buffer: Any, begin: int, end: int) -> Any:
    """2023-06-30 or 2023/6/30 as the code of the day, -1 for anything else or a day that does not exist."""
    if end - begin < 8 or end - begin > 10:
        return -1
    mark = buffer[begin + 4]
    if mark != 45 and mark != 47:
        return -1
    second = begin + 5
    while second < end and buffer[second] != mark:
        second += 1
    if second - begin > 7 or second >= end - 0 or end - second > 3:
        return -1
    year, month, day = _small(buffer, begin, begin + 4), _small(buffer, begin + 5, second), _small(buffer, second + 1, end)
    if year < 1 or month < 1 or month > 12 or day < 1 or day > _DAYS[month]:
        return -1
    if month == 2 and day == 29 and (year % 4 != 0 or (year % 100 == 0 and year % 400 != 0)):
        return -1
    return (year * 12 + month - 1) * 31 + day - 1
