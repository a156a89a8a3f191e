"""读表: plain tables (as a TOML reader gives them) read into typed values, every fault listed.

Core does not read files: it is handed dictionaries. A wrong cell gives a finding and a harmless stand-in, so
that the next faults are found too; nothing built from a faulty table ever leaves `read_tables`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from luoqiao.core.kernel.errors import DomainError, Finding, Place
from luoqiao.core.kernel.text import nearest

MISSING = "LQ-3201"
WRONG_TYPE = "LQ-3202"
UNKNOWN_KEY = "LQ-3203"
TWICE = "LQ-3204"

Choice = TypeVar("Choice", bound=StrEnum)


class UnusableTables(DomainError):
    """数据文件有误: every finding of one file; nothing of it is used."""

    code = "LQ-3200"

    def __init__(self, file: str, findings: tuple[Finding, ...]) -> None:
        listed = "；".join(str(f) for f in findings)
        super().__init__(f"{file} 有 {len(findings)} 处错误：{listed}", details={"findings": findings})
        self.findings = findings


class Row:
    """一行: one table of the file; each cell is asked for once, cells never asked for are findings."""

    def __init__(self, file: str, subject: str, cells: Mapping[str, object], findings: list[Finding]) -> None:
        self.subject = subject
        self._file = file
        self._cells = cells
        self._asked: set[str] = set()
        self._findings = findings

    def fault(self, message: str, code: str = WRONG_TYPE) -> None:
        """Note that this row cannot be used as it stands."""
        self._findings.append(Finding(code, message, Place(self._file), self.subject))

    def has(self, key: str) -> bool:
        """Whether the cell is written at all."""
        self._asked.add(key)
        return key in self._cells

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty; without default it must be there."""
        value = self._cell(key, default)
        if isinstance(value, str) and (value.strip() or value == default):
            return value
        if value is not None:
            self.fault(f"“{key}”应是不空的文字")
        return default or "？"

    def pattern(self, key: str, form: str, shown: str) -> str:
        """A text of a given form, such as `T-07`."""
        value = self.text(key)
        if not re.fullmatch(form, value):
            self.fault(f"“{key}”是“{value}”；应写成 {shown}")
        return value

    def choice(self, key: str, options: type[Choice], default: Choice | None = None) -> Choice:
        """One of a fixed set of words."""
        value = self._cell(key, default)
        known = [option.value for option in options]
        if isinstance(value, str) and value in known:
            return options(value)
        if value is not None:
            self.fault(f"“{key}”是“{value}”；应是 {'、'.join(known)} 之一")
        return next(iter(options))

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """True or false."""
        value = self._cell(key, default)
        if isinstance(value, bool):
            return value
        if value is not None:
            self.fault(f"“{key}”应是 true 或 false")
        return False

    def day(self, key: str) -> date:
        """A date that must be there."""
        return self._day(key) or date.min

    def day_or_none(self, key: str) -> date | None:
        """A date that may be left out."""
        return self._day(key) if self.has(key) else None

    def days(self, key: str) -> tuple[date, ...]:
        """A list of dates; left out means none."""
        value = self._cell(key, [])
        if isinstance(value, list) and all(isinstance(d, date) and not isinstance(d, datetime) for d in value):
            return tuple(value)
        self.fault(f"“{key}”应是日期的列表，如 [2026-01-04, 2026-02-14]")
        return ()

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; left out means none."""
        return tuple(str(item) for item in self._list(key, str, "文字"))

    def numbers(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers; left out means none."""
        return tuple(item for item in self._list(key, int, "整数") if isinstance(item, int))

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number; without default it must be there."""
        value = self._cell(key, default)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if value is not None:
            self.fault(f"“{key}”应是整数")
        return default or 0

    def rows(self, key: str) -> Iterator[Row]:
        """Tables inside this one; each is closed after use."""
        for at, cells in enumerate(self.tables(key), 1):
            inner = Row(self._file, f"{self.subject} {key} {at}", cells, self._findings)
            yield inner
            inner.close()

    def tables(self, key: str) -> list[Mapping[str, object]]:
        """The tables written under `[[key]]`, as they are."""
        return [cells for cells in self._list(key, dict, "表") if isinstance(cells, dict)]

    def table(self, key: str) -> Mapping[str, object]:
        """The one table written under `[key]`, as it is; empty when it is missing."""
        value = self._cell(key, None)
        if value is not None and not isinstance(value, dict):
            self.fault(f"“{key}”应是一张表")
        return value if isinstance(value, dict) else {}

    def close(self) -> None:
        """Say which cells nobody asked for: most are slips of the pen."""
        for key in self._cells:
            if key not in self._asked:
                near = nearest(key, self._asked)
                hint = f"；是不是“{near}”？" if near else ""
                self.fault(f"不认识“{key}”{hint}", UNKNOWN_KEY)

    def _cell(self, key: str, default: object) -> object:
        self._asked.add(key)
        if key in self._cells:
            return self._cells[key]
        if default is None:
            self.fault(f"缺“{key}”", MISSING)
        return default

    def _day(self, key: str) -> date | None:
        value = self._cell(key, None)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if value is not None:
            self.fault(f"“{key}”应是日期，如 2022-06-30")
        return None

    def _list(self, key: str, kind: type, shown: str) -> list[object]:
        value = self._cell(key, [])
        if isinstance(value, list) and all(_is(item, kind) for item in value):
            return value
        self.fault(f"“{key}”应是{shown}的列表")
        return []


def _is(item: object, kind: type) -> bool:
    """Whether the item is of that kind; true and false are not whole numbers here."""
    return isinstance(item, kind) and isinstance(item, bool) == (kind is bool)


class Tables:
    """一份数据文件: gives its rows and keeps the findings."""

    def __init__(self, file: str, data: Mapping[str, object]) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self._whole = Row(file, file, data, self.findings)

    def rows(self, key: str, name: str = "id") -> Iterator[Row]:
        """The rows of `[[key]]`, named by the cell `name`, which must not repeat."""
        seen: set[str] = set()
        for at, cells in enumerate(self._whole.tables(key), 1):
            subject = str(cells.get(name, f"{key} {at}"))
            row = Row(self.file, subject, cells, self.findings)
            if subject in seen:
                row.fault(f"“{subject}”写了两次", TWICE)
            seen.add(subject)
            yield row
            row.close()

    def one(self, key: str) -> Row:
        """The single table `[key]`; call `close` on it after reading."""
        return Row(self.file, key, self._whole.table(key), self.findings)

    def close(self) -> None:
        """Say which tables of the file nobody asked for."""
        self._whole.close()


@contextmanager
def read_tables(data: Mapping[str, object], file: str) -> Iterator[Tables]:
    """Read the tables of one file; at the end refuse the file with every finding, or none."""
    tables = Tables(file, data)
    yield tables
    tables.close()
    if tables.findings:
        raise UnusableTables(file, tuple(tables.findings))
