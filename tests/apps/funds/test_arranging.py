"""预算安排：a budget that is too small is divided in proportion, as previewed, by two persons, to the fen."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction

from luoqiao.apps.funds.services import queueing
from luoqiao.apps.funds.services.following import Standing
from luoqiao.core.funds.duty import NotYourFunds, SamePerson
from luoqiao.core.funds.queue import QueueRule
from luoqiao.core.parties.actor import Actor
from tests.apps.cases.stories import AT, HEAD, OFFICER
from tests.apps.funds.funds_stories import FINANCE, FINANCE_HEAD, a_line, appropriate, bring, share_of, stands

pytestmark = pytest.mark.usefixtures("programme")


@pytest.fixture
def short() -> int:
    """预算不足: 1,000 fen for three cases that were approved 1,600."""
    line = a_line(1000, rule=QueueRule.PRO_RATA)
    for number, fen in enumerate((700, 800, 100), 1):
        bring(Standing.DECIDED, f"LQ-2023-000{number}", minutes=number, district=fen)
    return line


def confirmed(number: str, actor: Actor = FINANCE_HEAD) -> tuple[queueing.Part, ...]:
    with transaction.atomic():
        return queueing.confirm_arrangement(number, actor=actor, at=AT)


def test_the_preview_gives_everything_and_changes_nothing(short: int) -> None:
    plan = queueing.preview(short)
    assert [part.given for part in plan.parts] == [438, 500, 62]
    assert (plan.available, plan.wanted, plan.given) == (1000, 1600, 1000)
    stands(short, available=1000)


def test_confirmed_by_another_person_it_is_reserved_as_previewed(short: int) -> None:
    number = queueing.propose_arrangement(short, actor=FINANCE, at=AT, key=uuid4())
    confirmed(number)
    stands(short, reserved=1000)
    share = share_of("LQ-2023-0001")
    assert (share.state, share.wanted, share.amount) == ("reserved", 700, 438)
    assert "同比例安排" in share.because


def test_the_same_person_and_others_are_refused(short: int) -> None:
    number = queueing.propose_arrangement(short, actor=FINANCE, at=AT, key=uuid4())
    both = Actor(FINANCE.user, FINANCE.name, (*FINANCE.posts, *FINANCE_HEAD.posts))
    with pytest.raises(SamePerson):
        confirmed(number, both)
    with pytest.raises(NotYourFunds):
        confirmed(number, OFFICER)
    with pytest.raises(NotYourFunds):
        queueing.propose_arrangement(short, actor=HEAD, at=AT, key=uuid4())
    stands(short, available=1000)


def test_what_changed_since_the_preview_is_not_confirmed(short: int) -> None:
    number = queueing.propose_arrangement(short, actor=FINANCE, at=AT, key=uuid4())
    appropriate(short, 1)
    with pytest.raises(queueing.ArrangementStale):
        confirmed(number)
    queueing.refuse_arrangement(number, actor=FINANCE_HEAD, at=AT, reason="预算有变，重新拟")
    again = queueing.propose_arrangement(short, actor=FINANCE, at=AT, key=uuid4())
    confirmed(again)
    stands(short, reserved=1001)


def test_one_key_is_one_arrangement_and_one_waits_at_a_time(short: int) -> None:
    key = uuid4()
    first = queueing.propose_arrangement(short, actor=FINANCE, at=AT, key=key)
    assert queueing.propose_arrangement(short, actor=FINANCE, at=AT, key=key) == first
    with pytest.raises(queueing.ArrangementWaits):
        queueing.propose_arrangement(short, actor=FINANCE, at=AT, key=uuid4())


def test_nothing_is_arranged_without_money_or_without_a_queue() -> None:
    line = a_line(rule=QueueRule.PRO_RATA)
    with pytest.raises(queueing.NothingToArrange, match="没有在排队"):
        queueing.propose_arrangement(line, actor=FINANCE, at=AT, key=uuid4())
    bring(Standing.DECIDED, district=10)
    with pytest.raises(queueing.NothingToArrange, match="没有可用余额"):
        queueing.propose_arrangement(line, actor=FINANCE, at=AT, key=uuid4())
