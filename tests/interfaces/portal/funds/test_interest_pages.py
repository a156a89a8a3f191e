"""贴息登记的页：a month is recorded, what is wrong is said, a mistake is corrected, and who has no part in it stays out."""

from __future__ import annotations

from uuid import uuid4

from luoqiao.apps.funds.models import InterestMonth
from tests.apps.funds.funds_stories import share_of
from tests.apps.funds.test_interest import record, tranche
from tests.interfaces.portal.funds.treasury import Treasury

PAGE = "/funds/interest/LQ-2023-0001/"


def sent(share: int, **more: str) -> dict[str, str]:
    return {"do": "record", "key": str(uuid4()), "share": str(share), "month": "2023-03", "amount": "10", "bank": "兴业银行",
            "voucher": "FX-1", **more}  # fmt: skip


def test_a_month_is_recorded_and_shown(treasury: Treasury) -> None:
    share = tranche()
    assert "LQ-2023-0001" in treasury.officer.opens("/funds/interest/").content.decode()
    page = treasury.officer.client.post(PAGE, sent(share), follow=True).content.decode()
    assert "已登记，不经区里拨付" in page
    assert "还有 20.00 元" in page


def test_what_is_wrong_is_said_and_kept(treasury: Treasury) -> None:
    share = tranche()
    answer = treasury.officer.client.post(PAGE, sent(share, month="三月", amount="许多"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "月份请写成 2023-06" in page
    assert 'value="许多"' in page
    assert treasury.officer.client.post(PAGE, sent(share, amount="31")).status_code == 409
    assert not InterestMonth.objects.exists()


def test_a_mistake_is_corrected_and_the_rest_is_ended(treasury: Treasury) -> None:
    share = tranche()
    record(share, 1, 1000)
    wrong = InterestMonth.objects.get()
    correction = {"do": "correct", "key": str(uuid4()), "record": str(wrong.pk), "reason": "凭证看错了"}
    page = treasury.one.client.post(PAGE, correction, follow=True).content.decode()
    assert "蔡文博更正：凭证看错了" in page
    ended = {"do": "end", "key": str(uuid4()), "share": str(share), "reason": ""}
    assert "请写明为什么不再有贴息" in treasury.one.client.post(PAGE, ended).content.decode()
    treasury.one.client.post(PAGE, {**ended, "reason": "提前还款"})
    assert share_of(tier="province").state == "recorded"


def test_another_share_or_person_does_not_get_in(treasury: Treasury) -> None:
    tranche()
    assert treasury.officer.client.post(PAGE, sent(999_999)).status_code == 409
    assert treasury.agent.opens(PAGE).status_code == 403
    assert treasury.officer.opens("/funds/interest/LQ-2023-9999/").status_code == 404
    assert treasury.auditor.client.post(PAGE, sent(share_of(tier="province").pk)).status_code in {403, 409}
    assert not InterestMonth.objects.exists()
