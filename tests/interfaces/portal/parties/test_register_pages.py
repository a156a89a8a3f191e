"""名录的页：各看各的范围，找得到，导得出，更正要理由，隐去的要理由，两个人才确认得了账户。"""

from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.outbox.models import Message
from luoqiao.apps.parties.models import BankAccount, Contact, NamedEnterprise, PostHolder, Project
from luoqiao.apps.parties.queries import find_enterprise, list_holdings
from luoqiao.apps.parties.services import register_enterprise
from luoqiao.core.parties.actor import SYSTEM
from luoqiao.core.parties.enterprise import EnterpriseRecord
from luoqiao.core.parties.holding import HoldingKind
from luoqiao.core.parties.uscc import complete_uscc
from tests.apps.parties.people import AT, OTHER, USCC, WANAN
from tests.interfaces.portal.parties.conftest import NAME, OTHER_NAME, Browse

REGISTER = reverse("parties:register")
FIRM = reverse("parties:enterprise", args=(USCC,))
CORRECT = reverse("parties:correct", args=(USCC,))


# -- list ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("officer", {NAME, OTHER_NAME}), ("leader", {NAME, OTHER_NAME}), ("auditor", {NAME, OTHER_NAME}), ("clerk", {NAME}),
        ("park", {OTHER_NAME}),
    ],
)  # fmt: skip
def test_the_list_shows_the_scope_of_the_person(browse: Browse, who: str, seen: set[str]) -> None:
    page = browse(who).get(REGISTER).content.decode()
    assert {name for name in (NAME, OTHER_NAME) if name in page} == seen


@pytest.mark.parametrize("who", ["agent", "expert", "system"])
def test_the_list_is_not_for_everybody(browse: Browse, who: str) -> None:
    assert browse(who).get(REGISTER).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("text=示例机", {NAME}), (f"text={OTHER[:12]}&township=350504102", {OTHER_NAME}), ("industry=machinery", {NAME}),
        ("size=small", {NAME}), ("above=1", set()), ("text=没有的厂", set()), ("page=99&sort=size", {NAME, OTHER_NAME}),
        ("text=%25&sort=x&page=x", set()),
    ],
)  # fmt: skip
def test_the_list_is_searched_and_filtered(browse: Browse, query: str, found: set[str]) -> None:
    page = browse("officer").get(f"{REGISTER}?{query}")
    text = page.content.decode()
    assert page.status_code == 200
    assert {name for name in (NAME, OTHER_NAME) if f">{name}<" in text} == found
    assert ("没有找到" in text) == (not found)


def test_the_list_takes_the_same_number_of_queries_whatever_its_length(browse: Browse) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browse("officer").get(REGISTER).status_code == 200
        return len(queries)

    asked()
    with_two = asked()
    for digit in range(9):
        record = EnterpriseRecord(complete_uscc(f"91350504MA30000{digit}"), f"泉州第{digit}示例厂", "crafts", township=WANAN)
        register_enterprise(record, actor=SYSTEM, at=AT, source="测试")
    assert asked() == with_two


def test_the_list_is_exported_within_the_scope(browse: Browse) -> None:
    answer = browse("clerk").get(f"{reverse('parties:register_export')}?industry=machinery")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0] in {USCC, OTHER}]
    assert [(row[1], row[8], row[10]) for row in rows] == [(NAME, 35_000_000, "小型")]
    assert "attachment" in answer["Content-Disposition"]


# -- one enterprise ------------------------------------------------------------------------------------------


def test_one_page_tells_all_and_hides_what_is_personal(browse: Browse) -> None:
    browse("agent").post(reverse("parties:contact_new", args=(USCC,)), {"name": "陈会计", "phone": "13800001234", "duty": "财务"})
    shown = (NAME, "机械装备", "万安街道", "小型企业", "3,500.00 万元", "陈**", "138****1234")
    for who in ("officer", "clerk", "leader", "agent", "auditor", "finance"):
        text = browse(who).get(FIRM).content.decode()
        assert all(word in text for word in shown), who
        assert "13800001234" not in text


def test_one_page_says_what_cases_will_be_here(browse: Browse) -> None:
    assert "申报或上级名单到达后列在这里" in browse("officer").get(FIRM).content.decode()


@pytest.mark.parametrize(("who", "status"), [("park", 404), ("expert", 403), ("system", 403)])
def test_one_page_is_not_for_everybody(browse: Browse, who: str, status: int) -> None:
    assert browse(who).get(FIRM).status_code == status
    assert browse("agent").get(reverse("parties:enterprise", args=(OTHER,))).status_code == 404


def test_an_agent_comes_straight_to_the_own_firm(browse: Browse) -> None:
    assert browse("agent").get(reverse("parties:my_enterprise")).url == FIRM  # type: ignore[attr-defined] # a redirect


def test_a_contact_is_seen_whole_with_a_reason(browse: Browse) -> None:
    browse("agent").post(reverse("parties:contact_new", args=(USCC,)), {"name": "陈会计", "phone": "13800001234"})
    whole = reverse("parties:contact_whole", args=(USCC, Contact.objects.get().pk))
    assert browse("clerk").post(whole, {"reason": ""}).status_code == 422
    answer = browse("clerk").post(whole, {"reason": "电话核对材料"})
    assert ("13800001234" in answer.content.decode(), answer["Cache-Control"]) == (True, "no-store")
    assert browse("leader").get(whole).status_code == 403
    assert [entry.reason for entry in list_entries(f"enterprise:{USCC}") if entry.action == "data.unmasked"] == ["电话核对材料"]


# -- register and correct ------------------------------------------------------------------------------------


def test_a_clerk_registers_a_firm_of_the_township(browse: Browse) -> None:
    sent = {"uscc": "91350504 MA0000 1700", "name": "泉州新厂有限公司", "township": WANAN, "source": "走访"}
    answer = browse("clerk").post(reverse("parties:new"), sent)
    assert answer.status_code == 302
    assert find_enterprise("91350504MA00001700") is not None
    again = browse("clerk").post(reverse("parties:new"), sent)
    assert (again.status_code, "已经登记为“泉州新厂有限公司”" in again.content.decode()) == (409, True)


def test_bad_fields_stay_and_each_has_its_sentence(browse: Browse) -> None:
    sent = {"uscc": "91350504MA2000019D", "name": "泉州新厂有限公司", "staff": "12人半", "source": ""}
    text = browse("officer").post(reverse("parties:new"), sent)
    page = text.content.decode()
    assert text.status_code == 422
    assert all(word in page for word in ("校验码对不上", "不是整数", "要一起填", "请写依据", 'value="泉州新厂有限公司"'))


def test_a_correction_shows_what_is_kept_and_needs_a_reason(browse: Browse) -> None:
    client = browse("clerk")
    form = client.get(CORRECT).content.decode()
    assert all(word in form for word in (f'value="{NAME}"', 'value="3500"', "示例路 1 号"))
    seen = form.split('name="seen_at" value="')[1].split('"')[0]
    sent = {
        "name": "福建示例智能装备有限公司", "name_from_on": "2023-02-10", "industry": "machinery", "industry_code": "3484",
        "township": WANAN, "address": "示例路 1 号", "staff": "120", "revenue": "3500", "size_year": "2022", "active": "yes",
        "reason": "", "seen_at": seen,
    }  # fmt: skip
    assert client.post(CORRECT, sent).status_code == 422
    assert client.post(CORRECT, sent | {"reason": "工商变更"}).status_code == 302
    page = client.get(FIRM).content.decode()
    assert all(word in page for word in ("福建示例智能装备有限公司", "工商变更", NAME, "2023-02-10"))
    stale = client.post(CORRECT, sent | {"reason": "再改", "address": "别处"})
    assert (stale.status_code, "有人更正了" in stale.content.decode()) == (409, True)


@pytest.mark.parametrize("who", ["leader", "auditor", "agent", "finance"])
def test_not_everybody_corrects(browse: Browse, who: str) -> None:
    assert browse(who).get(CORRECT).status_code == 403
    assert CORRECT not in browse(who).get(FIRM).content.decode()


# -- holdings ------------------------------------------------------------------------------------------------


def test_a_firm_and_a_clerk_for_it_enter_what_it_has(browse: Browse) -> None:
    new = {kind: reverse("parties:holding_new", args=(USCC, kind)) for kind in ("workshop", "line", "equipment")}
    browse("agent").post(new["workshop"], {"name": "注塑车间"})
    line = {"name": "2 号线", "workshop": str(list_holdings(USCC, HoldingKind.WORKSHOP)[0].id), "digital": "yes"}
    assert browse("clerk").post(new["line"], line).status_code == 422
    browse("clerk").post(new["line"], line | {"consent": "陈厂长"})
    page = browse("officer").get(FIRM).content.decode()
    assert all(word in page for word in ("注塑车间", "2 号线", "代填，陈厂长同意"))
    kept = list_holdings(USCC, HoldingKind.LINE)[0]
    edit = reverse("parties:holding", args=(USCC, "line", kept.id))
    form = browse("clerk").get(edit).content.decode()
    assert all(word in form for word in ('value="2 号线"', 'value="yes" checked', "selected"))
    browse("agent").post(edit, line | {"still": "no"})
    assert list_holdings(USCC, HoldingKind.LINE) == ()
    assert browse("agent").get(reverse("parties:holding_new", args=(USCC, "rocket"))).status_code == 404


# -- accounts ------------------------------------------------------------------------------------------------


def test_an_account_goes_from_the_firm_to_another_person_and_is_cooled(browse: Browse) -> None:
    new = reverse("parties:account_new", args=(USCC,))
    sent = {"holder": NAME, "number": "3505 0166 1234 5678", "bank": "建设银行", "purpose": "subsidy", "key": str(uuid4())}
    assert browse("agent").post(new, sent | {"number": "12"}).status_code == 422
    for _ in range(2):
        browse("agent").post(new, sent)
    account = BankAccount.objects.get()
    page = reverse("parties:account", args=(account.pk,))
    assert "建设银行" in browse("finance").get(reverse("parties:accounts")).content.decode()
    told = browse("finance").get(page).content.decode()
    assert all(word in told for word in ("**** 5678", "3 个工作日", "起启用"))
    assert "3505016612345678" not in told
    assert browse("agent").get(page).status_code == 403
    refused = browse("finance").post(page, {"do": "refuse", "reason": ""})
    assert (refused.status_code, "请写不予确认的理由" in refused.content.decode()) == (422, True)
    browse("finance").post(page, {"do": "confirm"})
    account.refresh_from_db()
    assert account.state == "confirmed"
    assert Message.objects.get().subject == f"{NAME}的收款账户有变更，{account.usable_from} 起生效"
    assert "3505016612345678" not in Message.objects.get().body
    shown = browse("agent").get(FIRM).content.decode()
    assert f"冷静期内，{account.usable_from} 起启用" in shown
    whole = browse("auditor").post(reverse("parties:account_whole", args=(USCC, account.pk)), {"reason": "抽查收款账户"})
    assert "3505016612345678" in whole.content.decode()


# -- organisation --------------------------------------------------------------------------------------------


def test_seats_have_holders_and_a_successor_takes_over(browse: Browse) -> None:
    page = browse("leader").get(reverse("parties:units")).content.decode()
    assert all(word in page for word in ("区财政局局长", "苏永川", "洛江经济开发区", "虹山乡", "区数字办"))
    holder = reverse("parties:holder", args=("finance",))
    assert browse("leader").get(holder).status_code == 403
    assert browse("officer").post(holder, {"name": "黄某", "from_on": "", "source": "x"}).status_code == 422
    assert browse("officer").post(holder, {"name": "黄某", "from_on": "2023-05-01", "source": "任免5号"}).status_code == 302
    assert PostHolder.objects.filter(seat__code="finance").count() == 2


def test_what_the_document_names_is_linked_by_an_officer(browse: Browse) -> None:
    page = browse("auditor").get(reverse("parties:named")).content.decode()
    assert all(word in page for word in ("福建省铁拓机械股份有限公司", "还没有关联", "J-19", "文件没有写"))
    link = reverse("parties:named_link", args=("E-01",))
    assert browse("officer").post(link, {"uscc": "x", "reason": "核对"}).status_code == 422
    assert browse("officer").post(link, {"uscc": USCC.lower(), "reason": "核对营业执照"}).status_code == 302
    assert NamedEnterprise.objects.get(code="E-01").enterprise is not None
    assert "文件点名 E-01" in browse("leader").get(FIRM).content.decode()
    assert browse("officer").post(link, {"reason": "关联错了"}).status_code == 302
    project = Project.objects.get(named_in_document="J-01")
    owner = reverse("parties:project_owner", args=(project.pk,))
    assert browse("officer").post(owner, {"uscc": USCC, "reason": "备案表写明"}).status_code == 302
    assert "铁拓信息化系统升级项目" in browse("leader").get(FIRM).content.decode()
