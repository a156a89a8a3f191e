"""写表: a data frame as one of the four kinds of file; money that is whole fen in memory is decimal yuan in text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from luoqiao.adapters.population.columns import Population
from luoqiao.adapters.population.faults import CannotWrite, TooManyRows
from luoqiao.adapters.population.frames_out import population_frame
from luoqiao.adapters.population.outputs import Outputs
from luoqiao.adapters.population.read import kind_of
from luoqiao.adapters.xlsx.workbook import MONEY_FORMAT, safe_text
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import TIERS, Tier

MOST_SHEET_ROWS = 1_048_575
_BATCH = 65_536
SHEET = "企业"


def is_text(path: Path) -> bool:
    """Whether a file of this name holds money as written yuan: CSV and workbooks."""
    return kind_of(path) in ("csv", "xlsx")


def write_frame(frame: pl.DataFrame, path: Path, place: Path, *, encoding: str = "utf-8-sig") -> None:
    """Write to `place` what will be called `path`. Raises CannotWrite or TooManyRows."""
    kind = kind_of(path)
    try:
        if kind == "parquet":
            frame.write_parquet(place, compression="zstd", compression_level=1)
        elif kind == "arrow":
            frame.write_ipc(place, compression="uncompressed")
        elif kind == "csv":
            _write_csv(frame, path, place, encoding)
        else:
            _write_xlsx(frame, path, place)
    except (OSError, pl.exceptions.ComputeError) as fault:
        raise CannotWrite(str(path), getattr(fault, "strerror", None) or str(fault).splitlines()[0][:80]) from None


def _write_csv(frame: pl.DataFrame, path: Path, place: Path, encoding: str) -> None:
    separator = "\t" if path.suffix.lower() == ".tsv" else ","
    if encoding == "utf-8-sig":
        frame.write_csv(place, separator=separator, include_bom=True)
        return
    with place.open("wb") as stream:
        head = frame.clear().write_csv(separator=separator)
        stream.write(head.encode(encoding, "replace"))
        for begin in range(0, frame.height, _BATCH):
            part = frame.slice(begin, _BATCH).write_csv(separator=separator, include_header=False)
            stream.write(part.encode(encoding, "replace"))


def _write_xlsx(frame: pl.DataFrame, path: Path, place: Path) -> None:
    if frame.height > MOST_SHEET_ROWS:
        raise TooManyRows(str(path), frame.height, MOST_SHEET_ROWS)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    sheet.append([safe_text(name) for name in frame.columns])
    for row in frame.iter_rows():
        sheet.append([_cell(sheet, value) for value in row])
    with place.open("wb") as stream:
        book.save(stream)


def _cell(sheet: Any, value: object) -> object:
    if isinstance(value, Decimal):
        cell = WriteOnlyCell(sheet)
        cell.value = value
        cell.number_format = MONEY_FORMAT if value.as_tuple().exponent == -2 else "0.0000"
        return cell
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date | int) or value is None:
        return value
    return str(value)


def write_population(
    population: Population, path: Path, clauses: Sequence[t.Clause], *, tiers: tuple[Tier, ...] = TIERS,
    encoding: str = "utf-8-sig",
) -> None:  # fmt: skip
    """The facts of a population as a file that can be read again. Raises CannotWrite or TooManyRows."""
    frame = population_frame(population, clauses, tiers=tiers, as_text=is_text(path))
    with Outputs() as outputs:
        write_frame(frame, path, outputs.open(path), encoding=encoding)
        outputs.finish()
