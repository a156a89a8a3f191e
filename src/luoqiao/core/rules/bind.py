"""引文落到原文: each quote of a clause gets the anchor where it stands; a miss says what the document says instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.document import Document, Span, UnknownAnchor
from luoqiao.core.rules.problems import Problem


@dataclass(frozen=True, slots=True)
class Citing:
    """A quote that was found: the statement or arm it serves, the quote, its place in the document."""

    owner: t.Statement | t.RangeArm | t.ChoiceArm | t.Option
    quote: t.Quote
    span: Span


@dataclass(frozen=True, slots=True)
class Bound:
    """A clause whose quotes know their anchors, what it cites, and what was wrong."""

    clause: t.Clause
    citing: tuple[Citing, ...]
    problems: tuple[Problem, ...]


def bind(clause: t.Clause, document: Document) -> Bound:
    """Find every quote and passage of a clause in the anchors of its 依据."""
    binder = _Binder(document, clause.header.anchors)
    binder.check_anchors(clause.header)
    for passage in clause.passages:
        binder.check_passage(passage)
    statements = tuple(binder.bind(statement) for statement in clause.statements)
    bound = replace(clause, statements=statements)
    return Bound(bound, tuple(binder.citing), tuple(binder.problems))


class _Binder:
    def __init__(self, document: Document, anchors: tuple[str, ...]) -> None:
        self.document = document
        self.anchors = tuple(a for a in anchors if document.has_anchor(a))
        self.citing: list[Citing] = []
        self.problems: list[Problem] = []

    def check_anchors(self, header: t.Header) -> None:
        for anchor in header.anchors:
            try:
                self.document.expand(anchor)
            except UnknownAnchor as error:
                self.problems.append(Problem("LQ-1201", f"依据里的“{anchor}”：{error.message}", header.at))

    def check_passage(self, passage: t.Cited) -> None:
        """A passage stands word for word at its anchor; `…` may leave out its middle or end."""
        if not self.document.has_anchor(passage.anchor):
            self.problems.append(Problem("LQ-1202", f"原文没有“{passage.anchor}”这一处", passage.at))
            return
        for part in (p for p in passage.text.split("…") if p.strip()):
            if self.document.find(part, (passage.anchor,), over_breaks=True) is None:
                message = f"这段引用与原文不一致{self._miss(part, (passage.anchor,))}"
                self.problems.append(Problem("LQ-1203", message, passage.at))

    def bind(self, node: Any) -> Any:
        """The node with anchored quotes, and everything below it."""
        changes: dict[str, Any] = {}
        quotes = getattr(node, "quotes", ())
        if quotes:
            changes["quotes"] = tuple(self._quote(node, quote) for quote in quotes)
        match node:
            case t.ReadingSwitch(options=options):
                changes["options"] = tuple(self.bind(option) for option in options)
            case t.Option(statements=statements) | t.During(statements=statements):
                changes["statements"] = tuple(self.bind(one) for one in statements)
            case t.Define(value=t.ByRange() | t.ByChoice() as branching):
                arms: Any = tuple(self.bind(arm) for arm in branching.arms)
                changes["value"] = replace(branching, arms=arms)
        return replace(node, **changes) if changes else node

    def _quote(self, owner: Any, quote: t.Quote) -> t.Quote:
        within = self.anchors
        if quote.anchor:
            if not self.document.has_anchor(quote.anchor):
                self.problems.append(Problem("LQ-1204", f"原文没有“{quote.anchor}”这一处", quote.at))
                return quote
            within = self.document.expand(quote.anchor)
            allowed = {cell for anchor in self.anchors for cell in self.document.expand(anchor)}
            if not set(within) & allowed:
                message = f"“{quote.anchor}”不在本条的依据里；依据是 {'、'.join(self.anchors)}"
                self.problems.append(Problem("LQ-1205", message, quote.at))
        span = self.document.find(quote.text, within)
        if span is None:
            self.problems.append(Problem("LQ-1206", f"依据里没有这句引文{self._miss(quote.text, within)}", quote.at))
            return quote
        bound = replace(quote, anchor=span.anchor)
        self.citing.append(Citing(owner, bound, span))
        return bound

    def _miss(self, text: str, anchors: tuple[str, ...]) -> str:
        near = self.document.nearest(text, anchors)
        if near is not None and near.width_only:
            return f"；全角半角不同，原文是「{near.text}」"
        if near is not None and near.page_break:
            return "；原文在这中间换页，请分成两段引"
        if near is not None:
            return f"；最接近的是 {near.anchor}「{near.text}」"
        elsewhere = self.document.where_else(text)
        return f"；这句话在 {'、'.join(elsewhere)}，不在本条依据里" if elsewhere else ""


def statements_below(statement: t.Statement) -> Iterator[t.Statement]:
    """The statement and those inside its options or periods."""
    yield statement
    inner: tuple[t.Statement, ...] = ()
    if isinstance(statement, t.ReadingSwitch):
        inner = tuple(s for option in statement.options for s in option.statements)
    elif isinstance(statement, t.During):
        inner = statement.statements
    for one in inner:
        yield from statements_below(one)
