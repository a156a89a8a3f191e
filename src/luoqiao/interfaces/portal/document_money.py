"""原文页的金额: which sentences speak of money with a number, and by what each number is accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from luoqiao.core.rules.coverage import Coverage, MarkKind, SentenceCoverage
from luoqiao.core.rules.document import Document
from luoqiao.core.rules.money_mentions import MoneyNumber, money_mentions

ACCOUNTED: Mapping[MarkKind, str] = {
    MarkKind.CLAUSE: "进了规则",
    MarkKind.TARGET: "是目标",
    MarkKind.CLAUSE_UNCODED: "不计算，注明理由",
}
"""By what a number is accounted for, the strongest first."""


@dataclass(frozen=True, slots=True)
class MoneyAccount:
    """金额的着落: the numbers about money by sentence, how many by what, how many by nothing."""

    numbers: Mapping[str, tuple[MoneyNumber, ...]]
    by_kind: tuple[tuple[str, int], ...]
    open: int

    @property
    def whole(self) -> int:
        """All numbers."""
        return sum(map(len, self.numbers.values()))

    @property
    def said(self) -> str:
        """`93 个数：进了规则 71 个、是目标 5 个、不计算，注明理由 17 个，没有着落 0 个`."""
        parts = "；".join(f"{count} 个{name}" for name, count in self.by_kind)
        return f"共 {self.whole} 个数：{parts}；{self.open} 个没有着落。"


def money_account(document: Document, coverage: Coverage) -> MoneyAccount:
    """Every number about money in the document, counted by the strongest mark that holds it."""
    covered = {s.sentence.id: s for s in coverage.sentences}
    numbers = {m.sentence.id: m.numbers for m in money_mentions(document)}
    counts = Counter(_kind(covered[key], one) for key, held in numbers.items() for one in held)
    by_kind = tuple((name, counts[kind]) for kind, name in ACCOUNTED.items() if counts[kind])
    return MoneyAccount(numbers, by_kind, counts[None])


def _kind(found: SentenceCoverage, number: MoneyNumber) -> MarkKind | None:
    """The strongest kind of a mark that holds the whole number."""
    held = {
        mark.kind
        for mark in found.marks
        for key, start, end in mark.span.pieces
        if key == found.sentence.id and start <= number.start and number.end <= end
    }
    return next((kind for kind in ACCOUNTED if kind in held), None)
