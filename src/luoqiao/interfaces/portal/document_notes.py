"""原文页的旁注: what the words drive, named in the margin beside the line where they begin.

One note for each kind of thing in a sentence, so that the margin can be read down. What only registers a name
(单位, 产业, 镇街 …) is said in the panel; a heading needs no note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from luoqiao.core.rules.coverage import Mark, MarkKind, SentenceCoverage
from luoqiao.interfaces.portal.document_runs import Doubts
from luoqiao.interfaces.portal.document_wording import LINES, NAMES, Drawn, listed_codes
from luoqiao.policies.pack import Pack

CODED = (MarkKind.TARGET, MarkKind.TASK, MarkKind.MECHANISM, MarkKind.SYSTEM, MarkKind.ROADMAP)
_DEFINED = re.compile(r"(?:^|[：；])([^＝=：；]+?) = ")


NoteLine = Drawn | Literal["correction"]


@dataclass(frozen=True, slots=True)
class MarginNote:
    """旁注: where in the sentence it belongs, name and codes, the line beside it, a wave for an open reading."""

    start: int
    name: str
    line: NoteLine = "plain"
    codes: tuple[str, ...] = ()
    unclear: bool = False

    @property
    def label(self) -> str:
        """What it says: `目标 T-07 T-08`."""
        return f"{self.name} {listed_codes(self.codes)}" if self.codes else self.name


def notes_of(
    pack: Pack,
    covered: SentenceCoverage,
    doubts: Doubts,
    before: SentenceCoverage | None = None,
    *,
    tiered: bool = True,
) -> tuple[MarginNote, ...]:
    """The notes of a sentence; a task that the sentence `before` it named already is not named again.

    `tiered`: a clause is named with the tier, where its rule lines define only one (a table's column says it).
    """
    key = covered.sentence.id
    known = {(m.kind, m.id) for m in before.marks} if before else set()
    notes = [*_clauses(pack, covered, tiered=tiered)]
    for kind in CODED:
        held = [m for m in covered.marks if m.kind is kind]
        again = kind is MarkKind.TASK and all((m.kind, m.id) in known for m in held)
        duty = kind is MarkKind.TASK and key in duties(pack)
        if held and duty:
            notes.append(MarginNote(0, f"责任 {duties(pack)[key]}", "task"))
        elif held and not again:
            codes = tuple(m.id for m in held)
            notes.append(MarginNote(_first(key, held), NAMES[kind], LINES[kind], codes))
    notes += _readings(doubts, key)
    corrections = [m for m in covered.marks if m.kind is MarkKind.CORRECTION]
    notes += [MarginNote(_first(key, [m]), _correction(m), "correction", (m.id,)) for m in corrections]
    return tuple(notes)


def merged(notes: Iterable[MarginNote]) -> tuple[MarginNote, ...]:
    """Under a table cell: notes of the same name become one."""
    held: dict[MarginNote, list[str]] = {}
    for note in notes:
        held.setdefault(replace(note, start=0, codes=()), []).extend(note.codes)
    return tuple(replace(note, codes=tuple(dict.fromkeys(codes))) for note, codes in held.items())


def reasons_of(covered: SentenceCoverage) -> tuple[MarginNote, ...]:
    """Why a sentence drives nothing: the kind that it is listed under."""
    held = dict.fromkeys(m.label for m in covered.marks if m.kind is MarkKind.UNCODED)
    return tuple(MarginNote(0, f"无规则：{label}", "uncoded") for label in held)


@lru_cache(maxsize=16)
def duties(pack: Pack) -> Mapping[str, str]:
    """责任单位: sentences that name who answers for a task, with the lead units in short."""
    short = {unit.id: unit.short_name for unit in pack.units}
    found: dict[str, str] = {}
    for task in pack.tasks:
        spans = (citation.span(pack.document) for citation in task.duty)
        for key in (key for span in spans if span for key, _, _ in span.pieces):
            found[key] = "、".join(short.get(unit, unit) for unit in task.lead_units)
    return found


def _clauses(pack: Pack, covered: SentenceCoverage, *, tiered: bool) -> Iterable[MarginNote]:
    key = covered.sentence.id
    for held in _by_thing(m for m in covered.marks if m.kind is MarkKind.CLAUSE).values():
        tiers = _tiers(pack, held) if tiered else ()
        label = f"条款 {held[0].label}" + (f" {tiers[0]}" if len(tiers) == 1 else "")
        yield MarginNote(_first(key, held), label, "clause")
    coded = {m.id for m in covered.marks if m.kind is MarkKind.CLAUSE}
    for held in _by_thing(m for m in covered.marks if m.kind is MarkKind.CLAUSE_UNCODED).values():
        part = "部分不计算" if coded else "不计算"
        reasons = "；".join(dict.fromkeys(m.note for m in held if m.note))
        named = f"条款 {held[0].label}，" if tiered and held[0].id not in coded else ""
        label = f"{named}{part}：{reasons}" if reasons else f"{named}{part}"
        yield MarginNote(_first(key, held), label, "clause_uncoded")


def _tiers(pack: Pack, held: Iterable[Mark]) -> tuple[str, ...]:
    """The tiers that the rule lines define: 「A：区级 = …」 defines 区级."""
    labels = {tier.label for tier in pack.meta.tiers}
    names = (name for m in held for said in _DEFINED.findall(m.note) for name in said.split("、"))
    return tuple(dict.fromkeys(name for name in names if name in labels))


def _readings(doubts: Doubts, key: str) -> Iterable[MarginNote]:
    held = doubts.by_sentence.get(key, ())
    for still_open in (True, False):
        named = [d for d in held if (d[2] in doubts.undecided) is still_open]
        if named:
            codes = tuple(code for _, _, code in named)
            yield MarginNote(named[0][0], "读法" if still_open else "读法已裁定", "plain", codes, still_open)


def _correction(mark: Mark) -> str:
    return "更正" if mark.label.startswith("应为") else mark.label


def _by_thing(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {}
    for mark in marks:
        found.setdefault(mark.id, []).append(mark)
    return found


def _first(key: str, held: Iterable[Mark]) -> int:
    return min((start for m in held for k, start, _ in m.span.pieces if k == key), default=0)
