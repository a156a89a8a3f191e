"""化简: terms made smaller without changing what they are worth.

What is known about the values decides which comparisons, caps and floors can never matter. Rounding is moved inside
least, most and choice, so that a capped amount is divided in its smallest form: min(30x, C) / 100 to the fen becomes
min((3x + 5) // 10, c).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import gcd

from luoqiao.core.rules import terms as w
from luoqiao.core.rules.bounds import Known, Lowered, Ranges, combined, decided
from luoqiao.core.rules.term_walk import names_of, parts_of, substitute


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


class Folding(Ranges):
    """Folds terms bottom-up."""

    def assign(self, name: str, term: w.Term) -> w.Term:
        """Fold a term and remember what its name can be."""
        folded = self.fold(term)
        self.bounds[name] = self.range(folded)
        return folded

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
        low, high = combined(op, a, b)
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
        certain = decided(op, self.range(left), self.range(right))
        return w.Bin(op, left, right) if certain is None else w.Const(int(certain))

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
