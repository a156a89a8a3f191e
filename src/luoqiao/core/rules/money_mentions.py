"""金额句: every sentence and cell of the document that speaks of money with a number, and its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luoqiao.core.rules.document import Document, Sentence

_GRANT = re.compile("补助|补贴|奖励|贴息|经费|分摊|财政|元")
_NUMBER = re.compile(
    r"\d[\d,.]*\s*(?:万亿|亿|万)?元"
    r"|\d+(?:\.\d+)?\s*%"
    r"|\d+\s*[:：]\s*\d+"
    r"|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
    r"|(?<!\d)\d{1,2}\s*(?:年|个月)"
)


@dataclass(frozen=True, slots=True)
class MoneyNumber:
    """金额句里的一个数: text and offsets in the sentence."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MoneyMention:
    """金额句: the sentence and its numbers (amounts, rates, shares, dates and terms)."""

    sentence: Sentence
    numbers: tuple[MoneyNumber, ...]


def money_mentions(document: Document) -> tuple[MoneyMention, ...]:
    """Every sentence or cell that speaks of money and holds a number, in the order of print."""
    return tuple(_mentions(document))


def _mentions(document: Document) -> Iterator[MoneyMention]:
    for sentence in document.sentences:
        found = _NUMBER.finditer(sentence.text) if _GRANT.search(sentence.text) else ()
        numbers = tuple(MoneyNumber(m[0], m.start(), m.end()) for m in found)
        if numbers:
            yield MoneyMention(sentence, numbers)
