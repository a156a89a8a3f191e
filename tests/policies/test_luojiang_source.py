"""洛江方案原文: source.md says what source.txt says, word for word, and names each place once."""

from __future__ import annotations

import re
from pathlib import Path

import luoqiao.policies
from luoqiao.core.kernel.text import drop_blanks
from luoqiao.core.rules.document import parse_document

PACK = Path(luoqiao.policies.__file__).parent / "luojiang_2022_31"


def _source_text() -> str:
    """The source without the marks of its conversion: list dashes, list and paragraph tags."""
    plain = (PACK / "source.txt").read_text(encoding="utf-8")
    return drop_blanks(re.sub(r"<[^>]+>", "", re.sub(r"^- ", "", plain, flags=re.MULTILINE)))


def test_every_character_of_the_source_stands_once_and_in_order() -> None:
    document = parse_document((PACK / "source.md").read_text(encoding="utf-8"))
    assert drop_blanks("".join(p.text for p in document.passages)) == _source_text()


def test_sentence_ids_name_the_line_on_which_the_sentence_begins() -> None:
    document = parse_document((PACK / "source.md").read_text(encoding="utf-8"))
    lines = (PACK / "source.txt").read_text(encoding="utf-8").splitlines()
    for sentence in document.sentences:
        head = sentence.text[: sentence.breaks[0]] if sentence.breaks else sentence.text
        assert drop_blanks(head) in drop_blanks(lines[sentence.line - 1]), sentence.id


def test_the_four_page_breaks_inside_sentences_are_kept() -> None:
    document = parse_document((PACK / "source.md").read_text(encoding="utf-8"))
    assert [s.id for s in document.sentences if s.breaks] == ["45.4", "55.3", "99.4", "113.2"]
