"""普查: one pass over a frame before anything is calculated: least and greatest values, what is missing, what is bad.

The greatest values bound every later step; a value that cannot stand is refused here, by its column and a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from luoqiao.adapters.narwhals.frames import Opened
from luoqiao.adapters.narwhals.sources import BadFrame, Source
from luoqiao.core.kernel.errors import FieldProblem
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.bounds import BY_KIND
from luoqiao.core.rules.dates import encode

Approved = Mapping[tuple[str, str], tuple[t.RateHow, int]]
"""Limit of an approved rate, by clause and column."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a column holds: least and greatest code, whether a row lacks it; for a list, the most items of one row."""

    least: int
    most: int
    lacking: bool
    most_items: int = 0


@dataclass(frozen=True, slots=True)
class Surveyed:
    """普查的结果: rows, and what each source (by plain name) holds."""

    rows: int
    seen: Mapping[str, Seen]


def survey(opened: Opened, sources: Sequence[Source], approved: Approved, key: str) -> Surveyed:
    """Look at every column once. Raises BadFrame naming each bad column, with a value and the key of a row."""
    plain = [s for s in sources if s.kind is not t.Kind.LIST]
    lists = [s for s in sources if s.kind is t.Kind.LIST]
    questions = [nw.len().alias("lq_n")]
    for source in plain:
        questions += _questions(source)
    for source in lists:
        value = nw.col(source.name)
        size = value.list.len().cast(nw.Int64)
        questions += [size.max().alias(f"{source.name}_m"), _count(value.is_null(), f"{source.name}_0")]
    if key:
        questions += [nw.col(key).n_unique().alias("lq_k"), nw.col(key).count().alias("lq_k1")]
    answers = _ask(opened, opened.frame, questions)
    rows = int(answers["lq_n"])
    problems = _key_problems(opened, answers, key, rows)
    seen = {s.name: _seen(s, answers, rows) for s in plain}
    bad = [(s, opened.frame) for s in plain if _is_bad(s, answers, approved)]
    for source in lists:
        fields = list(source.fields())
        frame = _items(opened, source, fields, key)
        found = _ask(opened, frame, [nw.len().alias("lq_n"), *(q for f in fields for q in _questions(f))])
        seen |= {f.name: _seen(f, found, int(found["lq_n"])) for f in fields}
        seen[source.name] = Seen(0, 0, bool(answers[f"{source.name}_0"]), int(answers[f"{source.name}_m"] or 0))
        bad += [(f, frame) for f in fields if _is_bad(f, found, approved)]
    problems += [_bad_value(opened, source, frame, approved, key) for source, frame in bad]
    if problems:
        raise BadFrame(tuple(problems))
    return Surveyed(rows, seen)


def _questions(source: Source) -> list[nw.Expr]:
    """How many are there; least and greatest as they stand; how many cannot be read, where the ends do not tell."""
    value, name = nw.col(source.name), source.name
    asked = [value.count().alias(f"{name}_1")]
    if source.has_ends:
        asked += [value.min().alias(f"{name}_l"), value.max().alias(f"{name}_m")]
    if source.kind is t.Kind.CHOICE or isinstance(source.dtype, nw.Decimal):
        asked.append(_count(source.bad(value), f"{name}_b"))
    return asked


def _is_bad(source: Source, answers: Mapping[str, Any], approved: Approved) -> bool:
    """Whether some value of a column cannot stand."""
    if answers.get(f"{source.name}_b"):
        return True
    least, most = answers.get(f"{source.name}_l"), answers.get(f"{source.name}_m")
    if least is None or most is None or source.kind is t.Kind.DATE:
        return False
    low, high = BY_KIND[source.kind]
    how, rate = approved.get(source.wanted.key, (None, 0))
    if how is t.RateHow.CEILING:
        high = rate
    elif how is not None:
        low = rate
    return bool(least * source.factor < low or most * source.factor > high)


def _seen(source: Source, answers: Mapping[str, Any], rows: int) -> Seen:
    """What a column holds, as codes."""
    name, lacking = source.name, int(answers[f"{source.name}_1"]) < rows
    if not source.has_ends:
        return Seen(0, max(1, len(source.options) - 1), lacking)
    least, most = answers[f"{name}_l"], answers[f"{name}_m"]
    if least is None:
        return Seen(0, 0, lacking)
    if source.kind is t.Kind.DATE:
        return Seen(encode(least), encode(most), lacking)
    return Seen(int(least * source.factor), int(most * source.factor), lacking)


def _bad(source: Source, approved: Approved) -> nw.Expr:
    """Whether a value cannot stand."""
    value = nw.col(source.name)
    bad = source.bad(value)
    limit = approved.get(source.wanted.key)
    if limit is None:
        return bad
    how, rate = limit
    code = source.code(value)
    return bad | (code > rate if how is t.RateHow.CEILING else code < rate)


def _count(test: nw.Expr, name: str) -> nw.Expr:
    one, none = nw.lit(1, dtype=nw.Int64), nw.lit(0, dtype=nw.Int64)
    return nw.when(test).then(one).otherwise(none).sum().alias(name)


def _ask(opened: Opened, frame: nw.LazyFrame[Any], questions: Sequence[nw.Expr]) -> dict[str, Any]:
    asked = frame.select(*questions)
    (row,) = opened.fetch(asked)
    return dict(zip(asked.collect_schema().names(), row, strict=True))


def _items(opened: Opened, source: Source, fields: Sequence[Source], key: str) -> nw.LazyFrame[Any]:
    """The items of a list, one a row, with their fields and the key of the row."""
    kept = opened.frame.select(*([key] if key else []), source.name)
    items = kept.filter(nw.col(source.name).list.len() > 0).explode(source.name)
    whole = nw.col(source.name)
    return items.with_columns(*(whole.struct.field(f.name.partition(".")[2]).alias(f.name) for f in fields))


def _key_problems(opened: Opened, answers: Mapping[str, Any], key: str, rows: int) -> list[FieldProblem]:
    empty = rows - answers["lq_k1"] if key else 0
    if not key or (not empty and answers["lq_k"] == rows):
        return []
    head = opened.heads[int(key[1:])]
    what = f"有 {empty} 行是空的" if empty else f"{rows} 行里只有 {answers['lq_k']} 个不同的值"
    message = f"“{head}”不能当行号：{what}；请指明一列不空、不重复的"
    return [FieldProblem(head, head, "不空、不重复的一列", message, "LQ-4205")]


def _bad_value(
    opened: Opened, source: Source, frame: nw.LazyFrame[Any], approved: Approved, key: str
) -> FieldProblem:
    columns = [nw.col(source.name).cast(nw.String).alias("lq_v"), *([nw.col(key).cast(nw.String).alias("lq_k")] if key else [])]
    first = opened.fetch(frame.filter(_bad(source, approved)).select(*columns).head(1))
    given, *where = first[0]
    row = f"（行号 {where[0]}）" if where else ""
    expected = source.expected
    limit = approved.get(source.wanted.key)
    if limit is not None:
        expected += f"，{'不高于' if limit[0] is t.RateHow.CEILING else '不低于'} {limit[1]}（万分之一）"
    message = f"“{source.head}”这一列有不能用的值：{str(given)[:40]}{row}；应为{expected}"
    return FieldProblem(source.head, str(given)[:40], expected, message, "LQ-4206")
