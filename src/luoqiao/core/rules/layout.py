"""行: from the text of a rule block to logical lines with their quotes and their indented lines below.

The first `←` of a line starts the quotes, which are never lexed. Width is folded one character to one, so a
column in the folded text is the column in the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from luoqiao.core.kernel.text import fold_width
from luoqiao.core.rules.problems import Problem
from luoqiao.core.rules.tree import At, Quote

_QUOTE = re.compile(r"「([^「」]*)」")
HEADS = re.compile(r"^\s*(?:读法|自)\s*[\dA-Z]|分[档类]\s*:\s*$|:\s*清单|^\s*[A-Z](?:\s*、\s*[A-Z])*\s*:")


@dataclass(slots=True)
class Line:
    """One logical line: folded text without quotes (indentation kept, so columns are true)."""

    number: int
    indent: int
    text: str
    raw: str
    quotes: list[Quote]
    children: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Segment:
    """A statement of a line; `；` separates statements that share the quotes of the line."""

    number: int
    text: str
    raw: str
    offset: int

    @property
    def written(self) -> str:
        """The statement as written in the file, before width folding."""
        return self.raw[self.offset : len(self.text)].strip()


def read_quotes(text: str, number: int, start: int, problems: list[Problem]) -> list[Quote]:
    """The quotes after `←`: `「…」「…」`, with an anchor before a quote to choose among several places."""
    quotes: list[Quote] = []
    position, anchor = start, ""
    while position < len(text):
        match = _QUOTE.search(text, position)
        between = text[position : match.start() if match else len(text)].replace("←", " ").strip(" \u3000；;，,、")
        if between:
            if match is None:
                at = At(number, position + 1, len(text) + 1)
                problems.append(Problem("LQ-1102", "← 后面只能写引文，引文放在「」里", at))
                return quotes
            anchor = between
        if match is None:
            break
        at = At(number, match.start() + 1, match.end() + 1)
        if not match[1].strip():
            problems.append(Problem("LQ-1103", "引文是空的", at))
        else:
            quotes.append(Quote(match[1], at, anchor))
        position = match.end()
    return quotes


def read_lines(block: str, first_number: int, problems: list[Problem]) -> list[Line]:
    """Logical lines as a forest; wrong indentation is reported and the line kept at the top."""
    roots: list[Line] = []
    stack: list[Line] = []
    for number, raw in enumerate(block.split("\n"), first_number):
        if not raw.strip():
            continue
        body, arrow, _ = raw.partition("←")
        quotes = read_quotes(raw, number, len(body), problems) if arrow else []
        text = fold_width(body).rstrip()
        if not text.strip():
            if stack:
                stack[-1].quotes.extend(quotes)
            else:
                problems.append(Problem("LQ-1104", "这一行只有引文，上面没有规则", At(number, 1, len(raw) + 1)))
            continue
        indent = len(text) - len(text.lstrip())
        line = Line(number, indent, text, raw, quotes)
        while stack and stack[-1].indent >= indent:
            stack.pop()
        if not stack and indent > 0 and roots and indent > min(r.indent for r in roots):
            problems.append(Problem("LQ-1105", "缩进对不上任何一行", At(number, 1, indent + 1)))
        if stack:
            if not HEADS.search(stack[-1].text):
                message = "上一行不能带下级行；只有 清单、分档、分类、读法、自…至… 可以缩进"
                problems.append(Problem("LQ-1106", message, At(number, 1, indent + 1)))
            stack[-1].children.append(line)
        else:
            roots.append(line)
        stack.append(line)
    return roots


def segments(line: Line, start: int = 0) -> list[Segment]:
    """The statements of a line from column `start`, each padded so that its columns stay true."""
    found: list[Segment] = []
    position = start
    for part in line.text[start:].split("；"):
        if part.strip():
            found.append(Segment(line.number, " " * position + part, line.raw, position))
        position += len(part) + 1
    return found
