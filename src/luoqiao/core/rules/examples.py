"""算例: a row of the table under a rule is a test; what lives here reads it and runs it.

Heads of the table: inputs by their Chinese label, `市级实拨`, `日期`, `此前`, `读法`, `结果`, the tiers, `合计`,
`待答` (the questions an undetermined row must leave open) and `说明`. `？` is unknown; a blank cell is not
given, and in a tier column of a row that is not 待定 it is 0元. A run also says on which side of each limit of
the rule the row falls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from luoqiao.core.kernel.errors import DomainError, Invalid
from luoqiao.core.kernel.money import NotMoney, parse_money
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer, Outcome, Range
from luoqiao.core.rules.basis import Basis, Tier
from luoqiao.core.rules.dates import read_date
from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.limits import Met, limits_met
from luoqiao.core.rules.resolve import grants_of
from luoqiao.core.rules.wording import show_range

RESULT, DAY, BEFORE, READINGS, TOTAL, OPEN, NOTE = "结果", "日期", "此前", "读法", "合计", "待答", "说明"
OUTCOMES: Mapping[str, Outcome | None] = {
    "符合": Outcome.ENTITLED, "不符合": Outcome.NOT_ENTITLED, "待定": Outcome.UNDETERMINED, "错误": None,
}  # fmt: skip
"""Words of the column 结果; 错误 means that the input must be refused."""

_UNKNOWN = ("？", "?")


class BadExample(DomainError):
    """算例写得不对: a head, a cell or a date of the row that cannot be read."""

    code = "LQ-1016"


@dataclass(frozen=True, slots=True)
class Expected:
    """应得: outcome (None: refused), amounts by tier code, total, questions; None: not compared."""

    outcome: Outcome | None
    shares: Mapping[str, Range | None]
    total: Range | None = None
    questions: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """一行算例: facts and earlier grants in JSON form by Chinese label, day, readings, and the result."""

    facts: Mapping[str, object]
    earlier: Mapping[str, Mapping[str, object]]
    on: date
    readings: Mapping[str, str]
    expected: Expected


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """一行的结果: passed or what differs, the answer (None when the input was refused), the limits it met."""

    example: t.Example
    passed: bool
    message: str
    answer: Answer | None = None
    met: tuple[Met, ...] = field(default=())


def read_example(clause: t.Clause, example: t.Example, default_on: date, tiers: tuple[Tier, ...]) -> Case:
    """Read a row of the table 算例. Raises BadExample with the head or cell that cannot be read."""
    inputs = {one.label: one for one in clause.inputs}
    grants = {f"{tier}实拨" for tier in grants_of(clause)}
    labels = {tier.label for tier in tiers}
    facts: dict[str, object] = {}
    for head, cell in example.cells:
        if head in inputs:
            if cell:
                facts[head] = _fact(inputs[head], cell)
        elif head in grants:
            if cell:
                facts[head] = _known(cell)
        elif head not in {RESULT, DAY, BEFORE, READINGS, TOTAL, OPEN, NOTE} | labels:
            raise BadExample(f"算例的表头“{head}”不是本条的输入，也不是 结果、日期等固定的列")
    on = _day(example.cell(DAY)) if example.cell(DAY) else default_on
    earlier, readings = _earlier(example.cell(BEFORE)), _readings(example.cell(READINGS))
    return Case(facts, earlier, on, readings, _expected(example, tiers))


def run_example(
    clause: t.Clause, example: t.Example, basis: Basis, default_on: date | None = None
) -> ExampleResult:
    """Run a row through facts and *explain*; without a date the last day of the clause is meant."""
    try:
        case = read_example(clause, example, default_on or clause.header.last, basis.tiers)
        answer = explain(
            clause, read_facts(clause, case.facts, basis.tiers), on=case.on, readings=case.readings,
            earlier=read_earlier(clause, case.earlier, basis.tiers), basis=basis,
        )  # fmt: skip
    except Invalid as refused:
        passed = case.expected.outcome is None
        return ExampleResult(example, passed, "" if passed else f"输入被拒绝：{refused.message}")
    except BadExample as fault:
        return ExampleResult(example, passed=False, message=fault.message)
    wrong = "；".join(_differences(case.expected, answer))
    return ExampleResult(example, not wrong, wrong, answer, tuple(limits_met(answer)))


def _differences(expected: Expected, answer: Answer) -> Iterator[str]:
    if expected.outcome is not answer.outcome:
        words = {outcome: word for word, outcome in OUTCOMES.items()}
        yield f"结果应为 {words[expected.outcome]}，得到 {words[answer.outcome]}"
    for code, wanted in expected.shares.items():
        share = answer.shares[code]
        if wanted is not None and share.amount != wanted:
            yield f"{share.tier.label}应为 {show_range(wanted)}，得到 {show_range(share.amount)}"
    if expected.total is not None and answer.total != expected.total:
        yield f"合计应为 {show_range(expected.total)}，得到 {show_range(answer.total)}"
    asked = tuple(dict.fromkeys(question.input.label for question in answer.open_questions))
    if expected.questions is not None and set(asked) != set(expected.questions):
        yield f"待答应为 {'、'.join(expected.questions)}，得到 {'、'.join(asked) or '无'}"


def _known(cell: str) -> str | None:
    return None if cell in _UNKNOWN else cell


def _fact(one: t.Input, cell: str) -> object:
    if one.kind is not t.Kind.LIST or cell in _UNKNOWN:
        return _known(cell)
    items = []
    for text in cell.split("；"):
        parts = [part.strip() for part in text.split("、")] if len(one.fields) > 1 else [text.strip()]
        if len(parts) != len(one.fields):
            wanted = "、".join(f.label for f in one.fields)
            raise BadExample(f"{one.label}的一项要写 {wanted}，这里是“{text.strip()}”")
        items.append({f.label: _known(part) for f, part in zip(one.fields, parts, strict=True)})
    return items


def _day(cell: str) -> date:
    try:
        return read_date(cell)
    except ValueError:
        raise BadExample(f"“{cell}”不是日期；写成 2023-06-30") from None


def _earlier(cell: str) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for part in filter(str.strip, cell.split("；")):
        words = part.split()
        if len(words) != 3:
            raise BadExample(f"此前写成“市级 单家年度 7万元”，这里是“{part.strip()}”")
        name, unit, amount = words
        found.setdefault(name, {})[unit] = amount
    return found


def _readings(cell: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in cell.split()]
    if any(not (question and letter) for question, _, letter in pairs):
        raise BadExample(f"读法写成“X-12=B”，几个之间空一格，这里是“{cell}”")
    return {question: letter for question, _, letter in pairs}


def _expected(example: t.Example, tiers: tuple[Tier, ...]) -> Expected:
    word = example.cell(RESULT)
    if word not in OUTCOMES:
        raise BadExample(f"结果要写 {'、'.join(OUTCOMES)}，这里是“{word}”")
    outcome = OUTCOMES[word]
    if outcome is None:
        return Expected(None, {})
    blank = None if outcome is Outcome.UNDETERMINED else Range(0, 0)
    shares = {tier.code: _range(example.cell(tier.label)) or blank for tier in tiers}
    questions = tuple(filter(None, example.cell(OPEN).split("、"))) or None
    return Expected(outcome, shares, _range(example.cell(TOTAL)), questions)


def _range(cell: str) -> Range | None:
    """`6000元`, `0元至12万元`, `10万元以上`; None for a blank cell."""
    if not cell:
        return None
    try:
        if cell.endswith("以上"):
            return Range(parse_money(cell.removesuffix("以上")), None)
        low, to, high = cell.partition("至")
        return Range(parse_money(low), parse_money(high if to else low))
    except NotMoney as error:
        raise BadExample(error.message) from None
