"""找谁问: the units that lead a clause, as the document names them; what it does not say is said to be missing."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from luoqiao.core.rules.citations import Citation
from luoqiao.core.rules.tree import Clause
from luoqiao.interfaces.portal.parts import Link, Quote
from luoqiao.policies.pack import Pack

RESPONSIBLE = "责任单位"


@dataclass(frozen=True, slots=True)
class Contact:
    """一个牵头单位: its name, in what it is named, the words, and where they stand."""

    name: str
    role: str
    source: Link | None = None
    said: Quote | None = None


def contacts_of(pack: Pack, clause: Clause) -> tuple[Contact, ...]:
    """The lead units of a clause, by the 责任单位 line of its paragraph; without such a line by their seat."""
    lines = [f"{anchor} {RESPONSIBLE}" for anchor in clause.header.anchors]
    line = next((anchor for anchor in lines if pack.document.has_anchor(anchor)), "")
    return tuple(_contact(pack, name, line) for name in clause.header.lead)


def names_none(pack: Pack, clause: Clause) -> bool:
    """Whether the document names no unit for the clause, because only the annex speaks of it."""
    return not any(pack.document.has_anchor(f"{anchor} {RESPONSIBLE}") for anchor in clause.header.anchors)


def _contact(pack: Pack, name: str, line: str) -> Contact:
    unit = next((one for one in pack.units if name in (one.name, one.short_name)), None)
    shown = unit.name if unit else name
    if line:
        sentence = pack.document.get_passage(line).sentences[0].text
        return Contact(shown, f"牵头，见{RESPONSIBLE}一行", _source(line), Quote(sentence))
    seat = next((one for one in pack.seats if unit is not None and one.unit == unit.id), None)
    cited: tuple[Citation, ...] = (seat.citations if seat else ()) or (unit.citations if unit else ())
    if not cited:
        return Contact(shown, "牵头")
    role = f"{seat.post}是领导小组成员{f'、{seat.also}' if seat.also else ''}" if seat else "文件分送的单位"
    return Contact(shown, role, _source(cited[0].anchor))


def _source(anchor: str) -> Link:
    return Link(anchor, f"/document/?at={quote(anchor)}")
