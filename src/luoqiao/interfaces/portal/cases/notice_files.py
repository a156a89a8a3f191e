"""公示的文件: the list as a Word document and as a workbook: the columns of the public page and no other."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from luoqiao.adapters.docx.note import write_note
from luoqiao.adapters.xlsx.values import Book, Column, Money, Sheet, Value
from luoqiao.adapters.xlsx.workbook import write_book
from luoqiao.apps.cases.queries.notices import NoticeFile, NoticeLine, get_notice
from luoqiao.apps.parties.queries import unit_names
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.cases.notice import NoticeState, RowState
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.rules.tiers import Tier
from luoqiao.interfaces.portal.cases.notice_table import paying_tiers, sum_of
from luoqiao.interfaces.portal.cases.notice_words import rule_words, span_words
from luoqiao.interfaces.portal.entry import actor_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOW = (
    "对名单有异议的，请在公示期内实名向{unit}提出，写明事实和理由，留下联系方式；"
    "提出人的姓名和联系方式保密。网上提出：{address}"
)


def notice_docx(request: HttpRequest, number: str) -> HttpResponse:
    """The notice as a document ready to be printed and sealed."""
    notice = get_notice(number, actor_of(request))
    return _file(write_note("public_notice", docx_values(notice, _address(request, notice))), DOCX, notice, "docx")


def notice_xlsx(request: HttpRequest, number: str) -> HttpResponse:
    """The list as a workbook."""
    notice = get_notice(number, actor_of(request))
    return _file(write_book(notice_book(notice, _address(request, notice))), XLSX, notice, "xlsx")


def docx_values(notice: NoticeFile, address: str) -> dict[str, object]:
    """Every mark of the template with its value."""
    pack = get_pack(notice.pack)
    unit = unit_names().get(notice.lead_unit, notice.lead_unit)
    tiers = paying_tiers(notice, pack.meta.tiers)
    return {
        "title": notice.title, "number": notice.number, "lead": lead_words(notice, pack.meta.title, pack.meta.number),
        "how": HOW.format(unit=unit, address=address), "money": notice.total is not None,
        "rows": [_docx_row(line, tiers) for line in notice.lines],
        "total": f"{show_yuan(notice.total)}（{_by_tier(notice, tiers)}）" if notice.total is not None else "",
        "unit": unit, "on": f"{notice.posted_at:%Y-%m-%d}" if notice.posted_at else "（尚未发布）",
    }  # fmt: skip


def lead_words(notice: NoticeFile, programme: str, document: str) -> str:
    """The sentence over the list: by which document, for which days."""
    what = "予以支持" if notice.total is not None else "予以认定（列入）"
    basis = f"根据《{programme}》（{document}），经审查，拟对以下 {len(notice.listed)} 件{what}，现予公示。"
    if notice.first_on is None or notice.last_on is None:
        return f"{basis}公示期 {rule_words(notice.rule)}。"
    provisional = "（放假安排还没有公布，日期暂定）" if notice.provisional else ""
    return f"{basis}公示期 {rule_words(notice.rule)}：{span_words(notice.first_on, notice.last_on)}{provisional}。"


def notice_book(notice: NoticeFile, address: str) -> Book:
    """The list as sheets of a workbook."""
    pack = get_pack(notice.pack)
    unit = unit_names().get(notice.lead_unit, notice.lead_unit)
    tiers = paying_tiers(notice, pack.meta.tiers)
    columns = [Column("序", 6, "count"), Column("企业名称", 36), Column("统一社会信用代码", 22), Column("政策", 30)]
    columns += [Column(f"{tier.label}（元）", 16, "money") for tier in tiers]
    columns += [Column("合计（元）", 18, "money"), Column("状态", 14)]
    rows = tuple(
        (
            line.place, line.enterprise_name, line.uscc, line.title,
            *(Money((line.amounts or {}).get(tier.code, 0)) for tier in tiers),
            None if line.amount is None else Money(line.amount), _said(line),
        )
        for line in notice.lines
    )  # fmt: skip
    foot: tuple[Value, ...] = (
        None, "合计", f"{len(notice.listed)} 件", None, *(Money(sum_of(notice, tier)) for tier in tiers),
        None if notice.total is None else Money(notice.total), None,
    )  # fmt: skip
    above = (f"公示号 {notice.number}　牵头 {unit}", lead_words(notice, pack.meta.title, pack.meta.number))
    sheet = Sheet("公示名单", tuple(columns), rows, notice.title, above, foot, (HOW.format(unit=unit, address=address),))
    return Book((sheet,), notice.title, notice.number, f"{notice.number} {unit}")


def _docx_row(line: NoticeLine, tiers: tuple[Tier, ...]) -> dict[str, str]:
    by_tier = "；".join(
        f"{tier.label} {show_yuan(fen).removesuffix(' 元')}" for tier in tiers if (fen := (line.amounts or {}).get(tier.code))
    )
    amount = "不涉及金额" if line.amount is None else show_yuan(line.amount).removesuffix(" 元")
    return {
        "place": str(line.place), "name": line.enterprise_name, "code": line.uscc, "policy": line.title, "amount": amount,
        "tiers": by_tier, "said": _said(line),
    }  # fmt: skip


def _by_tier(notice: NoticeFile, tiers: tuple[Tier, ...]) -> str:
    return "，".join(f"{tier.label} {show_yuan(sum_of(notice, tier))}" for tier in tiers)


def _said(line: NoticeLine) -> str:
    return "公示中" if line.state is RowState.LISTED else line.state.label


def _address(request: HttpRequest, notice: NoticeFile) -> str:
    return request.build_absolute_uri(reverse("cases:notice", args=(notice.number,)))


def _file(content: bytes, media_type: str, notice: NoticeFile, ending: str) -> HttpResponse:
    draft = "_拟稿" if notice.state is NoticeState.DRAFT else ""
    name = quote(f"{notice.number}_{notice.title[:40]}{draft}.{ending}")
    said = f"attachment; filename=\"{notice.number}.{ending}\"; filename*=UTF-8''{name}"
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": said})
