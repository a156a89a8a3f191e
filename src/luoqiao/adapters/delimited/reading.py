"""读分隔文本: UTF-8 (with or without mark), UTF-16 with mark, else GB18030, as Chinese spreadsheets save a CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.import_table import SheetRow

DELIMITERS = ",\t;"
LONGEST_CELL = 32_767
_LOOKED_AT = 20_000


class UnreadableText(DomainError):
    """不是能读的文本表."""

    code = "LQ-5345"


def read_delimited(content: bytes) -> Iterator[SheetRow]:
    """The rows with their line numbers. UnreadableText says what is wrong and how to save it rightly."""
    text = _decoded(content)
    if "\x00" in text:
        raise UnreadableText("文件里有不是文字的内容；请另存为 CSV（UTF-8）或 xlsx 后再导入")
    return _rows(text)


def _rows(text: str) -> Iterator[SheetRow]:
    head = text[:_LOOKED_AT].splitlines()[:10]
    delimiter = max(DELIMITERS, key=lambda mark: sum(line.count(mark) for line in head))
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for cells in reader:
            yield SheetRow(number, tuple(cells))
            number = reader.line_num + 1
    except csv.Error:
        said = f"第 {number} 行起的引号没有配成对，或有一格太长；请在表格软件里打开，另存为 CSV 或 xlsx 后再导入"
        raise UnreadableText(said) from None


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableText("文字编码读不出来；请另存为 CSV（UTF-8）或 xlsx 后再导入")
