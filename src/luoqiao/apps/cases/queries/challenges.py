"""榜单的问句: the challenges on the board, for anybody; the bids of one side by side, for the unit once their time is over.

What is shown of a challenge is what may be published: no person to ring up, no file. Before the last day for bids a bid is known
to its bidder; everybody else is told nothing, the unit and the auditors how many were handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from luoqiao.apps.cases.board import challenges_of, find_challenge, forms_of, listed_demands
from luoqiao.apps.cases.history import get_procedure
from luoqiao.apps.cases.models import Case, CaseDocument, CaseEvent
from luoqiao.apps.cases.queries.case_row import FIELDS, CaseRow
from luoqiao.apps.cases.scope import case_scope
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases.challenge import (
    BID,
    BidsSealed,
    Challenge,
    Compared,
    NoSuchChallenge,
    warnings_of,
)
from luoqiao.core.cases.credit_check import CreditCheck, from_values
from luoqiao.core.cases.procedure import Procedure, StepKind
from luoqiao.core.cases.state import Ending
from luoqiao.core.kernel.money import NotMoney, parse_money
from luoqiao.core.kernel.text import fold_all_width
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.core.rules.greatest import greatest

__all__ = ("Challenge", "list_challenges")
COMPARES = (Role.OFFICER, Role.UNIT_HEAD, Role.LEADER, Role.AUDITOR)
"""Who may put the bids of a challenge side by side, within the own unit."""


@dataclass(frozen=True, slots=True)
class Board:
    """榜单: the challenges for which bids are taken, then those whose time has passed; how many bids each of these got."""

    open: tuple[Challenge, ...]
    closed: tuple[Challenge, ...]
    bids: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OwnBid:
    """自己的揭榜: its case, and whether it is still a draft."""

    number: str
    step_name: str
    draft: bool


@dataclass(frozen=True, slots=True)
class BidSeen:
    """对照里的一份揭榜."""

    row: CaseRow
    solver: str
    plan: str
    asked: int | None
    average: int | None
    scorers: int
    credit: CreditCheck | None
    documents: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """遴选对照: the bids that were handed in, who was selected so far, what to look at twice; `most`: the ceiling (fen)."""

    challenge: Challenge
    bids: tuple[BidSeen, ...]
    selected: tuple[BidSeen, ...]
    warnings: tuple[str, ...]
    most: int | None


def list_challenges(on: date) -> tuple[Challenge, ...]:
    """Every challenge on the board for which bids are taken on that day, the one that ends first before the others."""
    return _sorted(one for one in challenges_of(listed_demands()) if one.open_on(on))


def get_board(on: date, text: str = "") -> Board:
    """The whole board, searched by title, owner or the words of the problem."""
    words = fold_all_width(text).split()[:5]
    found = [one for one in challenges_of(listed_demands()) if all(word in _searched(one) for word in words)]
    closed = _sorted(one for one in found if not one.open_on(on))[::-1]
    return Board(_sorted(one for one in found if one.open_on(on)), closed, count_bids([one.number for one in closed]))


def get_challenge(number: str) -> Challenge:
    """One challenge on the board (NoSuchChallenge else)."""
    found = find_challenge(number)
    if found is None:
        raise NoSuchChallenge(number)
    return found


def count_bids(numbers: list[str]) -> Mapping[str, int]:
    """How many bids each of these challenges got; drafts and what was taken back do not count."""
    counted = dict(_handed_in(numbers).values_list("parent__number").annotate(many=Count("pk")))
    return {number: counted.get(number, 0) for number in numbers}


def _handed_in(numbers: list[str]) -> QuerySet[Case]:
    bids = Case.objects.filter(procedure=BID, parent__number__in=numbers, round__gt=0)
    return bids.exclude(ending=Ending.WITHDRAWN.value)


def find_own_bids(number: str, actor: Actor | None) -> Mapping[str, OwnBid]:
    """The open or granted bids of a person's enterprises for a challenge, by credit code."""
    firms = actor.places(Role.ENTERPRISE_AGENT) if actor else ()
    rows = Case.objects.filter(
        procedure=BID, parent__number=number, uscc__in=firms, ending__in=("", Ending.GRANTED.value)
    )
    return {row.uscc: OwnBid(row.number, row.step_name, row.stage == "draft") for row in rows.order_by("pk")}


def may_compare(actor: Actor | None, challenge: Challenge) -> bool:
    """Whether this person belongs to the unit that selects, or checks it."""
    return actor is not None and actor.has(*COMPARES) and _in_scope(actor, challenge.number)


def compare_bids(number: str, actor: Actor, on: date) -> Comparison:
    """The bids of a challenge side by side. Refuses with NoSuchChallenge, and with BidsSealed until their last day has passed."""
    challenge = get_challenge(number)
    if not may_compare(actor, challenge):
        raise NoSuchChallenge(number)
    if challenge.bids_until is not None and challenge.sealed_on(on):
        raise BidsSealed(challenge.bids_until)
    rows = _handed_in([number]).filter(case_scope(actor)).order_by("submitted_at", "pk")
    bids = tuple(_bids(list(rows)))
    selected = tuple(one for one in bids if one.selected)
    most = _ceiling(on)
    compared = [Compared(one.row.number, one.solver, one.asked, one.selected, one.row.ending) for one in bids]
    return Comparison(challenge, bids, selected, warnings_of(compared, most), most)


def _bids(rows: list[Case]) -> list[BidSeen]:
    """Five queries however many bids there are."""
    keys = [row.pk for row in rows]
    forms = forms_of(keys)
    documents = dict(
        CaseDocument.objects.filter(case__in=keys, dropped_at__isnull=True).values_list("case_id").annotate(many=Count("pk"))
    )
    kinds = ("scoring_closed", "approved", "rejected")
    events: dict[int, list[tuple[str, dict[str, Any]]]] = {}
    told = CaseEvent.objects.filter(case__in=keys, kind__in=kinds).order_by("case_id", "seq")
    for case, kind, values in told.values_list("case_id", "kind", "values"):
        events.setdefault(case, []).append((kind, values))
    return [_bid(row, forms.get(row.pk, {}), documents.get(row.pk, 0), events.get(row.pk, [])) for row in rows]


def _bid(row: Case, form: Mapping[str, object], documents: int, events: list[tuple[str, dict[str, Any]]]) -> BidSeen:
    scores = [values for kind, values in events if kind == "scoring_closed"]
    credit = next((values["credit"] for kind, values in reversed(events) if kind == "approved" and values.get("credit")), None)
    score = scores[-1] if scores else None
    return BidSeen(
        row=CaseRow(*(getattr(row, name) for name in FIELDS)), solver=str(form.get("solver", "")) or row.enterprise_name,
        plan=str(form.get("plan", "")), asked=_fen(form.get("asked_fund")), average=score["average"] if score else None,
        scorers=score["count"] if score else 0, credit=from_values(credit) if credit else None, documents=documents,
        selected=_selected(row, events),
    )  # fmt: skip


def _selected(row: Case, events: list[tuple[str, dict[str, Any]]]) -> bool:
    """Whether the selection was passed: it stands after the first review that follows the scoring, and was agreed to there."""
    if row.ending:
        return row.ending == Ending.GRANTED
    procedure = get_procedure(policy.get_pack_of(row.pack, row.pack_digest), row.procedure)
    selection = selection_step(procedure)
    last = next((kind for kind, values in reversed(events) if values.get("step") == selection), "")
    return last == "approved" and procedure.position(row.step) > procedure.position(selection)


def selection_step(procedure: Procedure) -> str:
    """遴选: the first review after the scoring; empty where nothing is scored."""
    at = next((place for place, step in enumerate(procedure.steps) if step.kind is StepKind.SCORING), None)
    if at is None:
        return ""
    return next((step.id for step in procedure.steps[at + 1 :] if step.kind is StepKind.REVIEW), "")


def _ceiling(on: date) -> int | None:
    """What the clause that pays gives one project at most; None where it sets no limit or the pack names no clause."""
    pack = policy.get_pack()
    procedure = pack.get_procedure(BID)
    clause = pack.clauses.get(procedure.fund_clause) if procedure else None
    if procedure is None or clause is None:
        return None
    return greatest(clause, pack.basis, pack.default_day(on)).shares.get(procedure.fund_tier)


def _in_scope(actor: Actor, number: str) -> bool:
    return Case.objects.filter(case_scope(actor), number=number).exists()


def _sorted(found: Iterable[Challenge]) -> tuple[Challenge, ...]:
    return tuple(sorted(found, key=lambda one: (one.bids_until or date.max, one.number)))


def _searched(one: Challenge) -> str:
    return fold_all_width(f"{one.number} {one.title} {one.owner} {one.problem}")


def _fen(value: object) -> int | None:
    try:
        return int(parse_money(str(value))) if value else None
    except NotMoney:
        return None
