"""首页: what this is, two ways to begin, and the usual cases of the document with what they bring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from luoqiao.apps.clock.queries import today
from luoqiao.apps.policy import queries
from luoqiao.core.rules.answer import Answer
from luoqiao.interfaces.portal.clause_assembly import Trial, trials
from luoqiao.interfaces.portal.clause_examples import usual_examples
from luoqiao.interfaces.portal.document_wording import accounted_for
from luoqiao.interfaces.portal.home_start import UNITS, read_start
from luoqiao.interfaces.portal.page import ended_note, page
from luoqiao.interfaces.portal.parts import Tag, TierAmount
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class UsualCase:
    """常见情形: a clause, the facts in words with the link that fills them in, and what comes of them."""

    title: str
    href: str
    trial: Trial
    tiers: tuple[TierAmount, ...]
    total: int
    mark: Tag | None


def home(request: HttpRequest) -> HttpResponse:
    """The home page; the quick box leads straight to the result."""
    pack = queries.get_pack()
    start = read_start(pack.clauses.values(), request.GET)
    if start.target:
        return HttpResponseRedirect(start.target)
    counts = queries.get_coverage().counts
    context = {
        "start": start,
        "units": UNITS.items(),
        "cases": tuple(_cases(pack)),
        "count": len(pack.clauses),
        "undecided": sum(not question.decisions for question in pack.readings.questions),
        "sentences": sum(counts.values()),
        "accounted": accounted_for(counts),
        "ended": ended_note(pack, pack.default_day(today())),
    }
    return render(request, "pages/home.html", page(pack, "home") | context)


def _cases(pack: Pack) -> Iterator[UsualCase]:
    """The first usual case of every clause that has one, run by the engine."""
    for clause in pack.clauses.values():
        base = reverse("portal:clause", args=(clause.identifier,))
        for result, trial in zip(usual_examples(pack, clause), trials(pack, clause, base), strict=True):
            if result.answer is not None and result.answer.total.exact is not None:
                yield UsualCase(clause.title, base, trial, _tiers(result.answer), result.answer.total.exact, _mark(result.answer))
                break


def _tiers(answer: Answer) -> tuple[TierAmount, ...]:
    return tuple(
        TierAmount(share.tier.label, share.tier.label[:1], share.amount.exact if share.defined else None)
        for share in answer.shares.values()
    )


def _mark(answer: Answer) -> Tag | None:
    if not answer.estimate:
        return None
    ceiling = any(share.ceiling for share in answer.shares.values())
    return Tag("预估上限" if ceiling else "预估", "estimate")
