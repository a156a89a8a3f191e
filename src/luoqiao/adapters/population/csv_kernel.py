"""逐行读 CSV: whole rows of delimited text read straight into coded columns, one pass, no object a cell.

Only what is certain is read here: plain digits, ISO days, known words. Any other cell is *odd*: its place is noted and
the exact reader of single cases judges it. Delimiters, quotes and line ends are bytes that no UTF-8 or GB18030
character contains, so both encodings are read as they stand. Eight bytes are looked at together where that helps.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from luoqiao.adapters.population.csv_bytes import LOW, cell_end, digits_in, eight_digits, load_eight
from luoqiao.adapters.population.csv_numbers import TEN, day_in, number_in

SKIP, MONEY, RATE, WHOLE, DAY, WORD, LABEL, ODD = range(8)
"""How a column is read: not at all, money, rate, count or months, day, one of some words, label, by the exact reader."""
ROW_TOO_SHORT, ROW_BLANK, ROW_QUOTES = -1, -2, -3
"""In place of the column: the row has another number of cells, is blank, or its quotes do not match."""
DONE, ODDS_FULL, LABELS_FULL = 0, 1, 2
LONGEST_LABEL = 1000
PADDING = 64
"""Bytes that may be looked at beyond the end of a buffer."""



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
def _word(key: Any, size: Any, buffer: Any, begin: int, words: Any, places: Any, first: int, past: int) -> Any:
    """The code of the word that stands here, -1 when it is none of those from `first` to `past`."""
    for one in range(first, past):
        if places[one, 1] == size and np.uint64(places[one, 3]) == key:
            start, same = places[one, 0], True
            for at in range(8, size):
                if buffer[begin + at] != words[start + at]:
                    same = False
                    break
            if same:
                return places[one, 2]
    return -1


@njit(cache=True, nogil=True)
def _same(one: Any, at: Any, other: Any, begin: Any, size: Any) -> Any:
    """Whether two stretches of bytes are equal; both may be looked at a little beyond their ends."""
    while size >= 8:
        if load_eight(one, at) != load_eight(other, begin):
            return False
        at, begin, size = at + 8, begin + 8, size - 8
    return (load_eight(one, at) ^ load_eight(other, begin)) & LOW[size] == np.uint64(0)


@njit(cache=True, nogil=True)
def _label(buffer: Any, begin: int, end: int, one: int, table: Any, hashes: Any, spans: Any, arena: Any, counts: Any) -> Any:
    """The code of a label, given on first sight."""
    size = end - begin
    mixed = np.uint64(size) * np.uint64(0x9E3779B97F4A7C15)
    at = begin
    while at + 8 <= end:
        mixed = (mixed ^ load_eight(buffer, at)) * np.uint64(0xFF51AFD7ED558CCD)
        mixed ^= mixed >> np.uint64(32)
        at += 8
    if at < end:
        mixed = (mixed ^ (load_eight(buffer, at) & LOW[end - at])) * np.uint64(0xFF51AFD7ED558CCD)
        mixed ^= mixed >> np.uint64(32)
    mask = table.shape[1] - 1
    slot = np.int64(mixed & np.uint64(mask))
    while table[one, slot] >= 0:
        code = table[one, slot]
        alike = hashes[one, code] == mixed and spans[one, code, 1] == size
        if alike and _same(arena[one], spans[one, code, 0], buffer, begin, size):
            return np.int64(code)
        slot = (slot + 1) & mask
    code = np.int32(counts[one, 0])
    start = counts[one, 1]
    for at in range(size):
        arena[one, start + at] = buffer[begin + at]
    table[one, slot] = code
    hashes[one, code] = mixed
    spans[one, code, 0], spans[one, code, 1] = start, size
    counts[one, 0], counts[one, 1] = code + 1, start + size
    return np.int64(code)


@njit(cache=True, nogil=True)
def fill_table(table: Any, hashes: Any, counts: Any) -> None:
    """Place the labels known so far in a larger, empty table."""
    mask = table.shape[1] - 1
    for one in range(table.shape[0]):
        for code in range(counts[one, 0]):
            slot = np.int64(hashes[one, code] & np.uint64(mask))
            while table[one, slot] >= 0:
                slot = (slot + 1) & mask
            table[one, slot] = code


@njit(cache=True, nogil=True)
def _quoted(buffer: Any, at: int, end: int, separator: int) -> Any:
    """A quoted cell: where its text begins and ends, where the cell ends, whether quotes are doubled in it, or broken."""
    begin = at + 1
    at, doubled, closed = begin, False, False
    while at < end:
        if buffer[at] == 34:
            if buffer[at + 1] != 34:
                closed = True
                break
            doubled = True
            at += 1
        at += 1
    text_end, stop = at, at + 1
    at = stop
    while at < end and buffer[at] != separator and buffer[at] != 10:
        at += 1
    extra = at - stop
    broken = not closed or extra > 1 or (extra == 1 and not (buffer[stop] == 13 and buffer[at] == 10))
    return begin, text_end, at, doubled, broken


@njit(cache=True, nogil=True)
def read_rows(  # noqa: C901 - one loop over bytes; calls and objects inside it would cost more than the reading
    buffer: Any, begin: int, end: int, separator: int, row: int, columns: Any, word_bytes: Any, word_places: Any,
    money: Any, whole: Any, words: Any, labels: Any, table: Any, hashes: Any, spans: Any, arena: Any, counts: Any,
    odds: Any, bounds: Any,
) -> Any:  # fmt: skip
    """Read rows from `begin` on; each column says how, where to, decimals, least, most, first and past word.

    Gives the row after the last one read, where it stopped, the number of odd cells, and why it stopped.
    """
    width, odd, at = columns.shape[0], 0, begin
    marks = np.uint64(separator) * np.uint64(0x0101010101010101)
    while at < end:
        if odd + width + 2 > odds.shape[0]:
            return row, at, odd, ODDS_FULL
        for one in range(counts.shape[0]):
            if 2 * counts[one, 0] >= table.shape[1] or counts[one, 0] >= hashes.shape[1] \
                    or counts[one, 1] + LONGEST_LABEL + PADDING > arena.shape[1]:
                return row, at, odd, LABELS_FULL
        row_at = at
        column: Any = 0
        if buffer[at] == 10 or (buffer[at] == 13 and buffer[at + 1] == 10):
            odds[odd, 0], odds[odd, 1], odds[odd, 2], odds[odd, 3], odds[odd, 4] = row, ROW_BLANK, at, 0, row_at
            odd += 1
        broken = False
        while True:
            how = columns[column, 0] if column < width else 0
            value: Any = np.int64(-1)
            strange: Any = False
            text_at, text_end, known = at, at, False
            if buffer[at] == 34:
                text_at, text_end, at, strange, cut = _quoted(buffer, at, end, separator)
                broken = broken or cut
                if strange:
                    text_at, text_end = text_at - 1, text_end + 1
            elif how == MONEY:
                eight = load_eight(buffer, at)
                size = digits_in(eight)
                decimals = columns[column, 2]
                if size < 8:
                    if size > 0:
                        value = eight_digits(eight, size)
                else:
                    value = eight_digits(eight, size)
                    eight = load_eight(buffer, at + 8)
                    more = digits_in(eight)
                    if more > 0:
                        value = value * TEN[more] + eight_digits(eight, more)
                    size += more
                at += size
                if buffer[at] == 46:
                    eight = load_eight(buffer, at + 1)
                    places = digits_in(eight)
                    at += 1 + places
                    strange = size == 0 or places == 0 or places > decimals or places > 7 or size + decimals > 17
                    if not strange:
                        value = (value * TEN[places] + eight_digits(eight, places)) * TEN[decimals - places]
                elif size > 0:
                    strange = size + decimals > 17
                    if not strange:
                        value *= TEN[decimals]
                read_to = at
                if buffer[at] != separator and buffer[at] != 10:
                    at = cell_end(buffer, at, marks)
                    if not (buffer[at] == 10 and buffer[read_to] == 13 and at == read_to + 1):
                        strange = True
                text_end = at - 1 if buffer[at] == 10 and at > text_at and buffer[at - 1] == 13 else at
                known = True
            else:
                at = cell_end(buffer, at, marks)
                text_end = at - 1 if buffer[at] == 10 and at > text_at and buffer[at - 1] == 13 else at
            if how != SKIP:
                place = columns[column, 1]
                if not strange and not known and text_end > text_at:
                    if how == WORD:
                        size = text_end - text_at
                        key = load_eight(buffer, text_at)
                        if size < 8:
                            key &= LOW[size]
                        value = np.int64(_word(key, size, buffer, text_at, word_bytes, word_places,
                                               columns[column, 5], columns[column, 6]))
                    elif how == LABEL:
                        if text_end - text_at <= LONGEST_LABEL:
                            value = _label(buffer, text_at, text_end, place, table, hashes, spans, arena, counts)
                    elif how == MONEY:
                        value = number_in(buffer, text_at, text_end, columns[column, 2])
                    elif how == WHOLE:
                        value = number_in(buffer, text_at, text_end, 0)
                    elif how == RATE:
                        percent = buffer[text_end - 1] == 37
                        value = number_in(buffer, text_at, text_end - percent, 2 if percent else 4)
                    elif how == DAY:
                        value = np.int64(day_in(buffer, text_at, text_end))
                    strange = value < 0
                if not strange and value >= 0 and how != LABEL:
                    strange = value < columns[column, 3] or value > columns[column, 4]
                if strange:
                    odds[odd, 0], odds[odd, 1], odds[odd, 2] = row, column, text_at
                    odds[odd, 3], odds[odd, 4] = text_end - text_at, row_at
                    odd += 1
                    value = np.int64(-1)
                elif value < 0:
                    bounds[column, 2] = 1
                else:
                    bounds[column, 0] = min(bounds[column, 0], value)
                    bounds[column, 1] = max(bounds[column, 1], value)
                if how == MONEY:
                    money[place, row] = value
                elif how == WORD:
                    words[place, row] = value & 255
                elif how == LABEL:
                    labels[place, row] = value
                elif how != ODD:
                    whole[place, row] = value
            column += 1
            if at >= end or buffer[at] == 10:
                at += 1
                break
            at += 1
        if column != width or broken:
            odds[odd, 0], odds[odd, 1], odds[odd, 2] = row, ROW_QUOTES if broken else ROW_TOO_SHORT, row_at
            odds[odd, 3], odds[odd, 4] = column, row_at
            odd += 1
            for one in range(column, width):
                how, place = columns[one, 0], columns[one, 1]
                bounds[one, 2] = 1
                if how == MONEY:
                    money[place, row] = -1
                elif how == WORD:
                    words[place, row] = 255
                elif how == LABEL:
                    labels[place, row] = -1
                elif how not in (SKIP, ODD):
                    whole[place, row] = -1
        row += 1
    return row, at, odd, DONE
