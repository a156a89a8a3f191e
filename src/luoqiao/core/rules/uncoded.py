"""不编入规则的文字: sentences that drive nothing, each with the reason; support that names no amount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from luoqiao.core.kernel.errors import Finding
from luoqiao.core.kernel.tables import read_tables
from luoqiao.core.rules.citations import Citation, read_citation
from luoqiao.core.rules.document import Document


@dataclass(frozen=True, slots=True)
class UncodedGroup:
    """一类不编入的句子: title, formal part, exhortation …, one reason for all of them."""

    kind: str
    reason: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SupportWithoutAmount:
    """没有金额的支持: the document promises support but no money can be worked out from it."""

    id: str
    name: str
    reason: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Uncoded:
    """不编入清单: groups of sentences, and support without an amount."""

    groups: tuple[UncodedGroup, ...]
    supports: tuple[SupportWithoutAmount, ...]

    def sentences(self) -> Iterator[tuple[str, UncodedGroup]]:
        """Every listed sentence id with its group."""
        for group in self.groups:
            for sentence in group.sentences:
                yield sentence, group


def parse_uncoded(data: Mapping[str, object], file: str = "uncoded.toml") -> Uncoded:
    """The list of a pack; refuses the file with every finding."""
    with read_tables(data, file) as tables:
        groups = tuple(
            UncodedGroup(row.text("kind"), row.text("reason"), row.texts("sentences"))
            for row in tables.rows("uncoded", "kind")
        )
        supports = tuple(
            SupportWithoutAmount(
                id=row.pattern("id", r"P-\d{2}", "P-15"),
                name=row.text("name"),
                reason=row.text("reason"),
                citation=read_citation(row),
            )
            for row in tables.rows("supports")
        )
        return Uncoded(groups, supports)


def check_uncoded(document: Document, uncoded: Uncoded) -> tuple[Finding, ...]:
    """Findings: a sentence id that the document does not have, or one that is listed twice."""
    known = {s.id for s in document.sentences}
    seen: set[str] = set()
    findings: list[Finding] = []
    for key, group in uncoded.sentences():
        if key not in known:
            findings.append(Finding("LQ-3113", f"“{group.kind}”列了没有的句号码 {key}", subject=key))
        elif key in seen:
            findings.append(Finding("LQ-3114", f"句号码 {key} 列了两次", subject=key))
        seen.add(key)
    return tuple(findings)
