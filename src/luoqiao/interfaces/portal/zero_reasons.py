"""为什么是零: beside a tier that gets nothing, the line that made it nothing, in words: 不在限定之内：只限 装备类别 为 整机."""

from __future__ import annotations

from collections.abc import Iterator

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer, Share, Step, Traced
from luoqiao.core.rules.values import Val
from luoqiao.core.rules.wording import UNIT_NAMES, show_val
from luoqiao.interfaces.portal.tier_quotes import producing


def zero_reason(answer: Answer, share: Share) -> str:
    """Why a tier gets 0.00; empty where it gets something, or where nothing on its lines says so."""
    if share.amount.exact != 0:
        return ""
    if share.granted == 0:
        return f"{share.tier.label}实拨填的是 0"
    for line in producing(share.tier.label, answer.steps):
        if not any(value.known and value.low == 0 for _, value in line.step.results):
            continue
        said = next(_reasons(line.step), "")
        if said:
            reading = _reading(answer, line.step)
            return f"{said}（读法 {reading}）" if reading else said
    return ""


def _reasons(step: Step) -> Iterator[str]:
    """What in a step makes it nothing, the innermost first."""
    for traced in step.traced:
        yield from _reason(traced)
    if isinstance(step.branch, t.RangeArm | t.ChoiceArm) and _is_nothing(step.branch.values):
        yield f"“{step.branch.text.replace('：', ':').split(':')[0].strip()}”一档，文件没有写给钱"
    elif isinstance(step.statement, t.Define) and _is_nothing((step.statement.value,)):
        quotes = "".join(f"「{quote.text}」" for quote in step.statement.quotes)
        yield f"文件这里写的是{quotes}" if quotes else "这一级没有"


def _is_nothing(values: tuple[object, ...]) -> bool:
    return bool(values) and all(isinstance(value, t.Literal) and value.value == 0 for value in values)


def _reason(traced: Traced) -> Iterator[str]:
    node, operands = traced.node, traced.operands
    match node:
        case t.OnlyIf(test=test) if traced.note == "否":
            yield f"不在限定之内：只限{_test(test)}"
        case t.AfterGrant(tier=tier) if traced.result is not None and _zero(traced.result) and not _zero(operands[0]):
            yield f"{tier}没有给，这一级也就没有"
        case t.Once() if operands and operands[-1].low:
            yield f"一次性，此前已得 {show_val(operands[-1])} 元"
        case t.Cap(unit=unit) if traced.result is not None and _zero(traced.result) and not _zero(operands[0]):
            yield f"{UNIT_NAMES[unit]}上限已经用完"
        case t.RateOf() if _zero(operands[0]):
            yield f"{_base(node.base)}是 0"
        case t.RateOf(months=months) if months and _zero(operands[2]):
            yield f"{months}是 0"


def _zero(value: Val) -> bool:
    return value.known and value.low == 0


def _base(node: object) -> str:
    match node:
        case t.Ref(name=name):
            return name
        case t.Granted(tier=tier):
            return f"{tier}实拨"
        case _:
            return "所依的各级金额"


def _test(test: t.Test) -> str:
    match test:
        case t.Is(name=name, option=option, negated=negated):
            return f"{name}{'不' if negated else ''}为{option}"
        case t.Within(day=t.Ref(name=name), first=t.Literal(text=first), last=t.Literal(text=last)):
            return f"{name}在 {first} 至 {last}"
        case _:
            return "符合所引的那句话"


def _reading(answer: Answer, step: Step) -> str:
    """The switch whose option in force put this line here."""
    for statement in answer.clause.statements:
        if isinstance(statement, t.ReadingSwitch):
            for option in statement.options:
                if any(inner.at == step.statement.at for inner in option.statements):
                    return statement.question
    return ""
