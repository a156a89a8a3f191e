"""案件的故事: people, enterprises, invoices and the steps of a claim, each in one line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from luoqiao.apps.cases.queries.case_file import get_case_file
from luoqiao.apps.cases.services import deciding, filing
from luoqiao.apps.cases.services.filing import InvoiceUse
from luoqiao.apps.cases.services.opening import Wanted, open_application
from luoqiao.apps.cases.services.pressing import Press
from luoqiao.apps.evidence.services import enter_invoice
from luoqiao.apps.parties.services import register_enterprise
from luoqiao.core.cases.credit_check import CreditCheck, Found
from luoqiao.core.evidence.invoice import InvoiceKind, StatedInvoice, StatedLine
from luoqiao.core.evidence.invoice_number import InvoiceNumber
from luoqiao.core.parties.actor import Actor, Post, Role
from luoqiao.core.parties.enterprise import EnterpriseRecord

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2023, 6, 12, 9, 41, tzinfo=ZONE)
MINE, OTHERS = "91350504MA2000019C", "91350504MA20000277"
TOWN = "350504002"
AGENT = Actor(11, "林若澄", (Post(Role.ENTERPRISE_AGENT, MINE),))
OTHER_AGENT = Actor(12, "许一诺", (Post(Role.ENTERPRISE_AGENT, OTHERS),))
CLERK = Actor(21, "苏以宁", (Post(Role.TOWN_CLERK, TOWN),))
OTHER_CLERK = Actor(22, "别镇经办", (Post(Role.TOWN_CLERK, "350504100"),))
OFFICER = Actor(31, "陈知行", (Post(Role.OFFICER, "industry_information"),))
SECOND_OFFICER = Actor(32, "郑立群", (Post(Role.OFFICER, "industry_information"),))
HEAD = Actor(41, "杜局长", (Post(Role.UNIT_HEAD, "industry_information"),))
AUDITOR = Actor(51, "审计员", (Post(Role.AUDITOR),))
COMMERCE = Actor(61, "商务经办", (Post(Role.OFFICER, "commerce"),))
DOCUMENTS = ("合同", "付款凭证")
CLEAN = CreditCheck(Found.NONE, "信用中国", AT.date())


def register_firm(uscc: str, name: str, township: str = TOWN) -> None:
    record = EnterpriseRecord(uscc, name, industry="machinery", township=township)
    register_enterprise(record, actor=OFFICER, at=AT, source="测试")


def an_invoice(
    amount: int, number: str = "23352000000004812077", agent: Actor = AGENT, uscc: str = MINE, buyer: str = MINE
) -> int:
    """An invoice of one line of so many fen, entered by an enterprise; gives the id of the line."""
    one = StatedInvoice(
        InvoiceNumber("", number), InvoiceKind.SPECIAL, AT.date(), buyer, "购方", "91350504MA00004020", "泉州云栈",
        amount, 0, (StatedLine("云主机与对象存储", amount),),
    )  # fmt: skip
    return enter_invoice(stated=one, enterprise=uscc, actor=agent, at=AT).invoice.lines[0].line


def a_claim(
    lines: Mapping[int, int], *, fee: str = "186400", clause: str = "cloud_adoption", agent: Actor = AGENT,
    uscc: str = MINE, at: datetime = AT, form: Mapping[str, object] | None = None,
    inputs: tuple[str, ...] = ("annual_service_fee",), subject: str = "", year: int = 0,
) -> str:  # fmt: skip
    """A claim filled in with documents and invoice lines (line: fen), not handed in yet."""
    wanted = Wanted(uscc, year or at.year, clause, subject=subject)
    number = open_application(wanted=wanted, actor=agent, at=at, key=uuid4())
    uses = [InvoiceUse(line, amount, inputs) for line, amount in lines.items()]
    filled = {"annual_service_fee": fee} if form is None else form
    filing.save_draft(number=number, form=filled, invoices=uses, actor=agent, at=at)
    for place, requirement in enumerate(DOCUMENTS, 1):
        filing.attach_document(number=number, document=place, requirement=requirement, actor=agent, at=at)
    return number


def handed_in(number: str, agent: Actor = AGENT, at: datetime = AT, key: UUID | None = None) -> str:
    filing.submit(number=number, actor=agent, at=at, key=key or uuid4())
    return number


def press(number: str, actor: Actor, at: datetime | None = None, key: UUID | None = None) -> Press:
    """The button as the person sees it now; an hour after the last deed unless told otherwise."""
    file = get_case_file(number, actor)
    when = at or file.history[-1].at + timedelta(hours=1)
    return Press(number, actor, when, key or uuid4(), file.state.seq)


def approved(number: str, *actors: Actor) -> str:
    for actor in actors:
        deciding.approve(press(number, actor), credit=CLEAN)
    return number
