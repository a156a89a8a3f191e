"""机制与系统: institutions the programme sets up or leans on (M-), systems and platforms it names (S-)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from luoqiao.core.kernel.tables import read_tables
from luoqiao.core.rules.citations import Citation, read_citations


@dataclass(frozen=True, slots=True)
class Mechanism:
    """机制: `units` are named by the document, `proposed_units` only proposed (文件未明确)."""

    id: str
    name: str
    units: tuple[str, ...]
    proposed_units: tuple[str, ...]
    readings: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class NamedSystem:
    """系统: a system or platform, and what the document asks of it in a few words."""

    id: str
    name: str
    asks: str
    citations: tuple[Citation, ...]


def parse_mechanisms(data: Mapping[str, object], file: str = "mechanisms.toml") -> tuple[Mechanism, ...]:
    """The mechanisms of a pack; refuses the file with every finding."""
    with read_tables(data, file) as tables:
        return tuple(
            Mechanism(
                id=row.pattern("id", r"M-\d{2}", "M-01"),
                name=row.text("name"),
                units=row.texts("units"),
                proposed_units=row.texts("proposed_units"),
                readings=row.texts("readings"),
                citations=read_citations(row),
            )
            for row in tables.rows("mechanisms")
        )


def parse_systems(data: Mapping[str, object], file: str = "systems.toml") -> tuple[NamedSystem, ...]:
    """The systems of a pack; refuses the file with every finding."""
    with read_tables(data, file) as tables:
        return tuple(
            NamedSystem(
                id=row.pattern("id", r"S-\d{2}", "S-01"),
                name=row.text("name"),
                asks=row.text("asks"),
                citations=read_citations(row),
            )
            for row in tables.rows("systems")
        )
