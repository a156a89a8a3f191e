"""办事的动词: handing in and deciding timed one by one in a process of their own; prints tab-separated lines for `cases.py`."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import django

MANY = 40
IMPORTED = 10_000
KEYS = (
    "staff", "key_equipment", "digital_lines", "networked_equipment", "production_lines", "revenue", "output_value",
    "tax_paid",
)  # fmt: skip
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
    _record_facts([firm.uscc for firm in firms])
    _import()


def _record_facts(codes: list[str]) -> None:
    """Facts of forty enterprises recorded together: eight keys, from two sources."""
    from luoqiao.apps.evidence.services import record_facts
    from luoqiao.core.evidence.fact import NewFact, enterprise_subject
    from luoqiao.core.evidence.source import Source
    from luoqiao.core.kernel.period import year_period
    from luoqiao.core.parties.actor import SYSTEM

    def note(code: str, key: str, source: Source, year: int) -> NewFact:
        return NewFact(enterprise_subject(code), key, 5, year_period(year), source, "统计局名录库")

    def whole(year: int) -> None:
        facts = [note(code, key, source, year) for code in codes for key in KEYS for source in (Source.DECLARED, Source.REGISTER)]
        record_facts(facts=facts, actor=SYSTEM, at=AT)

    durations = [_timed(lambda year=year: whole(year)) for year in range(2012, 2022)]  # type: ignore[misc]
    _print(f"record {len(codes) * len(KEYS) * 2} facts together", "", durations)


def _import() -> None:
    """Ten thousand rows of a workbook, from the file to the register: read, preview, confirmed, written."""
    from io import BytesIO

    from openpyxl import load_workbook

    from luoqiao.apps.parties.services import ReceivedFile, confirm_import, start_import
    from luoqiao.core.parties.actor import Actor, Post, Role
    from luoqiao.core.parties.import_kind import ImportKind
    from luoqiao.core.parties.import_rows import ListSettings
    from luoqiao.interfaces.worker.register_import import run_import

    officer = Actor(900_001, "测", (Post(Role.OFFICER, "industry_information"),))
    books = [_a_book(letter) for letter in "CDE"]

    def whole(content: bytes) -> None:
        file = ReceivedFile(ImportKind.ENTERPRISES, "名录.xlsx", content, ListSettings("测量"))
        identifier = start_import(file, key=uuid4(), actor=officer, at=AT).identifier
        run_import(identifier)
        confirm_import(identifier, good_rows_only=False, actor=officer, at=AT)
        if run_import(identifier).counts["new"] != IMPORTED:
            raise SystemExit("the import did not take every row")

    durations = [_timed(lambda content=content: whole(content)) for content in books]  # type: ignore[misc]
    alone = _timed(lambda: sum(1 for _ in load_workbook(BytesIO(books[0]), read_only=True).active.iter_rows(values_only=True)))
    _print(f"import {IMPORTED:,} rows of a workbook", "≤ 20 s", durations, f"openpyxl reading it {alone:.1f} s")


def _a_book(letter: str) -> bytes:
    """一份企业名录: so many fictitious firms, as the template has them."""
    from luoqiao.adapters.xlsx.values import Book, Column, Sheet
    from luoqiao.adapters.xlsx.workbook import write_book
    from luoqiao.core.parties.import_kind import COLUMNS, ImportKind
    from luoqiao.core.parties.uscc import complete_uscc

    columns = tuple(Column(column.label, 20) for column in COLUMNS[ImportKind.ENTERPRISES])
    listed = tuple(
        (complete_uscc(f"91350503M{letter}{number:06d}"), f"泉州量测{letter}{number:05d}号制造有限公司", "", "3484", "", "",
         f"示例路 {number}", "120", "3500.00", "2022")
        for number in range(IMPORTED)
    )  # fmt: skip
    return write_book(Book((Sheet("企业名录", columns, listed),), "企业名录"))


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


def _print(work: str, goal: str, durations: list[float], baseline: str = "") -> None:
    print(work, goal, baseline, *map(str, durations), sep="\t")


if __name__ == "__main__":
    main()
