"""导入的文件: the template of a list, and the report of an import."""

from __future__ import annotations

from collections.abc import Sequence

from luoqiao.adapters.xlsx.values import Book, Column, Sheet, Value
from luoqiao.apps.parties.queries import ImportView, ReportRow
from luoqiao.core.parties.import_judging import Decision, RowOutcome
from luoqiao.core.parties.import_kind import COLUMNS, ImportKind
from luoqiao.core.parties.title import TitleKind

_DECIDED = {Decision.ANOTHER.value: "是另一家，照常登记", Decision.SKIP.value: "不导入这一行", "": ""}


def template_book(kind: ImportKind) -> Book:
    """The template: the first sheet is filled in, the second says how."""
    columns = COLUMNS[kind]
    example: tuple[Value, ...] = tuple(column.example for column in columns)
    filled = Sheet(
        kind.label,
        tuple(Column(column.label, max(12, len(column.label) * 2 + 4)) for column in columns),
        (example,),
    )
    how = Sheet(
        "填写说明", (Column("列", 20), Column("必填", 8), Column("怎么填", 60)),
        tuple((column.label, "必填" if column.needed else "", column.hint) for column in columns), f"{kind.label}填写说明",
        below=_notes(kind),
    )  # fmt: skip
    return Book((filled, how), f"{kind.label}模板", footer="洛桥")


def report_book(view: ImportView, report: Sequence[ReportRow], state: str) -> Book:
    """The report: every row with its outcome, wrong ones first."""
    order = {outcome.value: at for at, outcome in enumerate(reversed(RowOutcome))}
    labels = {outcome.value: outcome.label for outcome in RowOutcome}
    counted = "、".join(f"{outcome.label} {view.counts.get(outcome.value, 0):,}" for outcome in RowOutcome)
    columns = (
        Column("行", 8, "count"), Column("结果", 10), Column("统一社会信用代码", 22), Column("企业名称", 34), Column("说明", 70),
        Column("决定", 20),
    )  # fmt: skip
    rows = tuple(
        (row.number, labels[row.outcome], row.uscc, row.name, row.said, _DECIDED[row.decided])
        for row in sorted(report, key=lambda row: (order[row.outcome], row.number))
    )
    above = (f"文件 {view.file_name}，校验码 {view.digest[:12]}；{state}", f"共 {view.rows:,} 行：{counted}")
    return Book(
        (Sheet("逐行结果", columns, rows, f"{view.kind.label}导入报告", above),),
        "导入报告",
        footer="洛桥 · 导入报告",
    )


def _notes(kind: ImportKind) -> tuple[str, ...]:
    notes = [
        "第一张表第 2 行是示例，请删掉或改成自己的数据。",
        "列的先后可以换，多出来的列不读；不要改列名。",
    ]
    if kind is ImportKind.ENTERPRISES:
        notes.append("已登记的企业再导入，填了的格按新的改，空着的格不动。")
    if kind is ImportKind.TITLES:
        notes.append("称号有：" + "、".join(one.label for one in TitleKind) + "。")
    return tuple(notes)
