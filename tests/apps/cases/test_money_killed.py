"""钱走到一半断掉：killed at every statement of an approval, a division, the end of a notice, an upper grant; books balance."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from luoqiao.apps.cases.models import CaseEvent
from luoqiao.apps.cases.services import deciding, funding
from luoqiao.apps.cases.services.notices import end_due_notices
from luoqiao.apps.funds.models import Journal
from luoqiao.apps.funds.queries.checking import check_ledger
from luoqiao.apps.funds.services import budgets, queueing, upstream
from luoqiao.apps.policy.services import load_packs
from luoqiao.core.funds.budget import OrderKind
from luoqiao.core.funds.queue import QueueRule
from tests.apps.cases.notice_stories import posted, two_waiting, waiting_claim
from tests.apps.cases.stories import (
    AGENT,
    AT,
    CLEAN,
    CLERK,
    HEAD,
    MINE,
    OFFICER,
    OTHERS,
    a_claim,
    an_invoice,
    approved,
    handed_in,
    press,
    register_firm,
)
from tests.apps.funds.funds_stories import FINANCE, FINANCE_HEAD, SECOND_FINANCE, a_line, share_of, stands
from tests.killing import kill_at_each_statement

pytestmark = pytest.mark.django_db(transaction=True)
DISTRICT = 600_000
LATER = AT + timedelta(days=12)


@pytest.fixture(autouse=True)
def programme(transactional_db: None) -> None:
    load_packs(AT)
    register_firm(MINE, "泉州示例机械有限公司")
    register_firm(OTHERS, "泉州另例机械有限公司")


def whole() -> None:
    """The books balance and every share stands where its state says."""
    assert check_ledger().findings == ()


def test_killed_while_an_approval_reserves_it_reserves_once() -> None:
    line = a_line(DISTRICT)
    invoice = an_invoice(10_000_000, "23352000000004812077", AGENT)
    number = approved(handed_in(a_claim({invoice: 10_000_000}, fee="100000")), OFFICER, CLERK, OFFICER)
    one = press(number, HEAD)

    def check() -> None:
        whole()
        decided = CaseEvent.objects.filter(case__number=number, kind="approved").count() == 4
        assert decided == Journal.objects.filter(case_number=number, move="reserve").exists()

    assert kill_at_each_statement(lambda: deciding.approve(one, credit=CLEAN), check) > 20
    stands(line, reserved=DISTRICT)


def test_killed_while_a_budget_is_divided_it_is_divided_once() -> None:
    line = a_line(900_001, rule=QueueRule.PRO_RATA)
    two_waiting()
    arrangement = queueing.propose_arrangement(line, actor=FINANCE, at=AT, key=uuid4())

    def check() -> None:
        whole()
        assert Journal.objects.filter(move="reserve").count() in (0, 2)

    deed = lambda: funding.confirm_arrangement(arrangement, actor=FINANCE_HEAD, at=AT + timedelta(hours=9))  # noqa: E731 # one deed, many times
    assert kill_at_each_statement(deed, check) > 20
    stands(line, reserved=900_001)
    assert CaseEvent.objects.filter(kind="arranged").count() == 2


def test_killed_while_a_notice_ends_what_is_owed_is_owed_once() -> None:
    line = a_line(2 * DISTRICT)
    first, second = two_waiting()
    posted(first, second)
    kill_at_each_statement(lambda: end_due_notices(LATER), whole)
    stands(line, reserved=2 * DISTRICT)
    assert {share_of(number).state for number in (first, second)} == {"awaiting"}


def test_killed_while_an_upper_grant_is_confirmed_it_counts_once() -> None:
    line = a_line(DISTRICT)
    number = waiting_claim()
    posted(number)
    end_due_notices(LATER)
    stated = upstream.StatedGrant(number, "city", 1_234_567, "泉财企指〔2023〕8号", LATER.date())
    entry = upstream.enter_upstream(stated, actor=OFFICER, at=LATER, key=uuid4())
    kill_at_each_statement(lambda: funding.confirm_upstream(entry, actor=FINANCE, at=LATER), whole)
    stands(line, available=DISTRICT - 246_913, payable=246_913)


def test_killed_while_money_comes_to_a_line_it_comes_once() -> None:
    line = a_line()
    waiting_claim()
    wanted = budgets.WantedOrder(OrderKind.APPROPRIATE, line, DISTRICT, "泉洛财指〔2023〕1号")
    number = budgets.propose_order(wanted, actor=FINANCE, at=AT, key=uuid4())
    kill_at_each_statement(lambda: budgets.confirm_order(number, actor=SECOND_FINANCE, at=AT), whole)
    stands(line, reserved=DISTRICT)
