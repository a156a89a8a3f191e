"""镇街: the township-level units with their division codes, and how the document names them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from luoqiao.core.kernel.tables import Row, read_tables
from luoqiao.core.rules.citations import Citation, read_citations


class TownshipKind(StrEnum):
    """街道 · 镇 · 乡, told by the third segment of the code."""

    SUBDISTRICT = "subdistrict"
    TOWN = "town"
    TOWNSHIP = "township"


_SEGMENTS = {
    TownshipKind.SUBDISTRICT: range(1, 100),
    TownshipKind.TOWN: range(100, 200),
    TownshipKind.TOWNSHIP: range(200, 400),
}


@dataclass(frozen=True, slots=True)
class Township:
    """镇街: nine-digit division code, name, kind."""

    code: str
    name: str
    kind: TownshipKind


@dataclass(frozen=True, slots=True)
class Townships:
    """全部镇街: the list, the source of its codes, and every wording of the document for all of them."""

    district_code: str
    source: str
    members: tuple[Township, ...]
    namings: tuple[Citation, ...]


def parse_townships(data: Mapping[str, object], file: str = "townships.toml") -> Townships:
    """The townships of a pack; refuses the file with every finding."""
    with read_tables(data, file) as tables:
        whole = tables.one("district")
        district_code = whole.pattern("code", r"\d{6}", "六位区划代码")
        source, namings = whole.text("source"), read_citations(whole, "namings")
        whole.close()
        members = tuple(_township(row, district_code) for row in tables.rows("townships", "code"))
        return Townships(district_code, source, members, namings)


def _township(row: Row, district_code: str) -> Township:
    township = Township(
        code=row.pattern("code", r"\d{9}", "九位区划代码"),
        name=row.text("name"),
        kind=row.choice("kind", TownshipKind),
    )
    if not township.code.startswith(district_code):
        row.fault(f"代码应以 {district_code} 开头")
    if re.fullmatch(r"\d{9}", township.code) and int(township.code[6:]) not in _SEGMENTS[township.kind]:
        row.fault("代码第三段与镇街种类不符：001–099 街道，100–199 镇，200–399 乡")
    return township
