"""单位: bureaus and bodies that answer for tasks, sit in the leading group or receive the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from luoqiao.core.kernel.tables import read_tables
from luoqiao.core.rules.citations import Citation, read_citations


class UnitKind(StrEnum):
    """What kind of body it is; `townships` stands for all township-level units together."""

    GOVERNMENT = "government"
    BUREAU = "bureau"
    COMMITTEE = "committee"
    ENTERPRISE = "enterprise"
    TOWNSHIPS = "townships"


@dataclass(frozen=True, slots=True)
class Unit:
    """单位: `addressed` when the document is sent to it (分送); who sits in the group is said by seats."""

    id: str
    name: str
    short_name: str
    kind: UnitKind
    addressed: bool
    citations: tuple[Citation, ...]


def parse_units(data: Mapping[str, object], file: str = "units.toml") -> tuple[Unit, ...]:
    """The units of a pack; refuses the file with every finding."""
    with read_tables(data, file) as tables:
        return tuple(
            Unit(
                id=row.pattern("id", r"[a-z][a-z0-9_]*", "小写英文标识"),
                name=row.text("name"),
                short_name=row.text("short_name"),
                kind=row.choice("kind", UnitKind),
                addressed=row.flag("addressed", default=False),
                citations=read_citations(row),
            )
            for row in tables.rows("units")
        )
