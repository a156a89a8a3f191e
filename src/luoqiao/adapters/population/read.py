"""读总体: any of the four kinds of file as a population, with everything that could not be read named."""

from __future__ import annotations

from pathlib import Path

from luoqiao.adapters.population.faults import FileBroken, FileUnreadable, UnknownFileType
from luoqiao.adapters.population.gathered import Gathered
from luoqiao.adapters.population.plan import Request, plan_for
from luoqiao.core.kernel.system_words import system_words

KINDS = {".parquet": "parquet", ".pq": "parquet", ".arrow": "arrow", ".feather": "arrow", ".ipc": "arrow",
         ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx"}  # fmt: skip
_MAGIC = ((b"PAR1", "parquet"), (b"ARROW1", "arrow"), (b"PK\x03\x04", "xlsx"))
_NAMES = {"parquet": "Parquet", "arrow": "Arrow", "csv": "CSV", "xlsx": "xlsx"}
SMALL_CSV = 256 * 1024
"""Below this a text file is read cell by cell: sooner done than the fast reader is started."""


def kind_of(path: Path) -> str:
    """parquet, arrow, csv or xlsx, by the name of a file. Raises UnknownFileType."""
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise UnknownFileType(path.name)
    return kind


def check_file(path: Path) -> str:
    """The kind of a file that is there, can be read, and holds what its name says."""
    kind = kind_of(path)
    try:
        with path.open("rb") as stream:
            begin = stream.read(8)
    except FileNotFoundError:
        raise FileUnreadable(str(path), "没有这个文件；请核对路径") from None
    except IsADirectoryError:
        raise FileUnreadable(str(path), "是文件夹，不是文件") from None
    except OSError as fault:
        raise FileUnreadable(str(path), f"读不到（{system_words(fault)}）") from None
    if not begin:
        raise FileBroken(path.name, "是空文件")
    inside = next((known for magic, known in _MAGIC if begin.startswith(magic)), "csv")
    if inside != kind:
        if inside == "csv":
            raise FileBroken(path.name, f"残缺，或不是 {_NAMES[kind]} 文件")
        raise UnknownFileType(path.name, f"名称说是 {_NAMES[kind]}，里面是 {_NAMES[inside]}；请改正扩展名")
    return kind


def read_file(path: Path, request: Request, *, encoding: str = "", threads: int = 0, fast: bool | None = None) -> Gathered:
    """Read what a request asks for. `fast` forces or forbids the fast reader of text; None lets the size decide.

    Raises FileUnreadable, UnknownFileType, FileBroken, WrongEncoding, NoSuchColumn, or Invalid for heads.
    """
    kind = check_file(path)
    if kind == "csv":
        return _read_csv(path, request, encoding, threads, fast)
    if kind == "xlsx":
        return _read_xlsx(path, request)
    return _read_frame(path, request)


def _read_csv(path: Path, request: Request, encoding: str, threads: int, fast: bool | None) -> Gathered:
    from luoqiao.adapters.population.csv_text import find_dialect

    dialect = find_dialect(path, encoding)
    plan = plan_for(path.name, dialect.heads, request)
    if fast or (fast is None and path.stat().st_size > SMALL_CSV):
        from luoqiao.adapters.population.csv_reader import read_csv

        return read_csv(path, plan, dialect, threads)
    from luoqiao.adapters.population.cell_tables import read_small_csv, read_table

    return read_table(path.name, read_small_csv(path, dialect), plan)


def _read_xlsx(path: Path, request: Request) -> Gathered:
    from luoqiao.adapters.population.cell_tables import join_sheets, list_sheets, read_table, read_workbook

    table = read_workbook(path)
    plan = plan_for(path.name, table.heads, request, elsewhere=list_sheets(table, request))
    gathered = read_table(path.name, table, plan)
    join_sheets(table, plan, gathered)
    return gathered


def _read_frame(path: Path, request: Request) -> Gathered:
    from luoqiao.adapters.population.frame_reader import heads_of, read_frame

    return read_frame(path, plan_for(path.name, heads_of(path), request))

