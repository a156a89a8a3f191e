"""我的政策页: what an enterprise can have now from what is known, what is still asked, what is claimed already, what not and why.

The sum answers first. Clauses about a project or a product stand apart: what is known of the enterprise says nothing of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from django.urls import reverse

from luoqiao.apps.cases.queries.case_row import CaseRow
from luoqiao.apps.cases.queries.entitlement import KnownInput
from luoqiao.core.cases.form import names_subject
from luoqiao.core.cases.procedure import Begin
from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.kernel.money import show_wan
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer
from luoqiao.core.rules.checkup import check_up
from luoqiao.core.rules.facts import read_value
from luoqiao.core.rules.greatest import greatest
from luoqiao.core.rules.wording import show_input
from luoqiao.interfaces.portal.cases.claim_form import case_href
from luoqiao.interfaces.portal.checkup_form import YUAN, CheckupForm, item_name, list_name
from luoqiao.interfaces.portal.checkup_judging import Judged, facts_of, nested
from luoqiao.interfaces.portal.checkup_open import Open, open_rows
from luoqiao.interfaces.portal.checkup_programme import Programme, programme_of
from luoqiao.interfaces.portal.checkup_rows import Had, Refused, had_rows, refused_rows
from luoqiao.interfaces.portal.parts import Action, ClauseList, ClauseRow, Count, Tag, TierAmount
from luoqiao.policies.pack import Pack

OPEN_STAGES = ("draft", "running", "correction")


@dataclass(frozen=True, slots=True)
class Rest:
    """依据的一项事实: its name, its value and from where it is, in words."""

    label: str
    value: str
    source: str
    origin: str
    conflict: bool


@dataclass(frozen=True, slots=True)
class Entitled:
    """可以拿的一条: its row, the facts that it rests on; automatic ones need nothing to be done."""

    row: ClauseRow
    rests: tuple[Rest, ...]
    automatic: bool
    clause: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """申报过的一件: its row, where it leads, whether money was granted."""

    row: CaseRow
    href: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class ByProject:
    """按项目申报的一条: the most that one may bring, what it is about, the cases there are."""

    clause: t.Clause
    href: str
    what: str
    most: int | None
    unlimited: bool
    cases: tuple[Claimed, ...]


@dataclass(frozen=True, slots=True)
class MinePage:
    """我的政策, ready to be laid out."""

    on: date
    year: int
    key: UUID
    entitled: tuple[Entitled, ...]
    list: ClauseList
    total_tag: Tag | None
    counts: tuple[Count, ...]
    open: tuple[Open, ...]
    projects: tuple[ByProject, ...]
    claimed: tuple[Claimed, ...]
    refused: tuple[Refused, ...]
    unlisted: tuple[t.Clause, ...]
    origins: Mapping[str, str]

    @property
    def total(self) -> int:
        """What can be had now, in fen."""
        return self.list.total or 0


def enterprise_clauses(pack: Pack) -> tuple[t.Clause, ...]:
    """The clauses that are about the enterprise itself and are applied for."""
    return tuple(one for one in pack.clauses.values() if not names_subject(one) and not is_automatic(pack, one))


def is_automatic(pack: Pack, clause: t.Clause) -> bool:
    """免申即享: nothing is applied for; a list begins the case."""
    procedure = pack.procedure_of(clause)
    return procedure is not None and procedure.begin is Begin.LIST


def programme_for(pack: Pack, known: Iterable[KnownInput], today: date) -> Programme:
    """The clauses to be judged: those about the enterprise, and automatic ones of which a title is known."""
    titled = {one.clause for one in known}
    clauses = tuple(
        one for one in pack.clauses.values()
        if one in enterprise_clauses(pack) or (is_automatic(pack, one) and one.identifier in titled)
    )  # fmt: skip
    return replace(programme_of(pack, today), clauses=clauses)


def known_form(programme: Programme, known: Iterable[KnownInput]) -> CheckupForm:
    """What is known, as the questionnaire would hold it; amounts in yuan."""
    typed: dict[str, str] = {}
    units: dict[str, str] = {}
    items: dict[str, int] = {}
    values = {(one.clause, one.input): one.value for one in known}
    for clause in programme.clauses:
        for one in clause.inputs:
            value = values.get((clause.identifier, one.identifier))
            name = list_name(clause, one)
            if one.kind is t.Kind.LIST:
                rows = value if isinstance(value, list) else []
                items[name] = max(len(rows), 1)
                for number, item in enumerate(rows, 1):
                    for inner in one.fields:
                        _put(typed, units, item_name(name, number, inner), inner, item.get(inner.identifier))
            else:
                _put(typed, units, name, one, value)
    return CheckupForm(typed=typed, units=units, items=items)


def _put(typed: dict[str, str], units: dict[str, str], name: str, one: t.Input, value: object) -> None:
    if value in (None, ""):
        return
    text = str(value)
    if one.kind is t.Kind.RATE:
        text = show_input(one.kind, read_value(one.kind, text))
    typed[name] = text
    if one.kind is t.Kind.MONEY:
        units[name] = YUAN


def judge(
    programme: Programme, form: CheckupForm, earlier: Mapping[str, Mapping[str, Mapping[str, object]]], on: date,
    problems: Mapping[str, FieldProblem] | None = None,
) -> Judged:  # fmt: skip
    """Every clause judged by what the form says and what was granted before; wrong answers were taken out before."""
    wrong = problems or {}
    facts = {name: text for name, text in facts_of(programme, form).items() if name not in wrong}
    checkup = check_up(
        programme.clauses, nested(programme, form, facts), on=on, earlier=earlier, basis=programme.basis
    )
    return Judged(checkup, facts, wrong)


def mine_page(
    pack: Pack, programme: Programme, form: CheckupForm, judged: Judged, *, known: tuple[KnownInput, ...],
    cases: tuple[CaseRow, ...], on: date,
) -> MinePage:  # fmt: skip
    """The whole page."""
    mine = tuple(_claimed(case) for case in cases if case.ending in ("", "granted"))
    taken = {one.row.clause for one in mine if one.row.year == judged.checkup.on.year}
    rests = {(one.clause, one.input): one for one in known}
    entitled = tuple(
        _entitled(had, pack, rests) for had in had_rows(programme, form, judged) if had.identifier not in taken
    )
    still_open = tuple(one for one in open_rows(programme, form, judged) if one.identifier not in taken)
    rows = tuple(one.row for one in entitled)
    return MinePage(
        on=judged.checkup.on, year=judged.checkup.on.year, key=uuid4(), entitled=entitled,
        list=ClauseList(rows, _tiers(rows, programme), sum(row.total or 0 for row in rows)), total_tag=_total_tag(entitled),
        counts=tuple(_counts(entitled, still_open, mine)), open=still_open, projects=tuple(_projects(pack, mine, on)),
        claimed=mine, refused=tuple(one for one in refused_rows(programme, form, judged) if one.identifier not in taken),
        unlisted=tuple(
            one for one in pack.clauses.values() if is_automatic(pack, one) and one not in programme.clauses
        ),
        origins={f"{one.clause}.{one.input}": f"{one.source}：{one.origin}" for one in known},
    )  # fmt: skip


def _tiers(rows: tuple[ClauseRow, ...], programme: Programme) -> tuple[TierAmount, ...]:
    return tuple(
        TierAmount(tier.label, tier.label[0], sum(row.tiers[at].fen or 0 for row in rows))
        for at, tier in enumerate(programme.basis.tiers)
    )


def _entitled(had: Had, pack: Pack, known: Mapping[tuple[str, str], KnownInput]) -> Entitled:
    clause = had.answer.clause
    automatic = is_automatic(pack, clause)
    action = None if automatic else Action("申报", kind="primary", name="clause", value=clause.identifier)
    return Entitled(replace(had.row, action=action), tuple(_rests(had.answer, known)), automatic, clause.identifier)


def _rests(answer: Answer, known: Mapping[tuple[str, str], KnownInput]) -> Iterator[Rest]:
    clause = answer.clause
    for one in clause.inputs:
        found = known.get((clause.identifier, one.identifier))
        if found is not None and one.label in answer.facts:
            value = answer.facts[one.label]
            said = f"{len(value)} 项" if isinstance(value, tuple) else show_input(one.kind, value)
            yield Rest(one.label, said, found.source, found.origin, found.conflict)


def _claimed(row: CaseRow) -> Claimed:
    form = row.stage in ("draft", "correction")
    href = reverse("cases:form", args=(row.number,)) if form else case_href(row.number)
    return Claimed(row, href, Tag("予以支持" if row.granted else row.step_name, "entitled" if row.granted else "plain"))


def _projects(pack: Pack, mine: tuple[Claimed, ...], on: date) -> Iterator[ByProject]:
    for clause in pack.clauses.values():
        if names_subject(clause) and not is_automatic(pack, clause):
            most = greatest(clause, pack.basis, pack.default_day(on)).total
            yield ByProject(
                clause, reverse("portal:clause", args=(clause.identifier,)), names_subject(clause), most, most is None,
                tuple(one for one in mine if one.row.clause == clause.identifier),
            )  # fmt: skip


def _total_tag(entitled: tuple[Entitled, ...]) -> Tag | None:
    words = [tag.label for one in entitled for tag in one.row.tags]
    if any("预估上限" in word for word in words):
        return Tag("预估上限", "estimate")
    return Tag("预估", "estimate") if any("预估" in word for word in words) else None


def _counts(entitled: tuple[Entitled, ...], still_open: tuple[Open, ...], mine: tuple[Claimed, ...]) -> Iterator[Count]:
    automatic = sum(one.automatic for one in entitled)
    yield Count("可以拿", len(entitled), f"其中 {automatic} 项免申即享" if automatic else "", "#had" if entitled else "")
    questions = sum(len(one.answer.open_questions) for one in still_open)
    asks = f"答完 {questions} 问就能算准" if still_open else "都已算清"
    yield Count("还差几问", len(still_open), asks, "#open" if still_open else "")
    running = [one.row for one in mine if one.row.stage in OPEN_STAGES]
    granted = sum(one.row.amount or 0 for one in mine if one.row.granted)
    got = f"已予支持 {show_wan(granted)} 万元" if granted else ""
    yield Count("在办", len(running), got or ("" if running else "还没有"), "#claimed" if mine else "")
