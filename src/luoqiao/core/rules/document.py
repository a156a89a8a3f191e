"""原文: the document whole, with an anchor for every paragraph and table cell and an id for every sentence.

The text stands in a pack's `source.md`, word for word. Its form, line by line:

    <!-- … -->               a note, not text
    # 三（一） ｜ 三（一）智改数转        a section: name ｜ title, only for outlines and counts
    ## 三（一）1 ｜ 加快两化融合发展    a passage (paragraph or table cell): anchor ｜ heading
    - `41.5` 对年度服务费超过 5 万元…   a sentence: id (source line, running number), text as printed

Inside a sentence `⏎` marks a page break of the printed original. All but the text of the sentences is markup.
A table cell is called `附件4 技术改造·省级`; `附件4 技术改造` means all cells of the row in order, and
`附件4 技术改造·省级、市级` some of them. A cell that is empty in print is a passage without sentences.

Quotations are compared after deleting white space only. Reading files is the pack's business, not done here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.text import drop_blanks, fold_all_width, nearest
from luoqiao.core.rules.passages import NearMiss, Passage, Section, Sentence, Span
from luoqiao.core.rules.quote_search import Squeezed, locate, most_similar, squeeze

__all__ = [
    "PAGE_BREAK",
    "Document",
    "NearMiss",
    "Passage",
    "Section",
    "Sentence",
    "Span",
    "UnknownAnchor",
    "UnknownSentence",
    "UnreadableDocument",
    "parse_document",
]

PAGE_BREAK = "⏎"
LEAST_LIKENESS = 0.6
"""Below this ratio a stretch of text is not offered as what the author may have meant."""


class UnknownAnchor(DomainError):
    """没有这个锚: the document has no paragraph, row or cell of that name."""

    code = "LQ-3101"

    def __init__(self, anchor: str, suggestion: str | None) -> None:
        hint = f"；是不是“{suggestion}”？" if suggestion else ""
        message = f"原文没有“{anchor}”这一处{hint}"
        super().__init__(message, details={"anchor": anchor, "suggestion": suggestion})
        self.anchor = anchor
        self.suggestion = suggestion


class UnknownSentence(DomainError):
    """没有这一句: the document has no sentence with that id."""

    code = "LQ-3102"

    def __init__(self, sentence_id: str) -> None:
        super().__init__(f"原文没有句号码“{sentence_id}”", details={"sentence": sentence_id})


class UnreadableDocument(DomainError):
    """原文文件读不懂: the lines of source.md that do not have the expected form, all of them."""

    code = "LQ-3103"

    def __init__(self, problems: tuple[tuple[int, str], ...]) -> None:
        shown = "；".join(f"第 {line} 行：{text}" for line, text in problems)
        super().__init__(f"原文文件有 {len(problems)} 处读不懂：{shown}", details={"problems": problems})
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Document:
    """原文: passages in the order of print; answers where a quotation stands and what is near it."""

    passages: tuple[Passage, ...]
    sections: tuple[Section, ...] = ()
    _by_anchor: Mapping[str, Passage] = field(init=False, repr=False, compare=False)
    _by_sentence: Mapping[str, Sentence] = field(init=False, repr=False, compare=False)
    _rows: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _squeezed: Mapping[str, Squeezed] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rows: dict[str, tuple[str, ...]] = {}
        for passage in self.passages:
            if passage.row:
                rows[passage.row] = (*rows.get(passage.row, ()), passage.anchor)
        squeezed = {p.anchor: squeeze((s.text, s.breaks) for s in p.sentences) for p in self.passages}
        object.__setattr__(self, "_by_anchor", {p.anchor: p for p in self.passages})
        object.__setattr__(self, "_by_sentence", {s.id: s for s in self.sentences})
        object.__setattr__(self, "_rows", rows)
        object.__setattr__(self, "_squeezed", squeezed)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence in the order of print."""
        return tuple(s for p in self.passages for s in p.sentences)

    @property
    def rows(self) -> Mapping[str, tuple[str, ...]]:
        """Table rows and the anchors of their cells, in the order of print."""
        return self._rows

    def has_anchor(self, anchor: str) -> bool:
        """Whether the anchor names a passage, a row, or cells of a row."""
        return bool(self._cells(anchor))

    def get_passage(self, anchor: str) -> Passage:
        """The paragraph or cell with this anchor; refuses an unknown one with the nearest name."""
        passage = self._by_anchor.get(anchor)
        if passage is None:
            raise UnknownAnchor(anchor, self._suggest(anchor))
        return passage

    def sentence(self, sentence_id: str) -> Sentence:
        """The sentence with this id; refuses an unknown one."""
        found = self._by_sentence.get(sentence_id)
        if found is None:
            raise UnknownSentence(sentence_id)
        return found

    def expand(self, anchor: str) -> tuple[str, ...]:
        """Anchors of passages: a row gives its cells, `行·省级、市级` those cells, a passage itself."""
        cells = self._cells(anchor)
        if not cells:
            raise UnknownAnchor(anchor, self._suggest(anchor))
        return cells

    def find(self, quote: str, anchors: Iterable[str], *, over_breaks: bool = False) -> Span | None:
        """Where the quote stands: body before annex, else in the order given; never over a cell end.

        A quote of a rule may not run over a page break; the copy of a whole passage may (`over_breaks`).
        """
        needle = drop_blanks(quote)
        for anchor in self._ordered(anchors):
            place = locate(self._squeezed[anchor], needle, over_breaks=over_breaks)
            if place:
                return self._span(anchor, *place)
        return None

    def where_else(self, quote: str) -> tuple[str, ...]:
        """Every anchor whose text contains the quote."""
        needle = drop_blanks(quote)
        return tuple(a for a, within in self._squeezed.items() if locate(within, needle, over_breaks=True))

    def nearest(self, quote: str, anchors: Iterable[str]) -> NearMiss | None:
        """What the document says instead: the same but for width, else the most similar stretch."""
        needle = drop_blanks(quote)
        folded = fold_all_width(needle)
        best: tuple[float, str, int, int] = (LEAST_LIKENESS, "", 0, 0)
        for anchor in self._ordered(anchors):
            within = self._squeezed[anchor]
            start = fold_all_width(within.text).find(folded) if folded else -1
            if start >= 0:
                end = start + len(folded)
                same = within.text[start:end] == needle
                text = self._span(anchor, start, end).text
                return NearMiss(text, anchor, width_only=not same, page_break=same)
            ratio, start, end = most_similar(within, needle)
            if ratio > best[0]:
                best = (ratio, anchor, start, end)
        return NearMiss(self._span(*best[1:]).text, best[1], width_only=False) if best[1] else None

    def _cells(self, anchor: str) -> tuple[str, ...]:
        if anchor in self._by_anchor:
            return (anchor,)
        if anchor in self._rows:
            return self._rows[anchor]
        row, _, columns = anchor.rpartition("·")
        cells = tuple(f"{row}·{column}" for column in columns.split("、"))
        return cells if row and all(cell in self._by_anchor for cell in cells) else ()

    def _ordered(self, anchors: Iterable[str]) -> tuple[str, ...]:
        cells = dict.fromkeys(cell for anchor in anchors for cell in self.expand(anchor))
        return tuple(sorted(cells, key=lambda cell: self._by_anchor[cell].is_annex))

    def _span(self, anchor: str, start: int, end: int) -> Span:
        sentences = self._by_anchor[anchor].sentences
        places = self._squeezed[anchor].places
        (first, begin), (last, stop) = places[start], places[end - 1]
        pieces: list[tuple[str, int, int]] = []
        for index in range(first, last + 1):
            here = sentences[index]
            low = begin if index == first else 0
            pieces.append((here.id, low, stop + 1 if index == last else len(here.text)))
        text = "".join(self._by_sentence[key].text[low:high] for key, low, high in pieces)
        return Span(anchor, tuple(pieces), text)

    def _suggest(self, anchor: str) -> str | None:
        return nearest(anchor, [*self._by_anchor, *self._rows])


_SECTION = re.compile(r"# (?P<name>\S.*?) ｜ (?P<title>\S.*)")
_PASSAGE = re.compile(r"## (?P<anchor>\S.*?) ｜ (?P<heading>\S.*)")
_SENTENCE = re.compile(r"- `(?P<line>[1-9]\d*)\.(?P<number>[1-9]\d*)` (?P<text>\S.*)")
_NOTE = re.compile(r"<!--.*?-->", re.DOTALL)


def parse_document(text: str) -> Document:
    """Read the text of `source.md`; every line that does not have the form above is reported."""
    sections: list[tuple[str, str]] = []
    passages: list[tuple[str, str, str, list[Sentence]]] = []
    problems: list[tuple[int, str]] = []
    anchors: set[str] = set()
    numbers: dict[int, int] = {}
    bare = _NOTE.sub(lambda note: "\n" * note[0].count("\n"), text)
    for at, row in enumerate(bare.splitlines(), 1):
        line = row.rstrip()
        if not line:
            continue
        if match := _SECTION.fullmatch(line):
            sections.append((match["name"], match["title"]))
        elif match := _PASSAGE.fullmatch(line):
            if not sections:
                problems.append((at, "段落之前要先有一节（# 名 ｜ 题）"))
            if match["anchor"] in anchors:
                problems.append((at, f"锚“{match['anchor']}”已经用过"))
            anchors.add(match["anchor"])
            passages.append((match["anchor"], match["heading"], sections[-1][0] if sections else "", []))
        elif match := _SENTENCE.fullmatch(line):
            where, number = int(match["line"]), int(match["number"])
            if number != numbers.get(where, 0) + 1 or where < max(numbers, default=0):
                problems.append((at, f"句号码 {where}.{number} 不接上一句"))
            numbers[where] = number
            if not passages:
                problems.append((at, "句子之前要先有一段（## 锚 ｜ 小标题）"))
                continue
            passages[-1][3].append(_sentence(f"{where}.{number}", passages[-1][0], where, match["text"]))
        else:
            problems.append((at, f"“{line[:20]}”不是节、段或句；句子写成：- `行.序` 原文"))
    if not any(held for *_, held in passages):
        problems.append((1, "里面没有一句原文"))
    if problems:
        raise UnreadableDocument(tuple(problems))
    whole = tuple(Passage(anchor, heading, part, tuple(held)) for anchor, heading, part, held in passages)
    outline = tuple(Section(n, t, tuple(p.anchor for p in whole if p.section == n)) for n, t in sections)
    return Document(whole, outline)


def _sentence(key: str, anchor: str, line: int, marked: str) -> Sentence:
    parts = marked.split(PAGE_BREAK)
    lengths = [sum(len(part) for part in parts[:n]) for n in range(1, len(parts))]
    return Sentence(key, anchor, "".join(parts), line, tuple(lengths))
