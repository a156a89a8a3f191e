"""案件的事实: what each source says about an input of the clause, which value is adopted, and where they differ.

Decided by an officer before measured, measured before the registers, registers before documents, documents before what was
declared. Every source stays to be seen; the one adopted never hides the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.money import yuan_text
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.facts import read_value

FactSource = Source
"""来源: ranked once for the whole platform, in `core/evidence/source.py`."""
STRONGEST_FIRST = tuple(sorted(Source, key=lambda source: source.rank))


@dataclass(frozen=True, slots=True)
class FactLine:
    """一项事实: values in JSON form by source; `adopted` and its source; `difference` in fen where amounts differ."""

    key: str
    label: str
    kind: t.Kind
    by_source: Mapping[FactSource, object]
    adopted: object
    source: FactSource | None
    conflict: bool
    difference: int | None = None


def fact_lines(clause: t.Clause, sources: Mapping[FactSource, Mapping[str, object]]) -> tuple[FactLine, ...]:
    """Every input of the clause that some source speaks of, in the order of the clause."""
    lines = []
    for one in clause.inputs:
        named = [source for source in reversed(STRONGEST_FIRST) if _has(sources, source, one.identifier)]
        said = {source: sources[source][one.identifier] for source in named}
        if said:
            lines.append(_line(one, said))
    return tuple(lines)


def adopted_facts(lines: tuple[FactLine, ...], besides: Mapping[str, object]) -> dict[str, object]:
    """The facts that the rule is put to; `besides`: what is no input (grants of upper tiers)."""
    return {**besides, **{line.key: line.adopted for line in lines}}


def document_amounts(invoices: tuple[Mapping[str, object], ...], inputs: tuple[t.Input, ...]) -> dict[str, object]:
    """What the invoices prove: for each input the sum of the amounts that were put to it; nothing where there are none."""
    found: dict[str, object] = {}
    for one in inputs:
        used = [row for row in invoices if one.identifier in _texts(row.get("inputs"))]
        if used:
            found[one.identifier] = yuan_text(sum(int(str(row["amount"])) for row in used))
    return found


def _line(one: t.Input, said: Mapping[FactSource, object]) -> FactLine:
    source = next(source for source in STRONGEST_FIRST if source in said)
    read = {name: _read(one, value) for name, value in said.items()}
    differing = {str(value) for value in read.values() if value is not None}
    spread = [value for value in read.values() if isinstance(value, int) and not isinstance(value, bool)]
    money = one.kind is t.Kind.MONEY and len(spread) > 1
    return FactLine(
        one.identifier, one.label, one.kind, said, said[source], source, len(differing) > 1,
        max(spread) - min(spread) if money else None,
    )  # fmt: skip


def _read(one: t.Input, value: object) -> object:
    """The value read exactly, so that 5万元 and 50000 are the same; as written where it is no plain value."""
    if one.kind in (t.Kind.LIST, t.Kind.CHOICE):
        return str(value)
    try:
        return read_value(one.kind, value)
    except Exception:
        return str(value)


def _has(sources: Mapping[FactSource, Mapping[str, object]], source: FactSource, key: str) -> bool:
    return sources.get(source, {}).get(key) not in (None, "")


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()
