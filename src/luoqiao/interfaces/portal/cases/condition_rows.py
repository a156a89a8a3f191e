"""案件的条件: each condition of the clause in its own words, what it rests on here, and whether it is met."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from luoqiao.apps.cases.queries.case_file import CaseFile
from luoqiao.core.kernel.money import show_short, show_yuan
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer, Step, Traced
from luoqiao.core.rules.basis import ReadingUsed
from luoqiao.core.rules.present import step_rows
from luoqiao.interfaces.portal.cases.words import ordinal, township_name
from luoqiao.interfaces.portal.clause_parts import parts_of
from luoqiao.interfaces.portal.parts import Quote, ReadingRef, Tag

MET, NOT_MET, OPEN = Tag("满足", "entitled"), Tag("不满足", "not_entitled"), Tag("还不能判定", "undetermined")
_COMPARED = re.compile(r"([\d,]+\.\d\d) (\D+) ([\d,]+\.\d\d)")
_IS = re.compile(r"(.+?)不?为 .+：现为 (.+)")
_VERDICTS = {True: MET, False: NOT_MET, None: OPEN}


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """一条条件: the document's words, or the platform's where the document has none; the basis; the verdict."""

    quotes: tuple[Quote, ...]
    text: str
    basis: str
    verdict: Tag
    readings: tuple[ReadingRef, ...] = ()


def condition_rows(file: CaseFile) -> tuple[ConditionRow, ...]:
    """Conditions of the rule, caps over several cases, the period of the clause, where the enterprise is registered."""
    if file.calculation is None or file.clause is None:
        return ()
    answer = file.calculation.answer
    return (*_conditions(answer), *_caps(file, answer), _period(file, file.clause), _registered(file))


def readings_used(file: CaseFile) -> tuple[ReadingRef, ...]:
    """The readings under which the amount was worked out; a wave under each that nobody has decided."""
    if file.calculation is None:
        return ()
    return tuple(_ref(one) for one in file.calculation.answer.readings)


def _ref(one: ReadingUsed) -> ReadingRef:
    href = reverse("portal:reading", args=(one.question,))
    return ReadingRef(f"读法 {one.question} {ordinal(one.letter)}", href, decided=not one.default)


def said_quotes(quotes: tuple[t.Quote, ...]) -> tuple[Quote, ...]:
    """Quotes of the rule as a page shows them."""
    return tuple(Quote(quote.text.strip(), quote.anchor) for quote in quotes)


def _conditions(answer: Answer) -> Iterator[ConditionRow]:
    for step, row in zip(answer.steps, step_rows(answer), strict=True):
        if isinstance(step.statement, t.Condition):
            words = "，".join(_plain(one) for one in row.arithmetic)
            text = row.rule.removeprefix("条件").strip()
            yield ConditionRow(said_quotes(row.quotes), "" if row.quotes else text, words or text, _VERDICTS[row.verdict])


def _plain(phrase: str) -> str:
    """A test of the rule as a reader says it: 148,400.00 元，超过 50,000.00 元 · 合作银行贷款：是."""
    said = phrase.removesuffix("：是").removesuffix("：否")
    if found := _COMPARED.fullmatch(said):
        return f"{found[1]} 元，{found[2]} {found[3]} 元"
    if found := _IS.fullmatch(said):
        return f"{found[1]}：{found[2]}"
    return said


def _caps(file: CaseFile, answer: Answer) -> Iterator[ConditionRow]:
    """A cap for the enterprise or the project is a condition too: what is left of it."""
    for step in answer.steps:
        for traced in step.traced:
            if isinstance(traced.node, t.Cap) and traced.node.unit is not t.CapUnit.CASE:
                yield _cap(file, answer, step, traced, traced.node)
            elif isinstance(traced.node, t.Once):
                used = traced.operands[1].low
                basis = f"此前已得 {show_yuan(used)}" if used else "此前没有享受过"
                quotes = _quotes_of(step, traced.node)
                yield ConditionRow(quotes, "" if quotes else "一次性", basis, NOT_MET if used else MET)


def _cap(file: CaseFile, answer: Answer, step: Step, traced: Traced, node: t.Cap) -> ConditionRow:
    _, limit, used = traced.operands
    had = used.low
    if not limit.known:
        return ConditionRow(_cap_quotes(answer, step, node), node.word, "上限还不清楚", OPEN)
    left = max(0, limit.low // limit.den - had)
    when = f"{file.row.year} 年度" if node.unit is t.CapUnit.ENTERPRISE_YEAR else "此前"
    basis = f"{when}已得 {show_yuan(had)}，余 {show_yuan(left)}"
    text = f"{node.word} {show_short(limit.low // limit.den)}"
    question = file.pack.basis.cap_period_question
    unclear = node.unit is t.CapUnit.ENTERPRISE_OPEN
    refs = tuple(_ref(one) for one in answer.readings if one.question == question and unclear)
    quotes = _cap_quotes(answer, step, node)
    return ConditionRow(quotes, "" if quotes else text, basis, MET if left else Tag("已用完", "not_entitled"), refs)


def _cap_quotes(answer: Answer, step: Step, node: t.Cap) -> tuple[Quote, ...]:
    """The words that set a cap; where its limit is worked out on a line of its own, the words of that line."""
    quotes = _quotes_of(step, node)
    if quotes or not isinstance(node.limit, t.Ref):
        return quotes
    for earlier in answer.steps:
        if node.limit.name in (name for name, _ in earlier.results):
            branch = earlier.branch.quotes if isinstance(earlier.branch, t.RangeArm | t.ChoiceArm) else ()
            return said_quotes(branch or earlier.statement.quotes)
    return ()


def _quotes_of(step: Step, node: object) -> tuple[Quote, ...]:
    """The words that speak of a suffix of a rule line."""
    statements = [step.statement, *([step.branch] if isinstance(step.branch, t.RangeArm | t.ChoiceArm) else [])]
    for statement in statements:
        for part in parts_of(statement):
            if part.node == node:
                return said_quotes(part.quotes)
    return ()


def _period(file: CaseFile, clause: t.Clause) -> ConditionRow:
    first, last, on = clause.header.first, clause.header.last, file.rule_on
    within = first <= on <= last
    basis = f"{on}，{'在' if within else '不在'} {first} 至 {last} 之间"
    question = file.pack.meta.in_force_reading
    decided = any(one.question == question and one.since <= on for one in file.pack.basis.decisions)
    ref = ReadingRef(f"读法 {question}", reverse("portal:reading", args=(question,)), decided=decided)
    return ConditionRow((), "申报日在条款期限内", basis, _VERDICTS[within], (ref,))


def _registered(file: CaseFile) -> ConditionRow:
    here = any(one.code == file.row.township for one in file.pack.townships.members)
    basis = f"登记库：{township_name(file.row.township, file.pack)}" if here else "登记库里没有本区的镇街"
    return ConditionRow((), "企业在本区登记", basis, MET if here else OPEN)
