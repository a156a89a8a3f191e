"""方案包的身份: number, issuer, validity, tiers, industries and facts of the document, from `pack.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from luoqiao.core.kernel.tables import Row, Tables, read_tables
from luoqiao.core.parties.industry import Industry, read_industry
from luoqiao.core.rules.basis import Tier
from luoqiao.core.rules.citations import Citation, read_citation, read_citations


@dataclass(frozen=True, slots=True)
class SuperiorDocument:
    """上位文件: number and title, with the sentence that names it."""

    number: str
    title: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """正文或附件及其版本: a part of the document may be of a later day than the whole."""

    id: str
    name: str
    version: str
    reading: str


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """文件事实 (D-01 …): what the document says about itself."""

    id: str
    name: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class PackMeta:
    """方案包的身份; `in_force_until` is the last day in force; `signs`: who signs readings and rules."""

    name: str
    version: str
    number: str
    title: str
    short_title: str
    issuer: str
    adopted_on: date
    issued_on: date
    in_force_from: date
    in_force_until: date
    in_force_reading: str
    checksum: str
    cap_period: str
    signs: tuple[str, ...]
    clause_order: tuple[str, ...]
    tiers: tuple[Tier, ...]
    superior: tuple[SuperiorDocument, ...]
    parts: tuple[DocumentPart, ...]
    facts: tuple[DocumentFact, ...]

    def in_force(self, on: date) -> bool:
        """Whether the programme is in force on that day; both end days belong to it."""
        return self.in_force_from <= on <= self.in_force_until


def parse_pack_file(
    data: Mapping[str, object], file: str = "pack.toml"
) -> tuple[PackMeta, tuple[Industry, ...]]:
    """The identity of a pack and its list of industries; refuses the file with every finding."""
    with read_tables(data, file) as tables:
        industries = tuple(read_industry(row) for row in tables.rows("industries"))
        return _meta(tables), industries


def _meta(tables: Tables) -> PackMeta:
    row = tables.one("pack")
    meta = PackMeta(
        name=row.text("name"),
        version=row.text("version"),
        number=row.text("number"),
        title=row.text("title"),
        short_title=row.text("short_title"),
        issuer=row.text("issuer"),
        adopted_on=row.day("adopted_on"),
        issued_on=row.day("issued_on"),
        in_force_from=row.day("in_force_from"),
        in_force_until=row.day("in_force_until"),
        in_force_reading=row.text("in_force_reading"),
        checksum=row.pattern("checksum", r"[0-9a-f]{64}", "六十四位十六进制"),
        cap_period=row.text("cap_period"),
        signs=row.texts("signs"),
        clause_order=row.texts("clause_order"),
        tiers=tuple(Tier(r.text("id"), r.text("label")) for r in tables.rows("tiers")),
        superior=tuple(_superior(r) for r in tables.rows("superior", "number")),
        parts=tuple(_part(r) for r in tables.rows("parts")),
        facts=tuple(_fact(r) for r in tables.rows("facts")),
    )
    if meta.in_force_from > meta.in_force_until:
        row.fault("生效日晚于失效日")
    if not meta.tiers:
        row.fault("至少要有一级财政 [[tiers]]")
    row.close()
    return meta


def _superior(row: Row) -> SuperiorDocument:
    return SuperiorDocument(row.text("number"), row.text("title"), read_citation(row))


def _part(row: Row) -> DocumentPart:
    return DocumentPart(row.text("id"), row.text("name"), row.text("version"), row.text("reading", ""))


def _fact(row: Row) -> DocumentFact:
    return DocumentFact(row.pattern("id", r"D-\d{2}", "D-01"), row.text("name"), read_citations(row))
