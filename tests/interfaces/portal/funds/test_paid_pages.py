"""已付名单和年终表格：the public sees who was paid what, and nothing else; the year-end workbook agrees with the ledger."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from luoqiao.apps.funds.models import Account
from luoqiao.apps.funds.services.following import Standing
from tests.apps.funds.funds_stories import a_line, bring
from tests.apps.funds.payment_stories import (
    a_batch,
    a_row,
    account_of,
    answered,
    owed,
    reference_of,
    registered,
    sent,
)
from tests.interfaces.portal.funds.treasury import Treasury


@pytest.fixture
def paid_out(treasury: Treasury) -> Treasury:
    """Two that were paid, one that came back, one that waits for money."""
    registered()
    a_line(6000)
    shares = [owed(f"LQ-2023-000{number}", 1000 * number, minutes=number) for number in (1, 2, 3)]
    sent(a_batch())
    answered(*(a_row(reference_of(share), 1000 * at, paid=at != 3, reason="户名不符") for at, share in enumerate(shares, 1)))
    bring(Standing.DECIDED, "LQ-2023-0009", minutes=9, district=99_999)
    return treasury


def test_strangers_see_who_was_paid_and_nothing_else(paid_out: Treasury) -> None:
    page = Client().get("/paid/").content.decode()
    assert "2 笔，合计 30.00 元" in page
    assert "泉州示例机械有限公司" in page
    for hidden in (account_of().number, "尾号", "LQ-2023", "户名不符", "PZ-1", "排队"):
        assert hidden not in page
    assert "没有已到账的资金" in Client().get("/paid/?q=不在这里").content.decode()
    assert Client().get("/paid/?year=abc&page=-3").status_code == 200


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_the_list_is_a_file_as_well(paid_out: Treasury, ending: str) -> None:
    answer = Client().get(f"/paid/{ending}/?year=2023")
    assert answer.status_code == 200
    if ending == "xlsx":
        sheet = load_workbook(BytesIO(answer.content)).active
        assert sheet is not None
        amounts = [Decimal(str(row[4])) for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
        assert sorted(amounts) == [Decimal("10"), Decimal("20")]


def test_the_year_end_workbook_agrees_with_the_ledger(paid_out: Treasury) -> None:
    book = load_workbook(BytesIO(paid_out.one.opens("/funds/year-end/?year=2023").content))
    assert book.sheetnames == ["余额", "指标文", "各级资金"]
    balances = book["余额"]
    assert "与台账相符" in str(balances["A2"].value)
    head = next(row for row in balances.iter_rows(values_only=True) if row[0] == "层级")
    foot = next(row for row in balances.iter_rows(values_only=True) if row[0] == "合计")
    told = dict(zip(head, foot, strict=True))
    for account in Account.objects.all():
        if account.stage != "appropriation":
            assert Decimal(str(told.get(account.get_stage_display(), 0) or 0)) * 100 == account.balance
    assert "LQ-2023-0009" in {row[0] for row in book["各级资金"].iter_rows(values_only=True)}


def test_the_year_end_workbook_is_for_those_who_have_to_do_with_money(paid_out: Treasury) -> None:
    assert paid_out.agent.opens("/funds/year-end/").status_code == 403
    assert paid_out.auditor.opens("/funds/year-end/?year=x").status_code == 200
