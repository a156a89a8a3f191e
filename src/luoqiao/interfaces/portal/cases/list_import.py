"""导入到达的名单: the form, its template, and what is wrong with a file said at once with everything that was typed kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePath
from urllib.parse import quote
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.adapters.xlsx.values import Book, Column, Sheet
from luoqiao.adapters.xlsx.workbook import write_book
from luoqiao.apps.cases.services.lists import ReceivedList, import_list
from luoqiao.apps.clock.queries import now, today
from luoqiao.apps.policy.queries import get_clause, get_pack
from luoqiao.core.cases.recognition_list import (
    EVENTS,
    NEW,
    AlreadyImported,
    BadList,
    ListHead,
    ListKind,
    NotByList,
    check_clause,
    columns_of,
)
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.parties.enterprise_fields import read_day
from luoqiao.core.parties.import_kind import ImportColumn
from luoqiao.core.rules import tree as t
from luoqiao.interfaces.portal.cases.notice_files import XLSX
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.parts import Trouble
from luoqiao.interfaces.sheet_file import sheet_rows
from luoqiao.policies.pack import Pack

MOST_BYTES = 10_000_000
TYPED = ("what", "document_number", "issued_on", "source_unit", "event", "year")


@never_cache
def list_import(request: HttpRequest) -> HttpResponse:
    """The form (GET) and what came of it (POST): the list, or what is wrong."""
    typed = {name: str(request.POST.get(name, ""))[:200] for name in TYPED}
    key = request.POST.get("key", "")
    if request.method != "POST":
        return _page(request, {**typed, "what": request.GET.get("what", ""), "event": NEW}, str(uuid4()))
    try:
        head, file = _received(request, typed)
        number = import_list(head=head, file=file, actor=the_actor(request), at=now(), key=_uuid(key))
    except AlreadyImported as refused:
        number = str(refused.details["number"])
        trouble = Trouble(f"{refused.message}。", "没有改动任何数据。", "", refused.code)
        return _page(request, typed, str(uuid4()), trouble, status=409, known=number)
    except DomainError as refused:
        return _page(request, typed, key, _trouble(refused), refused, status=422)
    return HttpResponseRedirect(reverse("cases:recognition_list", args=(number,)))


def list_template(request: HttpRequest, kind: str, clause: str) -> HttpResponse:
    """模板: the columns of a list under a clause with an example, and what to write in each."""
    if kind not in set(ListKind):
        raise Http404
    pack, found, what = get_pack(), get_clause(clause), ListKind(kind)
    check_clause(what, found, pack.procedure_of(found))
    name = quote(f"{found.title}_{what.label}_模板.xlsx")
    said = f"attachment; filename=\"{kind}_{clause}.xlsx\"; filename*=UTF-8''{name}"
    book = _template(found, what, columns_of(what, found, pack.basis.tiers))
    return HttpResponse(write_book(book), content_type=XLSX, headers={"Content-Disposition": said})


def choices(pack: Pack) -> tuple[Choice, ...]:
    """Every kind of list that may come: its kind and clause."""
    return tuple(_choices(pack))


def _choices(pack: Pack) -> Iterator[Choice]:
    for kind in ListKind:
        for clause in pack.clauses.values():
            try:
                check_clause(kind, clause, pack.procedure_of(clause))
            except NotByList:
                continue
            yield Choice(f"{kind.value}:{clause.identifier}", f"{kind.label}：{clause.title}")


def _received(request: HttpRequest, typed: Mapping[str, str]) -> tuple[ListHead, ReceivedList]:
    problems: list[FieldProblem] = []
    kind, _, clause = typed["what"].partition(":")
    if typed["what"] not in {one.value for one in choices(get_pack())}:
        problems.append(FieldProblem("what", typed["what"][:40], "一种名单", "请选这是什么名单", "LQ-5656"))
    issued, said = read_day(typed["issued_on"], "发文日期") if typed["issued_on"].strip() else (None, "请填发文日期")
    if issued is None:
        problems.append(FieldProblem("issued_on", typed["issued_on"][:20], "2023-06-30", said, "LQ-5656"))
    year = typed["year"].strip().removesuffix("年")
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        problems.append(FieldProblem("year", year[:10], "2023", "年度写四位数，如 2023", "LQ-5656"))
        year = ""
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile) or not sent.name:
        problems.append(FieldProblem("file", "", "一个文件", "请选文件：xlsx 或 csv", "LQ-5656"))
    elif (sent.size or 0) > MOST_BYTES:
        problems.append(FieldProblem("file", "", "10 MB 以内", "文件超过 10 MB；请只留名单那一张表", "LQ-5656"))
    if problems or issued is None or not isinstance(sent, UploadedFile):
        raise BadList(tuple(problems))
    head = ListHead(
        ListKind(kind), clause, typed["document_number"], issued, typed["source_unit"], typed["event"] or NEW, int(year or 0)
    )
    name, content = PurePath((sent.name or "").replace("\\", "/")).name[:200], sent.read()
    return head, ReceivedList(name, content, tuple(sheet_rows(name, content)))


def _page(
    request: HttpRequest, typed: Mapping[str, str], key: str, trouble: Trouble | None = None,
    refused: DomainError | None = None, *, status: int = 200, known: str = "",
) -> HttpResponse:  # fmt: skip
    said = {one.field: one.message for one in refused.problems} if isinstance(refused, Invalid) else {}
    pack = get_pack()
    context = {
        "section": "lists", "page_title": "导入名单", "trouble": trouble, "key": key, "known": known,
        "file_error": said.get("file", ""), "fields": _fields(typed, said, choices(pack), today()),
        "event": Field("event", "event", "全表的认定事项", "segments", typed["event"] or NEW, error=said.get("event", ""),
                       choices=tuple(Choice(*one) for one in EVENTS.items()),
                       hint="认定名单用；表里有“认定事项”列的以表里为准。"),
        "templates": [(one.label, reverse("cases:list_template", args=tuple(one.value.split(":")))) for one in choices(pack)],
    }  # fmt: skip
    return render(request, "pages/cases/list_import.html", context, status=status)


def _fields(
    typed: Mapping[str, str], said: Mapping[str, str], what: tuple[Choice, ...], on: date
) -> tuple[Field, ...]:
    return (
        Field("what", "what", "这是什么名单", "choice", typed["what"], choices=what, placeholder="请选",
              error=said.get("what", "")),
        Field("document_number", "document_number", "文号", value=typed["document_number"],
              placeholder="闽工信函〔2023〕18号", error=said.get("document_number", "")),
        Field("issued_on", "issued_on", "发文日期", "date", typed["issued_on"], error=said.get("issued_on", ""),
              hint="按这一天的规则算；称号也从这一天起。"),
        Field("source_unit", "source_unit", "发文单位", value=typed["source_unit"], placeholder="福建省工业和信息化厅",
              error=said.get("source_unit", "")),
        Field("year", "year", "年度", "number", typed["year"], optional=True, placeholder=str(on.year),
              error=said.get("year", ""), hint="不填就用发文的年份；拨付名单是申报的年度。"),
    )  # fmt: skip


def _trouble(refused: DomainError) -> Trouble:
    if isinstance(refused, Invalid):
        many = len(refused.problems)
        return Trouble(f"有 {many} 处要改，没有导入。", "填的内容还在，文件要重新选一次。", "", refused.problems[0].code)
    return Trouble(f"{refused.message}。", "没有导入；填的内容还在，文件要重新选一次。", "", refused.code)


def _template(clause: t.Clause, kind: ListKind, columns: tuple[ImportColumn, ...]) -> Book:
    shown = tuple(column for column in columns if not column.key.endswith("_wan"))
    filled = Sheet(
        kind.label, tuple(Column(column.label, max(14, len(column.label) * 2 + 4)) for column in shown),
        (tuple(column.example for column in shown),),
    )  # fmt: skip
    how = Sheet(
        "填写说明", (Column("列", 22), Column("必填", 8), Column("怎么填", 60)),
        tuple((column.label, "必填" if column.needed else "", column.hint) for column in shown),
        f"{clause.title} {kind.label}填写说明", below=("第一张表第 2 行是示例，请删掉；列的先后可以换，多出来的列不读。",),
    )  # fmt: skip
    return Book((filled, how), f"{clause.title} {kind.label}模板", footer="洛桥")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
