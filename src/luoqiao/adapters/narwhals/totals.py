"""合计: what `run` answered, added up by clause, tier and label; exact, in fen, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import narwhals as nw

from luoqiao.adapters.narwhals.engine import MOST
from luoqiao.adapters.narwhals.frames import Opened, open_frame
from luoqiao.adapters.narwhals.judging import TOTAL
from luoqiao.adapters.narwhals.stages import divided
from luoqiao.adapters.population.summary import (
    COUNTED,
    MOST_GROUPS,
    ClauseSum,
    GroupSum,
    Span,
    Summary,
    add_spans,
)
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Tier

PART = 10**9
"""Amounts are added in two parts, above and below this, so that a sum over any number of rows fits 64 bits."""
Answers = Mapping[str, Any]


def totals(results: Any, clauses: Sequence[t.Clause], tiers: Sequence[Tier], by: Sequence[str] = ()) -> Summary:
    """Add up a frame that `run` returned, or one read back from where it was written; `by` names label columns.

    Raises Invalid for a label that is no column, or for too many groups.
    """
    opened = open_frame(results)
    unknown = [name for name in by if name not in opened.heads]
    if unknown:
        listed = "、".join(opened.heads[:10])
        message = f"没有“{unknown[0][:40]}”这一列；列名有 {listed}"
        raise Invalid((FieldProblem("by", unknown[0][:40], listed, message, "LQ-4209"),))
    questions = list(_questions(opened, clauses, tiers))
    if not by:
        (row,) = _ask(opened, opened.frame.select(nw.len().alias("n"), *questions))
        return Summary(int(row["n"]), _sums(opened, clauses, tiers, row), ())
    labels = [nw.col(_plain(opened, name)).cast(nw.String).fill_null("").alias(f"by{i}") for i, name in enumerate(by)]
    labelled = opened.frame.with_columns(*labels)
    keys = [f"by{i}" for i in range(len(by))]
    rows = _ask(opened, labelled.group_by(keys).agg(nw.len().alias("n"), *questions).head(MOST_GROUPS + 1))
    if len(rows) > MOST_GROUPS:
        message = f"分成了超过 {MOST_GROUPS:,} 组；请换一列分组"
        raise Invalid((FieldProblem("by", "、".join(by)[:40], f"最多 {MOST_GROUPS} 组", message, "LQ-4330"),))
    groups = [
        GroupSum(dict(zip(by, (row[k] for k in keys), strict=True)), int(row["n"]), _sums(opened, clauses, tiers, row))
        for row in rows
    ]
    groups.sort(key=lambda g: [(value == "", value.encode("gb18030", "replace")) for value in g.labels.values()])
    whole = tuple(_added([g.clauses[i] for g in groups], c, tiers) for i, c in enumerate(clauses))
    return Summary(sum(g.rows for g in groups), whole, tuple(groups))


def _plain(opened: Opened, head: str) -> str:
    return opened.plain(opened.heads.index(head))


def _questions(opened: Opened, clauses: Sequence[t.Clause], tiers: Sequence[Tier]) -> Iterator[nw.Expr]:
    for number, clause in enumerate(clauses):
        outcome = nw.col(_plain(opened, f"{clause.identifier}.outcome"))
        for name in COUNTED[1:]:
            yield _count(outcome == name).alias(f"o{number}_{name}")
        for code in _codes(opened, clause, tiers):
            low = nw.col(_plain(opened, f"{clause.identifier}.{code}"))
            yield from _parts(opened, low, f"l{number}_{code}")
            head = f"{clause.identifier}.{code}.{MOST}"
            if head in opened.heads:
                most = nw.col(_plain(opened, head))
                yield from _parts(opened, most, f"m{number}_{code}")
                yield _count(most.is_null()).alias(f"m{number}_{code}_open")


def _codes(opened: Opened, clause: t.Clause, tiers: Sequence[Tier]) -> list[str]:
    """The tiers, and their sum where the frame has it."""
    codes = [tier.code for tier in tiers]
    return [*codes, TOTAL] if f"{clause.identifier}.{TOTAL}" in opened.heads else codes


def _parts(opened: Opened, amount: nw.Expr, name: str) -> Iterator[nw.Expr]:
    high = divided(amount, nw.lit(PART, dtype=nw.Int64), exact=opened.engine.exact_division)
    yield high.sum().alias(f"{name}_h")
    yield (amount - high * PART).sum().alias(f"{name}_l")


def _count(test: nw.Expr) -> nw.Expr:
    return nw.when(test).then(nw.lit(1, dtype=nw.Int64)).otherwise(nw.lit(0, dtype=nw.Int64)).sum()


def _ask(opened: Opened, frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    names = frame.collect_schema().names()
    return [dict(zip(names, row, strict=True)) for row in opened.fetch(frame)]


def _sums(opened: Opened, clauses: Sequence[t.Clause], tiers: Sequence[Tier], row: Answers) -> tuple[ClauseSum, ...]:
    found = []
    for number, clause in enumerate(clauses):
        counts = {name: int(row[f"o{number}_{name}"] or 0) for name in COUNTED[1:]}
        counts = {COUNTED[0]: int(row["n"]) - sum(counts.values()), **counts}
        sums: dict[str, Span] = {}
        for code in _codes(opened, clause, tiers):
            low = _joined(row, f"l{number}_{code}")
            most = f"m{number}_{code}"
            high = low if f"{most}_open" not in row else None if row[f"{most}_open"] else _joined(row, most)
            sums[code] = (low, high)
        total = sums.pop(TOTAL, None) or add_spans(list(sums.values()))
        found.append(ClauseSum(clause.identifier, counts, sums, total))
    return tuple(found)


def _joined(row: Answers, name: str) -> int:
    return int(row[f"{name}_h"] or 0) * PART + int(row[f"{name}_l"] or 0)


def _added(sums: Sequence[ClauseSum], clause: t.Clause, tiers: Sequence[Tier]) -> ClauseSum:
    counts = {name: sum(one.counts[name] for one in sums) for name in COUNTED}
    by_tier = {tier.code: add_spans([one.sums[tier.code] for one in sums]) for tier in tiers}
    return ClauseSum(clause.identifier, counts, by_tier, add_spans([one.total for one in sums]))
