"""从预算到追回：the whole way of the money in a real browser by people of finance and the bureau, the books checked each time.

Appropriation, approvals under a budget that is too small, the division, the notice, what the tier above granted, a batch by
three persons, the bank's file and its answer, one payment that comes back, and money that is clawed back. At the end the
auditor works every grant out again: nothing; then one amount is changed behind the platform's back, and it is found.
"""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from luoqiao.apps.audit.chain_queries import check_year
from luoqiao.apps.audit.chaining import chain_waiting
from luoqiao.apps.cases.models import Case
from luoqiao.apps.cases.services.notices import end_due_notices
from luoqiao.apps.clock.services import set_demonstration_clock
from luoqiao.apps.funds.models import BudgetLine, PaymentBatch, Share
from luoqiao.apps.funds.queries.checking import check_ledger
from luoqiao.core.parties.actor import Role
from tests.apps.accounts.account_builder import a_person
from tests.apps.cases.conftest import firms, programme  # noqa: F401 # fixtures, asked for by name
from tests.apps.cases.notice_stories import posted
from tests.apps.cases.stories import AT, MINE, OTHERS, a_claim, an_invoice, approved, handed_in
from tests.apps.funds.funds_stories import stands
from tests.apps.funds.payment_stories import FIRMS, an_account
from tests.interfaces.portal.cases.conftest import office  # noqa: F401 # the fixture of that name
from tests.interfaces.portal.cases.office import Office, Person

pytestmark = pytest.mark.django_db(transaction=True)
LATER = AT + timedelta(days=12)
CITY, DISTRICT = 3_000_000, 600_000
"""What 10 万元 of fees give each of the two, in fen."""


class Desk:
    """One browser, at which one person after another sits down."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self._site = page, site

    def sits(self, person: Person) -> Desk:
        session = person.client.cookies["sessionid"].value
        self.page.context.add_cookies([{"name": "sessionid", "value": session, "url": self._site}])
        return self

    def goes(self, path: str) -> Desk:
        self.page.goto(f"{self._site}{path}")
        return self

    def fills(self, **labels: str) -> Desk:
        for label, text in labels.items():
            self.page.get_by_label(label).first.fill(text)
        return self

    def chooses(self, label: str, value: str) -> Desk:
        self.page.get_by_label(label).first.select_option(value)
        return self

    def presses(self, name: str) -> Desk:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=re.compile(name)).first.click()
        return self

    def told(self, said: str) -> Desk:
        expect(self.page.get_by_role("status").first).to_contain_text(said)
        return self

    def sees(self, *texts: str) -> Desk:
        for text in texts:
            expect(self.page.get_by_text(re.compile(text)).first).to_be_visible()
        return self


@pytest.fixture
def finance(office: Office) -> tuple[Person, Person, Person]:  # noqa: F811 # the fixture of that name
    """蔡文博, 邱雅琴 and the head of the finance bureau."""
    return (
        Person(a_person("cai", (Role.FINANCE_OFFICER, "finance"), name="蔡文博")),
        Person(a_person("qiu", (Role.FINANCE_OFFICER, "finance"), name="邱雅琴")),
        Person(a_person("linju", (Role.UNIT_HEAD, "finance"), name="林局长")),
    )


def a_case(office: Office, agent: Person, uscc: str, invoice: str) -> str:  # noqa: F811
    """A claim that town and bureau have approved; its head has not."""
    line = an_invoice(10_000_000, invoice, agent.actor, uscc, uscc)
    number = handed_in(a_claim({line: 10_000_000}, fee="100000", agent=agent.actor, uscc=uscc), agent.actor)
    return approved(number, office.officer.actor, office.clerk.actor, office.officer.actor)


def books_balance() -> None:
    report = check_ledger()
    assert report.findings == ()


def test_the_way_of_the_money(
    browser_page: Page, live_server: LiveServer, office: Office, finance: tuple[Person, Person, Person],  # noqa: F811
    tmp_path: Path,
) -> None:  # fmt: skip
    desk, (one, other, head) = Desk(browser_page, live_server.url), finance
    for uscc, name, agent in ((MINE, FIRMS[0][1], office.agent), (OTHERS, FIRMS[1][1], office.other_agent)):
        an_account(uscc, name, agent.actor)
    cases = (
        a_case(office, office.agent, MINE, "23352000000004812077"),
        a_case(office, office.other_agent, OTHERS, "23352000000004812099"),
    )

    # 预算：一人拟，另一人确认；区级只下达一半
    district = _budget(desk, one, other, "district", "pro_rata", "own", "6000")
    city = _budget(desk, one, other, "city", "first_come", "transfer", "60000")
    stands(district, available=DISTRICT)
    stands(city, available=2 * CITY)
    books_balance()

    # 审批：负责人复核，两件都要钱，区级不够，排队
    for number in cases:
        desk.sits(office.head).goes(f"/cases/{number}/").presses("复核同意")
    stands(district, available=DISTRICT)
    stands(city, reserved=2 * CITY)
    desk.sits(one).goes(f"/funds/lines/{district}/").sees("排队 2 份", "3,000.00")
    books_balance()

    # 同比例安排：看到什么，确认什么
    desk.presses("照此拟定安排").told("要另一人确认")
    desk.sees("由部门负责人确认|拟办人不能确认")
    desk.sits(head).goes(f"/funds/lines/{district}/").presses("确认并记账").told("2 件的金额按安排降低")
    stands(district, reserved=DISTRICT)
    books_balance()

    # 公示期满，办结；市级待拨付，区级等市级兑现
    posted(*cases)
    end_due_notices(LATER)
    assert set(Case.objects.values_list("ending", flat=True)) == {"granted"}
    set_demonstration_clock(LATER)
    stands(city, payable=2 * CITY)
    stands(district, reserved=DISTRICT)
    for number in cases:
        desk.sits(office.officer).goes(f"/funds/upstream/?case={number}&tier=city")
        desk.fills(实拨金额="30000", 下达文号="泉财企指〔2023〕8号").presses("登记，交另一人复核").told("要另一人复核")
        desk.sits(other).goes("/funds/upstream/").presses("复核无误").told("已复核")
    stands(district, payable=DISTRICT)
    books_balance()

    # 拨付：编制、复核、签批三个人，银行文件
    first = _sent(desk, one, other, head)
    stands(district, in_transit=DISTRICT)
    stands(city, in_transit=2 * CITY)
    books_balance()
    rows = _downloaded(desk, one, first, tmp_path)
    assert sum(round(float(row["金额"]) * 100) for row in rows) == 2 * CITY + DISTRICT

    # 银行回执：三笔到账，一笔退回
    back = next(row for row in rows if "另例" in row["收款户名"] and float(row["金额"]) == 3000)
    _answered(desk, one, rows, {back["流水号"]}, tmp_path / "回执1.csv").told("到账 3 笔，退汇 1 笔")
    stands(district, paid=DISTRICT // 2, returned=DISTRICT // 2)
    books_balance()

    # 企业换了账户，重新拨付
    an_account(OTHERS, FIRMS[1][1], office.other_agent.actor, "62284801000012345")
    desk.sits(one).goes("/funds/returned/").sees("账号户名不符").presses("转待拨付").told("可以列入下一个批次")
    second = _sent(desk, one, other, head)
    again = _downloaded(desk, one, second, tmp_path)
    assert [row["收款账号"] for row in again] == ["62284801000012345"]
    _answered(desk, one, again, set(), tmp_path / "回执2.csv").told("到账 1 笔")
    stands(district, paid=DISTRICT)
    stands(city, paid=2 * CITY)
    assert set(PaymentBatch.objects.values_list("state", flat=True)) == {"closed"}
    books_balance()

    # 追回：部门拟办，负责人决定，财政登记来款，回到区级
    share = Share.objects.get(case_number=cases[0], tier="district")
    desk.sits(office.officer).goes(f"/funds/clawbacks/new/?share={share.pk}")
    desk.chooses("事由", "project_ended").fills(决定文号="洛工信〔2023〕9号", 事实和依据="服务合同提前终止，没有用满约定的期限")
    desk.fills(追回本金="1000", 到期日="2023-09-30").presses("拟办，交另一人决定").told("要另一人决定")
    address = "/funds/" + desk.page.url.split("/funds/")[1]
    desk.sits(office.head).goes(address).presses("决定追回").told("企业已收到通知")
    stands(district, paid=DISTRICT, clawback_due=100_000, clawback_claim=-100_000)
    desk.sits(one).goes(address).fills(金额="1000", 到账日期="2023-06-24", 凭证号="PZ-2023-77").presses("登记来款")
    stands(district, available=100_000, paid=DISTRICT - 100_000)
    books_balance()

    # 企业看得到每一笔走到哪里
    desk.sits(office.agent).goes("/my/money/").sees("已到账", "服务|上云", "已追回")

    # 审计：全部重算没有差异；有人绕过平台改了一个数，重算指出来
    desk.sits(office.auditor).goes("/audit/findings/recompute/?year=2023").sees("重算 2 件，没有差异")
    chain_waiting(LATER)
    assert check_year(2023).fault is None
    _meddle(cases[1])
    desk.goes("/audit/findings/recompute/?year=2023").sees(cases[1], "1 处|差异")


def _budget(desk: Desk, one: Person, other: Person, tier: str, rule: str, settlement: str, yuan: str) -> int:
    desk.sits(one).goes("/funds/lines/new/").fills(年度="2023").chooses("层级", tier).chooses("条款", "cloud_adoption")
    desk.chooses("预算不足时", rule).chooses("兑现方式", settlement).presses("设立").told("预算项已设立")
    desk.chooses("种类", "appropriate").fills(金额=yuan, 指标文文号=f"泉洛财指〔2023〕{tier}号").presses("拟办，交另一人确认")
    desk.sees("拟办人不能确认")
    line = BudgetLine.objects.get(tier=tier).pk
    desk.sits(other).goes(f"/funds/lines/{line}/").presses("确认并记账").told("已确认并记账")
    return line


def _sent(desk: Desk, one: Person, other: Person, head: Person) -> str:
    desk.sits(one).goes("/funds/batches/new/").presses("编成批次").told("批次已编好")
    number = PaymentBatch.objects.latest("pk").number
    desk.fills(查了哪里="信用中国").presses("登记信用复核").told("都没有情况")
    desk.sees("您办过前面一步，请换一人")
    desk.sits(other).goes(f"/funds/batches/{number}/").presses("复核通过").told("等负责人签批")
    desk.sits(head).goes(f"/funds/batches/{number}/").presses("签批拨付").told("拨付文件已经定稿")
    desk.goes(f"/funds/batches/{number}/cover/").sees("人民币.*元整", "SM3")
    return number


def _downloaded(desk: Desk, person: Person, number: str, folder: Path) -> list[dict[str, str]]:
    """The bank's file as it comes out of the browser, twice the same."""
    desk.sits(person).goes(f"/funds/batches/{number}/")
    kept = []
    for time in (1, 2):
        with desk.page.expect_download() as got:
            desk.page.get_by_role("link", name=re.compile("bank_csv")).click()
        file = folder / f"{number}-{time}.csv"
        got.value.save_as(file)
        kept.append(file.read_bytes())
    assert kept[0] == kept[1]
    return list(csv.DictReader(kept[0].decode("gb18030").splitlines()))


def _answered(desk: Desk, person: Person, rows: list[dict[str, str]], returned: set[str], file: Path) -> Desk:
    """The bank answers every line; taken in, looked at, applied."""
    lines = [
        f"{row['流水号']},{row['金额']},{'退汇' if row['流水号'] in returned else '交易成功'},2023-06-24,PZ-{row['流水号'][-4:]},"
        f"{'账号户名不符' if row['流水号'] in returned else ''}"
        for row in rows
    ]
    file.write_text("\n".join(("流水号,金额,交易状态,交易日期,凭证号,退汇原因", *lines)), "gb18030")
    desk.sits(person).goes("/funds/results/")
    desk.page.get_by_label("银行导出的付款结果").set_input_files(file)
    return desk.presses("收下回执").told("还没有入账").presses("^入账")


def _meddle(case: str) -> None:
    """Somebody with the keys of the database raises an amount, every trigger asleep."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("""UPDATE cases_case SET amounts = '{"city": 9000000, "district": 300000}' WHERE number = %s""", [case])
        cursor.execute("SET session_replication_role = DEFAULT")
