"""原文页所选: which words of the document a place or a thing means, and what to say when it means none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.rules.coverage import Coverage, Mark, MarkKind
from luoqiao.core.rules.document import Document
from luoqiao.interfaces.portal.document_address import Address

SENTENCE = re.compile(r"\d+\.\d+")
CODES = {
    "T": MarkKind.TARGET,
    "K": MarkKind.TASK,
    "M": MarkKind.MECHANISM,
    "S": MarkKind.SYSTEM,
    "X": MarkKind.READING,
    "C": MarkKind.CORRECTION,
    "E": MarkKind.ROADMAP,
    "J": MarkKind.ROADMAP,
    "D": MarkKind.DOCUMENT,
    "P": MarkKind.CLAUSE_UNCODED,
}
TWINS = {MarkKind.CLAUSE: MarkKind.CLAUSE_UNCODED, MarkKind.CLAUSE_UNCODED: MarkKind.CLAUSE}

Stretch = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Choice:
    """所选: the words as stretches (sentence id, start, end); one sentence, a place, or the marks of a thing.

    `problem` says why nothing is chosen although something was asked for.
    """

    stretches: tuple[Stretch, ...] = ()
    sentence: str = ""
    place: str = ""
    marks: tuple[Mark, ...] = ()
    problem: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences touched, in the order of the document."""
        return tuple(dict.fromkeys(key for key, _, _ in self.stretches))

    @property
    def made(self) -> bool:
        """Whether anything is chosen."""
        return bool(self.stretches)


def choose(address: Address, document: Document, coverage: Coverage) -> Choice:
    """What the address means in this document; an unknown name gives a choice with its problem."""
    try:
        if address.at:
            return _place(address.at, document)
        if address.select:
            return _thing(address.select, coverage)
    except DomainError as refused:
        return Choice(problem=f"{refused.message}（{refused.code}）。下面是全文。")
    return Choice()


def _place(at: str, document: Document) -> Choice:
    if SENTENCE.fullmatch(at):
        sentence = document.sentence(at)
        return Choice(((at, 0, len(sentence.text)),), sentence=at, place=sentence.anchor)
    section = next((s for s in document.sections if s.name == at), None)
    anchors = document.expand(at) if document.has_anchor(at) or section is None else section.anchors
    sentences = [s for anchor in anchors for s in document.get_passage(anchor).sentences]
    return Choice(tuple((s.id, 0, len(s.text)) for s in sentences), place=at)


def _thing(select: str, coverage: Coverage) -> Choice:
    kind, key = split_thing(select)
    kinds = {kind, TWINS.get(kind, kind)} if kind else set()
    marks = [m for m in every_mark(coverage) if m.kind in kinds and m.id == key]
    if not marks:
        return Choice(problem=f"原文里没有“{select}”引用的文字（LQ-3104）。下面是全文。")
    order = {s.sentence.id: at for at, s in enumerate(coverage.sentences)}
    stretches = {piece for mark in marks for piece in mark.span.pieces}
    return Choice(tuple(sorted(stretches, key=lambda p: (order[p[0]], p[1], p[2]))), marks=tuple(marks))


def split_thing(select: str) -> tuple[MarkKind | None, str]:
    """`clause:cloud_adoption` → its kind and number; a bare code (`X-11`) says its kind by its letter."""
    kind, colon, key = select.partition(":")
    if colon:
        return next((one for one in MarkKind if one.value == kind), None), key
    return CODES.get(select[:1] if re.fullmatch(r"[A-Z]-\d{2}", select) else ""), select


def thing(mark: Mark) -> str:
    """How an address names what a mark drives."""
    kind = (
        MarkKind.CLAUSE
        if mark.kind is MarkKind.CLAUSE_UNCODED and not mark.id.startswith("P-")
        else mark.kind
    )
    return f"{kind.value}:{mark.id}"


def every_mark(coverage: Coverage) -> Iterable[Mark]:
    """Every mark once, in the order of the words; a quotation over two sentences is one mark."""
    return dict.fromkeys(mark for sentence in coverage.sentences for mark in sentence.marks)
