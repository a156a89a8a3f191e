"""拨付的页：three persons from the choice to the file, the bank's answer looked at before it counts, and what came back."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from openpyxl import Workbook, load_workbook

from luoqiao.apps.audit.models import Entry
from luoqiao.apps.cases.models import Case
from luoqiao.apps.funds.models import BankFile, BankRow, PaymentBatch, PaymentLine, Share
from luoqiao.apps.parties.models import Enterprise
from tests.apps.cases.stories import AT, MINE
from tests.apps.funds.funds_stories import a_line, stands
from tests.apps.funds.payment_stories import (
    a_batch,
    a_row,
    account_of,
    an_account,
    owed,
    reference_of,
    registered,
    sent,
)
from tests.interfaces.portal.cases.office import Person
from tests.interfaces.portal.funds.treasury import Treasury

HEAD = "流水号,金额,交易状态,交易日期,凭证号,退汇原因"


@pytest.fixture
def funded(treasury: Treasury) -> int:
    """A line with 30 yuan, and two shares that are owed for cases that were granted."""
    registered()
    line = a_line(3000)
    owed(fen=1000)
    owed("LQ-2023-0002", 2000, minutes=1)
    for number in ("LQ-2023-0001", "LQ-2023-0002"):
        a_granted_case(number)
    return line


def a_granted_case(number: str) -> None:
    """The row of a case that was closed with a grant."""
    enterprise = Enterprise.objects.get(uscc=MINE)
    Case.objects.create(
        number=number, procedure="claim", clause="cloud_adoption", title="上云上平台补助", pack="luojiang_2022_31",
        pack_digest="0" * 64, procedure_digest="0" * 64, enterprise=enterprise, uscc=MINE, enterprise_name=enterprise.name,
        year=2023, subject=number, rule_on=AT.date(), stage="closed", ending="granted", opened_at=AT, changed_at=AT,
        lead_unit="industry_information",
    )  # fmt: skip


def post(person: Person, address: str, **told: object) -> HttpResponse:
    return person.client.post(address, told, follow=True)  # type: ignore[arg-type,return-value] # the test client's kinds


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def prepared(treasury: Treasury) -> str:
    answer = post(treasury.one, "/funds/batches/new/", key=str(uuid4()), year="2023", which="all")
    assert "批次已编好" in text(answer)
    number = PaymentBatch.objects.latest("pk").number
    answer = post(treasury.one, f"/funds/batches/{number}/", do="credit", source="信用中国", on="2023-06-13", found="")
    assert "都没有情况" in text(answer)
    return number


def uploaded(treasury: Treasury, *rows: str, name: str = "回执.csv", content: bytes = b"") -> HttpResponse:
    file = SimpleUploadedFile(name, content or "\r\n".join((HEAD, *rows)).encode("gb18030"))
    return post(treasury.one, "/funds/results/", file=file)


def test_from_the_choice_to_the_bank_and_back(treasury: Treasury, funded: int) -> None:
    assert "2 份待拨付" in text(treasury.one.opens("/funds/batches/new/"))
    number = prepared(treasury)
    page = f"/funds/batches/{number}/"
    assert "您办过前面一步，请换一人" in text(treasury.one.opens(page))
    shown = {"count": "2", "total": "3000"}
    assert "已复核" in text(post(treasury.other, page, do="first", **shown))
    assert "由部门负责人签批" in text(treasury.other.opens(page))
    assert "资金在途" in text(post(treasury.head, page, do="second", **shown))
    stands(funded, in_transit=3000)
    one, two = f"{number}-0001", f"{number}-0002"
    answer = uploaded(treasury, a_row(one, 1000), a_row(two, 2000, paid=False, reason="户名不符"))
    assert "回执已收下，还没有入账" in text(answer)
    stands(funded, in_transit=3000)
    answer = post(treasury.one, f"/funds/results/{BankFile.objects.get().pk}/", do="apply")
    assert "到账 1 笔，退汇 1 笔" in text(answer)
    stands(funded, paid=1000, returned=2000)
    page = text(treasury.one.opens("/funds/returned/"))
    assert "户名不符" in page
    assert PaymentBatch.objects.get().state == "closed"


def test_the_files_are_the_same_every_time_and_each_download_is_on_record(treasury: Treasury, funded: int) -> None:
    number = sent(a_batch())
    address = f"/funds/batches/{number}/files/treasury_xlsx/"
    first, second = treasury.one.opens(address), treasury.auditor.opens(address)
    assert first.content == second.content
    sheet = load_workbook(BytesIO(first.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("序号", "流水号", "企业名称")
    assert account_of().number in {row[5] for row in rows}
    assert sum(Decimal(str(row[8])) for row in rows[1:]) == Decimal("30.00")
    assert Entry.objects.filter(action="funds.payment_file_downloaded").count() == 2
    cover = text(treasury.head.opens(f"/funds/batches/{number}/cover/"))
    assert "人民币叁拾元整" in cover
    assert text(treasury.head.opens(f"/funds/batches/{number}/")).count("SM3") == 2


def test_account_numbers_are_shown_by_their_last_figures(treasury: Treasury, funded: int) -> None:
    number = a_batch()
    page = text(treasury.one.opens(f"/funds/batches/{number}/"))
    assert f"尾号 {account_of().number[-4:]}" in page
    assert account_of().number not in page


def test_a_line_that_must_not_be_paid_is_named_and_taken_out(treasury: Treasury, funded: int) -> None:
    number = prepared(treasury)
    page = f"/funds/batches/{number}/"
    uscc = account_of().enterprise.uscc
    post(treasury.one, page, do="credit", source="信用中国", on="2023-06-13", found=f"{uscc} 列入失信名单")
    assert "列入失信名单" in text(treasury.other.opens(page))
    assert "有 2 笔不能拨付" in text(treasury.other.opens(page))
    answer = treasury.other.client.post(page, {"do": "first", "count": "2", "total": "3000"})
    assert answer.status_code == 409
    assert "请写明细的序号" in text(post(treasury.one, page, do="take_out", places="甲", reason="缓拨"))
    assert "已移出 1 笔" in text(post(treasury.one, page, do="take_out", places="1", reason="失信"))
    assert "批次已撤销" in text(post(treasury.one, page, do="withdraw", reason="都不付了"))
    stands(funded, payable=3000)


def test_of_a_long_batch_what_cannot_be_paid_is_shown_first(
    treasury: Treasury, funded: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luoqiao.interfaces.portal.funds.batch_views.MOST_SHOWN", 1)
    number = prepared(treasury)
    share = PaymentLine.objects.get(batch__number=number, place=2).share_id
    Share.objects.filter(pk=share).update(amount=1)
    page = text(treasury.one.opens(f"/funds/batches/{number}/"))
    assert "共 2 笔，先列要看的，这里 1 笔" in page
    assert 'id="line-2"' in page
    assert 'id="line-1"' not in page


def test_a_row_that_does_not_fit_is_settled_by_another_person(treasury: Treasury, funded: int) -> None:
    number = sent(a_batch())
    uploaded(treasury, a_row(f"{number}-0009", 2000))
    file = BankFile.objects.get()
    post(treasury.one, f"/funds/results/{file.pk}/", do="apply")
    row = f"/funds/results/rows/{BankRow.objects.get(waits=True).pk}/"
    assert "对不上的 1 行" in text(treasury.one.opens("/funds/results/"))
    assert "请换一人来对" in text(treasury.one.opens(row))
    candidate = f"{number}-0002"
    assert candidate in text(treasury.other.opens(row))
    assert "请写明为什么" in text(post(treasury.other, row, do="link", reference=candidate, reason=""))
    assert "已对上并入账" in text(post(treasury.other, row, do="link", reference=candidate, reason="银行写错流水号"))
    stands(funded, in_transit=1000, paid=2000)
    assert treasury.other.client.post(row, {"do": "dismiss", "reason": "再来一次"}).status_code == 409


def test_what_came_back_goes_again_once_the_account_is_corrected(treasury: Treasury, funded: int) -> None:
    number = sent(a_batch())
    reference = f"{number}-0001"
    uploaded(treasury, a_row(reference, 1000, paid=False, reason="账号错误"))
    post(treasury.one, f"/funds/results/{BankFile.objects.get().pk}/", do="apply")
    page = text(treasury.one.opens("/funds/returned/"))
    share = page.split('name="share" value="')[1].split('"')[0]
    assert "请等企业改正账户" in text(post(treasury.one, "/funds/returned/", share=share, reason=""))
    an_account(number="62284801000012345")
    assert "已转待拨付" in text(post(treasury.one, "/funds/returned/", share=share, reason=""))
    assert reference_of(int(share)) == reference


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.csv", b"\r\n", "文件是空的"), ("照片.csv", b"\x89PNG\x00\x01", "另存为"), ("坏.xlsx", b"PK\x03\x04broken", "另存"),
        ("别的.csv", "姓名,年龄\r\n甲,3".encode(), "没有找到表头"),
    ],
)  # fmt: skip
def test_a_bad_file_is_answered_with_a_sentence_and_keeps_nothing(
    treasury: Treasury, funded: int, name: str, content: bytes, said: str
) -> None:
    answer = uploaded(treasury, name=name, content=content)
    assert answer.status_code == 422
    assert said in text(answer)
    assert not BankFile.objects.exists()


def test_an_answer_saved_as_a_workbook_is_read_as_well(treasury: Treasury, funded: int) -> None:
    number = sent(a_batch())
    book, held = Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD.split(","))
    sheet.append([f"{number}-0001", 10, "交易成功", "2023-06-12", "PZ-9", None])
    book.save(held)
    assert "到账" in text(uploaded(treasury, name="回执.xlsx", content=held.getvalue()))


def test_who_has_no_part_in_it_does_not_come_in(treasury: Treasury, funded: int) -> None:
    number = a_batch()
    for address in ("/funds/batches/", f"/funds/batches/{number}/", "/funds/results/", "/funds/returned/"):
        assert treasury.agent.opens(address).status_code == 403
        assert treasury.officer.opens(address).status_code == 403
        assert treasury.auditor.opens(address).status_code == 200
    for do in ("credit", "take_out", "withdraw", "first", "second"):
        sent_form = {"do": do, "source": "信用中国", "on": "2023-06-13", "places": "1", "reason": "试试"}
        assert treasury.auditor.client.post(f"/funds/batches/{number}/", sent_form).status_code in {403, 409}
    assert PaymentBatch.objects.get().state == "prepared"
    assert treasury.one.opens("/funds/batches/ZF-2023-9999/").status_code == 404


@pytest.mark.parametrize("told", [{}, {"do": "x"}, {"do": "first"}, {"do": "first", "count": "-1", "total": "abc"}])
def test_a_damaged_form_moves_nothing(treasury: Treasury, funded: int, told: dict[str, str]) -> None:
    number = a_batch()
    assert treasury.other.client.post(f"/funds/batches/{number}/", told).status_code in {409, 422}
    assert PaymentBatch.objects.get().state == "prepared"
