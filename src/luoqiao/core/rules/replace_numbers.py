"""换数: the same tree with other numbers in some places; texts of lines follow, quotes and places stay.

The copy has its own digest, so that nothing kept for the clause (proofs, drawings) is taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from luoqiao.core.kernel.money import show_short
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.dates import decode, show_code
from luoqiao.core.rules.parameter import Place, show_value

_PERCENT = re.compile(r"\d+(?:\.\d+)?\s*[%％]")
_SPAN = re.compile(r"\d+\s*(?:年|个月)")
_MONEY = re.compile(r"\d[\d,]*(?:\.\d+)?\s*(?:万亿元|亿元|万元|元)")
_RATIO = re.compile(r"\d+(?:\s*[:：]\s*\d+)+")
_DAY = re.compile(r"\d{4}(?:-\d{1,2}-\d{1,2}|年\d{1,2}月\d{1,2}日)")


def replace_numbers(clause: t.Clause, by_place: Mapping[Place, int], said: Mapping[str, int]) -> t.Clause:
    """A copy of the clause with these numbers; `said` names the change in its digest."""
    change = _Change(by_place)
    statements = tuple(change.of(statement) for statement in clause.statements)
    header = clause.header
    first, last = (by_place.get(Place(header.at, slot)) for slot in ("first", "last"))
    term = replace(
        header, first=header.first if first is None else decode(first), last=header.last if last is None else decode(last)
    )
    words = "；".join(f"{name}={value}" for name, value in sorted(said.items()))
    digest = sha256(f"{clause.digest}\n{words}".encode()).hexdigest()
    return replace(clause, header=term, statements=statements, digest=digest)


@dataclass(frozen=True, slots=True)
class _Change:
    by_place: Mapping[Place, int]

    def of(self, node: Any) -> Any:
        """The node with its numbers and everything below it replaced; the node itself where nothing changes."""
        if isinstance(node, tuple):
            rebuilt = tuple(self.of(one) for one in node)
            return node if all(a is b for a, b in zip(node, rebuilt, strict=True)) else rebuilt
        if isinstance(node, type) or not is_dataclass(node) or isinstance(node, t.At | t.Quote):
            return node
        below = {f.name: self.of(getattr(node, f.name)) for f in fields(node)}
        new = {name: value for name, value in below.items() if value is not getattr(node, name)}
        new |= self.own(node)
        if not new:
            return node
        if isinstance(node, t.Condition | t.Define | t.Split | t.RangeArm | t.ChoiceArm | t.During):
            new["text"] = self.text(node)
        changed: Any = node
        return replace(changed, **new)

    def value(self, node: Any, slot: str) -> int | None:
        return self.by_place.get(Place(node.at, slot))

    def own(self, node: Any) -> dict[str, Any]:
        """The numbers of the node itself that change."""
        match node:
            case t.Literal(kind=kind):
                value = self.value(node, "value")
                return {} if value is None else {"value": value, "text": show_value(kind, value)}
            case t.RateOf():
                return _one("rate", self.value(node, "rate"))
            case t.AddMonths() | t.Within():
                return _one("months", self.value(node, "months"))
            case t.RangeArm():
                return _one("low", self.value(node, "low")) | _one("high", self.value(node, "high"))
            case t.Split(parts=parts):
                changed = tuple(self.by_place.get(Place(node.at, f"part {i}"), part) for i, part in enumerate(parts))
                return {} if changed == parts else {"parts": changed}
            case t.During():
                first, last, until = (self.value(node, slot) for slot in ("first", "last", "until"))
                days = {} if first is None else {"first": decode(first)}
                days |= {} if last is None else {"last": decode(last)}
                return days | ({} if until is None else {"last": decode(until) - timedelta(1)})
            case _:
                return {}

    def text(self, node: Any) -> str:
        """The line as it reads with the new numbers."""
        text: str = node.text
        start = node.at.column
        edits = []
        for (at, slot), value in self.by_place.items():
            if at.line == node.at.line and start <= at.column and at.end <= node.at.end:
                edit = _edit(slot, value, text[at.column - start : at.end - start])
                edits += [(at.column - start + edit[0], at.column - start + edit[1], edit[2])] if edit else []
        for begin, end, new in sorted(edits, reverse=True):
            text = text[:begin] + new + text[end:]
        return text


def _one(name: str, value: int | None) -> dict[str, Any]:
    return {} if value is None else {name: value}


def _edit(slot: str, value: int, text: str) -> tuple[int, int, str] | None:
    """Which stretch of a node's text is its number, and the number written anew."""
    head = text.replace("：", ":").split(":")[0]
    match slot:
        case "value":
            return 0, len(text), _literal(text, value)
        case "rate":
            return _at(list(_PERCENT.finditer(text)), -1, show_value(t.Kind.RATE, value))
        case "months":
            return _at(list(_SPAN.finditer(text)), -1, show_value(t.Kind.MONTHS, value))
        case "low" | "high":
            return _at(list(_MONEY.finditer(head)), 0 if slot == "low" else -1, show_short(value))
        case "first" | "last" | "until":
            shown = show_code(value) if slot != "until" else (decode(value) - timedelta(1)).isoformat()
            return _at(list(_DAY.finditer(text)), 0 if slot == "first" else -1, shown)
        case _:
            ratio = _RATIO.search(text)
            parts = list(re.finditer(r"\d+", ratio[0])) if ratio else []
            found = _at(parts, int(slot.split()[1]), str(value))
            return (found[0] + ratio.start(), found[1] + ratio.start(), found[2]) if ratio and found else None


def _at(found: list[re.Match[str]], index: int, new: str) -> tuple[int, int, str] | None:
    return (found[index].start(), found[index].end(), new) if found else None


def _literal(text: str, value: int) -> str:
    kinds = ((_MONEY, t.Kind.MONEY), (_DAY, t.Kind.DATE), (_SPAN, t.Kind.MONTHS))
    kind = next((kind for pattern, kind in kinds if pattern.fullmatch(text.strip())), t.Kind.COUNT)
    return show_value(kind, value) + ("个" if kind is t.Kind.COUNT else "")
