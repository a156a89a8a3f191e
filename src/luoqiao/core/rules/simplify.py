"""化简与值域: the least and greatest value of every term, and terms made smaller without changing what they are worth.

Both go together: what is known about the values decides which comparisons, caps and floors can never matter, and the
range of the result decides which arithmetic a backend may use. Rounding is moved inside least, most and choice, so
that a capped amount is divided in its smallest form: min(30x, C) / 100 to the fen becomes min((3x + 5) // 10, c).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import gcd
from typing import Protocol

from luoqiao.core.kernel.money import MOST
from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.build import MOST_MONTHS

Bounds = tuple[int, int]
"""Least and greatest value, both included."""

LAST_DAY = 10_000 * 12 * 31
BY_KIND: Mapping[t.Kind, Bounds] = {
    t.Kind.MONEY: (0, MOST), t.Kind.RATE: (0, t.RATE_SCALE), t.Kind.COUNT: (0, 999_999_999),
    t.Kind.MONTHS: (0, MOST_MONTHS), t.Kind.DATE: (0, LAST_DAY), t.Kind.YES_NO: (0, 1), t.Kind.CHOICE: (0, 254),
}  # fmt: skip
"""What a value of this kind can be at all."""


class Lowered(Protocol):
    """A lowered clause, whatever it answers: its clause and the columns that it reads."""

    @property
    def clause(self) -> t.Clause: ...

    @property
    def columns(self) -> tuple[w.Column, ...]: ...


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the columns: bounds by name, and which optional columns every row has, or none has."""

    bounds: Mapping[str, Bounds]
    has: Mapping[str, bool]
    most_items: int = 1000


def simplify(program: w.Program, known: Known) -> w.Program:
    """The same program with everything folded that `known` decides; names and columns nothing reads are left out."""
    roots = (program.entitled, *(term for _, term in (*program.shares, *program.counted)))
    assignments, roots = fold_all(program, known, program.assignments, roots)
    used = {name for term in (*roots, *(term for _, term in assignments)) for name in names_of(term)}
    columns = tuple(c for c in program.columns if c.name in used)
    shares = tuple((code, term) for (code, _), term in zip(program.shares, roots[1:], strict=False))
    last = roots[1 + len(shares) :]
    counted = tuple((column, term) for (column, _), term in zip(program.counted, last, strict=True))
    return replace(program, columns=columns, assignments=assignments, entitled=roots[0], shares=shares, counted=counted)


Assignments = tuple[tuple[str, w.Term], ...]


def fold_all(
    program: Lowered, known: Known, assignments: Assignments, roots: tuple[w.Term, ...]
) -> tuple[Assignments, tuple[w.Term, ...]]:
    """Fold assignments and the roots that read them, twice: names read once are put in place in between."""
    for once in (False, True):
        folding = Folding(program, known)
        if once:
            assignments, roots = _in_place(assignments, roots)
        assignments = tuple((name, folding.assign(name, term)) for name, term in assignments)
        roots = tuple(folding.fold(root) for root in roots)
        assignments = _read(assignments, roots)
    return assignments, roots


def _read(assignments: Assignments, roots: tuple[w.Term, ...]) -> Assignments:
    """The assignments that the roots lean on, found from the end."""
    used = {name for root in roots for name in names_of(root)}
    kept = []
    for name, term in reversed(assignments):
        if name in used:
            kept.append((name, term))
            used.update(names_of(term))
    return tuple(reversed(kept))


def _in_place(assignments: Assignments, roots: tuple[w.Term, ...]) -> tuple[Assignments, tuple[w.Term, ...]]:
    """Names that are read once, or are only another word for something, are replaced by what they stand for."""
    uses = Counter(name for term in (*roots, *(term for _, term in assignments)) for name in names_of(term))
    put: dict[str, w.Term] = {}
    kept = []
    for name, term in assignments:
        placed = substitute(term, put)
        if uses[name] == 1 or not parts_of(placed):
            put[name] = placed
        else:
            kept.append((name, placed))
    return tuple(kept), tuple(substitute(root, put) for root in roots)


def substitute(term: w.Term, put: Mapping[str, w.Term]) -> w.Term:
    """The term with variables replaced by what stands for them."""
    match term:
        case w.Var(name=name):
            return put.get(name, term)
        case w.Bin(op=op, left=left, right=right):
            return w.Bin(op, substitute(left, put), substitute(right, put))
        case w.Not(term=inner):
            return w.Not(substitute(inner, put))
        case w.If(test=test, then=then, otherwise=otherwise):
            return w.If(substitute(test, put), substitute(then, put), substitute(otherwise, put))
        case w.SumItems(items=items, body=body):
            return w.SumItems(items, substitute(body, put))
        case _:
            return term


def names_of(term: w.Term) -> Iterator[str]:
    """Every variable, optional and list that a term reads, as often as it does."""
    pending = [term]
    while pending:
        one = pending.pop()
        match one:
            case w.Var(name=name) | w.Has(name=name):
                yield name
            case w.SumItems(items=items):
                yield items
        pending += parts_of(one)


def parts_of(term: w.Term) -> tuple[w.Term, ...]:
    """The terms directly below a term."""
    match term:
        case w.Bin(left=left, right=right):
            return (left, right)
        case w.Not(term=inner):
            return (inner,)
        case w.If(test=test, then=then, otherwise=otherwise):
            return (test, then, otherwise)
        case w.SumItems(body=body):
            return (body,)
        case _:
            return ()


def column_bounds(program: Lowered) -> dict[str, Bounds]:
    """The bounds of every column by its kind; items of lists too."""
    found = {c.name: BY_KIND[c.kind] for c in program.columns if c.kind is not t.Kind.LIST}
    for one in program.clause.inputs:
        found |= {f"item.{f.identifier}": BY_KIND[f.kind] for f in one.fields}
    return found


class Folding:
    """Folds terms bottom-up; keeps the bounds of every name that was assigned."""

    def __init__(self, program: Lowered, known: Known) -> None:
        self.known = known
        self.bounds = {**column_bounds(program), **known.bounds}
        self.ranges: dict[int, tuple[w.Term, Bounds]] = {}

    def assign(self, name: str, term: w.Term) -> w.Term:
        """Fold a term and remember what its name can be."""
        folded = self.fold(term)
        self.bounds[name] = self.range(folded)
        return folded

    def range(self, term: w.Term) -> Bounds:
        """Least and greatest value of a term; a term that stands in several places is looked at once."""
        if id(term) not in self.ranges:
            self.ranges[id(term)] = term, self._range(term)
        return self.ranges[id(term)][1]

    def _range(self, term: w.Term) -> Bounds:
        match term:
            case w.Const(value=value):
                return value, value
            case w.Var(name=name):
                return self.bounds[name]
            case w.If(then=then, otherwise=otherwise):
                a, b = self.range(then), self.range(otherwise)
                return min(a[0], b[0]), max(a[1], b[1])
            case w.SumItems(body=body):
                low, high = self.range(body)
                return min(low, 0) * self.known.most_items, max(high, 0) * self.known.most_items
            case w.Bin(op="+" | "-" | "*" | "//" | "min" | "max" as op, left=left, right=right):
                return _combine(op, self.range(left), self.range(right))
            case _:
                return 0, 1

    def fold(self, term: w.Term) -> w.Term:
        """The same value with less work."""
        match term:
            case w.Var(name=name):
                low, high = self.bounds[name]
                return w.Const(low) if low == high else term
            case w.Has(name=name):
                has = self.known.has.get(name)
                return term if has is None else w.Const(int(has))
            case w.Not(term=inner):
                return self.negated(self.fold(inner))
            case w.If(test=test, then=then, otherwise=otherwise):
                return self.choice(self.fold(test), then, otherwise)
            case w.SumItems(items=items, body=body):
                return w.SumItems(items, self.fold(body))
            case w.Bin(op=op, left=left, right=right):
                return self.binary(op, self.fold(left), self.fold(right))
            case _:
                return term

    def negated(self, inner: w.Term) -> w.Term:
        if isinstance(inner, w.Const):
            return w.Const(int(not inner.value))
        return inner.term if isinstance(inner, w.Not) else w.Not(inner)

    def choice(self, test: w.Term, then: w.Term, otherwise: w.Term) -> w.Term:
        if isinstance(test, w.Const):
            return self.fold(then if test.value else otherwise)
        a, b = self.fold(then), self.fold(otherwise)
        return a if a == b else w.If(test, a, b)

    def binary(self, op: str, left: w.Term, right: w.Term) -> w.Term:
        match op:
            case "and" | "or":
                return _logic(op, left, right)
            case ">" | ">=" | "<" | "<=" | "==":
                return self.compare(op, left, right)
            case "//":
                return self.divide(left, right)
        a, b = self.range(left), self.range(right)
        low, high = _combine(op, a, b)
        if low == high:
            return w.Const(low)
        if left == right and op in ("min", "max"):
            return left
        match op:
            case "min":
                return left if a[1] <= b[0] else right if b[1] <= a[0] else w.Bin(op, left, right)
            case "max":
                return left if a[0] >= b[1] else right if b[0] >= a[1] else w.Bin(op, left, right)
        return _arithmetic(op, left, right)

    def compare(self, op: str, left: w.Term, right: w.Term) -> w.Term:
        a, b = self.range(left), self.range(right)
        if op in ("<", "<="):
            flipped = {"<": ">", "<=": ">="}[op]
            decided = _decided(flipped, b, a)
        elif op == "==":
            decided = False if a[1] < b[0] or b[1] < a[0] else True if a == b and a[0] == a[1] else None
        else:
            decided = _decided(op, a, b)
        return w.Bin(op, left, right) if decided is None else w.Const(int(decided))

    def divide(self, left: w.Term, right: w.Term) -> w.Term:
        """Floor division by a positive constant, moved inside whatever keeps the order."""
        if not isinstance(right, w.Const):
            return w.Bin("//", left, right)
        factor, inner, rest = _linear(left)
        return self.scaled(factor, inner, rest, right.value)

    def scaled(self, factor: int, inner: w.Term, rest: int, den: int) -> w.Term:
        """(factor·inner + rest) // den; a positive factor keeps the order, so least, most and choice may go outside."""
        if isinstance(inner, w.Const):
            return w.Const((factor * inner.value + rest) // den)
        if factor > 0 and isinstance(inner, w.Bin) and inner.op in ("min", "max"):
            left = self.apart(factor, inner.left, rest, den)
            right = self.apart(factor, inner.right, rest, den)
            return self.binary(inner.op, left, right)
        if isinstance(inner, w.If):
            then = self.apart(factor, inner.then, rest, den)
            otherwise = self.apart(factor, inner.otherwise, rest, den)
            return then if then == otherwise else w.If(inner.test, then, otherwise)
        common = gcd(factor, den)
        factor, rest, den = factor // common, rest // common, den // common
        numerator = _arithmetic("+", w.times(inner, factor), w.Const(rest)) if rest else w.times(inner, factor)
        if den == 1:
            return numerator
        low, high = self.range(numerator)
        return w.Const(low // den) if low // den == high // den else w.Bin("//", numerator, w.Const(den))

    def apart(self, factor: int, inner: w.Term, rest: int, den: int) -> w.Term:
        """`scaled` for a branch that has factors of its own."""
        more, core, add = _linear(inner)
        return self.scaled(factor * more, core, factor * add + rest, den)


def _logic(op: str, left: w.Term, right: w.Term) -> w.Term:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, w.Const):
            neutral = bool(one.value) == (op == "and")
            return other if neutral else w.Const(int(op == "or"))
    return left if left == right else w.Bin(op, left, right)


def _arithmetic(op: str, left: w.Term, right: w.Term) -> w.Term:
    if op in ("+", "-") and right == w.Const(0):
        return left
    if op == "+" and left == w.Const(0):
        return right
    if op == "*" and w.Const(1) in (left, right):
        return right if left == w.Const(1) else left
    return _product(left, right) if op == "*" else w.Bin(op, left, right)


def _product(left: w.Term, right: w.Term) -> w.Term:
    """The whole number of a product comes last, so that a division finds it."""
    factor = 1
    parts = []
    for part in (left, right):
        while isinstance(part, w.Bin) and part.op == "*" and isinstance(part.right, w.Const):
            factor *= part.right.value
            part = part.left
        parts.append(part)
    a, b = parts
    if isinstance(b, w.Const):
        return w.times(a, factor * b.value)
    if isinstance(a, w.Const):
        return w.times(b, factor * a.value)
    return w.times(w.Bin("*", a, b), factor)


def _linear(term: w.Term) -> tuple[int, w.Term, int]:
    """term = factor·inner + rest with whole numbers split off."""
    factor, rest = 1, 0
    while isinstance(term, w.Bin) and isinstance(term.right, w.Const):
        if term.op == "*":
            factor *= term.right.value
        elif term.op in ("+", "-"):
            rest += factor * (term.right.value if term.op == "+" else -term.right.value)
        else:
            break
        term = term.left
    return factor, term, rest


def _combine(op: str, a: Bounds, b: Bounds) -> Bounds:
    match op:
        case "+":
            return a[0] + b[0], a[1] + b[1]
        case "-":
            return a[0] - b[1], a[1] - b[0]
        case "min":
            return min(a[0], b[0]), min(a[1], b[1])
        case "max":
            return max(a[0], b[0]), max(a[1], b[1])
        case "*":
            products = [x * y for x in a for y in b]
            return min(products), max(products)
        case _:
            return min(a[0] // b[0], a[0] // b[1]), max(a[1] // b[0], a[1] // b[1])


def _decided(op: str, a: Bounds, b: Bounds) -> bool | None:
    """Whether a > b (or >=) is certain, impossible, or open."""
    if op == ">":
        return True if a[0] > b[1] else False if a[1] <= b[0] else None
    return True if a[0] >= b[1] else False if a[1] < b[0] else None
