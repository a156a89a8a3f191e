"""我的政策 `/my/`: the home of an enterprise. Questions are answered in place: each answer is recorded as what the firm declares
for the year, and serves every later form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.entitlement import KnownInput, earlier_grants, known_inputs
from luoqiao.apps.cases.queries.listing import cases_of
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.evidence.services import record_facts
from luoqiao.apps.parties.queries import list_enterprises, list_standings, list_titles, township_names
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.cases.challenge import BID
from luoqiao.core.evidence.fact import NewFact, enterprise_subject
from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.kernel.period import year_period
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.core.rules import tree as t
from luoqiao.interfaces.portal.cases.mine_page import (
    judge,
    known_form,
    mine_page,
    programme_for,
)
from luoqiao.interfaces.portal.checkup_form import CheckupForm, press, read_form
from luoqiao.interfaces.portal.checkup_judging import facts_of, judge_form, nested
from luoqiao.interfaces.portal.checkup_programme import Programme
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.page import ended_note, page
from luoqiao.policies.pack import Pack

ORIGIN = "企业在“我的政策”里填"


@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """What the firm can have; a form sent with answers records them."""
    actor, at = the_actor(request), clock.now()
    firms = list_enterprises(actor.places(Role.ENTERPRISE_AGENT), active_only=False)
    asked = request.POST.get("uscc") or request.GET.get("uscc") or ""
    firm = next((one for one in firms if one.uscc == asked), firms[0] if firms else None)
    if firm is None:
        return render(request, "pages/cases/mine_none.html", page(get_pack(), "mine", "我的政策"))
    pack, on = get_pack(), timezone.localdate(at)
    known = known_inputs(firm.uscc, pack.clauses.values(), on=pack.default_day(on), at=at, actor=actor)
    programme = programme_for(pack, known, on)
    form = known_form(programme, known)
    problems: Mapping[str, FieldProblem] = {}
    if request.method == "POST":
        form = _with_answers(request, form, programme)
        problems = judge_form(programme, form).problems
        if not request.POST.get("do") and not problems:
            return _record(request, firm, programme, form, known, actor=actor, at=at)
    earlier = earlier_grants(firm.uscc, programme.clauses, programme.default_on.year, pack)
    judged = judge(programme, form, earlier, programme.default_on, problems)
    shown = mine_page(pack, programme, form, judged, known=known, cases=cases_of(firm.uscc, actor), on=on)
    context = {
        **page(pack, "mine", "我的政策"), "shown": shown, "firm": firm, "firms": firms, "facts": _facts(firm, pack, on),
        "ended": ended_note_of(pack, on), "wrong": bool(problems), "board_clause": _board_clause(pack),
    }  # fmt: skip
    return render(request, "pages/cases/mine.html", context, status=422 if problems else 200)


def _board_clause(pack: Pack) -> str:
    """The clause that pays for what stands on the board of open challenges."""
    procedure = pack.get_procedure(BID)
    return procedure.fund_clause if procedure else ""


def ended_note_of(pack: Pack, on: date) -> str:
    """What to say while the programme is not in force on the day of the platform's clock."""
    return "" if pack.meta.in_force(on) else ended_note(pack, pack.default_day(on))


def _with_answers(request: HttpRequest, form: CheckupForm, programme: Programme) -> CheckupForm:
    """What is known with what was typed in place of it; a button for one item more or less."""
    sent = read_form(dict(request.POST.lists()), programme.clauses, programme.basis.tiers)
    lists = {name.partition("[")[0] for name in sent.typed if "[" in name}
    kept = {name: text for name, text in form.typed.items() if name.partition("[")[0] not in lists}
    units = {name: unit for name, unit in form.units.items() if name in kept}
    items = {name: max(count, sent.items.get(name, 1)) for name, count in form.items.items()}
    merged = replace(
        form, typed={**kept, **sent.typed}, units={**units, **sent.units}, repeated=sent.repeated,
        items=items | {name: sent.items[name] for name in lists if name in sent.items},
    )  # fmt: skip
    return press(merged, request.POST.get("do", ""), programme.clauses)


def _record(
    request: HttpRequest, firm: EnterpriseView, programme: Programme, form: CheckupForm, known: tuple[KnownInput, ...], *,
    actor: Actor, at: datetime,
) -> HttpResponse:  # fmt: skip
    before = known_form(programme, known)
    year = programme.default_on.year
    answered = tuple(_answered(programme, form, before))
    facts = tuple(
        NewFact(enterprise_subject(firm.uscc), key, value, year_period(year), Source.DECLARED, ORIGIN)
        for key, value in answered
    )
    if facts:
        record_facts(facts=facts, actor=actor, at=at, origin=ORIGIN)
        messages.success(request, f"记下了 {len(facts)} 项，按 {year} 年度的申报值；以后各项申报都会先填好")
    else:
        messages.info(request, "没有新填的内容")
    return HttpResponseRedirect(f"{reverse('cases:mine')}?uscc={firm.uscc}")


def _answered(programme: Programme, form: CheckupForm, before: CheckupForm) -> Iterator[tuple[str, object]]:
    """The inputs whose answer is new, by key of the fact."""
    now, then = nested(programme, form, facts_of(programme, form)), nested(programme, before, facts_of(programme, before))
    for clause in programme.clauses:
        for one in clause.inputs:
            key = f"{clause.identifier}.{one.identifier}"
            value = now.get(key)
            if value is not None and value != then.get(key):
                yield key, _whole(value) if one.kind is t.Kind.LIST else value


def _whole(items: object) -> list[object]:
    """A list without the rows in which nothing was filled in."""
    return [item for item in items if item] if isinstance(items, list) else []


def _facts(firm: EnterpriseView, pack: Pack, on: date) -> tuple[str, ...]:
    """The head of the page: code, place, industry, size, what it holds."""
    standings = [one.kind.label for one in list_standings(firm.uscc) if one.holds_on(on)]
    titles = [f"{one.level.label}{one.kind.label}" for one in list_titles(firm.uscc) if one.holds_on(on)]
    industry = next((one.name for one in pack.industries if one.id == firm.industry), "")
    size = f"{firm.size.label}企业" if firm.size else ""
    listed = (firm.uscc, industry, township_names().get(firm.township, ""), size, *standings, *titles)
    return tuple(dict.fromkeys(one for one in listed if one))


