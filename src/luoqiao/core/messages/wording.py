"""措辞: the words of each kind of message, read from a table, checked when loaded and filled in when sent.

A placeholder is a Chinese word in braces, `{案号}`. A line whose placeholders are all empty is left out, so that an
optional remark needs no condition in the wording. The platform brings words for every kind; a pack may replace some.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from luoqiao.core.kernel.errors import Finding, Place
from luoqiao.core.kernel.tables import MISSING, Row, read_tables
from luoqiao.core.kernel.text import nearest
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.slot import SLOT_OF_WORD

DEFAULT_FILE = "default_wordings.toml"
LONGEST_SUBJECT = 120
LONGEST_BODY = 20_000
LONGEST_WORDING = 4_000
_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_UNSHOWN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Control characters and marks that turn or hide text; line breaks stay."""


@dataclass(frozen=True, slots=True)
class Wording:
    """一种消息的措辞."""

    kind: Kind
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Text:
    """写好的消息: one line as subject, plain lines as body."""

    subject: str
    body: str


def fill_in(wording: Wording, values: Mapping[str, str]) -> Text:
    """The message in words; `values` were checked by `check_notice`. What is too long is cut, and says so."""
    said = {SLOT_OF_WORD[word].value: word for word in _words(wording.subject + wording.body)}
    shown = {word: _UNSHOWN.sub("", values[slot].replace("\r\n", "\n")).strip() for slot, word in said.items()}
    subject = " ".join(_PLACEHOLDER.sub(lambda found: shown[found[1]], wording.subject).split())
    lines = (_filled_line(line, shown) for line in wording.body.strip().splitlines())
    return Text(_cut(subject, LONGEST_SUBJECT), _cut("\n".join(x for x in lines if x is not None), LONGEST_BODY))


def _filled_line(line: str, shown: Mapping[str, str]) -> str | None:
    words = _words(line)
    if words and not any(shown[word] for word in words):
        return None
    return _PLACEHOLDER.sub(lambda found: shown[found[1]], line)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _words(text: str) -> tuple[str, ...]:
    return tuple(_PLACEHOLDER.findall(text))


@lru_cache(maxsize=1)
def default_wordings() -> Mapping[Kind, Wording]:
    """The platform's own words for every kind."""
    path = Path(__file__).with_name(DEFAULT_FILE)
    return parse_wordings(tomllib.loads(path.read_text("utf-8")), DEFAULT_FILE, whole=True)


def parse_wordings(
    data: Mapping[str, object], file: str = "messages.toml", *, whole: bool = False
) -> Mapping[Kind, Wording]:
    """The wordings of a file; refuses it with every finding. `whole`: each kind must be there."""
    with read_tables(data, file) as tables:
        read = [_wording(row) for row in tables.rows("messages", "kind")]
        missing = [kind.value for kind in Kind if kind not in {one.kind for one in read}]
        if whole and missing:
            tables.findings.append(Finding(MISSING, f"缺这些消息的措辞：{'、'.join(missing)}", Place(file)))
    return {one.kind: one for one in read}


def _wording(row: Row) -> Wording:
    wording = Wording(row.choice("kind", Kind), row.text("subject"), row.text("body"))
    if "\n" in wording.subject.strip():
        row.fault("“subject”只能有一行")
    if len(wording.subject) + len(wording.body) > LONGEST_WORDING:
        row.fault(f"措辞太长，最多 {LONGEST_WORDING} 个字")
    _check_placeholders(row, wording)
    return wording


def _check_placeholders(row: Row, wording: Wording) -> None:
    """Every brace closes, every word is one that this kind gives, and nothing that must be told is left out."""
    text = wording.subject + "\n" + wording.body
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        row.fault("花括号没有成对；占位写成 {案号}")
    known = {slot.word for slot in wording.kind.described.slots}
    used = set(_words(text))
    for word in sorted(used - known):
        near = nearest(word, known)
        hint = f"；是不是“{{{near}}}”？" if near else f"；可用 {'、'.join(sorted(known))}"
        row.fault(f"“{{{word}}}”不是“{wording.kind.label}”能填的{hint}")
    left_out = [slot.word for slot in wording.kind.described.needs if slot.word not in used]
    if left_out:
        row.fault(f"没有写到 {'、'.join(f'{{{word}}}' for word in left_out)}；收件人必须知道")
