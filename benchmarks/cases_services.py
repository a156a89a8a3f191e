"""办事的动词: handing in and deciding timed one by one in a process of their own; prints tab-separated lines for `cases.py`."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import django

MANY = 40
AT = datetime(2023, 11, 15, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def main() -> None:
    """Hand in and decide forty claims of forty enterprises, then match everybody with everything."""
    django.setup()
    from luoqiao.apps.cases.matching import match_all
    from luoqiao.apps.cases.queries.case_file import get_case_file
    from luoqiao.apps.cases.services import deciding, filing
    from luoqiao.apps.cases.services.pressing import Press
    from luoqiao.apps.parties.queries import list_enterprises
    from luoqiao.core.parties.actor import Actor, Post, Role

    firms = [one for one in list_enterprises() if one.township][:MANY]
    drafts = [_draft(firm.uscc, number) for number, firm in enumerate(firms)]
    submitted = [
        _timed(lambda number=number, agent=agent: filing.submit(number=number, actor=agent, at=AT, key=uuid4()))  # type: ignore[misc]
        for number, agent in drafts
    ]
    _print("hand in a claim with two invoices", "≤ 150 ms", submitted)
    officer = Actor(900_001, "测", (Post(Role.OFFICER, "industry_information"),))
    decided = []
    for number, _ in drafts:
        seen = get_case_file(number, officer).state.seq
        press = Press(number, officer, AT + timedelta(hours=1), uuid4(), seen)
        decided.append(_timed(lambda press=press: deciding.approve(press)))  # type: ignore[misc]
    _print("decide a step", "≤ 150 ms", decided)
    opened = [_timed(lambda number=number: get_case_file(number, officer)) for number, _ in drafts]  # type: ignore[misc]
    _print("open a case whole", "", opened)
    match_all(AT.date())
    _print("match all enterprises with all clauses", "≤ 3 s", [_timed(lambda: match_all(AT.date())) for _ in range(5)])


def _draft(uscc: str, number: int):  # type: ignore[no-untyped-def]
    from luoqiao.apps.cases.services import filing
    from luoqiao.apps.cases.services.filing import InvoiceUse
    from luoqiao.apps.cases.services.opening import Wanted, open_application
    from luoqiao.apps.evidence.services import enter_invoice
    from luoqiao.core.evidence.invoice import InvoiceKind, StatedInvoice, StatedLine
    from luoqiao.core.evidence.invoice_number import InvoiceNumber
    from luoqiao.core.parties.actor import Actor, Post, Role

    agent = Actor(900_100 + number, "测", (Post(Role.ENTERPRISE_AGENT, uscc),))
    case = open_application(wanted=Wanted(uscc, 2024, "cloud_adoption"), actor=agent, at=AT, key=uuid4())
    uses = []
    for part in (1, 2):
        stated = StatedInvoice(
            InvoiceNumber("", f"2335{number:08d}{part:08d}"), InvoiceKind.SPECIAL, AT.date(), uscc, "购方",
            "91350504MA00004020", "销方", 9_000_000, 0, (StatedLine("云服务", 9_000_000),),
        )  # fmt: skip
        line = enter_invoice(stated=stated, enterprise=uscc, actor=agent, at=AT).invoice.lines[0].line
        uses.append(InvoiceUse(line, 9_000_000, ("annual_service_fee",)))
    filing.save_draft(number=case, form={"annual_service_fee": "180000"}, invoices=uses, actor=agent, at=AT)
    for place, requirement in enumerate(("合同", "付款凭证"), 1):
        filing.attach_document(number=case, document=place, requirement=requirement, actor=agent, at=AT)
    return case, agent


def _timed(call) -> float:  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _print(work: str, goal: str, durations: list[float]) -> None:
    print(work, goal, *map(str, durations), sep="\t")


if __name__ == "__main__":
    main()
