"""原文页的侧栏: what the chosen sentence, place or thing means; with nothing chosen, the lists to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from luoqiao.core.rules.coverage import Coverage, Mark, MarkKind
from luoqiao.interfaces.portal.document_address import Address
from luoqiao.interfaces.portal.document_choice import Choice
from luoqiao.interfaces.portal.document_index import IndexGroup, index
from luoqiao.interfaces.portal.document_items import Describer, Item
from luoqiao.interfaces.portal.document_runs import doubts
from luoqiao.interfaces.portal.parts import Link
from luoqiao.policies.pack import Pack

DRIVES = (
    MarkKind.CLAUSE, MarkKind.CLAUSE_UNCODED, MarkKind.TARGET, MarkKind.TASK, MarkKind.MECHANISM,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """侧栏一组: a label and items; `folded` items open when asked for."""

    label: str
    items: tuple[Item, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """一句的摘要: in the panel of a place with several sentences."""

    id: str
    href: str
    words: str
    drives: str


@dataclass(frozen=True, slots=True)
class Panel:
    """侧栏: label, the words chosen, groups of items, or sentences of a place, or the index."""

    label: str
    words: str = ""
    close: str = ""
    groups: tuple[Group, ...] = ()
    listed: tuple[Listed, ...] = ()
    index: tuple[IndexGroup, ...] = ()
    before: Link | None = None
    after: Link | None = None
    sentences: tuple[str, ...] = ()
    problem: str = ""


def panel(pack: Pack, coverage: Coverage, on: date, address: Address, choice: Choice) -> Panel:
    """The panel for what is chosen."""
    describer = Describer(pack, on, address)
    if choice.sentence:
        return _of_sentence(pack, coverage, on, address, choice, describer)
    if choice.marks:
        items = describer.items(choice.marks, whole=True)
        label = f"引用 {len({m.span for m in choice.marks})} 处，{len(choice.sentences)} 句"
        return Panel(label, close=address.unchosen, groups=(Group("", items),), sentences=choice.sentences)
    if choice.made:
        return _of_place(coverage, address, choice)
    return Panel("索引", index=index(pack, address), problem=choice.problem)


def _of_sentence(
    pack: Pack, coverage: Coverage, on: date, address: Address, choice: Choice, describer: Describer
) -> Panel:
    every = [s.sentence.id for s in coverage.sentences]
    at = every.index(choice.sentence)
    covered = coverage.sentences[at]
    marks = covered.marks
    unclear = {code for _, _, code in doubts(pack, on).by_sentence.get(choice.sentence, ())}
    here = [m for m in marks if m.kind is MarkKind.READING and m.id in unclear]
    leaning = [m for m in marks if m.kind is MarkKind.READING and m.id not in unclear]
    rest = [m for m in marks if m.kind not in (*DRIVES, MarkKind.READING, MarkKind.CORRECTION)]
    groups = (
        Group("驱动", describer.items(m for m in marks if m.kind in DRIVES)),
        Group("读法未定", describer.items(here), folded=len({m.id for m in here}) > 1),
        Group("更正", describer.items(m for m in marks if m.kind is MarkKind.CORRECTION)),
        Group(
            "登记" if all(m.kind is not MarkKind.UNCODED for m in rest) else "没有规则", describer.items(rest)
        ),
        Group("其他读法的选项也引用这一句", describer.items(leaning), folded=True),
    )
    return Panel(
        f"所选语句 · {covered.sentence.anchor} · 第 {covered.sentence.line} 行",
        covered.sentence.text,
        address.unchosen,
        tuple(group for group in groups if group.items),
        before=Link("上一句", address.with_place(every[at - 1])) if at else None,
        after=Link("下一句", address.with_place(every[at + 1])) if at + 1 < len(every) else None,
        sentences=choice.sentences,
    )


def _of_place(coverage: Coverage, address: Address, choice: Choice) -> Panel:
    chosen = set(choice.sentences)
    listed = tuple(
        Listed(s.sentence.id, address.with_place(s.sentence.id), s.sentence.text, _drives(s.marks))
        for s in coverage.sentences
        if s.sentence.id in chosen
    )
    label = f"{choice.place} · {len(listed)} 句"
    return Panel(label, close=address.unchosen, listed=listed, sentences=choice.sentences)


def _drives(marks: Iterable[Mark]) -> str:
    named = (
        f"条款 {m.label}" if m.kind is MarkKind.CLAUSE else m.id
        for m in marks
        if m.kind in (*DRIVES[:1], *DRIVES[2:])
    )
    return "、".join(dict.fromkeys(named))
