"""总体文件的拒绝: what can be wrong with a file of many enterprises, and one bad cell of it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

from luoqiao.core.kernel.errors import DomainError, FieldProblem


class ExtraMissing(DomainError):
    """没有安装计算总体要用的部件."""

    code = "LQ-4300"

    def __init__(self, what: str) -> None:
        super().__init__(f"读写和计算企业总体要用 {what}，还没有安装；请运行 scripts/setup compute，再试一次。")


class FileUnreadable(DomainError):
    """文件打不开."""

    code = "LQ-4301"

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"{file}：{why}")


class UnknownFileType(DomainError):
    """文件类型不认识."""

    code = "LQ-4302"

    def __init__(self, file: str, why: str = "") -> None:
        said = why or "不认识这种文件；可用 .parquet、.arrow、.feather、.csv、.xlsx"
        super().__init__(f"{file}：{said}")


class FileBroken(DomainError):
    """文件残缺，或内容与扩展名不符."""

    code = "LQ-4303"

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"{file}：{why}")


class WrongEncoding(DomainError):
    """文件的文字编码读不成."""

    code = "LQ-4304"

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"{file}：{why}；请另存为 UTF-8，或用 --encoding 写明编码（utf-8、gb18030）。")


class CannotWrite(DomainError):
    """结果写不出去."""

    code = "LQ-4305"

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"{file} 写不出去：{why}；原有的文件没有改动。")


class NoSuchColumn(DomainError):
    """文件里没有这一列."""

    code = "LQ-4315"

    def __init__(self, file: str, name: str, hint: str) -> None:
        super().__init__(f"{file} 没有“{name[:40]}”这一列{hint}")


class TooManyRows(DomainError):
    """一张表放不下这么多行."""

    code = "LQ-4306"

    def __init__(self, file: str, rows: int, most: int) -> None:
        super().__init__(f"{file}：{rows:,} 行放不进一张表（最多 {most:,} 行）；请改用 .parquet 或 .csv。")


def check_extra() -> None:
    """Refuse in one sentence where the packages for whole populations are not installed."""
    missing = [name for name in ("numpy", "numba", "polars") if find_spec(name) is None]
    if missing:
        raise ExtraMissing("、".join(missing))


@dataclass(frozen=True, slots=True)
class BadCell:
    """读不成的一格: row of the data from 0, head of the column, what was given, what is expected, as a sentence."""

    row: int
    head: str
    given: str
    expected: str
    message: str
    code: str
    offset: int = -1
    """Where the row begins in a text file; -1 elsewhere."""

    def problem(self, file: str, line: int) -> FieldProblem:
        """The same for the reader: file, line, column."""
        at = f"{file} 第 {line} 行" + (f" {self.head}" if self.head else "")
        return FieldProblem(at, self.given, self.expected, self.message, self.code)
