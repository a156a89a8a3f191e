"""条款页的内容: one clause, one case, put together for the page and for the printed sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from django.http import QueryDict
from django.urls import reverse

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import switches
from luoqiao.core.rules.resolve import Straight, resolve
from luoqiao.interfaces.portal.calculator import Result, result_of
from luoqiao.interfaces.portal.calculator_fields import Form, form_of
from luoqiao.interfaces.portal.calculator_input import Case, judge, read_query
from luoqiao.interfaces.portal.charts import ClauseChart, chart_of
from luoqiao.interfaces.portal.clause_examples import example_query, usual_examples
from luoqiao.interfaces.portal.clause_readings import switches_of
from luoqiao.interfaces.portal.clause_rule import quote_numbers, rule_lines
from luoqiao.interfaces.portal.clause_text import anchor_title, passages_of
from luoqiao.interfaces.portal.clause_units import Contact, contacts_of, names_none
from luoqiao.interfaces.portal.form_parts import Reading
from luoqiao.interfaces.portal.parts import Link, Passage, Quote, RuleLine
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class Trial:
    """试一试: a usual case in words and the link that fills it in."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Unpaid:
    """不计算的一句: the reason and the words."""

    reason: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class ClausePage:
    """条款页: everything that the templates lay out; `query` is the case as typed, for links."""

    clause: t.Clause
    case: Case
    place: int
    count: int
    facts: tuple[tuple[str, str], ...]
    passages: tuple[Passage, ...]
    rule: tuple[RuleLine, ...]
    uncoded: tuple[Unpaid, ...]
    readings: tuple[Reading, ...]
    form: Form
    result: Result
    chart: ClauseChart | None
    contacts: tuple[Contact, ...]
    unnamed: bool
    trials: tuple[Trial, ...]
    source: Link
    base: str
    query: str

    @property
    def eyebrow(self) -> str:
        """Which clause of how many."""
        return f"条款 {self.place} / {self.count}"


def assemble(pack: Pack, clause: t.Clause, query: QueryDict, day: date, *, paper: bool = False) -> ClausePage:
    """The page of a clause for the case that a query describes, on `day` unless it names one.

    On paper its readings have no place to lead to.
    """
    case = judge(pack, clause, read_query(pack, clause, query), day)
    letters = {used.question: used.letter for used in case.answer.readings}
    line = resolve(clause, letters, case.on)
    numbers = quote_numbers(line)
    base = reverse("portal:clause", args=(clause.identifier,))
    here = () if paper else tuple(switches(clause, pack.meta.cap_period))

    def reading_href(key: str) -> str:
        return f"#{key}" if key in here else reverse("portal:reading", args=(key,))

    return ClausePage(
        clause=clause,
        case=case,
        place=list(pack.clauses).index(clause.identifier) + 1,
        count=len(pack.clauses),
        facts=_facts(clause, line),
        passages=passages_of(pack, clause, numbers, case.on, reading_href),
        rule=rule_lines(line, numbers, pack.meta.cap_period),
        uncoded=tuple(_unpaid(clause)),
        readings=switches_of(pack, case, lambda key: reverse("portal:reading", args=(key,))),
        form=form_of(pack, case),
        result=result_of(pack, case, numbers),
        chart=chart_of(pack, case),
        contacts=contacts_of(pack, clause),
        unnamed=names_none(pack, clause),
        trials=tuple(trials(pack, clause, base)),
        source=Link("在原文中查看", f"/document/?select=clause:{clause.identifier}#{_first_sentence(pack, clause)}"),
        base=base,
        query=urlencode([(name, value) for name, values in case.typed.values.items() for value in values]),
    )


def trials(pack: Pack, clause: t.Clause, base: str) -> list[Trial]:
    """The usual cases among the worked examples, as links that fill the calculator."""
    found = []
    for one in usual_examples(pack, clause):
        words = "，".join(filter(None, (_told(i, one.example.cell(i.label)) for i in clause.inputs)))
        found.append(Trial(words, f"{base}?{example_query(pack, clause, one.example)}#trial"))
    return found


def _told(one: t.Input, cell: str) -> str:
    """A fact in a few words: a yes needs only its name."""
    if one.kind is t.Kind.YES_NO and cell:
        return one.label if cell == "是" else f"{one.label}：否"
    return f"{one.label} {cell}" if cell else ""


def _unpaid(clause: t.Clause) -> Iterator[Unpaid]:
    for statement in t.statements_of(clause):
        if isinstance(statement, t.Uncoded):
            said = tuple(Quote(quote.text, anchor_title(quote.anchor)) for quote in statement.quotes)
            yield Unpaid(statement.reason, said)


def _facts(clause: t.Clause, line: Straight) -> tuple[tuple[str, str], ...]:
    header = clause.header
    payees = dict.fromkeys(f"{one.tier}给{one.label}" if one.tier else one.label for one in line.payees)
    return (
        ("对象", header.subject), ("牵头", "、".join(header.lead)), ("期限", f"{header.first} 至 {header.last}"),
        ("方式", header.manner), ("补助给", "；".join(payees) or "申报企业"),
    )  # fmt: skip


def _first_sentence(pack: Pack, clause: t.Clause) -> str:
    anchor = pack.document.expand(clause.header.anchors[0])[0]
    cited = next((p for p in clause.passages if p.anchor == anchor), None)
    span = pack.document.find(cited.text.split("…")[0], (anchor,), over_breaks=True) if cited else None
    return quote(span.pieces[0][0] if span else pack.document.get_passage(anchor).sentences[0].id)
