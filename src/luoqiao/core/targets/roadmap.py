"""路线图: enterprises and projects that the document names, each under its programme industry.

The industry is what the document files them under, never derived from an owner's statistics code; owners of
projects are not stated and therefore not stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from luoqiao.core.kernel.tables import Row, read_tables
from luoqiao.core.rules.citations import Citation, read_citation


class NamedAs(StrEnum):
    """As what the document names an enterprise or body."""

    CITY_LEADER = "city_leading_enterprise"
    RESPONSIBLE_BODY = "responsible_body"
    LIVE_COMMERCE_BASE = "live_commerce_base"
    COMMERCE_PARK = "commerce_park"


@dataclass(frozen=True, slots=True)
class NamedEnterprise:
    """点名的企业或载体: `open_list` when the document adds 等: others may belong there."""

    id: str
    name: str
    named_as: NamedAs
    industry: str
    open_list: bool
    citation: Citation


@dataclass(frozen=True, slots=True)
class KeyProject:
    """重点项目: name and industry; the document states no amount, date, site or stage."""

    id: str
    name: str
    industry: str
    open_list: bool
    citation: Citation


@dataclass(frozen=True, slots=True)
class Roadmap:
    """路线图: enterprises and projects in the order of the document."""

    enterprises: tuple[NamedEnterprise, ...]
    projects: tuple[KeyProject, ...]


def parse_roadmap(data: Mapping[str, object], file: str = "roadmap.toml") -> Roadmap:
    """The roadmap of a pack; refuses the file with every finding."""
    with read_tables(data, file) as tables:
        return Roadmap(
            tuple(_enterprise(row) for row in tables.rows("enterprises")),
            tuple(_project(row) for row in tables.rows("projects")),
        )


def _enterprise(row: Row) -> NamedEnterprise:
    return NamedEnterprise(
        id=row.pattern("id", r"E-\d{2}", "E-01"),
        name=row.text("name"),
        named_as=row.choice("named_as", NamedAs, NamedAs.CITY_LEADER),
        industry=row.text("industry", ""),
        open_list=row.flag("open_list", default=False),
        citation=read_citation(row),
    )


def _project(row: Row) -> KeyProject:
    return KeyProject(
        id=row.pattern("id", r"J-\d{2}", "J-01"),
        name=row.text("name"),
        industry=row.text("industry"),
        open_list=row.flag("open_list", default=False),
        citation=read_citation(row),
    )
