"""榜单 `/challenges/` and one challenge: open to everybody; an enterprise's agent begins a bid from it.

Only what may be published: title, owner, planned input, problem with its indicators, days; no person, no file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from luoqiao.apps.cases.queries.challenges import (
    Challenge,
    OwnBid,
    count_bids,
    find_own_bids,
    get_board,
    get_challenge,
    may_compare,
)
from luoqiao.apps.cases.services.opening import Wanted, open_application
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.parties.queries import list_enterprises, unit_names
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.cases.challenge import BID, AlreadyBid
from luoqiao.core.cases.procedure import Procedure
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.interfaces.portal.cases.claim_choice_page import years_of
from luoqiao.interfaces.portal.cases.claim_form import case_href
from luoqiao.interfaces.portal.cases.pressed import read_key
from luoqiao.interfaces.portal.cases.public_page import kept_for_strangers
from luoqiao.interfaces.portal.entry import actor_of, the_actor
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Link, Tag, Trouble

LONGEST_WORDS, LONGEST_EXCERPT = 60, 90
STATES = (("", "全部"), ("open", "可以揭榜"), ("closed", "已经截止"))


@dataclass(frozen=True, slots=True)
class ChallengeRow:
    """榜单的一行: `bids` only once the last day has passed."""

    challenge: Challenge
    excerpt: str
    tag: Tag
    bids: int | None = None


@dataclass(frozen=True, slots=True)
class FirmChoice:
    """一家企业能不能揭榜: a bid that it has, a reason why not, or the button."""

    uscc: str
    name: str
    own: OwnBid | None
    href: str
    refusal: str
    key: UUID


def challenges(request: HttpRequest) -> HttpResponse:
    """What is on the board, open ones first."""
    on, pack = clock.today(), get_pack()
    text, state = request.GET.get("q", "")[:LONGEST_WORDS].strip(), request.GET.get("state", "")
    board = get_board(on, text)
    procedure = pack.get_procedure(BID)
    context = page(pack, "challenges", "揭榜挂帅") | {
        "open": [_row(one, on) for one in board.open] if state != "closed" else [],
        "closed": [_row(one, on, board.bids.get(one.number, 0)) for one in board.closed] if state != "open" else [],
        "text": text, "state": state, "filters": tuple(_filters(text, state)),
        "unit": unit_names().get(procedure.lead_unit, "") if procedure else "",
        "clause": _clause(procedure), "agent": _is_agent(actor_of(request)), "compares": _compares(actor_of(request), procedure),
    }  # fmt: skip
    return kept_for_strangers(request, render(request, "pages/cases/challenges.html", context))


def challenge(request: HttpRequest, number: str) -> HttpResponse:
    """One challenge: its problem, how to bid, and the button for whoever may."""
    return kept_for_strangers(request, _shown(request, number))


def bid(request: HttpRequest, number: str) -> HttpResponse:
    """揭榜: begin a bid of one's enterprise, once; its second leads to the first."""
    actor, at = the_actor(request), clock.now()
    on = timezone.localdate(at)
    parent, year = get_challenge(number).number, years_of(get_pack(), on)[0]
    wanted = Wanted(request.POST.get("uscc", "")[:18], year, procedure=BID, parent=parent)
    try:
        opened = open_application(wanted=wanted, actor=actor, at=at, key=read_key(request.POST.get("key", "")))
    except AlreadyBid as refused:
        messages.info(request, f"{refused.message.rstrip('。')}，接着办这一件")
        return HttpResponseRedirect(case_href(refused.number))
    except DomainError as refused:
        trouble = Trouble(f"没有揭榜：{refused.message.rstrip('。')}。", "没有改动任何数据。", "", refused.code)
        return _shown(request, number, trouble, 409)
    return HttpResponseRedirect(reverse("cases:form", args=(opened,)))


def _shown(request: HttpRequest, number: str, trouble: Trouble | None = None, status: int = 200) -> HttpResponse:
    on, pack, actor = clock.today(), get_pack(), actor_of(request)
    found = get_challenge(number)
    procedure = pack.get_procedure(BID)
    compares = may_compare(actor, found)
    many = count_bids([number])[number]
    context = page(pack, "challenges", found.title) | {
        "challenge": found, "row": _row(found, on), "strip": tuple(_strip(found)), "open": found.open_on(on),
        "firms": tuple(_firms(found, actor, on)), "trouble": trouble, "stranger": actor is None, "agent": _is_agent(actor),
        "compare": Link("遴选对照", reverse("cases:bids", args=(number,))) if compares else None,
        "many": many if compares or not found.open_on(on) else None,
        "way": [step.name for step in procedure.way(0)] if procedure else [], "procedure": procedure,
        "unit": unit_names().get(procedure.lead_unit, "") if procedure else "", "clause": _clause(procedure),
    }  # fmt: skip
    return render(request, "pages/cases/challenge.html", context, status=status)


def days_tag(one: Challenge, on: date) -> Tag:
    """还有 12 天 · 今天截止 · 已截止: calendar days, as the public counts them."""
    if one.bids_until is None:
        return Tag("长期有效", "entitled")
    left = (one.bids_until - on).days
    if left < 0:
        return Tag("已截止", "not_entitled")
    return Tag("今天截止", "late") if left == 0 else Tag(f"还有 {left} 天", "entitled")


def _row(one: Challenge, on: date, bids: int | None = None) -> ChallengeRow:
    text = " ".join(one.problem.split())
    excerpt = f"{text[:LONGEST_EXCERPT]}……" if len(text) > LONGEST_EXCERPT else text
    return ChallengeRow(one, excerpt, days_tag(one, on), bids)


def _strip(one: Challenge) -> Iterator[tuple[str, str]]:
    yield "发榜方", one.owner
    yield "拟投入", one.budget or "—"
    if one.listed_on:
        yield "列入榜单", f"{one.listed_on:%Y-%m-%d}"
    yield "揭榜截止", f"{one.bids_until:%Y-%m-%d}（含当天）" if one.bids_until else "长期有效"


def _firms(found: Challenge, actor: Actor | None, on: date) -> Iterator[FirmChoice]:
    """Every enterprise that this person acts for."""
    places = actor.places(Role.ENTERPRISE_AGENT) if actor else ()
    own: Mapping[str, OwnBid] = find_own_bids(found.number, actor)
    for firm in list_enterprises(places) if places else ():
        refusal = "这是贵企业发的榜，发榜方不能揭自己的榜" if firm.uscc == found.uscc else ""
        refusal = refusal or ("" if found.open_on(on) else "揭榜已经截止")
        mine = own.get(firm.uscc)
        href = ""
        if mine is not None:
            href = reverse("cases:form", args=(mine.number,)) if mine.draft else case_href(mine.number)
        yield FirmChoice(firm.uscc, firm.name, mine, href, refusal, uuid4())


def _clause(procedure: Procedure | None) -> Link | None:
    """The clause by which the winner is paid."""
    clause = get_pack().clauses.get(procedure.fund_clause) if procedure else None
    return Link(clause.title, reverse("portal:clause", args=(clause.identifier,))) if clause else None


def _compares(actor: Actor | None, procedure: Procedure | None) -> bool:
    """Whether this person may put bids side by side: the unit that leads, leaders and auditors."""
    if actor is None or procedure is None:
        return False
    return procedure.lead_unit in actor.places(Role.OFFICER, Role.UNIT_HEAD) or actor.has(Role.LEADER, Role.AUDITOR)


def _is_agent(actor: Actor | None) -> bool:
    return actor is not None and actor.has(Role.ENTERPRISE_AGENT)


def _filters(text: str, state: str) -> Iterator[tuple[str, str, str, bool]]:
    """What a choice says, its value, the words searched for, whether it is on."""
    for value, label in STATES:
        yield label, value, text, value == state
