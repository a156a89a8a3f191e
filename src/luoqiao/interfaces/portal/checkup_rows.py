"""体检的各行: what a firm may have, what not and why, each with its fields in the form. What is open: `checkup_open`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from luoqiao.core.kernel.money import yuan_text
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer, Outcome, Share
from luoqiao.core.rules.checkup import Checkup
from luoqiao.core.rules.nearby import distances
from luoqiao.core.rules.wording import show_input
from luoqiao.interfaces.portal.checkup_fields import Asks, asks_of
from luoqiao.interfaces.portal.checkup_form import CheckupForm
from luoqiao.interfaces.portal.checkup_judging import Judged
from luoqiao.interfaces.portal.checkup_programme import Programme
from luoqiao.interfaces.portal.checkup_quotes import quotes_of_tiers
from luoqiao.interfaces.portal.checkup_reasons import Refusal, refusal_of
from luoqiao.interfaces.portal.parts import ClauseRow, ReadingRef, Tag, TierAmount

AUTOMATIC = "免申即享"


@dataclass(frozen=True, slots=True)
class Had:
    """可以享受的一条: the row of the list, who is paid, the marks of each tier, and its fields."""

    identifier: str
    row: ClauseRow
    asks: Asks
    answer: Answer
    marks: tuple[str, ...]
    payees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """不符合的一条: why, and the fields in which the answer can be changed."""

    identifier: str
    name: str
    anchor: str
    href: str
    refusal: Refusal
    asks: Asks
    answer: Answer


@dataclass(frozen=True, slots=True)
class Aside:
    """不涉及的一条: what was typed under it waits in hidden fields."""

    identifier: str
    name: str
    kept: tuple[tuple[str, str], ...]


def had_rows(programme: Programme, form: CheckupForm, judged: Judged) -> tuple[Had, ...]:
    """The clauses that give money, the largest first."""
    return tuple(
        _had(answer, asks_of(programme, form, judged, answer))
        for answer in judged.checkup.having(Outcome.ENTITLED)
    )


def refused_rows(programme: Programme, form: CheckupForm, judged: Judged) -> tuple[Refused, ...]:
    """The clauses that give nothing, in the order of the document."""
    order = [clause.identifier for clause in programme.clauses]
    answers = sorted(
        judged.checkup.having(Outcome.NOT_ENTITLED), key=lambda answer: order.index(answer.clause.identifier)
    )
    return tuple(
        Refused(
            answer.clause.identifier, answer.clause.title, anchor_of(answer.clause),
            clause_href(answer.clause, answer), refusal_of(answer),
            asks_of(programme, form, judged, answer), answer,
        )
        for answer in answers
    )  # fmt: skip


def aside_rows(form: CheckupForm, checkup: Checkup) -> tuple[Aside, ...]:
    """The clauses that the firm says do not concern it."""
    rows = []
    for clause in checkup.set_aside:
        prefix = f"{clause.identifier}."
        kept = [(name, text) for name, text in form.typed.items() if name.startswith(prefix)]
        kept += [(f"unit:{name}", unit) for name, unit in form.units.items() if name.startswith(prefix)]
        kept += [
            (f"items:{name}", str(count)) for name, count in form.items.items() if name.startswith(prefix)
        ]
        rows.append(Aside(clause.identifier, clause.title, tuple(kept)))
    return tuple(rows)


def _had(answer: Answer, asks: Asks) -> Had:
    clause = answer.clause
    near = distances(answer)
    marks = marks_of(answer)
    payees = tuple(
        dict.fromkeys(f"付给{s.payee}" for s in answer.shares.values() if s.payee and s.amount.high)
    )
    tags = [Tag(clause.header.manner, "automatic")] if clause.header.manner == AUTOMATIC else []
    tags += [Tag(mark, "estimate") for mark in marks]
    tags += [Tag(payee) for payee in payees]
    row = ClauseRow(
        clause.title,
        anchor_of(clause),
        clause_href(clause, answer),
        tier_amounts(answer.shares.values()),
        answer.total.exact,
        quotes=quotes_of_tiers(answer),
        tags=tuple(tags),
        readings=reading_refs(answer),
        hint=near[0].text if near else "",
    )
    return Had(clause.identifier, row, asks, answer, marks, payees)


def marks_of(answer: Answer) -> tuple[str, ...]:
    """预估, 预估上限, 待…兑现: each once, for the tiers that it holds for."""
    found: dict[str, list[str]] = {}
    for share in answer.shares.values():
        for mark in share_words(share):
            found.setdefault(mark, []).append(share.tier.label[0])
    paying = sum(1 for share in answer.shares.values() if share.defined and share.amount.high)
    return tuple(mark if len(who) == paying else f"{'、'.join(who)} {mark}" for mark, who in found.items())


def share_words(share: Share) -> tuple[str, ...]:
    """The marks of one tier's amount; none for a tier that pays nothing."""
    if not share.defined or share.amount.high == 0:
        return ()
    words = (
        []
        if share.granted is not None
        else ["预估上限"]
        if share.ceiling
        else ["预估"]
        if share.estimate
        else []
    )
    if share.granted is not None:
        words.append("实拨")
    if share.awaiting is not None:
        words.append(f"待{share.awaiting.label}兑现")
    return tuple(words)


def tier_amounts(shares: Iterable[Share]) -> tuple[TierAmount, ...]:
    """省 市 区: a tier that the clause does not speak of shows a dash, one that pays nothing 0.00."""
    return tuple(
        TierAmount(s.tier.label, s.tier.label[0], s.amount.exact if s.defined else None) for s in shares
    )


def reading_refs(answer: Answer) -> tuple[ReadingRef, ...]:
    """The readings that took part, the undecided ones under a wave."""
    return tuple(
        ReadingRef(
            used.question if at else f"读法 {used.question}",
            reverse("portal:reading", args=[used.question]),
            not used.default,
        )
        for at, used in enumerate(answer.readings)
    )


def anchor_of(clause: t.Clause) -> str:
    """Where the clause stands: 三（一）2 · 附件4."""
    parts = [anchor.split()[0] for anchor in clause.header.anchors]
    return " · ".join(dict.fromkeys(parts))


def clause_href(clause: t.Clause, answer: Answer) -> str:
    """The page of the clause with the same facts and day, so that it shows the same calculation."""
    pairs = [pair for one in clause.inputs for pair in _pairs(one, answer.facts.get(one.label))]
    for share in answer.shares.values():
        if share.granted is not None:
            pairs.append((f"granted_{share.tier.code}", yuan_text(share.granted)))
    pairs.append(("on", answer.on.isoformat()))
    return f"{reverse('portal:clause', args=[clause.identifier])}?{urlencode(pairs)}"


def _pairs(one: t.Input, value: object, prefix: str = "") -> list[tuple[str, str]]:
    name = f"{prefix}{one.identifier}"
    if value is None:
        return []
    if isinstance(value, tuple):
        return [
            pair
            for item in value
            for inner in one.fields
            for pair in (
                _pairs(inner, item.get(inner.label), f"{name}.") or [(f"{name}.{inner.identifier}", "？")]
            )
        ]
    if isinstance(value, bool):
        return [(name, "yes" if value else "no")]
    if isinstance(value, int) and one.kind is t.Kind.MONEY:
        return [(name, yuan_text(value))]
    if one.kind is t.Kind.CHOICE:
        return [(name, next((o.identifier for o in one.options if o.label == value), str(value)))]
    return [(name, show_input(one.kind, value).removesuffix("个月"))]


def facts_said(answer: Answer) -> tuple[tuple[str, str], ...]:
    """The facts of a clause in words, for paper and workbook."""
    return tuple(
        (one.label, _said(one, answer.facts[one.label]))
        for one in answer.clause.inputs
        if one.label in answer.facts
    )


def _said(one: t.Input, value: object) -> str:
    if isinstance(value, tuple):
        return "；".join(
            "、".join(show_input(inner.kind, item.get(inner.label)) for inner in one.fields) for item in value
        )
    return show_input(one.kind, value)


def moment_said(at: datetime) -> str:
    """2026年11月23日 02:06, as on paper."""
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
