"""更正: slips of the print and page breaks, in a layer beside the text; quotes are never compared with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from luoqiao.core.kernel.errors import Finding
from luoqiao.core.kernel.tables import read_tables
from luoqiao.core.rules.citations import Citation, check_citations, read_citation
from luoqiao.core.rules.document import Document


class CorrectionKind(StrEnum):
    """笔误 · 换页."""

    SLIP = "slip"
    PAGE_BREAK = "page_break"


@dataclass(frozen=True, slots=True)
class Correction:
    """更正: the words as printed, the words as meant; for a page break both read the same, joined."""

    id: str
    kind: CorrectionKind
    citation: Citation
    corrected: str
    reading: str
    note: str


def parse_corrections(data: Mapping[str, object], file: str = "corrections.toml") -> tuple[Correction, ...]:
    """The corrections of a pack; refuses the file with every finding."""
    with read_tables(data, file) as tables:
        return tuple(
            Correction(
                id=row.pattern("id", r"C-\d{2}", "C-01"),
                kind=row.choice("kind", CorrectionKind),
                citation=read_citation(row),
                corrected=row.text("corrected"),
                reading=row.text("reading"),
                note=row.text("note", ""),
            )
            for row in tables.rows("corrections")
        )


def check_corrections(document: Document, corrections: Iterable[Correction]) -> tuple[Finding, ...]:
    """Findings: printed words that are not there, a page break where the print has none."""
    findings: list[Finding] = []
    for correction in corrections:
        if correction.kind is CorrectionKind.SLIP:
            findings += check_citations(document, [(correction.id, correction.citation)])
            continue
        anchor, quote = correction.citation.anchor, correction.citation.quote
        joined = document.has_anchor(anchor) and document.find(quote, (anchor,), over_breaks=True)
        if not joined or document.find(quote, (anchor,)):
            message = f"“{anchor}”里没有跨页的「{quote}」"
            findings.append(Finding("LQ-3112", message, subject=correction.id))
    return tuple(findings)
