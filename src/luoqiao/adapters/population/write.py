"""写表: a data frame as one of the four kinds of file; money that is whole fen in memory is decimal yuan in text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.writer.excel import ExcelWriter

from luoqiao.adapters.population.columns import Population
from luoqiao.adapters.population.faults import CannotWrite, TooManyRows
from luoqiao.adapters.population.frames_out import population_frame, yuan_series
from luoqiao.adapters.population.outputs import Outputs
from luoqiao.adapters.population.read import kind_of
from luoqiao.adapters.xlsx.workbook import MONEY_FORMAT, safe_text
from luoqiao.core.kernel.system_words import system_words
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import TIERS, Tier

MOST_SHEET_ROWS = 1_048_575
_BATCH = 65_536
SHEET = "企业"


def is_text(path: Path) -> bool:
    """Whether a file of this name holds money as written yuan: CSV and workbooks."""
    return kind_of(path) in ("csv", "xlsx")


def write_frame(
    frame: pl.DataFrame, path: Path, place: Path, *, encoding: str = "utf-8-sig", money: Sequence[str] = ()
) -> None:
    """Write to `place` what will be called `path`; the columns of `money` hold fen. Raises CannotWrite or TooManyRows."""
    kind = kind_of(path)
    try:
        if kind == "parquet":
            frame.write_parquet(place, compression="zstd", compression_level=1)
        elif kind == "arrow":
            frame.write_ipc(place, compression="uncompressed")
        elif kind == "csv":
            _write_csv(frame, path, place, encoding, money)
        else:
            _write_xlsx(frame, path, place, money)
    except (OSError, pl.exceptions.ComputeError) as fault:
        raise CannotWrite(str(path), system_words(fault)) from None


def _write_csv(frame: pl.DataFrame, path: Path, place: Path, encoding: str, money: Sequence[str]) -> None:
    """Part by part, so that the text of a large table never stands in memory whole."""
    separator = "\t" if path.suffix.lower() == ".tsv" else ","
    with place.open("wb") as stream:
        stream.write(frame.clear().write_csv(separator=separator).encode(encoding, "replace"))
        for begin in range(0, frame.height, _BATCH):
            part = _in_yuan(frame.slice(begin, _BATCH), money)
            if money:
                part = part.with_columns([_harmless(part[name]) for name, kind in part.schema.items() if kind == pl.String])
            text = part.write_csv(separator=separator, include_header=False)
            stream.write(text.encode("utf-8" if encoding == "utf-8-sig" else encoding, "replace"))


def _in_yuan(frame: pl.DataFrame, money: Sequence[str]) -> pl.DataFrame:
    return frame.with_columns([yuan_series(name, frame[name]) for name in money])


def _harmless(texts: pl.Series) -> pl.Series:
    """Results are opened in spreadsheets: no label is taken for a formula there."""
    risky = [text for text in texts.unique().to_list() if text is not None and safe_text(text) != text]
    return texts.replace(risky, [safe_text(text) for text in risky]) if risky else texts


def _write_xlsx(frame: pl.DataFrame, path: Path, place: Path, money: Sequence[str]) -> None:
    if frame.height > MOST_SHEET_ROWS:
        raise TooManyRows(str(path), frame.height, MOST_SHEET_ROWS)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    sheet.append([safe_text(name) for name in frame.columns])
    for begin in range(0, frame.height, _BATCH):
        for row in _in_yuan(frame.slice(begin, _BATCH), money).iter_rows():
            sheet.append([_cell(sheet, value) for value in row])
    with place.open("wb") as stream:
        archive = ZipFile(stream, "w", ZIP_DEFLATED, allowZip64=True)
        try:
            ExcelWriter(book, archive).save()
        except OSError:
            archive.fp = None  # else it tries to end itself on the full disk once more and complains
            raise


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
