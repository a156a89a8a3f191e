"""园区: parks of the district, each with the unit that runs it. A park is no division: a firm has a township besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from luoqiao.core.kernel.tables import read_tables
from luoqiao.core.rules.citations import Citation, read_citations


@dataclass(frozen=True, slots=True)
class Park:
    """园区: its code, name, and the unit that runs it."""

    code: str
    name: str
    unit: str
    citations: tuple[Citation, ...] = ()


def parse_parks(data: Mapping[str, object], file: str = "parks.toml") -> tuple[Park, ...]:
    """The parks of a pack; refuses the file with every finding."""
    with read_tables(data, file) as tables:
        return tuple(
            Park(
                code=row.pattern("code", r"[a-z][a-z0-9_]*", "小写英文标识"),
                name=row.text("name"),
                unit=row.text("unit"),
                citations=read_citations(row),
            )
            for row in tables.rows("parks", "code")
        )
