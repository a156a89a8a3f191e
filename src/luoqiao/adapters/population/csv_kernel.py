"""逐行读 CSV: whole rows of delimited text read straight into coded columns, one pass, no object a cell.

Only what is certain is read here: plain digits, ISO days, known words. Any other cell is *odd*: its place is noted and
the exact reader of single cases judges it. Delimiters, quotes and line ends are bytes that no UTF-8 or GB18030
character contains, so both encodings are read as they stand.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

SKIP, MONEY, RATE, WHOLE, DAY, WORD, LABEL, ODD = range(8)
"""How a column is read: not at all, money, rate, count or months, day, one of some words, label, by the exact reader."""
ROW_TOO_SHORT, ROW_BLANK, ROW_QUOTES = -1, -2, -3
"""In place of the column: the row has another number of cells, is blank, or its quotes do not match."""
DONE, ODDS_FULL, LABELS_FULL = 0, 1, 2
LONGEST_LABEL = 1000

_TEN = np.array([10**n for n in range(19)], dtype=np.int64)
_DAYS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], dtype=np.int64)


@njit(cache=True, nogil=True)
def count_rows(buffer: Any, begin: int, end: int) -> Any:
    """Line ends and quotes in a stretch of text."""
    lines, quotes = 0, 0
    for at in range(begin, end):
        lines += buffer[at] == 10
        quotes += buffer[at] == 34
    return lines, quotes


@njit(cache=True, nogil=True)
def count_quoted_rows(buffer: Any, begin: int, end: int, separator: int) -> Any:
    """Rows that end within the stretch and where the last one ends; line ends inside quotes end no row."""
    rows, last, quoted, fresh, closed = 0, begin, False, True, -2
    for at in range(begin, end):
        here = buffer[at]
        if quoted:
            if here == 34:
                quoted, closed = False, at
        elif here == 34 and (fresh or closed == at - 1):
            quoted = True
        elif here == 10:
            rows += 1
            last = at + 1
        fresh = not quoted and (here == separator or here == 10)
    return rows, last


@njit(cache=True, nogil=True)
def _number(buffer: Any, begin: int, end: int, decimals: int) -> Any:
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
    if value >= _TEN[18 - (decimals - places)]:
        return -1
    return value * _TEN[decimals - places]


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
def _day(buffer: Any, begin: int, end: int) -> Any:
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


@njit(cache=True, nogil=True)
def _word(buffer: Any, begin: int, end: int, words: Any, places: Any, first: int, past: int) -> Any:
    """The code of the word that stands here, -1 when it is none of those from `first` to `past`."""
    size = end - begin
    for one in range(first, past):
        if places[one, 1] == size:
            start, same = places[one, 0], True
            for at in range(size):
                if buffer[begin + at] != words[start + at]:
                    same = False
                    break
            if same:
                return places[one, 2]
    return -1


@njit(cache=True, nogil=True)
def _label(buffer: Any, begin: int, end: int, one: int, table: Any, hashes: Any, spans: Any, arena: Any, counts: Any) -> Any:
    """The code of a label, given on first sight."""
    mixed = np.uint64(14695981039346656037)
    for at in range(begin, end):
        mixed = (mixed ^ np.uint64(buffer[at])) * np.uint64(1099511628211)
    mask = table.shape[1] - 1
    slot = np.int64((mixed ^ (mixed >> np.uint64(29))) & np.uint64(mask))
    size = end - begin
    while table[one, slot] >= 0:
        code = table[one, slot]
        if hashes[one, code] == mixed and spans[one, code, 1] == size:
            start, same = spans[one, code, 0], True
            for at in range(size):
                if arena[one, start + at] != buffer[begin + at]:
                    same = False
                    break
            if same:
                return code
        slot = (slot + 1) & mask
    code = counts[one, 0]
    start = counts[one, 1]
    for at in range(size):
        arena[one, start + at] = buffer[begin + at]
    table[one, slot] = code
    hashes[one, code] = mixed
    spans[one, code, 0], spans[one, code, 1] = start, size
    counts[one, 0], counts[one, 1] = code + 1, start + size
    return code


@njit(cache=True, nogil=True)
def fill_table(table: Any, hashes: Any, counts: Any) -> None:
    """Place the labels known so far in a larger, empty table."""
    mask = table.shape[1] - 1
    for one in range(table.shape[0]):
        for code in range(counts[one, 0]):
            mixed = hashes[one, code]
            slot = np.int64((mixed ^ (mixed >> np.uint64(29))) & np.uint64(mask))
            while table[one, slot] >= 0:
                slot = (slot + 1) & mask
            table[one, slot] = code


@njit(cache=True, nogil=True)
def _write(how: int, place: int, row: int, code: int, money: Any, whole: Any, words: Any, labels: Any) -> None:
    """Put a code, or -1 for missing, where the column is kept."""
    if how == MONEY:
        money[place, row] = code
    elif how == RATE or how == WHOLE or how == DAY:
        whole[place, row] = code
    elif how == WORD:
        words[place, row] = 255 if code < 0 else code
    elif how == LABEL:
        labels[place, row] = code


@njit(cache=True, nogil=True)
def read_rows(
    buffer: Any, begin: int, end: int, separator: int, row: int, columns: Any, word_bytes: Any, word_places: Any,
    money: Any, whole: Any, words: Any, labels: Any, table: Any, hashes: Any, spans: Any, arena: Any, counts: Any,
    odds: Any, bounds: Any,
) -> Any:  # fmt: skip
    """Read rows from `begin` on; each column says how, where to, decimals, least, most, first and past word.

    Gives the row after the last one read, where it stopped, the number of odd cells, and why it stopped.
    """
    width, odd, at = columns.shape[0], 0, begin
    while at < end:
        if odd + width + 1 > odds.shape[0]:
            return row, at, odd, ODDS_FULL
        for one in range(counts.shape[0]):
            if 2 * counts[one, 0] >= table.shape[1] or counts[one, 0] >= hashes.shape[1] \
                    or counts[one, 1] + LONGEST_LABEL > arena.shape[1]:
                return row, at, odd, LABELS_FULL
        row_at, column, open_row = at, 0, True
        if buffer[at] == 10 or (buffer[at] == 13 and buffer[at + 1] == 10):
            odds[odd, 0], odds[odd, 1], odds[odd, 2], odds[odd, 3], odds[odd, 4] = row, ROW_BLANK, at, 0, row_at
            odd += 1
        broken = False
        while open_row:
            how = columns[column, 0] if column < width else 0
            begin_cell, value, strange = at, np.int64(-1), False
            if how == MONEY and buffer[at] != 34:
                value = np.int64(0)
                while 48 <= buffer[at] <= 57:
                    value = value * 10 + (buffer[at] - 48)
                    at += 1
                size = at - begin_cell
                if buffer[at] == 46 and size > 0:
                    at += 1
                    places = 0
                    while 48 <= buffer[at] <= 57:
                        value = value * 10 + (buffer[at] - 48)
                        at += 1
                        places += 1
                    strange = size + columns[column, 2] > 17 or places == 0 or places > columns[column, 2]
                    value = value * _TEN[columns[column, 2] - places] if not strange else value
                else:
                    strange = size + columns[column, 2] > 17
                    value = value * _TEN[columns[column, 2]] if not strange else value
                begin_inner, end_inner = begin_cell, at
                if buffer[at] != separator and buffer[at] != 10 and not (buffer[at] == 13 and buffer[at + 1] == 10):
                    strange = True
                    while buffer[at] != separator and buffer[at] != 10:
                        at += 1
                    end_inner = at - 1 if buffer[at] == 10 and buffer[at - 1] == 13 else at
                elif size == 0:
                    value = np.int64(-1)
                elif not strange and (value < columns[column, 3] or value > columns[column, 4]):
                    strange = True
            else:
                if buffer[at] == 34:
                    at += 1
                    doubled, closed = False, False
                    begin_inner, end_inner = at, at
                    while at < end:
                        if buffer[at] == 34:
                            if buffer[at + 1] == 34:
                                doubled = True
                                at += 1
                            else:
                                closed = True
                                break
                        at += 1
                    end_inner = at
                    at += 1
                    after = at
                    while at < end and buffer[at] != separator and buffer[at] != 10:
                        at += 1
                    stop = at - 1 if at > after and at < end and buffer[at] == 10 and buffer[at - 1] == 13 else at
                    if not closed or stop != after:
                        broken = True
                    if doubled and how != SKIP:
                        strange = True
                        begin_inner, end_inner = begin_cell, after
                else:
                    while buffer[at] != separator and buffer[at] != 10:
                        at += 1
                    begin_inner = begin_cell
                    end_inner = at - 1 if buffer[at] == 10 and at > begin_cell and buffer[at - 1] == 13 else at
                if how != SKIP and not strange and end_inner > begin_inner:
                    if how == MONEY:
                        value = _number(buffer, begin_inner, end_inner, columns[column, 2])
                    elif how == WORD:
                        value = _word(buffer, begin_inner, end_inner, word_bytes, word_places,
                                      columns[column, 5], columns[column, 6])
                    elif how == LABEL:
                        if end_inner - begin_inner <= LONGEST_LABEL:
                            value = np.int64(_label(buffer, begin_inner, end_inner, columns[column, 1], table, hashes,
                                                    spans, arena, counts))
                    elif how == WHOLE:
                        value = _number(buffer, begin_inner, end_inner, 0)
                    elif how == RATE:
                        if buffer[end_inner - 1] == 37:
                            value = _number(buffer, begin_inner, end_inner - 1, 2)
                        else:
                            value = _number(buffer, begin_inner, end_inner, 4)
                    elif how == DAY:
                        value = np.int64(_day(buffer, begin_inner, end_inner))
                    strange = value < 0
                    if not strange and how != LABEL and (value < columns[column, 3] or value > columns[column, 4]):
                        strange = True
            if how != SKIP:
                place = columns[column, 1]
                if strange:
                    odds[odd, 0], odds[odd, 1], odds[odd, 2] = row, column, begin_inner
                    odds[odd, 3], odds[odd, 4] = end_inner - begin_inner, row_at
                    odd += 1
                    _write(how, place, row, -1, money, whole, words, labels)
                else:
                    _write(how, place, row, value, money, whole, words, labels)
                    if value < 0:
                        bounds[column, 2] = 1
                    else:
                        if value < bounds[column, 0]:
                            bounds[column, 0] = value
                        if value > bounds[column, 1]:
                            bounds[column, 1] = value
            column += 1
            if at >= end or buffer[at] == 10:
                open_row = False
            at += 1
        if column != width or broken:
            odds[odd, 0], odds[odd, 1], odds[odd, 2] = row, ROW_QUOTES if broken else ROW_TOO_SHORT, row_at
            odds[odd, 3], odds[odd, 4] = column, row_at
            odd += 1
            for one in range(column, width):
                bounds[one, 2] = 1
                _write(columns[one, 0], columns[one, 1], row, -1, money, whole, words, labels)
        row += 1
    return row, at, odd, DONE
