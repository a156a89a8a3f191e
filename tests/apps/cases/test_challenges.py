"""榜单与揭榜：what is on the board, one bid for a firm, nothing after the last day, and no comparison before it."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from luoqiao.apps.cases.models import Case, Draft, Todo
from luoqiao.apps.cases.queries.case_file import get_case_file
from luoqiao.apps.cases.queries.challenges import (
    compare_bids,
    find_own_bids,
    get_board,
    get_challenge,
    list_challenges,
    may_compare,
)
from luoqiao.apps.cases.queries.listing import Sought, list_cases
from luoqiao.apps.cases.queries.replaying import compare_row, replay_case
from luoqiao.apps.cases.services import deciding, filing
from luoqiao.apps.cases.services.opening import Wanted, open_application
from luoqiao.apps.cases.services.sealing import unseal_due
from luoqiao.apps.outbox.models import Message
from luoqiao.core.cases.challenge import (
    AlreadyBid,
    BidsClosed,
    BidsSealed,
    NoSuchChallenge,
    NotOnTheList,
    OwnChallenge,
)
from luoqiao.core.cases.events import ReturnItem
from luoqiao.core.cases.form import BadForm
from luoqiao.core.cases.refusals import NoSuchCase
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor, Post, Role
from tests.apps.cases.challenge_stories import (
    DEMAND,
    SCIENCE,
    SCIENCE_HEAD,
    UNTIL,
    a_bid,
    day,
    on_the_board,
    opened_bid,
    scored,
    selected,
)
from tests.apps.cases.stories import AGENT, AUDITOR, COMMERCE, MINE, OTHER_AGENT, OTHERS, press, register_firm

pytestmark = pytest.mark.usefixtures("firms")
THIRD = "91350504MA2000035X"


def test_a_granted_demand_stands_on_the_board_with_what_may_be_published() -> None:
    number = on_the_board()
    assert not Draft.objects.exists()
    (found,) = list_challenges(UNTIL)
    assert (found.number, found.title, found.owner, found.listed_on) == (
        number, DEMAND["title"], "泉州示例机械有限公司", date(2023, 6, 20),
    )  # fmt: skip
    assert "第三方检测" in get_challenge(number).problem
    assert list_challenges(date(2023, 7, 15)) == ()
    board = get_board(date(2023, 7, 15))
    assert (board.open, len(board.closed), board.bids) == ((), 1, {number: 0})


def test_the_board_is_searched_by_title_owner_and_words() -> None:
    on_the_board()
    for text, many in (("主轴", 1), ("泉州示例　第三方检测", 1), ("陶瓷", 0)):
        assert len(get_board(UNTIL, text).open) == many


def test_a_demand_that_is_not_granted_is_not_there() -> None:
    wanted = Wanted(MINE, 2023, procedure="challenge_demand")
    number = open_application(wanted=wanted, actor=AGENT, at=day(6, 12), key=uuid4())
    with pytest.raises(NoSuchChallenge):
        get_challenge(number)
    with pytest.raises(NotOnTheList):
        opened_bid(number)


def test_a_bid_carries_its_challenge_and_there_is_one_for_a_firm() -> None:
    challenge = on_the_board()
    number = opened_bid(challenge)
    row = Case.objects.select_related("parent").get(number=number)
    assert (row.subject, row.parent and row.parent.number) == (DEMAND["title"], challenge)
    with pytest.raises(AlreadyBid) as refused:
        opened_bid(challenge)
    assert refused.value.number == number
    assert find_own_bids(challenge, OTHER_AGENT)[OTHERS].draft
    deciding.withdraw(press(number, OTHER_AGENT))
    assert opened_bid(challenge) != number


def test_a_demand_leaves_time_for_bids() -> None:
    with pytest.raises(BadForm, match="揭榜截止日 2023-06-12 已经到了"):
        on_the_board(bids_until="2023-06-12")


def test_nothing_but_a_bid_has_a_case_before_it() -> None:
    for parent in ("LQ-2023-0404", on_the_board()):
        wanted = Wanted(OTHERS, 2023, procedure="challenge_demand", parent=parent)
        number = open_application(wanted=wanted, actor=OTHER_AGENT, at=day(6, 21), key=uuid4())
        assert Case.objects.get(number=number).parent is None


def test_the_owner_cannot_bid_and_nobody_after_the_last_day() -> None:
    challenge = on_the_board()
    with pytest.raises(OwnChallenge):
        opened_bid(challenge, AGENT, MINE)
    with pytest.raises(NotOnTheList):
        opened_bid(challenge, at=day(7, 15))


def test_a_draft_is_not_handed_in_after_the_last_day_but_a_correction_is() -> None:
    challenge = on_the_board()
    with pytest.raises(BidsClosed):
        a_bid(challenge, at=day(7, 14, hour=23))
    assert Case.objects.get(uscc=OTHERS).stage == "draft"


def test_a_correction_may_come_after_the_last_day() -> None:
    number = a_bid(on_the_board())
    unseal_due(day(7, 15))
    items = [ReturnItem("field", "解决方案", "没有写进度")]
    deciding.return_for_correction(press(number, SCIENCE, day(7, 17)), items=items)
    filing.submit(number=number, actor=OTHER_AGENT, at=day(7, 18), key=uuid4())
    assert Case.objects.get(number=number).round == 2


def test_a_bid_is_sealed_for_everybody_but_its_bidder_until_the_clock_opens_all_alike() -> None:
    challenge = on_the_board()
    number = a_bid(challenge)
    row = Case.objects.get(number=number)
    assert (row.step_name, row.sealed, row.deadline_on) == ("等揭榜截止", True, UNTIL)
    assert not Todo.objects.filter(case=row).exists()
    leader = Actor(52, "区领导", (Post(Role.LEADER),))
    clerk = Actor(53, "镇街", (Post(Role.TOWN_CLERK, row.township),))
    for actor in (SCIENCE, SCIENCE_HEAD, AUDITOR, leader, clerk):
        with pytest.raises(NoSuchCase):
            get_case_file(number, actor)
        assert number not in {one.number for one in list_cases(actor, Sought(), UNTIL).rows}
    assert get_case_file(number, OTHER_AGENT).given.form["plan"]
    assert (unseal_due(day(7, 14, hour=23)), unseal_due(day(7, 15, hour=0)), unseal_due(day(7, 15))) == (0, 1, 0)
    assert get_case_file(number, SCIENCE).state.step == "check"
    assert list(Todo.objects.filter(case=row).values_list("desk", flat=True)) == list(SCIENCE.desks)
    told = Message.objects.filter(about=f"case:{number}", kind="submitted").values_list("subject", flat=True)
    assert sorted(told) == [f"泉州另例机械有限公司提交了“揭榜挂帅·揭榜”（{number}）"] * 2
    assert compare_row(number, AUDITOR) == ()
    assert replay_case(number, AUDITOR)[-1].state == get_case_file(number, AUDITOR).state


def test_a_sealed_bid_can_be_taken_back() -> None:
    challenge = on_the_board()
    number = a_bid(challenge)
    deciding.withdraw(press(number, OTHER_AGENT), reason="改由联合体揭榜")
    assert a_bid(challenge) != number


def test_bids_are_compared_by_the_unit_and_its_auditors_after_the_last_day() -> None:
    challenge = on_the_board()
    first = scored(a_bid(challenge))
    for actor in (SCIENCE, SCIENCE_HEAD, AUDITOR):
        with pytest.raises(BidsSealed):
            compare_bids(challenge, actor, UNTIL)
    for actor in (COMMERCE, OTHER_AGENT, AGENT):
        with pytest.raises(NoSuchChallenge):
            compare_bids(challenge, actor, date(2023, 7, 15))
        assert not may_compare(actor, get_challenge(challenge))
    found = compare_bids(challenge, AUDITOR, date(2023, 7, 15))
    (bid,) = found.bids
    assert (bid.row.number, bid.asked, bid.average, bid.scorers, bid.documents) == (first, 80_000_000, 8250, 3, 1)
    assert (found.selected, found.warnings, found.most) == ((), (), 200_000_000)


def test_who_was_selected_is_said_and_two_are_warned_of() -> None:
    challenge = on_the_board()
    register_firm(THIRD, "泉州第三家有限公司")
    third = Actor(13, "第三人", (Post(Role.ENTERPRISE_AGENT, THIRD),))
    one, two = a_bid(challenge), a_bid(challenge, third, THIRD, asked_fund="150万元", solver="第三家")
    selected(one)
    found = compare_bids(challenge, SCIENCE, date(2023, 8, 1))
    assert [bid.row.number for bid in found.selected] == [one]
    assert found.warnings == ()
    scored(two)
    deciding.reject(press(two, SCIENCE), reasons=["评审分低"])
    assert [bid.row.number for bid in compare_bids(challenge, SCIENCE, date(2023, 8, 1)).selected] == [one]
    deciding.send_back(press(two, SCIENCE_HEAD), reason="再议")
    scored(two)
    deciding.approve(press(two, SCIENCE))
    warned = compare_bids(challenge, SCIENCE, date(2023, 8, 1)).warnings
    assert "有 2 家通过遴选" in warned[0]
    assert "合计 230 万元，超过条款的上限 200 万元" in warned[1]


@pytest.mark.django_db(transaction=True)
def test_two_agents_of_one_firm_who_bid_at_once_begin_one_case() -> None:
    challenge = on_the_board()
    together, outcomes = Barrier(2), list[str]()

    def begin() -> None:
        together.wait()
        try:
            outcomes.append(opened_bid(challenge))
        except DomainError as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=begin) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert AlreadyBid.code in outcomes
    assert Case.objects.filter(parent__number=challenge).count() == 1
