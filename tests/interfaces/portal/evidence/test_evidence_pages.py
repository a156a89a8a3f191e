"""证据的页: upload, look, download; facts by source and what may be said against them; invoices entered once."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luoqiao.apps.accounts.queries import get_actor
from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.evidence.models import CorrectionReport, Document, Invoice
from luoqiao.apps.evidence.queries import list_documents, list_invoices
from luoqiao.apps.evidence.services import allocate, record_fact
from luoqiao.apps.outbox.models import Message
from luoqiao.core.evidence.fact import NewFact, enterprise_subject
from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.period import year_period
from luoqiao.core.parties.actor import SYSTEM, Role
from tests.adapters.document_preview.documents import a_pdf, a_picture
from tests.apps.accounts.account_builder import a_person, signed_in
from tests.apps.evidence.builders import MINE, OTHER_TOWN, OTHERS, TOWN
from tests.core.evidence.test_invoice_xml import ORIGINAL

pytestmark = pytest.mark.django_db

PDF = a_pdf()
YEAR = timezone.localdate().year
TYPED = {
    "code": "", "number": "2335 2000 0000 3188 0472", "kind": "special", "issued_on": "2023-05-06", "buyer_uscc": MINE,
    "buyer_name": "泉州澄源精密机械有限公司", "seller_uscc": "91350504MA00004020", "seller_name": "福建织网工业互联科技有限公司",
    "ex_tax": "14,400.00", "tax": "864.00", "lines": "3", "line_1_name": "设备联网 APP 服务", "line_1_ex_tax": "1.44万元",
    "do": "enter",
}  # fmt: skip


def person(role: Role, place: str = "", name: str = "某人") -> Client:
    return signed_in(a_person(f"{role.value}{place}", (role, place), name=name))


def agent(uscc: str = MINE) -> Client:
    return person(Role.ENTERPRISE_AGENT, uscc, "林若澄")


def officer() -> Client:
    return person(Role.OFFICER, "industry_information", "陈知行")


def a_file(content: bytes | None = None, name: str = "上云合同.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF if content is None else content)


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


# -- 材料 -------------------------------------------------------------------------------------------------------


def test_several_files_are_uploaded_at_once_and_each_is_told_apart() -> None:
    client = agent()
    files = [a_file(), a_file(a_picture("PNG"), "现场照片.png"), a_file(b"MZ", "合同.exe"), a_file(name="再传一次.pdf")]
    answer = client.post("/evidence/documents/", {"files": files, "category": ""})
    assert answer.status_code == 200
    shown = text_of(answer.text)
    assert "上云合同.pdf 已保存" in shown
    assert "合同.exe 没有保存 这里不收 .exe 文件" in shown
    assert "再传一次.pdf 早已有这份文件，没有重复保存" in shown
    assert set(Document.objects.values_list("title", "category")) == {("上云合同.pdf", "contract"), ("现场照片.png", "photo")}
    assert "2 份" in shown


def test_nothing_chosen_or_only_bad_files_is_told_and_keeps_nothing() -> None:
    client = agent()
    assert "没有选文件" in client.post("/evidence/documents/", {}).text
    answer = client.post("/evidence/documents/", {"files": [a_file(b"", "空.pdf")]})
    assert answer.status_code == 422
    assert not Document.objects.exists()


def test_a_document_is_looked_at_as_pictures_that_may_be_kept_for_a_year() -> None:
    client = agent()
    client.post("/evidence/documents/", {"files": [a_file()]})
    one = Document.objects.get()
    page = client.get(f"/evidence/documents/{one.pk}/")
    assert one.sha256 in page.text
    assert one.sm3 in page.text
    picture = client.get(f"/evidence/documents/{one.pk}/pages/1.png")
    assert picture.content.startswith(b"\x89PNG")
    assert picture["Cache-Control"] == "private, max-age=31536000, immutable"
    assert client.get(f"/evidence/documents/{one.pk}/pages/1.png").content == picture.content, "from the folder of pictures"
    assert client.get(f"/evidence/documents/{one.pk}/pages/2.png").status_code in (404, 409)


def test_the_original_is_only_ever_downloaded_under_its_own_name() -> None:
    client = agent()
    client.post("/evidence/documents/", {"files": [a_file(name="上云合同（2023）.pdf")]})
    one = Document.objects.get()
    answer = client.get(f"/evidence/documents/{one.pk}/download/")
    assert b"".join(answer.streaming_content) == PDF
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert unquote(disposition.rpartition("''")[2]) == "上云合同（2023）.pdf"
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert [entry.action for entry in list_entries(f"document:{one.pk}")] == ["document.added"]
    assert b"".join(officer().get(f"/evidence/documents/{one.pk}/download/").streaming_content) == PDF
    assert list_entries(f"document:{one.pk}")[-1].action == "document.downloaded"


def test_documents_of_others_are_not_there() -> None:
    client = agent()
    client.post("/evidence/documents/", {"files": [a_file()]})
    one = Document.objects.get()
    for other in (agent(OTHERS), person(Role.TOWN_CLERK, OTHER_TOWN), person(Role.PARK_MANAGER, "p2")):
        for address in ("", "pages/1.png", "download/"):
            assert other.get(f"/evidence/documents/{one.pk}/{address}").status_code == 404
        assert other.get(f"/evidence/documents/?firm={MINE}").status_code == 404
        assert other.post("/evidence/documents/", {"files": [a_file()], "firm": MINE}).status_code == 404
    for seeing in (person(Role.TOWN_CLERK, TOWN), person(Role.PARK_MANAGER, "p1"), person(Role.AUDITOR), officer()):
        assert "上云合同.pdf" in seeing.get(f"/evidence/documents/?firm={MINE}").text
        assert seeing.get(f"/evidence/documents/{one.pk}/").status_code == 200


def test_an_auditor_sees_no_form_and_cannot_upload() -> None:
    auditor = person(Role.AUDITOR)
    page = auditor.get(f"/evidence/documents/?firm={MINE}")
    assert 'type="file"' not in page.text
    assert auditor.post("/evidence/documents/", {"files": [a_file()], "firm": MINE}).status_code == 409
    assert not Document.objects.exists()


def test_names_categories_and_putting_away() -> None:
    client = agent()
    client.post("/evidence/documents/", {"files": [a_file()]})
    one = Document.objects.get()
    client.post(f"/evidence/documents/{one.pk}/", {"title": "云主机合同", "category": "other"})
    assert "云主机合同" in client.get("/evidence/documents/?category=other").text
    assert "没有符合的材料" in client.get("/evidence/documents/?category=photo").text
    client.post(f"/evidence/documents/{one.pk}/", {"do": "put_away"})
    assert "还没有材料" in client.get("/evidence/documents/").text


def test_an_official_who_names_no_enterprise_finds_one() -> None:
    client = person(Role.TOWN_CLERK, TOWN)
    assert "先找到企业" in client.get("/evidence/facts/").text
    assert f'href="?firm={MINE}"' in client.get("/evidence/facts/?q=澄源").text
    assert "没有找到" in client.get("/evidence/facts/?q=织锦").text, "of another township"


# -- 数据 -------------------------------------------------------------------------------------------------------


def note(value: object, source: Source, key: str = "staff") -> None:
    fact = NewFact(enterprise_subject(MINE), key, value, year_period(YEAR), source, "统计局名录库")
    record_fact(fact=fact, actor=SYSTEM, at=timezone.now())


def test_sources_stand_side_by_side_with_the_difference_and_the_reason() -> None:
    note(33, Source.DECLARED)
    note(30, Source.REGISTER)
    note("186400", Source.DECLARED, "cloud_adoption.annual_service_fee")
    shown = text_of(agent().get("/evidence/facts/").text)
    assert "不一致，差 3 人 登记优先于申报，按登记采用；申报的值保留" in shown
    assert "1 项不一致" in shown
    assert "上云上平台补助" in shown
    assert "186,400.00 元" in shown
    assert "还没有数据" in agent(OTHERS).get("/evidence/facts/").text


def test_what_an_enterprise_says_is_wrong_reaches_its_clerk_and_comes_back() -> None:
    note(30, Source.REGISTER)
    user = a_person("lin", (Role.ENTERPRISE_AGENT, MINE), name="林若澄")
    client = signed_in(user)
    form = client.get(f"/evidence/facts/edit/?key=staff&year={YEAR}")
    assert "30 人（登记）" in form.text
    mark = re.search(r'name="form" value="([^"]+)"', form.text)
    assert mark is not None
    sent = {"key": "staff", "year": str(YEAR), "value": "三十", "note": "社保 33 人", "form": mark[1]}
    refused = client.post("/evidence/facts/edit/", sent)
    assert refused.status_code == 422
    assert "读不成" in refused.text
    assert "社保 33 人" in refused.text, "what was typed stays"
    assert client.post("/evidence/facts/edit/", {**sent, "value": "33", "note": ""}).status_code == 422
    for _ in range(2):
        assert client.post("/evidence/facts/edit/", {**sent, "value": "33"}).status_code == 302
    assert CorrectionReport.objects.count() == 1
    page = text_of(client.get("/evidence/facts/").text)
    assert "所在镇街正在核实" in page
    assert "30 人 登记" in page
    clerk = person(Role.TOWN_CLERK, TOWN, "苏以宁")
    listed = clerk.get("/evidence/corrections/")
    assert "1 条待核实" in listed.text
    report = CorrectionReport.objects.get().pk
    assert clerk.post(f"/evidence/corrections/{report}/", {"answer": "", "do": "accept"}).status_code == 422
    assert clerk.post(f"/evidence/corrections/{report}/", {"answer": "已核社保清单", "do": "accept"}).status_code == 302
    assert "33 人 登记" in text_of(client.get("/evidence/facts/").text)
    assert "更正为 33 人" in Message.objects.order_by("-pk")[0].subject
    other = person(Role.TOWN_CLERK, OTHER_TOWN)
    assert other.get(f"/evidence/corrections/{report}/").status_code == 404
    assert "没有提出的更正" in other.get("/evidence/corrections/").text


def test_an_officer_decides_with_a_reason_and_the_history_keeps_everything() -> None:
    note(33, Source.DECLARED)
    note(30, Source.REGISTER)
    client = officer()
    sent = {"firm": MINE, "key": "staff", "year": str(YEAR), "value": "32", "source": "decided", "note": ""}
    assert client.post("/evidence/facts/edit/", sent).status_code == 422
    assert client.post("/evidence/facts/edit/", {**sent, "note": "社保与名录取中"}).status_code == 302
    shown = text_of(client.get(f"/evidence/facts/?firm={MINE}").text)
    assert "32 人 认定" in shown
    assert "由 陈知行 认定：社保与名录取中" in shown
    history = text_of(client.get(f"/evidence/facts/history/staff/?firm={MINE}").text)
    assert all(f"{value} 人" in history for value in (32, 33, 30))


def test_a_clerk_registers_but_does_not_decide() -> None:
    client = person(Role.TOWN_CLERK, TOWN)
    sent = {"firm": MINE, "key": "digital_lines", "year": str(YEAR), "value": "4", "note": "", "origin": "现场清点"}
    refused = client.post("/evidence/facts/edit/", {**sent, "source": "decided", "note": "我定"})
    assert refused.status_code == 422
    assert "您的岗位不能记" in refused.text
    assert client.post("/evidence/facts/edit/", sent).status_code == 302
    assert "现场清点" in client.get(f"/evidence/facts/?firm={MINE}").text


@pytest.mark.parametrize("address", ["facts/edit/?key=nothing", "facts/history/nothing/", "facts/edit/", "facts/?year=99999999"])
def test_unknown_names_and_years_are_answered_in_words(address: str) -> None:
    answer = agent().get(f"/evidence/{address}")
    assert answer.status_code in (200, 409)


# -- 发票 -------------------------------------------------------------------------------------------------------


def test_an_invoice_is_entered_with_its_lines_and_nothing_typed_is_lost() -> None:
    client = agent()
    wrong = client.post("/evidence/invoices/new/", {**TYPED, "number": "2335 2000 0000 3188 047", "ex_tax": "一万"})
    assert wrong.status_code == 422
    assert "应为 20 位数字，现为 19 位" in wrong.text
    assert 'value="设备联网 APP 服务"' in wrong.text
    assert "有 2 处要改" in wrong.text
    more = client.post("/evidence/invoices/new/", {**TYPED, "do": "more"})
    assert 'name="line_8_name"' in more.text
    assert 'value="设备联网 APP 服务"' in more.text
    assert not Invoice.objects.exists()
    done = client.post("/evidence/invoices/new/", TYPED)
    assert done.status_code == 302
    shown = text_of(client.get(done["Location"]).text)
    assert "2335 2000 0000 3188 0472" in shown
    assert "15,264.00 元" in shown
    again = client.post("/evidence/invoices/new/", TYPED, follow=True)
    assert "内容一致，没有重复登记" in again.text
    assert "1 张" in client.get("/evidence/invoices/").text


def test_entered_from_a_form_one_is_led_back_to_it_and_nowhere_else() -> None:
    client = agent()
    form = "/cases/LQ-2023-0001/form/#invoices"
    page = client.get("/evidence/invoices/new/", {"next": form}).text
    assert f'<input type="hidden" name="next" value="{form}">' in page
    assert f'href="{form}">不登记</a>' in page
    assert client.post("/evidence/invoices/new/", {**TYPED, "next": form})["Location"] == form
    for elsewhere in ("https://example.org/", "//example.org/", "javascript:alert(1)", "/\\example.org"):
        page = client.get("/evidence/invoices/new/", {"next": elsewhere}).text
        assert 'name="next"' not in page
        assert client.post("/evidence/invoices/new/", {**TYPED, "next": elsewhere})["Location"].startswith("/evidence/invoices/")


def test_used_by_another_enterprise_it_is_said_without_naming_the_case() -> None:
    client = agent()
    client.post("/evidence/invoices/new/", TYPED)
    agent(OTHERS).post("/evidence/invoices/new/", TYPED)
    actor = get_actor(a_person("x", (Role.ENTERPRISE_AGENT, MINE)).pk, timezone.localdate())
    [invoice] = list_invoices(MINE, actor)
    allocate(
        line=invoice.lines[0].line, case_number="LQ-2023-0388", clause="cloud_adoption", year=2023, amount=1_440_000,
        claimant=MINE, actor=actor, at=timezone.now(),
    )  # fmt: skip
    own = text_of(client.get("/evidence/invoices/").text)
    assert "占用 14,400.00 元： 案件 LQ-2023-0388 （上云上平台补助，2023 年度）" in own
    other = text_of(signed_in_again(OTHERS).get("/evidence/invoices/").text)
    assert "另一家企业的案件" in other
    assert "LQ-2023" not in other
    assert "购方是 泉州澄源精密机械有限公司" in other
    assert "已用完" in other


def signed_in_again(uscc: str) -> Client:
    return signed_in(a_person(f"again{uscc}", (Role.ENTERPRISE_AGENT, uscc)))


def test_two_ways_of_filling_are_settled_by_an_officer() -> None:
    agent().post("/evidence/invoices/new/", TYPED)
    other = agent(OTHERS)
    differing = {**TYPED, "ex_tax": "20000", "line_1_ex_tax": "20000"}
    said = other.post("/evidence/invoices/new/", differing, follow=True)
    assert "不含税金额、明细金额与您填的不同" in said.text
    assert "待核实" in other.get("/evidence/invoices/").text
    assert "14,400.00" not in other.get("/evidence/invoices/").text, "never what somebody else stated"
    assert Message.objects.get().kind == "invoice_differs"
    client = officer()
    assert "福建织锦鞋服有限公司" in client.get("/evidence/invoices/?disputes=1").text
    pk = Invoice.objects.get().pk
    page = f"/evidence/invoices/{pk}/"
    assert "登记为 14,400.00 元，这家填 20,000.00 元" in client.get(page).text
    assert client.post(page, {"statement": MINE * 2, "reason": "见原件"}).status_code == 409
    assert client.post(page, {"statement": OTHERS, "reason": "见原件"}).status_code == 302
    assert Invoice.objects.get().ex_tax == 2_000_000
    assert signed_in_again(MINE).post(page, {"statement": MINE, "reason": "我说的"}).status_code == 409


def test_one_corrects_ones_own_entry() -> None:
    client = agent()
    client.post("/evidence/invoices/new/", TYPED)
    pk = Invoice.objects.get().pk
    assert "填错了，更正" in client.get(f"/evidence/invoices/{pk}/").text
    assert 'value="14400.00"' in client.get(f"/evidence/invoices/{pk}/amend/").text
    changed = {**TYPED, "ex_tax": "14000", "line_1_ex_tax": "14000"}
    assert client.post(f"/evidence/invoices/{pk}/amend/", changed).status_code == 302
    assert Invoice.objects.get().ex_tax == 1_400_000


def test_the_electronic_original_fills_the_form() -> None:
    client = agent()
    uploaded = client.post("/evidence/documents/", {"files": [a_file(ORIGINAL.encode(), "数电票.xml")]})
    one = Document.objects.get()
    assert f"/evidence/invoices/new/?document={one.pk}" in uploaded.text
    form = client.get(f"/evidence/invoices/new/?document={one.pk}")
    assert 'value="23352000000031880472"' in form.text
    assert "已从数电票原件读出" in form.text
    assert 'value="*现代服务*咨询费"' in form.text
    sent = dict(re.findall(r'<input[^>]*name="([a-z_0-9]+)" value="([^"]*)"', form.text)) | {"kind": "special", "do": "enter"}
    assert client.post("/evidence/invoices/new/", sent).status_code == 302
    assert Invoice.objects.get().document_id == one.pk
    assert "查看原件" in client.get(f"/evidence/invoices/{Invoice.objects.get().pk}/").text
    stranger = agent(OTHERS)
    assert stranger.get(f"/evidence/invoices/new/?document={one.pk}").status_code == 404


def test_pages_take_few_queries() -> None:
    client = agent()
    client.post("/evidence/documents/", {"files": [a_file()]})
    assert list_documents(MINE, SYSTEM).count == 1
    for address in ("documents", "facts", "invoices"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/evidence/{address}/").status_code == 200
        assert len(asked) <= 20, address


def test_a_fact_of_last_year_is_shown_under_its_year() -> None:
    fact = NewFact(enterprise_subject(MINE), "staff", 28, year_period(YEAR - 1), Source.REGISTER)
    record_fact(fact=fact, actor=SYSTEM, at=timezone.now() - timedelta(days=1))
    client = agent()
    assert "28 人" in client.get(f"/evidence/facts/?year={YEAR - 1}").text
    assert "28 人" not in client.get(f"/evidence/facts/?year={YEAR}").text
