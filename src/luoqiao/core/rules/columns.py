"""列名: which columns a set of clauses takes, and which of them the head of a file's column means.

Pure naming rules; reading values of whole files is the business of `adapters/population`. A column is known by the
clause and the name that a lowered program has for it: an input's identifier, `granted_city`, `earlier.市级.project`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.kernel.money import WAN, YI, YUAN
from luoqiao.core.kernel.text import drop_blanks, fold_width, nearest
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import TIERS, Tier
from luoqiao.core.rules.earlier import UNIT_WORDS
from luoqiao.core.rules.resolve import grants_of
from luoqiao.core.rules.terms import earlier_name

UNITS: Mapping[str, int] = {"分": 1, "fen": 1, "元": YUAN, "万元": WAN, "亿元": YI}
"""Units of money that a head may end in: 年度服务费（万元）; in fen."""
_UNIT = re.compile(r"(?P<name>.+?)[(（\[](?P<unit>分|fen|元|万元|亿元)[)）\]]")
NO_INPUT = "LQ-4313"
"""The code of a file in which no column is an input."""
LEAST_ALIKE = 0.8
"""How alike a head and a name must be before the head is said to look like an input."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """要的一列: clause, name in the program, Chinese label, kind; the declared input where it is one."""

    clause: t.Clause
    name: str
    label: str
    kind: t.Kind
    input: t.Input | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Clause identifier and name, as columns of a population are keyed."""
        return self.clause.identifier, self.name

    @property
    def head(self) -> str:
        """The head that always means this column."""
        return f"{self.clause.identifier}.{self.name}"


@dataclass(frozen=True, slots=True)
class Matched:
    """认出的一列: position in the file, head as written, what it is, and the unit its head ends in (fen; 0 none)."""

    position: int
    head: str
    wanted: Wanted
    unit: int = 0


@dataclass(frozen=True, slots=True)
class Heads:
    """认过的表头: columns found, problems that stop the reading, remarks that do not."""

    columns: tuple[Matched, ...]
    problems: tuple[FieldProblem, ...]
    remarks: tuple[str, ...]


def columns_of(clause: t.Clause, tiers: tuple[Tier, ...] = TIERS) -> tuple[Wanted, ...]:
    """Inputs in their order, then the grants the rule speaks of, then what was granted before."""
    inputs = [Wanted(clause, i.identifier, i.label, i.kind, i) for i in clause.inputs]
    spoken = set(grants_of(clause))
    grants = [Wanted(clause, f"granted_{tier.code}", f"{tier.label}实拨", t.Kind.MONEY)
              for tier in tiers if tier.label in spoken]  # fmt: skip
    earlier = [Wanted(clause, earlier_name(name, unit.value), f"此前.{name}.{word}", t.Kind.MONEY)
               for name in _names(clause, tiers) for word, unit in UNIT_WORDS.items()]  # fmt: skip
    return (*inputs, *grants, *earlier)


def _names(clause: t.Clause, tiers: tuple[Tier, ...]) -> tuple[str, ...]:
    """Tiers, and names the rule defines: what may have been granted before."""
    defined = (n for s in t.statements_of(clause) if isinstance(s, t.Define) for n in s.names)
    return tuple(dict.fromkeys([*(tier.label for tier in tiers), *defined]))


def spellings(wanted: Wanted, tiers: tuple[Tier, ...] = TIERS) -> Iterator[str]:
    """Every way to write the column without its clause."""
    yield wanted.name
    yield wanted.label
    if wanted.name.startswith("earlier."):
        _, name, unit = wanted.name.split(".")
        word = next(w for w, u in UNIT_WORDS.items() if u.value == unit)
        codes = [tier.code for tier in tiers if tier.label == name]
        for one in (name, *codes):
            yield from (f"{head}.{one}.{written}" for head in ("earlier", "此前") for written in (unit, word))


def match_heads(
    heads: Sequence[str], clauses: Sequence[t.Clause], *, tiers: tuple[Tier, ...] = TIERS,
    labels: Sequence[str] = (), others: Sequence[str] = (),
) -> Heads:  # fmt: skip
    """Find out what each head means. `labels` are heads asked for as labels, `others` clauses known but not asked for."""
    return _Matching(clauses, tiers, frozenset(labels), frozenset(others)).run(heads)


class _Matching:
    """The tables behind `match_heads`."""

    def __init__(
        self, clauses: Sequence[t.Clause], tiers: tuple[Tier, ...], labels: frozenset[str], others: frozenset[str]
    ) -> None:
        self.clauses = {_fold(n): c for c in clauses for n in (c.identifier, c.title)}
        self.others = {_fold(n) for n in others}
        self.labels = labels
        self.full: dict[str, Wanted] = {}
        self.bare: dict[str, dict[str, Wanted]] = {}
        for clause in clauses:
            for wanted in columns_of(clause, tiers):
                for name in dict.fromkeys(map(_fold, spellings(wanted, tiers))):
                    self.bare.setdefault(name, {})[clause.identifier] = wanted
                    for prefix in (clause.identifier, _fold(clause.title)):
                        self.full[f"{prefix}.{name}"] = wanted
        self.problems: list[FieldProblem] = []
        self.remarks: list[str] = []

    def run(self, heads: Sequence[str]) -> Heads:
        found: list[Matched] = []
        taken: dict[tuple[str, str], str] = {}
        for position, head in enumerate(heads):
            one = self.match(position, head)
            if one is None:
                continue
            before = taken.get(one.wanted.key)
            if before is not None:
                said = f"“{before}”和“{head}”是同一列：{one.wanted.clause.title}的{one.wanted.label}；只留一列"
                self.say(head, "每个输入一列", said, "LQ-4312")
                continue
            taken[one.wanted.key] = head
            found.append(one)
        if not found and not self.problems:
            listed = "、".join(self.example())
            said = f"没有一列是条款的输入；列名写成 条款.输入，如 {listed}"
            self.say("、".join(h[:20] for h in heads[:5]), f"如 {listed}", said, NO_INPUT)
        return Heads(tuple(found), tuple(self.problems), tuple(self.remarks))

    def match(self, position: int, head: str) -> Matched | None:
        """What one head means; None for a column that is no input."""
        name, unit = _split_unit(head)
        for text, size in ((_fold(head), 0), (name, unit)):
            if text in self.full:
                return self.found(position, head, self.full[text], size)
            if text in self.bare:
                by_clause = self.bare[text]
                if len(by_clause) == 1:
                    return self.found(position, head, next(iter(by_clause.values())), size)
                if head not in self.labels:
                    self.ambiguous(head, by_clause)
                return None
        if head not in self.labels:
            self.unknown(head, name)
        return None

    def found(self, position: int, head: str, wanted: Wanted, unit: int) -> Matched | None:
        if unit and wanted.kind is not t.Kind.MONEY:
            said = f"“{head[:40]}”写了金额的单位，但{wanted.label}是{wanted.kind}"
            self.say(head, wanted.head, said, "LQ-4314")
            return None
        return Matched(position, head, wanted, unit)

    def ambiguous(self, head: str, by_clause: Mapping[str, Wanted]) -> None:
        ways = "、".join(f"{clause}.{wanted.name}" for clause, wanted in by_clause.items())
        said = f"“{head[:40]}”在 {len(by_clause)} 个条款里都有；写成 {ways} 中的一个，或用 --clauses 只算一个条款"
        self.say(head, ways, said, "LQ-4310")

    def unknown(self, head: str, name: str) -> None:
        """A head that is no input: refused when it names a clause, remarked when it is nearly a name, else passed over."""
        prefix, dot, rest = name.partition(".")
        if dot and prefix in self.clauses:
            clause = self.clauses[prefix]
            known = [n for n, by_clause in self.bare.items() if clause.identifier in by_clause]
            listed = "、".join(i.identifier for i in clause.inputs)
            hint = _hint(rest, known)
            said = f"{clause.title}没有“{rest[:40]}”这一列{hint}；可用 {listed}"
            self.say(head, listed, said, "LQ-4311")
        elif dot and rest in self.bare and prefix not in self.others:
            near = nearest(prefix, [c for c in self.clauses if c.isascii()] if prefix.isascii() else self.clauses)
            hint = f"；是不是 {near}.{rest}？" if near else ""
            said = f"没有条款“{prefix[:40]}”{hint}"
            self.say(head, near or "条款.输入", said, "LQ-4311")
        else:
            near = nearest(name, self.bare, least=LEAST_ALIKE)
            if near is not None:
                self.remarks.append(f"“{head[:40]}”这一列没有用到；是不是“{near}”？")

    def say(self, head: str, expected: str, message: str, code: str) -> None:
        self.problems.append(FieldProblem(head[:40], head[:40], expected, message, code))

    def example(self) -> list[str]:
        return [w.head for w in list(self.full.values())[:1]]


def _fold(text: str) -> str:
    """Width and blanks do not matter in a head."""
    return drop_blanks(fold_width(text)).strip("\ufeff")


def _split_unit(head: str) -> tuple[str, int]:
    """The head without the unit it ends in, and that unit in fen (0 for none)."""
    match = _UNIT.fullmatch(_fold(head))
    return (match["name"], UNITS[match["unit"]]) if match else (_fold(head), 0)


def _hint(name: str, known: Sequence[str]) -> str:
    near = nearest(name, known)
    return f"；是不是“{near}”？" if near else ""
