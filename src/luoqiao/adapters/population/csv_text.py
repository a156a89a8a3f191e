"""CSV 的样子: encoding, separator and heads of a text file, found from its beginning; cells and rows as text."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from luoqiao.adapters.population.faults import FileBroken, FileUnreadable, WrongEncoding
from luoqiao.core.kernel.system_words import system_words

SAMPLE = 1024 * 1024
LONGEST_HEADS = 1024 * 1024
LONGEST_ROW = 64 * 1024 * 1024
SEPARATORS = (",", "\t", ";")
ENCODINGS = {"utf-8": "utf-8", "utf8": "utf-8", "utf-8-sig": "utf-8", "gb18030": "gb18030", "gbk": "gb18030", "gb2312": "gb18030"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """一个文本文件的写法: heads, encoding, separator, and the byte at which its rows begin."""

    heads: tuple[str, ...]
    encoding: str
    separator: str
    data_at: int
    marked: bool = False
    """Begins with the mark of UTF-8."""
    certain: bool = True
    """Whether the encoding was stated or seen; plain ASCII so far may turn out to be either."""

    def in_gb18030(self) -> Dialect:
        """The same file read as GB18030."""
        return replace(self, encoding="gb18030", certain=True)


def find_dialect(path: Path, encoding: str = "") -> Dialect:
    """Look at the beginning of the file. Raises FileBroken or WrongEncoding."""
    try:
        with path.open("rb") as stream:
            sample = stream.read(SAMPLE)
    except OSError as fault:
        raise FileUnreadable(path.name, f"读不到（{system_words(fault)}）") from None
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise WrongEncoding(path.name, "是 UTF-16 编码")
    if b"\0" in sample[:4096]:
        raise FileBroken(path.name, "里面不是文字，不像 CSV")
    if b"\r" in sample and b"\n" not in sample:
        raise FileBroken(path.name, "每行以旧式的回车结束，分不出行；请另存为通常的 CSV")
    marked = sample.startswith(codecs.BOM_UTF8)
    start = len(codecs.BOM_UTF8) if marked else 0
    whole = sample if len(sample) < SAMPLE else sample[: sample.rfind(b"\n") + 1] or sample
    known, certain = _encoding(path.name, whole[start:], encoding, marked)
    head = _first_record(whole[start:])
    if not head.strip():
        raise FileBroken(path.name, "是空的，没有表头")
    text = head.decode(known, "replace").rstrip("\r\n")
    separator = max(SEPARATORS, key=text.count)
    heads = tuple(cell.strip() for cell in next(csv.reader([text.replace("\n", " ")], delimiter=separator)))
    return Dialect(heads, known, separator, start + len(head), marked, certain)


def _encoding(file: str, sample: bytes, asked: str, marked: bool) -> tuple[str, bool]:
    if asked:
        known = ENCODINGS.get(asked.lower())
        if known is None:
            raise WrongEncoding(file, f"不认识编码“{asked[:20]}”")
        return known, True
    for known in ("utf-8", "gb18030"):
        try:
            text = sample.decode(known)
        except UnicodeDecodeError as fault:
            if len(sample) - fault.start < 4 and len(sample) >= SAMPLE - 3:
                return known, False
            continue
        return known, marked or not text.isascii()
    raise WrongEncoding(file, "既不是 UTF-8，也不是 GB18030")


def _first_record(sample: bytes) -> bytes:
    """The first row with its line end; line ends inside quotes belong to it."""
    at = 0
    while True:
        end = sample.find(b"\n", at)
        if end < 0 or end > LONGEST_HEADS:
            return sample
        if sample.count(b'"', 0, end) % 2 == 0:
            return sample[: end + 1]
        at = end + 1


def decode_cell(raw: bytes, encoding: str) -> str:
    """The text of a cell; a quoted one loses its quotes."""
    text = raw.decode(encoding)
    if len(text) >= 2 and text.startswith('"') and text.endswith('"'):
        return text[1:-1].replace('""', '"')
    return text


def read_records(path: Path, offsets: Sequence[int], separator: str) -> Iterator[bytes]:
    """The rows that begin at these bytes, without their line ends."""
    with path.open("rb") as stream:
        for offset in offsets:
            stream.seek(offset)
            kept = b""
            while line := stream.readline(LONGEST_HEADS):
                kept += line
                if _complete(kept, separator.encode()) or len(kept) > LONGEST_ROW:
                    break
            yield kept.rstrip(b"\r\n")


def _complete(raw: bytes, separator: bytes) -> bool:
    """Whether every quote that opens a cell is closed."""
    quoted, fresh, closed = False, True, -2
    for at, here in enumerate(raw):
        if quoted:
            if here == 34:
                quoted, closed = False, at
        elif here == 34 and (fresh or closed == at - 1):
            quoted = True
        fresh = not quoted and (here == separator[0] or here == 10)
    return not quoted
