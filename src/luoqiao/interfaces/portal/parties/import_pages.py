"""导入名单的页: upload, preview, decide, confirm, watch, cancel; short lists are done while the page waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePath
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from luoqiao.apps.clock.queries import now
from luoqiao.apps.parties import queries
from luoqiao.apps.parties.queries import ImportView, ReportRow
from luoqiao.apps.parties.services import ReceivedFile, cancel_import, confirm_import, start_import
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.parties.enterprise_fields import read_day
from luoqiao.core.parties.import_judging import Decision, RowOutcome
from luoqiao.core.parties.import_kind import COLUMNS, ImportKind, ImportState
from luoqiao.core.parties.import_rows import ListSettings
from luoqiao.core.parties.title import TitleKind
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Cell, Choice, Column, Field, Row, RuledTable
from luoqiao.interfaces.portal.parties.form_page import SECTION, posted
from luoqiao.interfaces.portal.parties.register_list import workbook_answer
from luoqiao.interfaces.portal.parts import Trouble
from luoqiao.interfaces.worker.register_import import go_on

MOST_SHOWN = 100
_KINDS = tuple(Choice(kind.value, kind.label) for kind in ImportKind)


def import_list(request: HttpRequest) -> HttpResponse:
    """上传: the form, and the imports of the past."""
    typed = posted(request)
    if request.method != "POST":
        return _upload_page(request, {"kind": request.GET.get("kind", ImportKind.ENTERPRISES.value)})
    try:
        file, problems = _received(request, typed)
        if file is None or problems:
            raise Invalid(problems)
        view = start_import(
            file, key=_uuid(typed.get("key", "")) or uuid4(), actor=the_actor(request), at=now()
        )
        view = go_on(view, len(file.content))
    except Invalid as refused:
        return _upload_page(request, typed, refused)
    return HttpResponseRedirect(reverse("parties:import_one", args=(view.identifier,)))


def import_one(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """一次导入: how far it is; what it would do; what it did."""
    view = queries.get_import(identifier)
    report = queries.get_import_report(identifier)
    context = {
        "section": SECTION,
        "page_title": f"导入{view.kind.label}",
        "view": view,
        "running": view.state.is_running,
        "state": _state_words(view),
        "counts": _counts(view) if report else None,
        "unused": queries.get_unused_columns(identifier),
        "tables": _tables(report),
        "duplicates": _of(report, RowOutcome.DUPLICATE)[:MOST_SHOWN],
        "duplicates_in_all": len(_of(report, RowOutcome.DUPLICATE)),
        "ready": view.state is ImportState.READY,
        "written": view.counts.get("new", 0) + view.counts.get("changed", 0),
        "bad": view.counts.get("bad", 0),
        "ended": view.ended_at and timezone.localtime(view.ended_at),
        "decisions": _DECISIONS,
    }
    answer = render(request, "pages/parties/import_one.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def import_confirm(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """确认导入: whole or good rows only, possible duplicates as decided."""
    typed, actor = posted(request), the_actor(request)
    decisions = {
        int(name.removeprefix("decide-")): Decision(value)
        for name, value in typed.items() if name.startswith("decide-") and name[7:].isdigit() and value in set(Decision)
    }  # fmt: skip
    rest = Decision(typed["rest"]) if typed.get("rest") in set(Decision) else None
    view = confirm_import(
        identifier,
        good_rows_only=typed.get("mode") == "good",
        actor=actor,
        at=now(),
        decisions=decisions,
        rest=rest,
    )
    view = go_on(view, len(queries.get_import_file(identifier)))
    if view.state is ImportState.DONE:
        messages.success(request, f"已导入：新增 {view.counts['new']:,}，变更 {view.counts['changed']:,}")
    return HttpResponseRedirect(reverse("parties:import_one", args=(identifier,)))


def import_cancel(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """取消: nothing of the list is written."""
    view = cancel_import(identifier, actor=the_actor(request), at=now())
    said = (
        "已取消，没有导入" if view.state is ImportState.CANCELLED else "已要求取消；正在写的会退回，不留半张"
    )
    messages.success(request, said)
    return HttpResponseRedirect(reverse("parties:import_one", args=(identifier,)))


def import_report(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """报告: every row with its outcome, as a workbook."""
    from luoqiao.adapters.xlsx.workbook import write_book
    from luoqiao.interfaces.portal.parties.import_book import report_book

    view = queries.get_import(identifier)
    book = report_book(view, queries.get_import_report(identifier), _state_words(view))
    stem = PurePath(view.file_name).stem[:60]
    return workbook_answer(write_book(book), f"导入报告_{stem}.xlsx", "import-report.xlsx")


def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """模板: the columns with an example, and what to write in each."""
    from luoqiao.adapters.xlsx.workbook import write_book
    from luoqiao.interfaces.portal.parties.import_book import template_book

    if kind not in set(ImportKind):
        raise Http404
    what = ImportKind(kind)
    return workbook_answer(write_book(template_book(what)), f"{what.label}_模板.xlsx", f"{kind}.xlsx")


_DECISIONS = (
    Choice(Decision.ANOTHER.value, "是另一家，照常登记"),
    Choice(Decision.SKIP.value, "不导入这一行"),
)


def _received(
    request: HttpRequest, typed: Mapping[str, str]
) -> tuple[ReceivedFile | None, tuple[FieldProblem, ...]]:
    problems: list[FieldProblem] = []
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile) or not sent.name:
        problems.append(FieldProblem("file", "", "一个文件", "请选一个文件：xlsx 或 csv", "LQ-5347"))
    if typed.get("kind") not in set(ImportKind):
        problems.append(FieldProblem("kind", "", "一种名单", "请选这是哪一种名单", "LQ-5347"))
    on: date | None = None
    if typed.get("on", "").strip():
        on, said = read_day(typed["on"], "全表的日期")
        problems += [FieldProblem("on", typed["on"][:20], "2023-06-30", said, "LQ-5352")] if said else []
    if problems or not isinstance(sent, UploadedFile):
        return None, tuple(problems)
    title = TitleKind(typed["title"]) if typed.get("title") in set(TitleKind) else None
    settings = ListSettings(
        typed.get("source", "").strip()[:150], on, title, typed.get("document_number", "").strip()[:80]
    )
    name = PurePath((sent.name or "").replace("\\", "/")).name[:200]
    return ReceivedFile(ImportKind(typed["kind"]), name, sent.read(), settings), ()


def _upload_page(
    request: HttpRequest, typed: Mapping[str, str], refused: Invalid | None = None
) -> HttpResponse:
    said = {problem.field: problem.message for problem in refused.problems} if refused else {}
    trouble = None
    if refused is not None:
        trouble = Trouble(
            f"{refused.message}。", "没有导入；文件要重新选一次。", code=refused.problems[0].code
        )
    context = {
        "section": SECTION,
        "page_title": "导入名单",
        "trouble": trouble,
        "file_error": said.get("file", ""),
        "kind": Field(
            "kind",
            "kind",
            "这是什么名单",
            "segments",
            typed.get("kind", ""),
            choices=_KINDS,
            error=said.get("kind", ""),
        ),
        "fields": _setting_fields(typed, said),
        "key": typed.get("key") or str(uuid4()),
        "past": _past(queries.list_imports()),
        "templates": [
            (kind.label, reverse("parties:import_template", args=(kind.value,)), _columns(kind))
            for kind in ImportKind
        ],
    }
    return render(request, "pages/parties/import.html", context, status=422 if refused else 200)


def _setting_fields(typed: Mapping[str, str], said: Mapping[str, str]) -> tuple[Field, ...]:
    titles = tuple(Choice(kind.value, kind.label) for kind in TitleKind)
    return (
        Field("source", "source", "名单来源", value=typed.get("source", ""), error=said.get("source", ""),
              hint="哪个单位、哪一期；规上和称号名单要写，如 区统计局 2023 年 1 月名录"),
        Field("on", "on", "全表的日期", "date", typed.get("on", ""), error=said.get("on", ""), optional=True,
              hint="表里没写时用：规上名单的入库日期，称号名单的认定日期"),
        Field("title", "title", "全表的称号", "choice", typed.get("title", ""), choices=titles, placeholder="以表里写的为准",
              optional=True, hint="称号名单表里没写称号时用"),
        Field("document_number", "document_number", "认定文号", value=typed.get("document_number", ""), optional=True,
              hint="称号名单表里没写文号时用"),
    )  # fmt: skip


def _columns(kind: ImportKind) -> str:
    return "、".join(f"{column.label}{'（必填）' if column.needed else ''}" for column in COLUMNS[kind])


def _past(views: Sequence[ImportView]) -> RuledTable | None:
    columns = (
        Column("文件", bare=True),
        Column("名单"),
        Column("状态"),
        Column("行数", number=True),
        Column("谁"),
        Column("何时"),
    )
    rows = tuple(
        Row(
            (
                Cell("key", view.file_name, href=reverse("parties:import_one", args=(view.identifier,))),
                Cell(text=view.kind.label),
                Cell(text=view.state.label),
                Cell(text=f"{view.rows:,}" if view.rows else "—"),
                Cell(text=view.started_by_name),
                Cell(text=f"{timezone.localtime(view.started_at):%Y-%m-%d %H:%M}"),
            )
        )
        for view in views
    )
    return RuledTable("以前的导入", columns, rows, stacking=True, dense=True) if rows else None


def _state_words(view: ImportView) -> str:
    if view.trouble:
        return f"{view.state.label}：{view.trouble}"
    if view.cancel_asked and view.state.is_running:
        return "正在取消"
    return view.state.label


def _counts(view: ImportView) -> tuple[tuple[str, str], ...]:
    return (
        ("共", f"{view.rows:,} 行"),
        *((one.label, f"{view.counts.get(one.value, 0):,}") for one in RowOutcome),
    )


def _of(report: Sequence[ReportRow], outcome: RowOutcome) -> list[ReportRow]:
    return [row for row in report if row.outcome == outcome.value]


def _tables(report: Sequence[ReportRow]) -> tuple[tuple[str, int, RuledTable], ...]:
    """Bad, changed and new rows: title, how many in all, the first hundred."""
    columns = (
        Column("行", number=True, bare=True),
        Column("企业", bare=True),
        Column("代码"),
        Column("说明", bare=True),
    )
    found = []
    for outcome in (RowOutcome.BAD, RowOutcome.CHANGED, RowOutcome.NEW):
        rows = _of(report, outcome)
        if rows:
            shown = tuple(
                Row(
                    (
                        Cell(text=str(row.number)),
                        Cell("key", row.name or "—"),
                        Cell(text=row.uscc or "—"),
                        Cell(text=row.said or "—"),
                    )
                )
                for row in rows[:MOST_SHOWN]
            )
            found.append(
                (
                    outcome.label,
                    len(rows),
                    RuledTable(outcome.label, columns, shown, stacking=True, dense=True),
                )
            )
    return tuple(found)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
