"""规则栏: the rule under the readings chosen as lines beside the passages, each tied by numbers to its quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.resolve import Straight
from luoqiao.interfaces.portal.clause_notes import line_note, suffix_note
from luoqiao.interfaces.portal.clause_parts import Part, parts_of
from luoqiao.interfaces.portal.parts import RuleLine, Term

Numbers = Mapping[tuple[str, str], str]
"""Number of a quote by its anchor and words."""

_OPERATOR = re.compile(
    r"的 (?:不超过|不高于|不低于|年化)?[\d.]+%(?: 计息)?|单家年度最高|单家累计最高|单家最高|单个项目最高|最高"
    r"|不低于|不超过|不高于|超过|达到|不满|低于|以上|以下|单家一次性|一次性|仅限|核定取|待(?= )|兑现"
    r"|分档|分类|分摊|逐个|相加|整月数|期间|按(?= )| 且 | 或 "
)


def quote_numbers(line: Straight) -> dict[tuple[str, str], str]:
    """Quotes of the rule numbered in the order of its lines; the same words at the same place have one number."""
    found: dict[tuple[str, str], str] = {}
    for statement in (*line.steps, *line.payees):
        for quote in _quotes(statement):
            found.setdefault((quote.anchor, quote.text), str(len(found) + 1))
    return found


def rule_lines(line: Straight, numbers: Numbers, cap_period: str) -> tuple[RuleLine, ...]:
    """Inputs, conditions, definitions with their suffixes and arms, payees; `cap_period` decides caps without a period."""
    lines = [_input(one) for one in line.clause.inputs if one.label in line.live]
    names = _names(line)
    for step in line.steps:
        lines += _step(step, numbers, names, _behind(step, line, cap_period))
    lines += [_payee(one, numbers) for one in line.payees]
    return tuple(with_targets(lines))


def with_targets(lines: Iterable[RuleLine]) -> Iterator[RuleLine]:
    """The first line with a number is where its link leads."""
    seen: set[str] = set()
    for line in lines:
        yield replace(line, targets=tuple(number for number in line.numbers if number not in seen))
        seen.update(line.numbers)


def part_numbers(quotes: Iterable[t.Quote], numbers: Numbers) -> tuple[str, ...]:
    """Numbers of these quotes, each once."""
    return tuple(dict.fromkeys(numbers[q.anchor, q.text] for q in quotes if (q.anchor, q.text) in numbers))


def _quotes(statement: t.Condition | t.Define | t.Split | t.Payee) -> Iterator[t.Quote]:
    for part in parts_of(statement) if not isinstance(statement, t.Payee) else ():
        yield from part.quotes
    if isinstance(statement, t.Payee):
        yield from statement.quotes
    if isinstance(statement, t.Define) and isinstance(statement.value, t.ByRange | t.ByChoice):
        for arm in statement.value.arms:
            yield from arm.quotes


def _input(one: t.Input) -> RuleLine:
    note = f"凭证 {'、'.join(one.evidence)}" if one.evidence else ""
    options = f"（{'、'.join(o.label for o in one.options)}）" if one.options else ""
    kind = f"：{one.kind}{options}" if not one.fields else f"：逐项填 {'、'.join(f.label for f in one.fields)}"
    return RuleLine(str(one.need), (Term(one.label, "term"), Term(kind)), note=note)


def _payee(one: t.Payee, numbers: Numbers) -> RuleLine:
    tier = f"{one.tier}给 " if one.tier else ""
    return RuleLine("收款", (Term(tier), Term(one.label, "term")), part_numbers(one.quotes, numbers), "钱付给它，不是申报人")


def _step(
    step: t.Condition | t.Define | t.Split, numbers: Numbers, names: frozenset[str], behind: str
) -> Iterator[RuleLine]:
    first, *suffixes = parts_of(step)
    label, words = _label(step, first)
    note = "；".join(filter(None, (line_note(step), behind)))
    yield RuleLine(label, _terms(words, names), part_numbers(first.quotes, numbers), note)
    for part in suffixes:
        yield _suffix(part, numbers, names)
    if isinstance(step, t.Define) and isinstance(step.value, t.ByRange | t.ByChoice):
        for arm in step.value.arms:
            own = part_numbers(arm.quotes, numbers)
            yield RuleLine("", _terms(arm.text, names), own, joined=True, indented=True)


def _suffix(part: Part, numbers: Numbers, names: frozenset[str]) -> RuleLine:
    return RuleLine("", _terms(part.text, names), part_numbers(part.quotes, numbers), suffix_note(part), joined=True)


def _label(step: t.Condition | t.Define | t.Split, first: Part) -> tuple[str, str]:
    match step:
        case t.Condition():
            return "条件", first.text.removeprefix("条件").strip()
        case t.Define():
            label, _, words = first.text.partition("=")
            return label.strip(), f"= {words.strip()}"
        case t.Split():
            return "分摊", first.text


def _terms(text: str, names: frozenset[str]) -> tuple[Term, ...]:
    """Names medium, operators underlined, the rest plain."""
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(f"(?P<name>{known})|(?P<operator>{_OPERATOR.pattern})")
    terms, at = [], 0
    for match in pattern.finditer(text):
        if match.start() > at:
            terms.append(Term(text[at : match.start()]))
        terms.append(Term(match[0], "term" if match.lastgroup == "name" else "operator"))
        at = match.end()
    if at < len(text):
        terms.append(Term(text[at:]))
    return tuple(terms)


def _names(line: Straight) -> frozenset[str]:
    names = {one.label for one in line.clause.inputs} | {f.label for one in line.clause.inputs for f in one.fields}
    for step in line.steps:
        if isinstance(step, t.Define):
            names.update(step.names)
        elif isinstance(step, t.Split):
            names.update((step.total, *step.tiers))
    granted = {node.tier for step in line.steps for node in t.walk(step) if isinstance(node, t.Granted)}
    return frozenset(names | {f"{tier}实拨" for tier in granted})


def _behind(step: t.Condition | t.Define | t.Split, line: Straight, cap_period: str) -> str:
    """读法 X-12 A: the switch whose option put this line here."""
    for statement in line.clause.statements:
        if isinstance(statement, t.ReadingSwitch):
            for option in statement.options:
                if any(inner.at == step.at for inner in option.statements):
                    letter = dict(line.letters).get(statement.question, option.letters[0])
                    return f"读法 {statement.question} {letter}"
    open_cap = any(isinstance(n, t.Cap) and n.unit is t.CapUnit.ENTERPRISE_OPEN for n in t.walk(step))
    return f"读法 {cap_period} {dict(line.letters).get(cap_period, '')}".strip() if open_cap else ""
