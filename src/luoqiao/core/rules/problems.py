"""规则文件里的毛病: a problem at a place, before it becomes a finding with file name and excerpt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from luoqiao.core.kernel.errors import DomainError, Finding, Place
from luoqiao.core.kernel.text import caret_line
from luoqiao.core.rules.tree import At

MOST_SHOWN = 300
"""Longer lines and messages are cut: a finding is read by a person."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Code, sentence in Chinese, place in the clause file; a serious one keeps the clause from being used."""

    code: str
    message: str
    at: At
    serious: bool = True


class RuleFault(Exception):
    """Raised while one line is read; caught by the parser, which goes on with the next line."""

    def __init__(self, code: str, message: str, at: At) -> None:
        super().__init__(message)
        self.problem = Problem(code, message, at)


class ClauseUnreadable(DomainError):
    """条款文件读不成: every problem of the file, none hides the next; nothing of it is loaded."""

    code = "LQ-1001"

    def __init__(self, file: str, findings: Sequence[Finding]) -> None:
        super().__init__(f"{file} 有 {len(findings)} 处错误，整份条款没有载入", details={"findings": tuple(findings)})
        self.findings = tuple(findings)


def as_findings(problems: Iterable[Problem], file: str, source: str) -> tuple[Finding, ...]:
    """Findings with file:line:column, the line itself and a caret under the offending words, in file order."""
    lines = source.split("\n")
    found = []
    for problem in sorted(problems, key=lambda p: (p.at.line, p.at.column)):
        at = problem.at
        excerpt = ""
        if 0 < at.line <= len(lines) and at.column:
            excerpt = _excerpt(lines[at.line - 1], at)
        place = Place(file, at.line, at.column, at.end)
        message = problem.message if len(problem.message) <= MOST_SHOWN else f"{problem.message[:MOST_SHOWN]}…"
        found.append(Finding(problem.code, message, place, excerpt=excerpt, serious=problem.serious))
    return tuple(found)


def _excerpt(line: str, at: At) -> str:
    """The line and a caret under the offending words; of a very long line the stretch around them."""
    start = 0 if len(line) <= MOST_SHOWN else max(0, at.column - 60)
    text = line[start : start + MOST_SHOWN]
    end = min(max(at.end, at.column + 1), start + len(text) + 1)
    return f"{text}\n{caret_line(text, at.column - start, end - start)}"
