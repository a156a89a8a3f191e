"""写算式: integer terms as lines of a kernel, each worked out once, in doubles or in 64-bit integers."""

from __future__ import annotations

from luoqiao.adapters.numba.plan import EXACT_QUOTIENT
from luoqiao.core.rules import terms as w
from luoqiao.core.rules.simplify import Folding


class TermWriter:
    """The lines written so far and the names of what they worked out; `folding` and `codes` are set for each clause."""

    folding: Folding
    codes: set[str]

    def __init__(self, *, double: bool) -> None:
        self.double = double
        self.type = "float64" if double else "int64"
        self.lines: list[str] = []
        self.made: dict[str, str] = {}
        self.inputs: dict[tuple[str, str], str] = {}
        self.numbered = 0

    def number(self, value: int) -> str:
        return f"{value}.0" if self.double else f"int64({value})"

    def name(self, text: str) -> str:
        """A local for this text; the same text is worked out once."""
        if text not in self.made:
            self.numbered += 1
            self.made[text] = f"v{self.numbered}"
            self.lines.append(f"v{self.numbered} = {text}")
        return self.made[text]

    def flag(self, term: w.Term, names: dict[str, str]) -> str:
        if isinstance(term, w.Const):
            return "True" if term.value else "False"
        return self.term(term, names)

    def term(self, term: w.Term, names: dict[str, str]) -> str:
        match term:
            case w.Const(value=value):
                return self.number(value)
            case w.Var(name=name):
                return names[name]
            case w.Has(name=name):
                return self.there(names[name], name in self.codes)
            case w.Not(term=inner):
                return self.name(f"negated({self.flag(inner, names)})")
            case w.If(test=test, then=then, otherwise=otherwise):
                return self.name(f"choose({self.flag(test, names)}, {self.term(then, names)}, {self.term(otherwise, names)})")
            case w.SumItems(items=items, body=body):
                return self.sum_items(items, body, names)
            case w.Bin(op="//", left=left, right=w.Const(value=den)):
                return self.divide(left, den, names)
            case w.Bin(op="and" | "or" as op, left=left, right=right):
                return self.joined("both" if op == "and" else "either", self.flag(left, names), self.flag(right, names))
            case w.Bin(op="min" | "max" as op, left=left, right=right):
                a, b = self.term(left, names), self.term(right, names)
                smaller = self.name(f"{a} {'<' if op == 'min' else '>'} {b}")
                return self.name(f"choose({smaller}, {a}, {b})")
            case w.Bin(op=op, left=left, right=right):
                return self.name(f"{self.term(left, names)} {op} {self.term(right, names)}")

    def divide(self, left: w.Term, den: int, names: dict[str, str]) -> str:
        """Floor division; for doubles by the reciprocal half a unit higher while that is exact, else by true division."""
        value = self.term(left, names)
        if not self.double:
            return self.name(f"{value} // int64({den})")
        low, high = self.folding.range(left)
        if max(abs(low), abs(high)) < EXACT_QUOTIENT:
            return self.name(f"floor(({value} + 0.5) * {1 / den!r})")
        return self.name(f"floor({value} / {den}.0)")

    def sum_items(self, items: str, body: w.Term, names: dict[str, str]) -> str:
        """An inner loop over the items of the row."""
        self.numbered += 1
        total, offsets = f"v{self.numbered}", next(n for (_, c), n in self.inputs.items() if c == f"{items}#offsets")
        outside, made = self.lines, self.made
        self.lines, self.made = [], dict(made)
        value = self.term(body, names)
        inside, self.lines, self.made = self.lines, outside, made
        self.lines += [f"{total} = {self.number(0)}", f"for j in range({offsets}[i], {offsets}[i + 1]):"]
        self.lines += [f"    {line}" for line in (*inside, f"{total} += {value}")]
        return total

    def there(self, value: str, code: bool) -> str:
        return self.name(f"{value} != {self.number(255)}" if code else f"{value} >= {self.number(0)}")

    def joined(self, word: str, left: str, right: str) -> str:
        return self.name(f"{word}({left}, {right})") if left and right else left or right
