"""产业: the one controlled list of programme industries."""

from __future__ import annotations

from dataclasses import dataclass

from luoqiao.core.kernel.tables import Row
from luoqiao.core.rules.citations import Citation, parse_citations

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Industry:
    """产业: `leading` 主导产业; whether the document sets targets for it; whether the roadmap lists it."""

    id: str
    name: str
    leading: bool
    has_target: bool
    in_roadmap: bool
    citations: tuple[Citation, ...]


def read_industry(row: Row) -> Industry:
    """One row of the list; 其他 stands in no sentence and has no quotation."""
    cites = row.text("cites", "")
    found = parse_citations(cites)
    if found is None:
        row.fault("“cites”应写成 ←锚「原文」")
    return Industry(
        id=row.pattern("id", r"[a-z][a-z0-9_]*", "小写英文标识"),
        name=row.text("name"),
        leading=row.flag("leading", default=False),
        has_target=row.flag("has_target", default=False),
        in_roadmap=row.flag("in_roadmap", default=False),
        citations=found or (),
    )
