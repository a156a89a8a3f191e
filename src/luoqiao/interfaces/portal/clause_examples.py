"""算例表: the worked examples of a clause, run now, each with its answer and a link that fills the calculator."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer, Outcome
from luoqiao.core.rules.basis import Tier
from luoqiao.core.rules.examples import BEFORE, DAY, NOTE, READINGS, Case, ExampleResult, read_example
from luoqiao.core.rules.resolve import grants_of
from luoqiao.core.rules.wording import OUTCOME_WORDS
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.policies.pack import Pack
from luoqiao.policies.pack_rules import check_rules

USUAL = "常见情形"
RARE = 3
MOST_HEADS = 3
SHOWN_AT_ONCE = 10
"""A head filled in fewer than one row of three has no column of its own."""


def example_results(pack: Pack, clause: t.Clause) -> tuple[ExampleResult, ...]:
    """The worked examples as the check of the pack ran them."""
    return check_rules(pack)[clause.identifier].examples


def usual_examples(pack: Pack, clause: t.Clause) -> tuple[ExampleResult, ...]:
    """Those that an official would recognise, entitled and run."""
    return tuple(one for one in example_results(pack, clause) if one.example.cell(NOTE).startswith(USUAL) and one.answer)


def example_tables(pack: Pack, clause: t.Clause, base: str) -> tuple[RuledTable, ...]:
    """Facts, the answer by tier in yuan, what it shows, whether it came out as written; the later rows apart."""
    results = example_results(pack, clause)
    filled = {h: sum(bool(one.example.cell(h)) for one in results) for h in _heads(pack, clause)}
    heads = [h for h, count in filled.items() if RARE * count >= len(results)]
    if len(heads) > MOST_HEADS:
        heads = []
    rare = [h for h, count in filled.items() if count and h not in heads]
    tiers = [tier for tier in pack.meta.tiers if any(_defined(one.answer, tier) for one in results)]
    columns = (
        *(Column(head, number=_is_figure(clause, head)) for head in heads),
        *((Column("另有" if heads else "情形", bare=not heads),) if rare else ()),
        *(Column(f"{tier.label}（元）", number=True) for tier in tiers),
        Column("合计（元）", number=True), Column("说明", bare=True), Column("核对", end=True, bare=True),
    )  # fmt: skip
    rows = tuple(_row(pack, clause, one, heads, rare, tiers, base) for one in results)
    tables = (rows[:SHOWN_AT_ONCE], rows[SHOWN_AT_ONCE:])
    return tuple(RuledTable(f"{clause.title}的算例", columns, part, dense=True) for part in tables if part)


@lru_cache(maxsize=64)
def examples_html(pack: Pack, clause: t.Clause, base: str) -> SafeString:
    """The table with its heading, drawn once: it depends on nothing that a reader enters."""
    results = example_results(pack, clause)
    passed = f"{sum(one.passed for one in results)} / {len(results)} 通过"
    context = {"tables": example_tables(pack, clause, base), "passed": passed}
    return render_to_string("pages/partials/clause_examples.html", context)


def example_query(pack: Pack, clause: t.Clause, example: t.Example) -> str:
    """The row as the query of the clause page; empty for a row that the page cannot put."""
    try:
        case = read_example(clause, example, clause.header.last, pack.meta.tiers)
    except DomainError:
        return ""
    return urlencode(list(_pairs(pack, clause, case, example)))


def _pairs(pack: Pack, clause: t.Clause, case: Case, example: t.Example) -> Iterator[tuple[str, str]]:
    codes = {tier.label: tier.code for tier in pack.meta.tiers}
    for label, value in case.facts.items():
        if label.endswith("实拨"):
            yield f"granted_{codes[label.removesuffix('实拨')]}", str(value or "")
            continue
        one = clause.get_input(label)
        if isinstance(value, list):
            for item in value:
                yield from ((f"{one.identifier}.{clause_field(one, k)}", str(v or "？")) for k, v in item.items())
        elif value is not None:
            yield one.identifier, str(value)
    yield from case.readings.items()
    if example.cell(DAY):
        yield "on", case.on.isoformat()
    units = {"单家年度": "enterprise_year", "单家累计": "enterprise", "单个项目": "project", "对象": "subject"}
    for name, by_unit in case.earlier.items():
        yield from ((f"earlier.{codes.get(name, name)}.{units.get(u, u)}", str(a)) for u, a in by_unit.items())


def clause_field(one: t.Input, label: str) -> str:
    """The identifier of a field of a list."""
    return next(f.identifier for f in one.fields if f.label == label)


def _heads(pack: Pack, clause: t.Clause) -> list[str]:
    granted = [f"{tier}实拨" for tier in grants_of(clause)]
    return [*(one.label for one in clause.inputs), *granted, DAY, BEFORE, READINGS]


def _is_figure(clause: t.Clause, head: str) -> bool:
    kinds = {one.label: one.kind for one in clause.inputs}
    return head.endswith("实拨") or kinds.get(head) in (t.Kind.MONEY, t.Kind.MONTHS, t.Kind.RATE, t.Kind.COUNT)


def _defined(answer: Answer | None, tier: Tier) -> bool:
    return answer is not None and answer.shares[tier.code].defined


def _row(
    pack: Pack, clause: t.Clause, result: ExampleResult, heads: list[str], rare: list[str], tiers: list[Tier],
    base: str,
) -> Row:  # fmt: skip
    example = result.example
    query = example_query(pack, clause, example)
    cells = [Cell("text", example.cell(head) or "—") for head in heads]
    if heads and query:
        cells[0] = Cell("link", example.cell(heads[0]) or "未填", href=f"{base}?{query}#trial")
    if rare:
        others = "，".join(f"{head} {example.cell(head)}" for head in rare if example.cell(head))
        others = others.replace("读法 X", "X") or "什么都没有填"
        cells.append(Cell(text="" if heads and others == "什么都没有填" else others))
    if not heads and query:
        cells[0] = Cell("link", cells[0].text, href=f"{base}?{query}#trial")
    amounts = [_amount(result.answer, tier) for tier in tiers]
    note = example.cell(NOTE)
    check = Cell(text="通过") if result.passed else Cell(text="不符", below=result.message)
    return Row((*cells, *amounts, _total(result.answer), Cell(text=note), check), "" if result.passed else "is-refused")


def _amount(answer: Answer | None, tier: Tier) -> Cell:
    if answer is None or answer.outcome is Outcome.NOT_ENTITLED:
        return Cell(text="—")
    return _range(answer.shares[tier.code].amount.low, answer.shares[tier.code].amount.high)


def _total(answer: Answer | None) -> Cell:
    if answer is None:
        return Cell(text="退回重填", strong=True)
    if answer.outcome is Outcome.NOT_ENTITLED:
        return Cell(text=OUTCOME_WORDS[answer.outcome], strong=True)
    return _range(answer.total.low, answer.total.high, strong=True)


def _range(low: int, high: int | None, *, strong: bool = False) -> Cell:
    if high == low:
        return Cell("yuan", fen=low, strong=strong)
    ends = [show_yuan(end).removesuffix(" 元") for end in (low, high) if end is not None]
    return Cell(text="–".join(ends) if high is not None else f"{ends[0]} 以上", strong=strong)
