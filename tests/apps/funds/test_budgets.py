"""指标文：money comes to a line, leaves it, is carried over or advanced only by two persons, and never beyond what there is."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from luoqiao.apps.funds.models import BudgetOrder
from luoqiao.apps.funds.services import budgets
from luoqiao.core.funds.budget import BudgetExhausted, LineKey, OrderKind
from luoqiao.core.funds.duty import NotYourFunds, SamePerson
from luoqiao.core.funds.queue import QueueRule
from luoqiao.core.funds.share import Settlement
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.parties.actor import Actor, Post, Role
from tests.apps.cases.stories import AGENT, AT
from tests.apps.funds.funds_stories import (
    FINANCE,
    PACK,
    SECOND_FINANCE,
    a_line,
    an_order,
    balances,
    stands,
)

pytestmark = pytest.mark.usefixtures("programme")


def proposed(line: int, fen: int = 100, kind: OrderKind = OrderKind.APPROPRIATE, document: str = "泉洛财指 1 号") -> str:
    wanted = budgets.WantedOrder(kind, line, fen, document)
    return budgets.propose_order(wanted, actor=FINANCE, at=AT, key=uuid4())


def test_nothing_moves_before_the_confirmation() -> None:
    line = a_line()
    number = proposed(line)
    stands(line)
    budgets.confirm_order(number, actor=SECOND_FINANCE, at=AT)
    budgets.confirm_order(number, actor=SECOND_FINANCE, at=AT)
    stands(line, available=100)


def test_who_proposed_does_not_confirm_nor_for_a_colleague() -> None:
    number = proposed(a_line())
    with pytest.raises(SamePerson):
        budgets.confirm_order(number, actor=FINANCE, at=AT)
    deputy = Actor(99, "代办人", (Post(Role.FINANCE_OFFICER, "finance", FINANCE.user, FINANCE.name),))
    with pytest.raises(SamePerson):
        budgets.confirm_order(number, actor=deputy, at=AT)
    with pytest.raises(NotYourFunds):
        budgets.confirm_order(number, actor=AGENT, at=AT)


def test_the_database_knows_four_eyes_too() -> None:
    number = proposed(a_line())
    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetOrder.objects.filter(number=number).update(settled_by=FINANCE.user)


def test_an_order_that_was_settled_is_not_settled_again() -> None:
    line = a_line()
    number = proposed(line)
    budgets.refuse_order(number, actor=SECOND_FINANCE, at=AT, reason="文号有误")
    with pytest.raises(budgets.OrderMovedOn):
        budgets.confirm_order(number, actor=SECOND_FINANCE, at=AT)
    stands(line)


def test_no_more_is_taken_back_than_is_left() -> None:
    line = a_line(100)
    number = proposed(line, 101, OrderKind.CUT_BACK)
    with pytest.raises(BudgetExhausted):
        budgets.confirm_order(number, actor=SECOND_FINANCE, at=AT)
    an_order(OrderKind.CUT_BACK, line, 40)
    stands(line, available=60)


def test_what_is_left_goes_into_the_next_year() -> None:
    old, new = a_line(100, year=2022), a_line(year=2023)
    an_order(OrderKind.CARRY_OVER, old, 30, other=new)
    assert balances(old) == {"appropriation": -100, "available": 70}
    assert balances(new) == {"available": 30}


def test_money_is_not_carried_back_or_to_another_purpose() -> None:
    old, new, else_ = a_line(100, year=2022), a_line(100, year=2023), a_line(clause="srdi", year=2023)
    for one, other in ((new, old), (old, else_), (old, None)):
        with pytest.raises(budgets.LinesDoNotFit):
            budgets.propose_order(
                budgets.WantedOrder(OrderKind.CARRY_OVER, one, 1, "文号一", other), actor=FINANCE, at=AT, key=uuid4()
            )


def test_the_district_advances_the_citys_share_and_is_paid_back() -> None:
    district, city = a_line(100), a_line(tier="city", settlement=Settlement.ADVANCE)
    an_order(OrderKind.ADVANCE, district, 60, other=city)
    assert balances(district) == {"appropriation": -100, "available": 40, "upstream_due": 60}
    assert balances(city) == {"available": 60, "upstream_claim": -60}
    with pytest.raises(BudgetExhausted):
        an_order(OrderKind.UPSTREAM_SETTLED, district, 61, other=city)
    an_order(OrderKind.UPSTREAM_SETTLED, district, 60, other=city)
    assert balances(district) == {"appropriation": -100, "available": 100}
    assert balances(city) == {"appropriation": -60, "available": 60}


@pytest.mark.parametrize(("fen", "document"), [(0, "文号"), (-1, "文号"), (100, " "), (10**17, "文号")])
def test_an_order_that_cannot_be_meant_is_refused(fen: int, document: str) -> None:
    line = a_line()
    with pytest.raises(Invalid):
        proposed(line, fen, document=document)


@pytest.mark.parametrize("wrong", [{"tier": "county"}, {"clause": "nothing"}, {"industry": "mining"}, {"year": 22}])
def test_a_line_of_nothing_is_refused(wrong: dict[str, object]) -> None:
    given = {"pack": PACK, "year": 2023, "tier": "district", "clause": "", "industry": "", **wrong}
    with pytest.raises(Invalid):
        budgets.open_line(
            LineKey(**given),  # type: ignore[arg-type] # wrong on purpose
            rule=QueueRule.FIRST_COME, settlement=Settlement.OWN, actor=FINANCE, at=AT,
        )  # fmt: skip


def test_a_line_opened_twice_is_one_and_only_finance_opens_it() -> None:
    assert a_line() == a_line()
    key = LineKey(PACK, 2023, "district")
    with pytest.raises(NotYourFunds):
        budgets.open_line(key, rule=QueueRule.FIRST_COME, settlement=Settlement.OWN, actor=AGENT, at=AT)
