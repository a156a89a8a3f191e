"""案件页上的重复享受: what stands behind this case and another too, a line for each, with the way to both sides."""

from __future__ import annotations

from dataclasses import dataclass

from luoqiao.apps.cases.queries.case_file import CaseFile
from luoqiao.apps.cases.queries.double_funding import Hit, Strength, find_hits_of
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.interfaces.portal.cases.routes import address
from luoqiao.interfaces.portal.parts import Link, Tag, TagKind

SEES = (Role.AUDITOR, Role.FINANCE_OFFICER, Role.OFFICER, Role.UNIT_HEAD)
MOST = 6
NAMED = 3
KINDS: dict[Strength, TagKind] = {Strength.LOOK: "late", Strength.BLOCKED: "plain", Strength.HINT: "plain"}


@dataclass(frozen=True, slots=True)
class DoubleRow:
    """一处: `others` the cases on the other side, `more` those that are not named here."""

    kind: str
    shared: str
    tag: Tag
    others: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class DoublePart:
    """重复享受一栏; `link` leads to every hit with both sides."""

    rows: tuple[DoubleRow, ...]
    many: int
    link: Link | None


def double_part(file: CaseFile, actor: Actor) -> DoublePart | None:
    """The part for auditors, finance officers, officers and heads; None for others, and where there is nothing to say."""
    if not actor.has(*SEES):
        return None
    found = find_hits_of(file.row.number, actor)
    if not found:
        return None
    href = address("auditor:double_funding")
    link = Link(f"核对两边（{len(found)} 处）", f"{href}?case={file.row.number}") if href else None
    return DoublePart(tuple(_row(one, file.row.number) for one in found[:MOST]), len(found), link)


def _row(hit: Hit, number: str) -> DoubleRow:
    others = tuple(side.case for side in hit.sides if side.case != number)[:NAMED]
    tag = Tag(hit.strength.label, KINDS[hit.strength])
    return DoubleRow(hit.kind.label, hit.shared, tag, others, hit.many - 1 - len(others))
