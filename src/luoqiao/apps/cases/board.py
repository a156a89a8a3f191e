"""榜单: what the granted demands say, from what was handed in with them, and whose bid answers which."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from luoqiao.apps.cases.models import Case, CaseEvent, Snapshot
from luoqiao.core.cases.challenge import BID, DEMAND, Challenge, challenge_of, check_bid, check_in_time
from luoqiao.core.cases.state import Ending


def listed_demands() -> QuerySet[Case]:
    """The demands that stand on the board, open for bids or not."""
    return Case.objects.filter(procedure=DEMAND, ending=Ending.GRANTED.value)


def challenges_of(rows: QuerySet[Case]) -> tuple[Challenge, ...]:
    """The challenges of these demands; three queries however many there are."""
    listed = list(rows)
    forms = forms_of([row.pk for row in listed])
    return tuple(
        challenge_of(
            row.number, row.enterprise_name, forms.get(row.pk, {}), uscc=row.uscc,
            listed_on=timezone.localdate(row.closed_at) if row.closed_at else None,
        )
        for row in listed
    )  # fmt: skip


def find_challenge(number: str) -> Challenge | None:
    """The challenge of that number on the board, or none."""
    return next(iter(challenges_of(listed_demands().filter(number=number))), None)


def forms_of(keys: list[int]) -> Mapping[int, Mapping[str, object]]:
    """What was handed in last with each of these cases; a draft is not."""
    events = CaseEvent.objects.filter(case__in=keys, kind="submitted").order_by("seq")
    digests = dict(events.values_list("case_id", "values__snapshot"))
    kept = Snapshot.objects.filter(case__in=keys, digest__in=list(digests.values()))
    forms = {(case, digest): form for case, digest, form in kept.values_list("case_id", "digest", "content__form")}
    return {case: forms.get((case, digest)) or {} for case, digest in digests.items()}


def challenge_to_bid_for(number: str, uscc: str, on: date) -> Challenge:
    """The challenge that an enterprise may bid for on this day; whoever else begins a bid for it waits here.

    Inside the caller's transaction. Refuses with NotOnTheList, OwnChallenge, AlreadyBid.
    """
    demand = listed_demands().select_for_update(of=("self",)).filter(number=number).first()
    challenge = find_challenge(number) if demand else None
    other = Case.objects.filter(procedure=BID, parent=demand, uscc=uscc, ending__in=("", Ending.GRANTED.value))
    check_bid(challenge, number, uscc, on, other.values_list("number", flat=True).first() or "" if demand else "")
    if challenge is None:
        raise LookupError(number)
    return challenge


def check_bid_in_time(row: Case, on: date) -> None:
    """A bid is handed in for the first time by the last day of its challenge (BidsClosed)."""
    if row.procedure == BID and row.parent is not None and row.round == 0:
        check_in_time(find_challenge(row.parent.number), on)
