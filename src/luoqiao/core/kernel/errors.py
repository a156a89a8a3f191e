"""拒绝与发现: how the core says that something is wrong.

A *finding* is a value: something true about a document, a pack or a case that a person should see.
A *refusal* is an exception: the question cannot be answered because the input is not usable.
Neither carries a stack trace to the user: both have a code and a sentence in Chinese.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """位置: where in a file a finding is, counted from 1; `column` 0 means the whole line."""

    file: str
    line: int = 0
    column: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        parts = [self.file] + [str(n) for n in (self.line, self.column) if n]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Finding:
    """发现: code, sentence in Chinese, and the place or record that it is about.

    `code` is stable and can be searched for; `message` says what is wrong, where, and what is expected;
    `excerpt` is the offending line with a caret line below it, where there is one.
    """

    code: str
    message: str
    place: Place | None = None
    subject: str = ""
    excerpt: str = ""
    serious: bool = True

    def __str__(self) -> str:
        head = f"{self.place} " if self.place else (f"{self.subject} " if self.subject else "")
        tail = f"\n{self.excerpt}" if self.excerpt else ""
        return f"{head}{self.message}（{self.code}）{tail}"


class DomainError(Exception):
    """拒绝: the base of every refusal; `code` for support, `message` for the reader, `details` for programs."""

    code = "LQ-0000"

    def __init__(self, message: str, *, details: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details: Mapping[str, object] = details or {}


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """一项填写问题: the field, what was given, what is expected, as a sentence."""

    field: str
    given: str
    expected: str
    message: str
    code: str = "LQ-2000"


class Invalid(DomainError):
    """填写有误: one or more fields cannot be read; every problem is listed, none hides the next."""

    code = "LQ-2000"

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        super().__init__("；".join(p.message for p in problems), details={"problems": problems})
        self.problems = problems
