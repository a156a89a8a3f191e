"""找谁问: the units that lead a clause, as the document names them; what it does not say is said to be missing."""

from __future__ import annotations

from dataclasses import dataclass

from luoqiao.core.rules.tree import Clause
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class Contact:
    """一个牵头单位: its name, where the document names it, the sentence of the document that does."""

    name: str
    anchor: str
    quote: str


def contacts_of(pack: Pack, clause: Clause) -> tuple[Contact, ...]:
    """The lead units of a clause; the citation nearest to the clause's own paragraph."""
    found = []
    for name in clause.header.lead:
        unit = next((one for one in pack.units if name in (one.name, one.short_name)), None)
        cited = unit.citations if unit else ()
        near = [c for c in cited if any(c.anchor.startswith(a) for a in clause.header.anchors)]
        one = next(iter((*near, *cited)), None)
        found.append(Contact(unit.name if unit else name, one.anchor if one else "", one.quote if one else ""))
    return tuple(found)
