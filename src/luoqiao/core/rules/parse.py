"""读条款文件: one Markdown file to one Clause; every error of the file is listed, none hides the next."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark
from lark.exceptions import UnexpectedInput, VisitError

from luoqiao.core.rules import clause_file
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.build import Builder
from luoqiao.core.rules.hints import explain_syntax
from luoqiao.core.rules.layout import Line, Segment, read_lines, segments
from luoqiao.core.rules.problems import ClauseUnreadable, Problem, RuleFault, as_findings
from luoqiao.core.rules.words import terminals

_OPTION = re.compile(r"\s*([A-Z](?:\s*、\s*[A-Z])*)\s*:")
_DECLARED = re.compile(r"(?:^|[；、])\s*(?:输入|选填|记录)?\s*([\u4e00-\u9fffA-Za-z]+?)\s+[a-z][a-z0-9_]*\s*(?=[:、])")
_DEFINED = re.compile(r"(?:^|[；、:])\s*([\u4e00-\u9fffA-Za-z]+)\s*(?:、[^=；]*)?=")
STARTS = ["statement", "range_arm", "choice_arm", "field"]


@cache
def line_parser() -> Lark:
    """The LALR parser of one logical line, built once in a process."""
    grammar = files("luoqiao.core.rules").joinpath("grammar.lark").read_text("utf-8")
    return Lark(f"{grammar}\n{terminals()}\n", parser="lalr", lexer="contextual", start=STARTS,
                propagate_positions=True, maybe_placeholders=False)  # fmt: skip


def parse_clause(source: str, file: str) -> t.Clause:
    """Read a clause file. Raises ClauseUnreadable with all findings; checks of meaning are in `check.py`."""
    problems: list[Problem] = []
    parts = clause_file.split(source, problems)
    statements: list[t.Statement] = []
    inputs: list[t.Input] = []
    if parts.rule is not None:
        block, first = parts.rule
        reader = _Reader(problems, _declared_names(block))
        for item in reader.read(read_lines(block, first, problems)):
            if isinstance(item, list):
                inputs.extend(item)
            else:
                statements.append(item)
    serious = [p for p in problems if p.serious]
    if serious or parts.header is None:
        raise ClauseUnreadable(file, as_findings(problems, file, source))
    digest = hashlib.sha256(source.encode()).hexdigest()
    return t.Clause(
        parts.identifier, parts.title, parts.header, tuple(parts.passages), tuple(inputs), tuple(statements),
        tuple(parts.examples), file, source, digest, parts.rule[1] if parts.rule else 0,
    )  # fmt: skip


def _declared_names(block: str) -> tuple[str, ...]:
    folded = block.replace("：", ":").replace("＝", "=")
    found: dict[str, None] = {}
    for line in folded.split("\n"):
        line = line.split("←")[0]
        if re.match(r"\s*(输入|选填|记录)", line):
            found.update(dict.fromkeys(_DECLARED.findall(line)))
        found.update(dict.fromkeys(_DEFINED.findall(line)))
    return tuple(found)


class _Reader:
    """Reads logical lines; a line that fails is reported and the next is read."""

    def __init__(self, problems: list[Problem], names: tuple[str, ...]) -> None:
        self.problems = problems
        self.names = names

    def read(self, lines: list[Line], start: str = "statement") -> Iterator[Any]:
        for line in lines:
            yield from self.read_line(line, 0, start)

    def read_line(self, line: Line, offset: int, start: str) -> Iterator[Any]:
        parts = segments(line, offset)
        for index, segment in enumerate(parts):
            node = self.parse(segment, start)
            if node is None:
                continue
            last = index == len(parts) - 1
            yield self.attach(node, line, last)

    def parse(self, segment: Segment, start: str) -> Any:
        try:
            parsed = line_parser().parse(segment.text, start=start)
            return Builder(segment.number, segment.written, segment.raw).transform(parsed)
        except UnexpectedInput as error:
            self.problems.append(explain_syntax(error, segment.text, segment.written, segment.number, self.names))
        except VisitError as error:
            if not isinstance(error.orig_exc, RuleFault):
                raise
            self.problems.append(error.orig_exc.problem)
        return None

    def attach(self, node: Any, line: Line, last: bool) -> Any:
        """Give a statement its quotes and the lines indented under it."""
        quotes = tuple(line.quotes)
        below = line.children if last else []
        match node:
            case list():
                return self.attach_fields(node, line, below)
            case t.Define(value=t.ByRange() as branching):
                return replace(node, value=replace(branching, arms=self.arms(below, "range_arm", line)), quotes=quotes)
            case t.Define(value=t.ByChoice() as choosing):
                return replace(node, value=replace(choosing, arms=self.arms(below, "choice_arm", line)), quotes=quotes)
            case t.ReadingSwitch():
                return replace(node, options=tuple(self.options(below, line)), quotes=quotes)
            case t.During():
                return replace(node, statements=self.inner(self.read(below), "自…至…", node.at), quotes=quotes)
        self.refuse(below)
        return replace(node, quotes=quotes)

    def inner(self, read: Iterator[Any], block: str, at: t.At) -> tuple[t.Statement, ...]:
        """The statements inside a block; inputs are declared outside."""
        found = tuple(read)
        if any(isinstance(one, list) for one in found):
            self.problems.append(Problem("LQ-1109", f"输入要写在{block}外面", at))
        return tuple(one for one in found if not isinstance(one, list))

    def refuse(self, below: list[Line]) -> None:
        """Lines under a statement that takes none would be lost without a word; the layout reports most of them."""
        if below and not any(p.code == "LQ-1106" and p.at.line == below[0].number for p in self.problems):
            message = "上面一行已经写完，不能再带下级行；选项有几行的，冒号后面换行，逐行缩进"
            self.problems.append(Problem("LQ-1106", message, t.At(below[0].number, 1, below[0].indent + 1)))

    def attach_fields(self, inputs: list[t.Input], line: Line, below: list[Line]) -> list[t.Input]:
        if not any(i.kind is t.Kind.LIST for i in inputs):
            self.refuse(below)
            return inputs
        fields = tuple(one for group in self.read(below, "field") for one in group)
        if not fields:
            self.problems.append(Problem("LQ-1107", "清单下面要缩进写出每一项的内容", t.At(line.number, 1, len(line.raw) + 1)))
        return [replace(i, fields=fields) if i.kind is t.Kind.LIST else i for i in inputs]

    def arms(self, below: list[Line], start: str, line: Line) -> tuple[Any, ...]:
        if not below:
            at = t.At(line.number, 1, len(line.raw) + 1)
            self.problems.append(Problem("LQ-1108", "分档或分类下面没有各档；请缩进逐档写出", at))
        return tuple(self.read(below, start))

    def options(self, below: list[Line], line: Line) -> Iterator[t.Option]:
        if not below:
            self.problems.append(Problem("LQ-1109", "读法下面没有选项", t.At(line.number, 1, len(line.raw) + 1)))
        for child in below:
            head = _OPTION.match(child.text)
            at = t.At(child.number, child.indent + 1, len(child.text) + 1)
            if head is None:
                self.problems.append(Problem("LQ-1109", "读法的每一行以选项字母开头，如 A：", at))
                continue
            letters = tuple(re.findall("[A-Z]", head[1]))
            read = self.read_line(child, head.end(), "statement")
            if child.children and not segments(child, head.end()):
                read = self.read(child.children)
            kept = self.inner(read, "读法", at)
            yield t.Option(letters, kept, at, child.raw[: len(child.text)].strip(), tuple(child.quotes))
