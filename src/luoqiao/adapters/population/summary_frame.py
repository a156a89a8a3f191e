"""汇总成表: a summary as a data frame, one line a group and clause, with a line of all clauses together."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from luoqiao.adapters.population.summary import ClauseSum, GroupSum, Span, Summary, add_spans

ALL = "合计"
COUNT_HEADS = {"taking_part": "参加", "entitled": "符合", "not_entitled": "不符合", "undetermined": "待定"}


def summary_frame(
    summary: Summary, titles: Mapping[str, str], tiers: Mapping[str, str]
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Groups first, then everything; sums certain and greatest possible in fen; and which columns are money."""
    whole = GroupSum(dict.fromkeys(summary.groups[0].labels if summary.groups else (), ALL), summary.rows, summary.clauses)
    labels = list(whole.labels)
    lines: list[dict[str, object]] = []
    for group in (*summary.groups, whole):
        for one in group.clauses:
            if group is whole or one.taking_part:
                lines.append(_line(group, titles[one.clause], one.clause, one, tiers))
        lines.append(_line(group, ALL, "", None, tiers))
    money = [head for label in [*tiers.values(), ALL] for head in (label, f"{label}最多")]
    schema = dict.fromkeys([*labels, "条款", "标识"], pl.String) | dict.fromkeys(["户数", *COUNT_HEADS.values()], pl.Int64)
    wide: dict[str, type[pl.DataType]] = {**schema, **dict.fromkeys(money, pl.Int64)}
    return pl.DataFrame(lines, schema=wide, strict=False), tuple(money)


def _line(group: GroupSum, title: str, clause: str, one: ClauseSum | None, tiers: Mapping[str, str]) -> dict[str, object]:
    line: dict[str, object] = {name: value or "（未填）" for name, value in group.labels.items()}
    line |= {"条款": title, "标识": clause, "户数": group.rows}
    if one is not None:
        counts = dict(one.counts) | {"taking_part": one.taking_part}
        line |= {head: counts[name] for name, head in COUNT_HEADS.items()}
    spans = {tier: one.sums[tier] if one else add_spans([c.sums[tier] for c in group.clauses]) for tier in tiers}
    named: dict[str, Span] = {tiers[tier]: span for tier, span in spans.items()}
    named[ALL] = one.total if one else add_spans([c.total for c in group.clauses])
    for label, (low, high) in named.items():
        line |= {label: low, f"{label}最多": high}
    return line


