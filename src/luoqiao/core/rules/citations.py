"""引证: a quotation with the anchor it stands at; how data and readings point into the document.

Written `←三（一）1「按照服务费的 30%」「…」`: one anchor, one or more quotations. Rule lines have their
own form (language of the clauses) because their anchors come from the head of the clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from luoqiao.core.kernel.errors import Finding
from luoqiao.core.kernel.tables import Row
from luoqiao.core.rules.document import Document, Span

NOT_QUOTED = "LQ-3110"
NO_ANCHOR = "LQ-3111"

_ONE = re.compile(r"\s*(?P<anchor>[^「」←]*?)\s*(?P<quotes>(?:「[^「」]+」\s*)+)")
_QUOTE = re.compile(r"「([^「」]+)」")


@dataclass(frozen=True, slots=True)
class Citation:
    """引证: what is quoted and where it stands."""

    anchor: str
    quote: str

    def span(self, document: Document) -> Span | None:
        """Where the quotation stands in the document; None when the anchor or the words are not there."""
        if not document.has_anchor(self.anchor):
            return None
        return document.find(self.quote, (self.anchor,))


def parse_citations(text: str) -> tuple[Citation, ...] | None:
    """Read `←锚「…」「…」 ←锚「…」`; None when the text does not have that form."""
    parts = text.split("←")
    if parts[0].strip():
        return None
    found: list[Citation] = []
    for part in parts[1:]:
        match = _ONE.fullmatch(part)
        if match is None or not match["anchor"]:
            return None
        found += [Citation(match["anchor"], quote) for quote in _QUOTE.findall(match["quotes"])]
    return tuple(found)


def check_citations(document: Document, held: Iterable[tuple[str, Citation]]) -> tuple[Finding, ...]:
    """Findings for every (subject, citation) whose anchor is unknown or whose words do not stand there."""
    findings: list[Finding] = []
    for subject, citation in held:
        if not document.has_anchor(citation.anchor):
            findings.append(Finding(NO_ANCHOR, f"原文没有“{citation.anchor}”这一处", subject=subject))
        elif citation.span(document) is None:
            findings.append(Finding(NOT_QUOTED, _miss(document, citation), subject=subject))
    return tuple(findings)


def _miss(document: Document, citation: Citation) -> str:
    head = f"“{citation.anchor}”里没有「{citation.quote}」"
    near = document.nearest(citation.quote, (citation.anchor,))
    if near is not None and near.page_break:
        return f"{head}；原文在此换页，请在换页处分成两段引用"
    if near is not None and near.width_only:
        return f"{head}；全角半角不同，原文是「{near.text}」"
    elsewhere = document.where_else(citation.quote)
    if elsewhere:
        return f"{head}；这句话在“{'”“'.join(elsewhere[:3])}”"
    return f"{head}；最接近的是「{near.text}」" if near is not None else head


def read_citation(row: Row) -> Citation:
    """The citation of a data row, from its cells `anchor` and `quote`."""
    return Citation(row.text("anchor"), row.text("quote"))


def read_citations(row: Row, key: str = "cites") -> tuple[Citation, ...]:
    """The citations of a data row, written in one cell as `←锚「…」「…」 ←锚「…」`."""
    found = parse_citations(row.text(key))
    if not found:
        row.fault(f"“{key}”应写成 ←锚「原文」")
    return found or ()
