"""表格的值: what a workbook holds, free of any library. Money is integer fen; the workbook shows exact yuan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Money:
    """金额: fen, written as a number of yuan with two decimals."""

    fen: int


Value = str | int | date | Money | None


@dataclass(frozen=True, slots=True)
class Column:
    """列: head, width in characters; `money` and `count` stand to the right."""

    head: str
    width: int
    kind: Literal["text", "money", "count", "date"] = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """表: lines above the table, the table with its foot, lines below it."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    title: str = ""
    above: tuple[str, ...] = ()
    foot: tuple[Value, ...] = ()
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """工作簿: its sheets in order, and what its properties say."""

    sheets: tuple[Sheet, ...]
    title: str
    subject: str = ""
    footer: str = ""
