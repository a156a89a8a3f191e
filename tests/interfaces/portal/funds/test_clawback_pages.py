"""追回的页：who may do what, what is wrong is said beside its field, and two persons decide."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client

from luoqiao.apps.funds.models import Clawback, Recovery
from luoqiao.apps.funds.services.following import Standing
from tests.apps.funds.funds_stories import a_line, bring, share_of, stands
from tests.apps.funds.test_clawback import paid
from tests.interfaces.portal.funds.treasury import Treasury

NEW = "/funds/clawbacks/new/"


def form(share: int, **more: str) -> dict[str, str]:
    return {
        "share": str(share), "key": str(uuid4()), "principal": "10.00", "ground": "project_ended",
        "document": "洛工信〔2023〕9号", "reason": "项目终止，没有按任务书完成", "due-1": "2023-09-30", "fen-1": "", **more,
    }  # fmt: skip


def proposed(treasury: Treasury, **more: str) -> str:
    answer = treasury.officer.client.post(NEW, form(paid(), **more))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"].rstrip("/").rsplit("/", 1)[1])


def press(client: Client, number: str, do: str, **sent: str) -> str:
    answer = client.post(f"/funds/clawbacks/{number}/", {"do": do, "key": str(uuid4()), **sent}, follow=True)
    return str(answer.content.decode())


def test_what_was_paid_is_found_and_clawed_back_by_two_persons(treasury: Treasury) -> None:
    line = a_line(1000)
    share = paid()
    page = treasury.officer.opens(f"{NEW}?q=示例机械").content.decode()
    assert f'href="{NEW}?share={share}"' in page
    assert "可追回 10.00 元" in treasury.officer.opens(f"{NEW}?share={share}").content.decode()
    number = proposed_of(treasury, share)
    assert "拟办人不能决定" in treasury.officer.opens(f"/funds/clawbacks/{number}/").content.decode()
    assert "企业已收到通知" in press(treasury.unit_head.client, number, "decide")
    stands(line, paid=1000, clawback_due=1000, clawback_claim=-1000)
    assert "先抵利息" in press(treasury.one.client, number, "receive", amount="4", on="2023-06-12", voucher="PZ-1")
    stands(line, available=400, paid=600, clawback_due=600, clawback_claim=-600)
    page = treasury.auditor.opens("/funds/clawbacks/").content.decode()
    assert "还差 6.00 元" in page
    assert number in page


def proposed_of(treasury: Treasury, share: int) -> str:
    treasury.officer.client.post(NEW, form(share))
    return Clawback.objects.get().number


def test_the_open_amount_of_an_instalment_is_the_rest_with_interest(treasury: Treasury) -> None:
    a_line(1000)
    rate = {"yearly": "3.65", "interest_from": "2023-06-12", "interest_until": "2023-09-20"}
    proposed(treasury, **rate, **{"due-2": "2023-12-31", "fen-2": "4.00"})
    kept = Clawback.objects.get()
    assert kept.interest == 10
    assert kept.instalments == [["2023-09-30", 610], ["2023-12-31", 400]]
    assert "年利率 3.65%" in treasury.auditor.opens(f"/funds/clawbacks/{kept.number}/").content.decode()


def test_everything_that_is_wrong_is_said_at_once_and_kept(treasury: Treasury) -> None:
    a_line(1000)
    wrong = form(paid(), principal="十元", ground="", yearly="300", **{"due-1": "明天"})
    answer = treasury.officer.client.post(NEW, wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    for said in ("读不成金额", "请选一种事由", "年利率“300”读不懂", "到期日“明天”读不成日期"):
        assert said in page
    assert 'value="十元"' in page
    assert not Clawback.objects.exists()


def test_instalments_that_do_not_add_up_tell_by_how_much(treasury: Treasury) -> None:
    a_line(1000)
    answer = treasury.officer.client.post(NEW, form(paid(), **{"fen-1": "9.99"}))
    assert answer.status_code == 409
    assert "相差 0.01 元" in answer.content.decode()


def test_sent_twice_it_is_one(treasury: Treasury) -> None:
    a_line(1000)
    sent = form(paid())
    first, second = (treasury.officer.client.post(NEW, sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Clawback.objects.count() == 1


def test_who_has_no_part_in_it_does_not_come_in_and_cannot_decide(treasury: Treasury) -> None:
    a_line(1000)
    number = proposed(treasury)
    assert treasury.agent.opens("/funds/clawbacks/").status_code == 403
    assert treasury.auditor.client.post(f"/funds/clawbacks/{number}/", {"do": "decide"}).status_code in {403, 409}
    assert treasury.one.client.post(f"/funds/clawbacks/{number}/", {"do": "decide"}).status_code == 409
    assert Clawback.objects.get().state == "proposed"
    assert treasury.one.opens("/funds/clawbacks/ZH-2023-9999/").status_code == 404


def test_a_refusal_needs_its_reason_and_books_nothing(treasury: Treasury) -> None:
    line = a_line(1000)
    number = proposed(treasury)
    page = press(treasury.unit_head.client, number, "refuse", reason=" ")
    assert "请写明为什么不追回" in page
    assert "不予追回，没有记账" in press(treasury.unit_head.client, number, "refuse", reason="事实不清")
    stands(line, paid=1000)


def test_a_payment_due_to_the_same_enterprise_is_set_off(treasury: Treasury) -> None:
    line = a_line(1300)
    number = proposed(treasury)
    press(treasury.unit_head.client, number, "decide")
    bring(Standing.GRANTED, "LQ-2023-0002", minutes=5, district=300)
    other = share_of("LQ-2023-0002")
    page = treasury.one.opens(f"/funds/clawbacks/{number}/").content.decode()
    assert re.search(rf'<option value="{other.pk}">LQ-2023-0002', page)
    assert "已抵扣" in press(treasury.one.client, number, "set_off", against=str(other.pk))
    stands(line, available=300, paid=1000, clawback_due=700, clawback_claim=-700)


def test_a_receipt_sent_twice_counts_once(treasury: Treasury) -> None:
    a_line(1000)
    number = proposed(treasury)
    press(treasury.unit_head.client, number, "decide")
    sent = {"do": "receive", "key": str(uuid4()), "amount": "4", "on": "2023-06-12", "voucher": "PZ-1"}
    for _ in range(2):
        treasury.one.client.post(f"/funds/clawbacks/{number}/", sent)
    assert Recovery.objects.count() == 1


DAMAGED = ({}, {"do": "blow"}, {"do": "receive", "key": "x"}, {"do": "set_off", "key": str(uuid4()), "against": "x"})


@pytest.mark.parametrize("sent", DAMAGED)
def test_a_damaged_form_moves_nothing(treasury: Treasury, sent: dict[str, str]) -> None:
    line = a_line(1000)
    number = proposed(treasury)
    press(treasury.unit_head.client, number, "decide")
    assert treasury.one.client.post(f"/funds/clawbacks/{number}/", sent).status_code in {409, 422}
    stands(line, paid=1000, clawback_due=1000, clawback_claim=-1000)
