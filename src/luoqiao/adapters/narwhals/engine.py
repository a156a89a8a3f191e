"""运行: clauses over a frame of many enterprises; the frame comes back with what each clause answers for each row.

`run` adds `<clause>.outcome` (null takes no part) and for each tier `<clause>.<tier>` in fen, as `luoqiao simulate` does.
Where facts are missing the tier holds what is certain and `<clause>.<tier>.most` the greatest amount, null without limit;
`<clause>.total` is then there too: the sum of the tiers can be known more closely than each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw

from luoqiao.adapters.narwhals.frames import ROW, Opened, open_frame
from luoqiao.adapters.narwhals.graph import Graph
from luoqiao.adapters.narwhals.judging import (
    ENTITLED,
    NOT_ENTITLED,
    TOTAL,
    UNDETERMINED,
    Asked,
    Cells,
    ask,
    judge,
)
from luoqiao.adapters.narwhals.patterns import patterns_of
from luoqiao.adapters.narwhals.reading import Leaves
from luoqiao.adapters.narwhals.sources import BadFrame, Source, sources_of
from luoqiao.adapters.narwhals.stages import Encode, Stages
from luoqiao.adapters.narwhals.survey import Surveyed, survey
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, switches
from luoqiao.core.rules.bounds import Bounds
from luoqiao.core.rules.columns import match_heads
from luoqiao.core.rules.explain import PLAIN

MOST = "most"
LARGEST = 2**63 - 2**20
"""What a step may reach: 64 bits, less what a quotient of doubles may be off before it is corrected."""


class TooLarge(DomainError):
    """算不下: a step would not fit 64 bits; nothing was calculated."""

    code = "LQ-4207"


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """算法: the opened frame, the graph, the cells of each clause, the code columns, how fields of items become codes."""

    opened: Opened
    frame: nw.LazyFrame[Any]
    graph: Graph
    cells: tuple[Cells, ...]
    fields: Mapping[str, Encode]
    key: str
    rows: int


def run(
    frame: Any, clauses: Sequence[t.Clause], *, on: date, readings: Mapping[str, str] | None = None, basis: Basis = PLAIN,
    key: str = "", others: Sequence[str] = (),
) -> Any:  # fmt: skip
    """Judge every row under every clause; a frame of the same kind with the cells added.

    Columns are `<clause>.<input>`, or `<input>` where one clause alone has it. `key` names a column that is different in
    every row: needed for lists where rows have no order. `others` are clauses that may stand in the frame and are passed
    over. Raises Invalid for columns, values and readings that cannot stand, TooLarge before a number would not fit.
    """
    plan = prepare(frame, clauses, on=on, readings=readings or {}, basis=basis, key=key, others=others)
    written, names = _written(plan)
    kept = [plan.opened.plain(i) for i in range(len(plan.opened.heads))]
    taken = sorted(set(names) & set(plan.opened.heads))
    if taken:
        message = f"数据框里已有 {'、'.join(taken[:5])}；请先改名"
        raise BadFrame((FieldProblem(taken[0], taken[0], "别的列名", message, "LQ-4208"),))
    return plan.opened.close(written.select(*kept, *_result_columns(names)), [*plan.opened.heads, *names])


def clauses_in(frame: Any, clauses: Sequence[t.Clause], basis: Basis = PLAIN) -> tuple[t.Clause, ...]:
    """Those of the clauses of which the frame has a column."""
    heads = match_heads(open_frame(frame).heads, clauses, tiers=basis.tiers)
    found = {matched.wanted.clause.identifier for matched in heads.columns}
    return tuple(clause for clause in clauses if clause.identifier in found) or tuple(clauses)


def prepare(
    frame: Any, clauses: Sequence[t.Clause], *, on: date, readings: Mapping[str, str], basis: Basis, key: str,
    others: Sequence[str],
) -> Plan:  # fmt: skip
    """Look at the frame and plan the calculation; everything that can be refused is refused here."""
    asked = [ask(clause, one, on, basis) for clause, one in zip(clauses, _readings(clauses, readings, basis), strict=True)]
    opened = open_frame(frame)
    sources = sources_of(opened, clauses, basis, others)
    lists = any(s.kind is t.Kind.LIST for s in sources)
    key = _key(opened, key) if key or lists else ""
    # a join of Polars shuffles rows: its own numbers bring them back in order
    key = ROW if lists and opened.engine.name == "polars" else key
    approved = {(a.clause.identifier, name): (how, rate) for a in asked for name, how, rate in a.program.approved}
    start = opened.numbered() if key == ROW else opened.frame
    seen = survey(opened, sources, approved, "" if key == ROW else key)
    by_clause = {a.clause.identifier: [s for s in sources if s.wanted.clause is a.clause] for a in asked}
    patterns = patterns_of(opened, asked, by_clause, seen)
    graph = Graph()
    cells = []
    for one in asked:
        own = by_clause[one.clause.identifier]
        inputs = [s.wanted.name for s in own if s.takes_part]
        found = judge(graph, one, leaves(own, seen), inputs, patterns[one.clause.identifier], on, basis)
        _check_size(graph, found, one, own, seen)
        cells.append(found)
    fields = {f.name: f.code for s in sources if s.kind is t.Kind.LIST for f in s.fields()}
    return Plan(opened, _coded(start, sources, seen), graph, tuple(cells), fields, key, seen.rows)


def _readings(clauses: Sequence[t.Clause], readings: Mapping[str, str], basis: Basis) -> Iterator[dict[str, str]]:
    """For each clause the readings that it has; a question that no clause has is refused by the first."""
    available = [set(switches(clause, basis.cap_period_question)) for clause in clauses]
    everywhere = set[str]().union(*available)
    for index, own in enumerate(available):
        stray = set(readings) - everywhere if index == 0 else set()
        yield {question: letter for question, letter in readings.items() if question in own | stray}


def _key(opened: Opened, key: str) -> str:
    if not key:
        return ROW
    if key not in opened.heads:
        listed = "、".join(opened.heads[:10])
        message = f"没有“{key[:40]}”这一列；列名有 {listed}"
        raise Invalid((FieldProblem("key", key[:40], listed, message, "LQ-4209"),))
    return opened.plain(opened.heads.index(key))


def leaves(sources: Sequence[Source], seen: Surveyed) -> Leaves:
    """What the survey knows of a clause's columns, by their names in the program."""
    names: dict[str, str] = {}
    bounds: dict[str, Bounds] = {}
    lacking = set()
    most_items = 0
    for source in sources:
        most_items = max(most_items, seen.seen[source.name].most_items)
        names[source.wanted.name] = _code_column(source, seen)
        fields = list(source.fields()) if source.kind is t.Kind.LIST else []
        names |= {f.wanted.name: f.name for f in fields}
        for one in (source, *fields):
            what = seen.seen[one.name]
            filled = _filled(source, seen) if one is source else 0
            ends = (what.least, what.most, *([filled] if what.lacking else []))
            bounds[one.wanted.name] = (min(ends), max(ends))
            if what.lacking:
                lacking.add(one.wanted.name)
    return Leaves(names, bounds, frozenset(lacking), most_items)


def _code_column(source: Source, seen: Surveyed) -> str:
    """The column that holds a source's codes: itself where it holds them already."""
    ready = isinstance(source.dtype, nw.Int64) and source.factor == 1 and not seen.seen[source.name].lacking
    return source.name if ready or source.kind is t.Kind.LIST else f"lq_{source.name}"


def _filled(source: Source, seen: Surveyed) -> int:
    """The code that stands where a row has none: no earlier grant is none; else one that widens no range."""
    return 0 if source.wanted.name.startswith("earlier.") else seen.seen[source.name].least


def _coded(frame: nw.LazyFrame[Any], sources: Sequence[Source], seen: Surveyed) -> nw.LazyFrame[Any]:
    """The frame with codes of every source, and whether a row has it where some row has not."""
    columns = []
    for source in sources:
        name, value = _code_column(source, seen), nw.col(source.name)
        lacking = seen.seen[source.name].lacking
        if name != source.name:
            code = source.code(value)
            columns.append((code.fill_null(_filled(source, seen)) if lacking else code).alias(name))
        if lacking:
            columns.append((~value.is_null()).alias(f"{name}_has"))
    return frame.with_columns(*columns) if columns else frame


def _check_size(graph: Graph, cells: Cells, asked: Asked, sources: Sequence[Source], seen: Surveyed) -> None:
    """Refuse a clause of which a step could pass 64 bits with the values that the frame holds."""
    numbers = graph.below([cells.outcome, *cells.low.values(), *cells.high.values()])
    if all(graph.ranges[n][0] >= -LARGEST and graph.ranges[n][1] <= LARGEST for n in numbers):
        return
    money = [s for s in sources if s.kind is t.Kind.MONEY and s.wanted.input is not None]
    money += [f for s in sources if s.kind is t.Kind.LIST for f in s.fields() if f.kind is t.Kind.MONEY]
    largest = sorted(money, key=lambda s: seen.seen[s.name].most, reverse=True)[:3]
    shown = "、".join(f"“{s.head}”最大 {show_yuan(seen.seen[s.name].most)}" for s in largest)
    raise TooLarge(f"{asked.clause.title}的中间结果可能超出 64 位整数，没有计算：{shown}；请核对这些列的单位（分、元）")


def _written(plan: Plan) -> tuple[nw.LazyFrame[Any], list[str]]:
    """The frame with a column `lq_r<n>` for each result, and the names of the results."""
    wanted = [n for c in plan.cells for n in (c.outcome, *(low for _, low in _shown(c)), *(c.high.values() if c.is_open else ()))]
    stages = Stages(plan.graph, wanted, plan.fields,
                    exact_division=plan.opened.engine.exact_division, key=plan.key)  # fmt: skip
    frame = stages.write(plan.frame)
    if plan.key == ROW:
        frame = frame.sort(ROW)
    results: dict[str, nw.Expr] = {}
    for cells in plan.cells:
        results[f"{cells.clause}.outcome"] = _outcome(stages.number(cells.outcome))
        for code, low in _shown(cells):
            results[f"{cells.clause}.{code}"] = stages.number(low)
            if cells.is_open:
                most = stages.number(cells.high[code])
                results[f"{cells.clause}.{code}.{MOST}"] = nw.when(most >= 0).then(most)
    columns = _result_columns(list(results))
    return frame.with_columns(*(v.alias(c) for v, c in zip(results.values(), columns, strict=True))), list(results)


def _shown(cells: Cells) -> Iterator[tuple[str, int]]:
    """The amounts that become columns: the tiers; their sum only where it says more than they do."""
    return ((code, low) for code, low in cells.low.items() if code != TOTAL or cells.is_open)


def _outcome(code: nw.Expr) -> nw.Expr:
    word = nw.lit(None, dtype=nw.String)
    for number, name in ((ENTITLED, "entitled"), (NOT_ENTITLED, "not_entitled"), (UNDETERMINED, "undetermined")):
        word = nw.when(code == number).then(nw.lit(name)).otherwise(word)
    return word


def _result_columns(names: Sequence[str]) -> list[str]:
    return [f"lq_r{place}" for place in range(len(names))]
