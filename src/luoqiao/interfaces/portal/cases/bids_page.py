"""遴选对照 `/challenges/<number>/bids/`: the bids of one challenge side by side, for the unit and whoever checks it.

Until the last day for bids has passed the page says how many there are and nothing else. Decisions are made on the cases.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.challenges import (
    BidSeen,
    Comparison,
    compare_bids,
    count_bids,
    get_challenge,
)
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.cases.challenge import BidsSealed
from luoqiao.core.cases.credit_check import Found
from luoqiao.interfaces.portal.cases.words import moment
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Tag

LONGEST_EXCERPT = 60


@dataclass(frozen=True, slots=True)
class BidRow:
    """对照的一行, ready to be laid out."""

    bid: BidSeen
    href: str
    excerpt: str
    whole: bool
    average: str
    credit: Tag
    state: Tag
    submitted: str
    above: bool


@never_cache
def bids(request: HttpRequest, number: str) -> HttpResponse:
    """The comparison, or how many bids there are while they are sealed."""
    actor, on, pack = the_actor(request), clock.today(), get_pack()
    context: dict[str, object]
    try:
        found = compare_bids(number, actor, on)
    except BidsSealed as sealed:
        challenge = get_challenge(number)
        context = {"challenge": challenge, "sealed": sealed.message, "many": count_bids([number])[number]}
    else:
        rows = tuple(_row(one, found) for one in found.bids)
        selected = tuple(row for row in rows if row.bid.selected)
        context = {
            "challenge": found.challenge, "rows": rows, "selected": selected, "warnings": found.warnings, "most": found.most,
            "unopened": count_bids([number])[number] - len(rows), "sealed": "",
        }  # fmt: skip
    head = page(pack, "challenges", "遴选对照")
    return render(request, "pages/cases/bids.html", head | context)


def _row(one: BidSeen, found: Comparison) -> BidRow:
    on = clock.today()
    text = " ".join(one.plan.split())
    return BidRow(
        one, reverse("cases:case", args=(one.row.number,)), text[:LONGEST_EXCERPT], len(text) <= LONGEST_EXCERPT,
        f"{one.average // 100}.{one.average % 100:02d}" if one.average is not None else "",
        _credit(one), _state(one), moment(one.row.submitted_at, on) if one.row.submitted_at else "",
        found.most is not None and one.asked is not None and one.asked > found.most,
    )  # fmt: skip


def _credit(one: BidSeen) -> Tag:
    if one.credit is None:
        return Tag("没有核查")
    return Tag(one.credit.found.label, "late" if one.credit.found is Found.HIT else "plain")


def _state(one: BidSeen) -> Tag:
    if one.selected:
        return Tag(f"已通过遴选，{one.row.step_name}", "entitled")
    if one.row.ending:
        return Tag(one.row.step_name, "not_entitled")
    return Tag(one.row.step_name)
