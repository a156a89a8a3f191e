"""simulate 的报告: the summary as JSON and as a plain table; money exact to the fen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from luoqiao.adapters.population.summary import COUNTED, TOTAL, ClauseSum, Span, Summary, add_spans
from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.kernel.money import show_yuan, yuan_text
from luoqiao.core.kernel.text import display_width
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import ReadingUsed, Tier

MOST_GROUPS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Report:
    """一次模拟的报告."""

    file: str
    clauses: tuple[t.Clause, ...]
    tiers: tuple[Tier, ...]
    on: date
    readings: tuple[ReadingUsed, ...]
    summary: Summary
    bad_rows: int
    bad_out: str
    remarks: tuple[str, ...]


def as_data(report: Report, problems: Sequence[FieldProblem]) -> dict[str, object]:
    """The report as JSON: totals are certain; `range` is there where facts are missing, high null without limit."""
    summary = report.summary
    data: dict[str, object] = {
        "file": report.file, "rows": summary.rows, "bad_rows": report.bad_rows,
        **_money(_sums(summary.clauses, report.tiers)),
        "clauses": {one.clause: _clause(one, report) for one in summary.clauses},
    }  # fmt: skip
    if summary.groups:
        data["by"] = [
            {**group.labels, "rows": group.rows, **_money(_sums(group.clauses, report.tiers)),
             "clauses": {one.clause: _clause(one, report) for one in group.clauses if one.taking_part}}
            for group in summary.groups
        ]  # fmt: skip
    else:
        data["by"] = []
    data |= {"readings": [str(used) for used in report.readings], "on": report.on.isoformat()}
    if report.bad_rows:
        data["bad_out"] = report.bad_out
        data["problems"] = [
            {"field": p.field, "given": p.given, "expected": p.expected, "message": p.message, "code": p.code} for p in problems
        ]
    if report.remarks:
        data["remarks"] = list(report.remarks)
    return data


def _clause(one: ClauseSum, report: Report) -> dict[str, object]:
    counts = {name: one.counts[name] for name in COUNTED[1:]}
    return {"taking_part": one.taking_part, **counts, **_money(_sums([one], report.tiers))}


def _sums(clauses: Sequence[ClauseSum], tiers: Sequence[Tier]) -> dict[str, Span]:
    """Every tier, then all together, over some clauses."""
    sums = {tier.code: add_spans([one.sums[tier.code] for one in clauses]) for tier in tiers}
    return {**sums, TOTAL: add_spans([one.total for one in clauses])}


def _money(spans: Mapping[str, Span]) -> dict[str, object]:
    """totals, and the range where it is not known to the fen."""
    found: dict[str, object] = {"totals": {name: yuan_text(low) for name, (low, _) in spans.items()}}
    if any(low != high for low, high in spans.values()):
        found["range"] = {name: {"low": yuan_text(low), "high": None if high is None else yuan_text(high)}
                          for name, (low, high) in spans.items()}  # fmt: skip
    return found


def as_lines(report: Report, problems: Sequence[FieldProblem]) -> list[str]:
    """The report for people."""
    summary = report.summary
    lines = [f"{report.file}：{summary.rows:,} 行，按 {report.on} 的规则"]
    undecided = [str(used) for used in report.readings if used.default]
    read = "、".join(map(str, report.readings)) or "无"
    lines.append(f"读法 {read}" + (f"；其中 {'、'.join(undecided)} 未裁定，按默认" if undecided else ""))
    lines += ["", *_clause_table(report)]
    if summary.groups:
        lines += ["", *_group_table(report)]
    if any(one.counts["undetermined"] for one in summary.clauses):
        lines += ["", "“待定”的行缺少事实：表中只计确定的金额，“至多”是可能的最大值。"]
    if report.bad_rows:
        lines += ["", f"有 {report.bad_rows:,} 行读不成，没有计算，写在 {report.bad_out}："]
        lines += [f"  {p.field}：{p.message}（{p.code}）" for p in problems]
    return lines


def _clause_table(report: Report) -> list[str]:
    titles = {clause.identifier: clause.title for clause in report.clauses}
    heads = ["条款", "参加", "符合", "不符合", "待定", *(tier.label for tier in report.tiers), "合计"]
    rows = []
    for one in report.summary.clauses:
        counts = [f"{one.taking_part:,}", *(f"{one.counts[name]:,}" for name in COUNTED[1:])]
        rows += _with_most([titles[one.clause], *counts], _sums([one], report.tiers))
    rows += _with_most(["合计", "", "", "", ""], _sums(report.summary.clauses, report.tiers))
    return _table(heads, rows, left=1)


def _group_table(report: Report) -> list[str]:
    groups = report.summary.groups
    names = list(groups[0].labels)
    heads = [*names, "户数", *(tier.label for tier in report.tiers), "合计"]
    rows = []
    for group in groups[:MOST_GROUPS_SHOWN]:
        labels = (value or "（未填）" for value in group.labels.values())
        rows += _with_most([*labels, f"{group.rows:,}"], _sums(group.clauses, report.tiers))
    lines = _table(heads, rows, left=len(names))
    if len(groups) > MOST_GROUPS_SHOWN:
        lines.append(f"……共 {len(groups):,} 组；全部见 --summary-out 或 --json")
    return lines


def _with_most(left: list[str], sums: Mapping[str, Span]) -> list[list[str]]:
    """A row of certain sums; below it what is possible at most, where facts are missing."""
    spans = list(sums.values())
    rows = [[*left, *(show_yuan(low) for low, _ in spans)]]
    if any(low != high for low, high in spans):
        most = ["" if low == high else "没有上限" if high is None else show_yuan(high) for low, high in spans]
        rows.append(["  至多", *[""] * (len(left) - 1), *most])
    return rows


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, left: int) -> list[str]:
    """Columns by display width, the first `left` to the left, the others to the right."""
    widths = [max(display_width(row[at]) for row in (heads, *rows)) for at in range(len(heads))]
    lines = []
    for row in (heads, *rows):
        cells = []
        for at, cell in enumerate(row):
            gap = " " * (widths[at] - display_width(cell))
            cells.append(cell + gap if at < left else gap + cell)
        lines.append("  ".join(cells).rstrip())
    return [lines[0], "-" * sum(widths, 2 * (len(widths) - 1)), *lines[1:]]
