"""原文页侧栏的条目: one thing that words drive, with what the pack says of it and the words that it quotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from luoqiao.core.rules.coverage import Mark, MarkKind
from luoqiao.core.rules.readings import ReadingQuestion, in_force
from luoqiao.interfaces.portal import target_words
from luoqiao.interfaces.portal.document_address import Address
from luoqiao.interfaces.portal.document_choice import thing
from luoqiao.interfaces.portal.document_rules import Arm, reading_arms, whole_lines
from luoqiao.interfaces.portal.document_wording import NAMES
from luoqiao.interfaces.portal.parts import Link, Tag
from luoqiao.policies.pack import Pack

_IDENTIFIER = re.compile(r" [a-z][a-z0-9_]*\b")
_LETTERS = re.compile(r"^[A-Z](?:、[A-Z])*：")


@dataclass(frozen=True, slots=True)
class Said:
    """一条引用: rule lines or a reason, the words of the document, where they stand.

    `reading` names the reading whose option says so (`读法 X-01 取 A`), `holds` whether that option is in force.
    """

    rules: tuple[str, ...]
    words: tuple[str, ...]
    anchor: str = ""
    href: str = ""
    reading: Link | None = None
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Option:
    """读法的一个选项: letter, meaning, whether it holds now and by default, words, trials with it."""

    letter: str
    wording: str
    holds: bool
    default: bool
    quotes: tuple[Said, ...]
    trials: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """条目: kind and number, title, facts, quotations, options, links."""

    kind: str
    code: str
    title: str
    tag: Tag | None = None
    facts: tuple[tuple[str, str], ...] = ()
    said: tuple[Said, ...] = ()
    options: tuple[Option, ...] = ()
    note: str = ""
    links: tuple[Link, ...] = ()
    undecided: bool = False
    folded: bool = False

    @property
    def held_said(self) -> tuple[Said, ...]:
        """What holds now: lines whatever the readings, and those of the options in force."""
        return tuple(one for one in self.said if one.holds)

    @property
    def other_said(self) -> tuple[Said, ...]:
        """What would hold under another reading."""
        return tuple(one for one in self.said if not one.holds)


class Describer:
    """说明者: turns the marks on some words into items, with links back into the same page."""

    def __init__(self, pack: Pack, on: date, address: Address) -> None:
        self.pack = pack
        self.on = on
        self.address = address
        self.units = {unit.id: unit.name for unit in pack.units}
        self.industries = {industry.id: industry.name for industry in pack.industries}
        self._by_kind: Mapping[MarkKind, Callable[[Mark], Item]] = {
            MarkKind.CLAUSE: self._clause,
            MarkKind.CLAUSE_UNCODED: self._clause,
            MarkKind.TARGET: self._target,
            MarkKind.TASK: self._task,
            MarkKind.MECHANISM: self._mechanism,
            MarkKind.READING: self._reading,
            MarkKind.CORRECTION: self._correction,
        }

    def items(self, marks: Iterable[Mark], *, whole: bool = False) -> tuple[Item, ...]:
        """One item for each thing, in the order of kinds; `whole` lists each quotation with its place."""
        held: dict[str, list[Mark]] = {}
        for mark in marks:
            held.setdefault(thing(mark), []).append(mark)
        order = list(NAMES)
        things = sorted(
            held.values(), key=lambda group: (order.index(group[0].kind), group[0].id[1:2] != "-")
        )
        return tuple(self._item(group, whole=whole) for group in things)

    def _item(self, group: list[Mark], *, whole: bool) -> Item:
        first = group[0]
        item = self._by_kind.get(first.kind, self._registered)(first)
        rules = first.kind in (MarkKind.CLAUSE, MarkKind.CLAUSE_UNCODED)
        said = tuple(self._said(group, rules=rules, placed=whole)) if rules or whole else ()
        links = item.links
        if not whole and first.kind is not MarkKind.UNCODED:
            links = (*links, Link("全部引文", self.address.with_thing(thing(first))))
        return replace(item, said=said, links=links, folded=whole)

    def _said(self, group: list[Mark], *, rules: bool, placed: bool) -> Iterable[Said]:
        """Words with their rule lines; words that the same lines quote in the same sentence stand together."""
        lines: dict[tuple[str, str], list[tuple[str, Arm | None]]] = {}
        anchors: dict[str, str] = {}
        for mark in group:
            key = mark.span.pieces[0][0]
            anchors[key] = mark.span.anchor
            said = (self._line(mark), self._arm(mark)) if rules else ("", None)
            lines.setdefault((key, mark.span.text), []).append(said)
        together: dict[tuple[str, Arm | None, tuple[str, ...]], list[str]] = {}
        for (key, words), said_here in lines.items():
            for arm in dict.fromkeys(arm for _, arm in said_here):
                own = tuple(dict.fromkeys(line for line, one in said_here if one == arm and line))
                whole_own = tuple(line for line in own if not _within_another(line, own))
                together.setdefault((key, arm, whole_own), []).append(words)
        for (key, arm, own), quoted in together.items():
            anchor, href = (anchors[key], self.address.with_place(key)) if placed else ("", "")
            reading, holds = self._reading_of(arm)
            yield Said(own, tuple(quoted), anchor, href, reading, holds)

    def _arm(self, mark: Mark) -> Arm | None:
        clause = self.pack.clauses.get(mark.id)
        return reading_arms(clause).get(mark.note) if clause and mark.kind is MarkKind.CLAUSE else None

    def _reading_of(self, arm: Arm | None) -> tuple[Link | None, bool]:
        """The reading in words with its page, and whether the option holds; without an arm a line always holds."""
        if arm is None:
            return None, True
        letter, by_default = in_force(self.pack.readings.get_question(arm.question), self.on)
        holds = letter in arm.letters
        now = ("，现按默认" if by_default else "，已裁定") if holds else ""
        label = f"读法 {arm.question} 取 {'、'.join(arm.letters)}{now}"
        return Link(label, reverse("portal:reading", args=[arm.question])), holds

    def _line(self, mark: Mark) -> str:
        """The rule line that quotes the words, or the reason why none does; identifiers are for programs."""
        if mark.kind is MarkKind.CLAUSE_UNCODED:
            return f"不计算：{mark.note}"
        clause = self.pack.clauses.get(mark.id)
        line = whole_lines(clause).get(mark.note, mark.note) if clause else mark.note
        return _LETTERS.sub("", _IDENTIFIER.sub("", line)) if self._arm(mark) else _IDENTIFIER.sub("", line)

    def _clause(self, mark: Mark) -> Item:
        clause = self.pack.clauses.get(mark.id)
        if clause is None:
            return Item("支持", mark.id, mark.label, note=mark.note)
        home = reverse("portal:clause", args=[mark.id])
        return Item("条款", "", mark.label, links=(Link("打开条款和试算", home),))

    def _target(self, mark: Mark) -> Item:
        target = next(t for t in self.pack.targets if t.id == mark.id)
        facts = [
            ("要求", target_words.asked(target)),
            ("范围", self.industries.get(target.industry, target_words.WHOLE_DISTRICT)),
            ("怎么算", target_words.over_time(target)),
        ]
        facts += [("期限", str(target.due_on))] if target.due_on else []
        facts += (
            [("附带", "、".join(target_words.qualifiers(target)))] if target_words.qualifiers(target) else []
        )
        link = Link("目标表", f"{reverse('portal:targets')}#{target.id}")
        return Item("目标", target.id, target.name, facts=tuple(facts), note=target.note, links=(link,))

    def _task(self, mark: Mark) -> Item:
        task = next(t for t in self.pack.tasks if t.id == mark.id)
        facts = [("牵头", self._named(task.lead_units))]
        facts += [("配合", self._named(task.supporting_units))] if task.supporting_units else []
        link = Link("任务表", f"{reverse('portal:tasks')}#{task.id}")
        return Item("任务", task.id, task.name, facts=tuple(facts), links=(link,))

    def _mechanism(self, mark: Mark) -> Item:
        mechanism = next(m for m in self.pack.mechanisms if m.id == mark.id)
        facts = [("单位", self._named(mechanism.units))] if mechanism.units else []
        proposed = mechanism.proposed_units
        facts += [("建议单位", f"{self._named(proposed)}（文件未明确）")] if proposed else []
        link = Link("机制表", f"{reverse('portal:tasks')}#{mechanism.id}")
        return Item("机制", mechanism.id, mechanism.name, facts=tuple(facts), links=(link,))

    def _reading(self, mark: Mark) -> Item:
        question = self.pack.readings.get_question(mark.id)
        letter, by_default = in_force(question, self.on)
        options = tuple(
            self._option(question, one.letter, holds=one.letter == letter) for one in question.options
        )
        tag = Tag("未裁定，按默认", "by-default") if by_default else Tag(f"已裁定 {letter}")
        return Item(
            "读法",
            question.id,
            question.question,
            tag,
            options=options,
            note=question.unbuilt and f"另有一说，没有编入：{question.unbuilt}",
            links=(Link("读法详情", reverse("portal:reading", args=[question.id])),),
            undecided=by_default,
        )

    def _option(self, question: ReadingQuestion, letter: str, *, holds: bool) -> Option:
        option = question.get_option(letter)
        quotes = tuple(
            Said((), (c.quote,), c.anchor, self._place_of(c.anchor, c.quote)) for c in option.citations
        )
        clauses = (self.pack.clauses[key] for key in question.clauses if key in self.pack.clauses)
        trials = tuple(
            Link(
                f"按 {letter} 试算{one.title}",
                f"{reverse('portal:clause', args=[one.identifier])}?{question.id}={letter}",
            )
            for one in clauses
        )
        keep = () if holds or not question.moves_money else trials
        return Option(letter, option.wording, holds, letter == question.default, quotes, keep)

    def _correction(self, mark: Mark) -> Item:
        correction = next(c for c in self.pack.corrections if c.id == mark.id)
        facts = (
            ("原文", f"「{correction.citation.quote}」"),
            (mark.label[:2], f"「{correction.corrected}」"),
        )
        said = f"引文一律对照原文，不对照更正（读法 {correction.reading}）。"
        return Item("更正", correction.id, mark.label, facts=facts, note=said + correction.note)

    def _registered(self, mark: Mark) -> Item:
        code = mark.id if mark.id[1:2] == "-" else ""
        title = mark.label if mark.kind is not MarkKind.UNCODED else f"{mark.label}，不驱动规则"
        return Item(NAMES[mark.kind], code, title, note=mark.note)

    def _named(self, units: Iterable[str]) -> str:
        return "、".join(self.units.get(unit, unit) for unit in units)

    def _place_of(self, anchor: str, quote: str) -> str:
        span = self.pack.document.find(quote, (anchor,))
        return self.address.with_place(span.pieces[0][0]) if span else self.address.with_place(anchor)


def _within_another(line: str, lines: Iterable[str]) -> bool:
    """A line of a block is noted beside its block: `A：市级 = …` says `市级 = …` already."""
    return any(line != other and line in other for other in lines)
