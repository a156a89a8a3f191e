"""引擎: what differs between the frames of Polars, DuckDB and Spark: names with dots, small results, exact division.

Inside, every column has a plain name (`c0`, `c1` …): Spark takes a dot for a field of a struct.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
from narwhals.dtypes import DType

from luoqiao.core.kernel.errors import DomainError

ROW = "lq_row"


class FrameUnknown(DomainError):
    """不认识的数据框: a frame of another library."""

    code = "LQ-4201"


@dataclass(frozen=True, slots=True)
class Engine:
    """引擎: its name, its way to rename all columns and to fetch a small result, and whether `//` is exact."""

    name: str
    rename: Callable[[Any, Sequence[str]], Any]
    rows: Callable[[Any], list[tuple[Any, ...]]]
    exact_division: bool


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """打开的数据框: engine, frame with plain names, heads as given, types by plain name, how to give it back."""

    engine: Engine
    frame: nw.LazyFrame[Any]
    heads: tuple[str, ...]
    dtypes: Mapping[str, DType]
    eager: bool

    def plain(self, position: int) -> str:
        """The plain name of the column at a position."""
        return f"c{position}"

    def fetch(self, frame: nw.LazyFrame[Any]) -> list[tuple[Any, ...]]:
        """The rows of a small frame."""
        return self.engine.rows(frame.to_native())

    def numbered(self) -> nw.LazyFrame[Any]:
        """The frame with a row number, where the engine keeps rows in order."""
        if self.engine.name != "polars":
            raise FrameUnknown(
                f"清单要按行合计，而 {self.engine.name} 的行没有固定次序；"
                "请指明一列不重复的行号（key，命令行是 --key），如统一社会信用代码"
            )
        numbered: nw.LazyFrame[Any] = nw.from_native(self.frame.to_native().with_row_index(ROW))
        return numbered

    def close(self, frame: nw.LazyFrame[Any], names: Sequence[str]) -> Any:
        """The native frame with these names; a collected one if it was given so."""
        native = self.engine.rename(frame.to_native(), names)
        return native.collect() if self.eager else native


def open_frame(native: Any) -> Opened:
    """Open a frame of Polars, DuckDB or Spark. Raises FrameUnknown for anything else."""
    try:
        given = nw.from_native(native)
    except TypeError:
        raise FrameUnknown(f"不认识 {type(native).__name__}；可用 Polars、DuckDB、PySpark 的数据框") from None
    engine = _engine(given.implementation.name.lower(), type(native).__name__)
    eager = isinstance(given, nw.DataFrame)
    heads = tuple(given.collect_schema().names())
    lazy: Any = given.lazy().to_native()
    plain = nw.from_native(engine.rename(lazy, [f"c{i}" for i in range(len(heads))]))
    return Opened(engine, plain, heads, dict(plain.collect_schema()), eager)


def _engine(implementation: str, shown: str) -> Engine:
    match implementation:
        case "polars":
            return Engine("polars", _rename_polars, lambda native: native.collect().rows(), exact_division=True)
        case "duckdb":
            return Engine("duckdb", _rename_duckdb, lambda native: native.fetchall(), exact_division=True)
        case "pyspark" | "pyspark_connect":
            # its division of whole numbers goes through doubles: wrong above 2^53
            return Engine("spark", _rename_spark, _rows_spark, exact_division=False)
        case _:
            raise FrameUnknown(f"还不支持 {shown}；可用 Polars、DuckDB、PySpark 的数据框")


def _rename_polars(native: Any, names: Sequence[str]) -> Any:
    old = native.collect_schema().names()
    return native.rename(dict(zip(old, names, strict=True)))


def _rename_duckdb(native: Any, names: Sequence[str]) -> Any:
    pairs = zip(native.columns, names, strict=True)
    return native.project(", ".join(f"{_quoted(old)} as {_quoted(new)}" for old, new in pairs))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _rename_spark(native: Any, names: Sequence[str]) -> Any:
    return native.toDF(*names)


def _rows_spark(native: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in native.collect()]
