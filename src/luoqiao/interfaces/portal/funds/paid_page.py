"""已付名单 `/paid/`: public, by year, as a page, a document and a workbook: name, code, policy, amount, day and nothing else."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoqiao.adapters.docx.note import write_note
from luoqiao.adapters.xlsx.values import Column, Money, Sheet
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.funds.queries.published import PaidYear, get_paid_year
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.kernel.money import show_yuan
from luoqiao.interfaces.portal.cases.notice_files import DOCX
from luoqiao.interfaces.portal.cases.public_page import kept_for_strangers
from luoqiao.interfaces.portal.form_parts import Cell, Row, RuledTable
from luoqiao.interfaces.portal.form_parts import Column as Head
from luoqiao.interfaces.portal.funds.batch_forms import whole
from luoqiao.interfaces.portal.funds.files import file_answer, workbook_answer
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.page_links import page_links

MOST = 20_000
"""Rows of a file; more is asked for year by year."""


def paid_list(request: HttpRequest) -> HttpResponse:
    """One page of a year."""
    text, number = request.GET.get("q", "")[:60], max(1, whole(request.GET.get("page", "")))
    found = get_paid_year(whole(request.GET.get("year", "")), text=text, page=number)
    query = {"year": str(found.year), **({"q": text} if text else {})}
    context = page(get_pack(), "notices", "已付名单") | {
        "found": found, "text": text, "table": _table(found), "pages": page_links(number, found.pages, query),
        "years": tuple((str(year), f"?{urlencode({'year': year})}", year == found.year) for year in found.years),
        "files": urlencode(query),
    }  # fmt: skip
    return kept_for_strangers(request, render(request, "pages/funds/paid.html", context))


def paid_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, whole."""
    found = _asked(request)
    columns = (
        Column("序", 6, "count"), Column("企业名称", 36), Column("统一社会信用代码", 22), Column("政策", 30),
        Column("金额（元）", 18, "money"), Column("到账日期", 14, "date"),
    )  # fmt: skip
    rows = tuple(
        (place, one.name, one.uscc, one.policy, Money(one.amount), one.on) for place, one in enumerate(found.rows, 1)
    )
    foot = (None, "合计", f"{found.count} 笔", "", Money(found.total), None)
    pack = get_pack()
    sheet = Sheet("已付名单", columns, rows, _title(found), (_lead(),), foot)
    return workbook_answer((sheet,), _title(found), pack, _title(found))


def paid_docx(request: HttpRequest) -> HttpResponse:
    """The same as a document to be printed and sealed."""
    found = _asked(request)
    rows = [
        {"place": str(place), "name": one.name, "code": one.uscc, "policy": one.policy, "tiers": "",
         "amount": show_yuan(one.amount).removesuffix(" 元"), "said": str(one.on)}
        for place, one in enumerate(found.rows, 1)
    ]  # fmt: skip
    values = {
        "title": _title(found), "number": get_pack().meta.number, "lead": _lead(), "how": "", "money": True, "rows": rows,
        "total": show_yuan(found.total), "unit": "", "on": clock.today().isoformat(),
    }  # fmt: skip
    return file_answer(write_note("public_notice", values), DOCX, f"{_title(found)}.docx")


def _asked(request: HttpRequest) -> PaidYear:
    return get_paid_year(whole(request.GET.get("year", "")), text=request.GET.get("q", "")[:60], size=MOST)


def _title(found: PaidYear) -> str:
    return f"{found.year} 年制造业数字化转型资金拨付名单"


def _lead() -> str:
    meta = get_pack().meta
    return f"根据《{meta.title}》（{meta.number}），公开已经到账的资金。"


def _table(found: PaidYear) -> RuledTable:
    columns = (
        Head("企业名称"), Head("统一社会信用代码"), Head("政策"), Head("金额（元）", number=True), Head("到账日期", end=True),
    )  # fmt: skip
    rows = tuple(
        Row((
            Cell(text=one.name), Cell(text=one.uscc), Cell(text=one.policy), Cell("yuan", fen=one.amount), Cell(text=str(one.on)),
        ))
        for one in found.rows
    )  # fmt: skip
    return RuledTable("已付名单", columns, rows, stacking=True)
