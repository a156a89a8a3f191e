"""原文的各级单位: sentence, passage, section, and what a search for a quotation answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """一句: text as printed, its line in the source, and the offsets at which a page of the original ends."""

    id: str
    anchor: str
    text: str
    line: int
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """一段: a paragraph or a table cell, the unit that a clause names as its basis."""

    anchor: str
    heading: str
    section: str
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The whole passage as printed, page breaks left out."""
        return "".join(s.text for s in self.sentences)

    @property
    def is_annex(self) -> bool:
        """Whether the passage stands in an annex: the body comes first where both speak."""
        return self.anchor.startswith("附件")

    @property
    def row(self) -> str:
        """The row a table cell belongs to (`附件4 技术改造`), empty for a paragraph."""
        return self.anchor.rpartition("·")[0] if self.is_annex else ""

    @property
    def column(self) -> str:
        """The column of a table cell (`省级`), empty for a paragraph."""
        return self.anchor.rpartition("·")[2] if self.row else ""


@dataclass(frozen=True, slots=True)
class Section:
    """一节: a part of the outline with the anchors of its passages."""

    name: str
    title: str
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """引文所在: the anchor, the pieces (sentence id, start, end) and the text as printed."""

    anchor: str
    pieces: tuple[tuple[str, int, int], ...]
    text: str


@dataclass(frozen=True, slots=True)
class NearMiss:
    """相近的原文: what the document says there.

    `width_only`: only full and half width differ. `page_break`: the same words, but the page ends among them.
    """

    text: str
    anchor: str
    width_only: bool
    page_break: bool = False
