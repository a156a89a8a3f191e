"""案件和钱：approvals reserve, notices wait for a budget, what the tier above gives decides what leans on it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from luoqiao.apps.cases.models import Case
from luoqiao.apps.cases.queries.case_file import get_case_file
from luoqiao.apps.cases.queries.notices import list_waiting
from luoqiao.apps.cases.queries.replaying import compare_row, replay_case
from luoqiao.apps.cases.services import deciding, funding
from luoqiao.apps.cases.services.filing import attach_document
from luoqiao.apps.cases.services.notices import end_due_notices
from luoqiao.apps.funds.services import queueing, upstream
from luoqiao.core.cases.form import SUBJECT
from luoqiao.core.cases.notice import CasesLeft
from luoqiao.core.funds.duty import SamePerson
from luoqiao.core.funds.queue import QueueRule
from luoqiao.core.funds.share import Settlement
from luoqiao.core.parties.actor import SYSTEM
from tests.apps.cases.notice_stories import drafted, posted, two_waiting, waiting_claim
from tests.apps.cases.stories import AGENT, AT, CLERK, HEAD, OFFICER, a_claim, approved, handed_in, press
from tests.apps.funds.funds_stories import FINANCE, FINANCE_HEAD, a_line, share_of, stands

pytestmark = pytest.mark.usefixtures("firms")
CITY, DISTRICT = 3_000_000, 600_000
"""What 10 万元 of fees give: 30 % from the city, 20 % of that from the district."""
LATER = AT + timedelta(days=12)


def granted(number: str) -> str:
    posted(number)
    end_due_notices(LATER)
    assert Case.objects.get(number=number).ending == "granted"
    return number


def upstream_granted(number: str, fen: int, tier: str = "city") -> None:
    stated = upstream.StatedGrant(number, tier, fen, "泉财企指〔2023〕8号", LATER.date())
    entry = upstream.enter_upstream(stated, actor=OFFICER, at=LATER, key=uuid4())
    funding.confirm_upstream(entry, actor=FINANCE, at=LATER)


def test_the_approval_reserves_and_the_end_of_the_notice_owes_after_the_upper_tier_gave() -> None:
    district, city = a_line(DISTRICT), a_line(CITY, tier="city", settlement=Settlement.TRANSFER)
    number = waiting_claim()
    stands(district, reserved=DISTRICT)
    stands(city, reserved=CITY)
    granted(number)
    assert (share_of(number).state, share_of(number, "city").state) == ("awaiting", "payable")
    upstream_granted(number, CITY)
    stands(district, payable=DISTRICT)
    assert share_of(number).state == "payable"


def test_less_from_above_is_less_from_the_district_and_the_rest_is_free_again() -> None:
    district = a_line(DISTRICT)
    number = granted(waiting_claim())
    upstream_granted(number, 1_234_567)
    share = share_of(number)
    assert (share.wanted, share.amount, share.state) == (DISTRICT, 246_913, "payable")
    stands(district, available=DISTRICT - 246_913, payable=246_913)


def test_more_from_above_needs_a_decision_of_its_own() -> None:
    district = a_line(DISTRICT * 2)
    number = granted(waiting_claim())
    upstream_granted(number, CITY * 2)
    stands(district, available=DISTRICT, payable=DISTRICT)


def test_nothing_from_above_frees_everything() -> None:
    district = a_line(DISTRICT)
    number = granted(waiting_claim())
    upstream_granted(number, 0)
    stands(district, available=DISTRICT)
    assert share_of(number).state == "released"


def test_what_a_tier_pays_itself_is_recorded_when_it_is_known() -> None:
    a_line(tier="city", settlement=Settlement.DIRECT)
    number = granted(waiting_claim())
    upstream_granted(number, CITY - 1)
    share = share_of(number, "city")
    assert (share.state, share.amount) == ("recorded", CITY - 1)


def test_an_upper_grant_is_entered_once_and_confirmed_by_another() -> None:
    a_line(DISTRICT)
    number = granted(waiting_claim())
    stated = upstream.StatedGrant(number, "city", CITY, "泉财企指〔2023〕8号", LATER.date())
    entry = upstream.enter_upstream(stated, actor=FINANCE, at=LATER, key=uuid4())
    with pytest.raises(SamePerson):
        funding.confirm_upstream(entry, actor=FINANCE, at=LATER)
    with pytest.raises(upstream.AlreadyEntered):
        upstream.enter_upstream(stated, actor=OFFICER, at=LATER, key=uuid4())
    upstream.refuse_upstream(entry, actor=HEAD, at=LATER, reason="文号不对")
    assert share_of(number).state == "awaiting"
    upstream_granted(number, CITY)


def test_before_the_decision_no_upper_grant_is_entered_here() -> None:
    with pytest.raises(upstream.NothingWaits):
        upstream_granted("LQ-2023-9999", CITY)


def test_a_case_whose_money_waits_is_not_posted() -> None:
    a_line(DISTRICT - 1)
    number = waiting_claim()
    assert [(one.row.number, one.waits) for one in list_waiting(OFFICER)] == [(number, True)]
    with pytest.raises(CasesLeft, match="排队等预算"):
        drafted(number)


def test_a_short_budget_is_divided_and_the_cases_go_on_with_what_they_get() -> None:
    line = a_line(900_001, rule=QueueRule.PRO_RATA)
    first, second = two_waiting()
    arrangement = queueing.propose_arrangement(line, actor=FINANCE, at=AT, key=uuid4())
    assert funding.confirm_arrangement(arrangement, actor=FINANCE_HEAD, at=AT + timedelta(hours=9)) == 2
    amounts = sorted(dict(Case.objects.get(number=number).amounts)["district"] for number in (first, second))
    assert amounts == [450_000, 450_001]
    stands(line, reserved=900_001)
    file = get_case_file(first, OFFICER)
    assert file.history[-1].event.kind == "arranged"
    assert replay_case(first, SYSTEM)[-1].state == file.state
    assert not compare_row(first, SYSTEM)
    posted(first, second)
    end_due_notices(LATER)
    assert {share_of(number).state for number in (first, second)} == {"awaiting"}


def test_a_city_budget_that_is_divided_lowers_what_the_district_adds() -> None:
    city = a_line(CITY, tier="city", rule=QueueRule.PRO_RATA, settlement=Settlement.TRANSFER)
    district = a_line(2 * DISTRICT)
    first, second = two_waiting()
    arrangement = queueing.propose_arrangement(city, actor=FINANCE, at=AT, key=uuid4())
    funding.confirm_arrangement(arrangement, actor=FINANCE_HEAD, at=AT + timedelta(hours=9))
    for number in (first, second):
        assert Case.objects.get(number=number).amounts == {"province": 0, "city": CITY // 2, "district": DISTRICT // 2}
    stands(city, reserved=CITY)
    stands(district, available=DISTRICT, reserved=DISTRICT)


def test_withdrawn_by_the_enterprise_everything_is_given_back() -> None:
    line = a_line(DISTRICT)
    number = waiting_claim()
    deciding.withdraw(press(number, AGENT), reason="不再申请")
    stands(line, available=DISTRICT)
    assert share_of(number).state == "released"


def test_what_the_bank_lets_off_is_recorded_and_takes_no_budget() -> None:
    line = a_line(10**9, tier="province", clause="upgrade_loan_interest")
    form = {
        "provincial_key_project": True, "partner_bank": True, "first_drawdown_on": "2022-09-01", "drawdown_on": "2023-03-15",
        "principal": "2000万元", "months": 9, SUBJECT: "2023-03-15 提款",
    }  # fmt: skip
    claim = a_claim({}, clause="upgrade_loan_interest", form=form, subject="2023-03-15 提款")
    for place, requirement in enumerate(("省重点技改文件", "贷款合同", "借据", "付息凭证"), 11):
        attach_document(number=claim, document=place, requirement=requirement, actor=AGENT, at=AT)
    approved(handed_in(claim), OFFICER, CLERK, OFFICER, HEAD)
    province, city = share_of(claim, "province"), share_of(claim, "city")
    assert (province.amount, province.state, province.through_bank) == (30_000_000, "outside", True)
    assert (city.amount, city.state, city.awaiting) == (15_000_000, "outside", [])
    stands(line, available=10**9)
