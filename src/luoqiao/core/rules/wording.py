"""措辞: amounts, intervals and the arithmetic of a step in the words a reader of the document uses."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, localcontext
from fractions import Fraction

from luoqiao.core.kernel.money import show_short, show_yuan, yuan_text
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Outcome, Range, Share, Traced
from luoqiao.core.rules.dates import show_code
from luoqiao.core.rules.values import Val

OUTCOME_WORDS = {Outcome.ENTITLED: "符合", Outcome.NOT_ENTITLED: "不符合", Outcome.UNDETERMINED: "还不能判定"}
UNIT_NAMES = {
    t.CapUnit.CASE: "", t.CapUnit.ENTERPRISE_YEAR: "单家年度", t.CapUnit.ENTERPRISE: "单家累计",
    t.CapUnit.ENTERPRISE_OPEN: "单家", t.CapUnit.PROJECT: "单个项目", t.CapUnit.SUBJECT: "对象",
}  # fmt: skip


def show_rate(rate: int) -> str:
    """3000 → 30%, 701 → 7.01%."""
    return f"{Decimal(rate) / 100:f}%"


def show_exact(low: int, den: int) -> str:
    """An exact amount in yuan; more than two decimals only where the value has them."""
    if low % den == 0:
        fen = low // den
        return f"{fen // 100:,}.{fen % 100:02d}"
    exact = Fraction(low, den * 100)
    with localcontext() as context:
        context.prec = 40
        number = Decimal(exact.numerator) / Decimal(exact.denominator)
        shown = number.quantize(Decimal("0.000001"))
    text = f"{shown:,f}".rstrip("0")
    return text if Fraction(shown) == exact else f"约 {text}"


def show_val(value: Val, kind: t.Kind = t.Kind.MONEY) -> str:
    """A value or an interval; an unknown end is said in words."""
    if kind is t.Kind.DATE:
        return show_code(value.low) if value.known else "未知"
    if kind is t.Kind.MONTHS:
        return f"{value.low}个月" if value.known else "未知"
    if value.known:
        return show_exact(value.low, value.den)
    if value.high is None:
        return "未知" if value.low == 0 else f"{show_exact(value.low, value.den)} 以上"
    return f"{show_exact(value.low, value.den)} 至 {show_exact(value.high, value.den)}"


def show_range(amount: Range) -> str:
    """A range for people: 18,000.02 元 · 0.00 元至 120,000.00 元 · 100,000.00 元以上."""
    if amount.exact is not None:
        return show_yuan(amount.exact)
    if amount.high is None:
        return f"{show_yuan(amount.low)}以上，上限未知" if amount.low else "金额未知"
    return f"{show_yuan(amount.low)}至 {show_yuan(amount.high)}"


def range_data(amount: Range) -> dict[str, str | None]:
    """A range for programs: strings of yuan, null when open upwards."""
    return {"low": yuan_text(amount.low), "high": None if amount.high is None else yuan_text(amount.high)}


def share_marks(share: Share) -> tuple[str, ...]:
    """The marks that stand beside an amount until it is granted."""
    marks = []
    if share.granted is not None:
        marks.append("实拨")
    elif share.ceiling:
        marks.append("预估上限")
    elif share.estimate:
        marks.append("预估")
    if share.awaiting is not None:
        marks.append(f"待{share.awaiting.label}兑现")
    return tuple(marks)


def _kind_of(node: object) -> t.Kind:
    match node:
        case t.Literal(kind=kind):
            return kind
        case t.AddMonths():
            return t.Kind.DATE
        case t.WholeMonths():
            return t.Kind.MONTHS
        case _:
            return t.Kind.MONEY


def arithmetic(traced: tuple[Traced, ...], kinds: dict[str, t.Kind]) -> Iterator[str]:
    """One short phrase for each node of a step, in order."""
    for one in traced:
        phrase = _phrase(one, kinds)
        if phrase:
            yield phrase


def kind_of(node: object, kinds: dict[str, t.Kind]) -> t.Kind:
    """The type of an expression, looking names up."""
    match node:
        case t.Ref(name=name):
            return kinds.get(name, t.Kind.MONEY)
        case t.Floor(value=value) | t.Cap(value=value) | t.Once(value=value) | t.OnlyIf(value=value):
            return kind_of(value, kinds)
        case _:
            return _kind_of(node)


def _phrase(one: Traced, kinds: dict[str, t.Kind]) -> str:  # noqa: C901 - one arm a kind of node
    node, ops, result = one.node, one.operands, one.result
    match node:
        case t.RateOf() if result is not None:
            rate = show_rate(ops[1].low * t.RATE_SCALE // ops[1].den) if ops[1].known else "比例未知"
            months = ""
            if node.months:
                months = f" × {ops[2].low}/12" if ops[2].known else " × 月数未知/12"
            word = {t.RateHow.CEILING: "（取上限）", t.RateHow.FLOOR: "（取下限）"}.get(node.how, "")
            if node.how is not t.RateHow.FIXED and ops[1].low != node.rate:
                word = "（核定）"
            return f"{show_val(ops[0])} × {rate}{word}{months} = {show_val(result)}"
        case t.Cap() if result is not None:
            return _cap_phrase(node, ops, result, kinds)
        case t.Floor() if result is not None:
            return f"不低于 {show_val(ops[1])}，取 {show_val(result)}"
        case t.Once():
            return "一次性，此前没有享受过" if ops[1].high == 0 else f"一次性，此前已得 {show_val(ops[1])}，不再给"
        case t.OnlyIf(test=test):
            return {"是": "符合限定", "否": "不在限定之内，为 0", "": "限定还不清楚"}[one.note] + _test_words(test)
        case t.AfterGrant(tier=tier):
            return f"{tier}已兑现 {one.note}" if one.note else f"待{tier}兑现，先按预估"
        case t.Sum(rest=rest) if result is not None:
            signs = ["", *("－" if minus else "＋" for minus, _ in rest)]
            parts = " ".join(f"{s} {show_val(v)}".strip() for s, v in zip(signs, ops, strict=True))
            return f"{parts} = {show_val(result)}"
        case t.SumOver() if result is not None:
            parts = " ＋ ".join(show_val(v) for v in ops) or "没有一项"
            return f"{parts} = {show_val(result)}" if len(ops) > 1 else parts
        case t.WholeMonths() if result is not None:
            span = f"{show_val(ops[0], t.Kind.DATE)} 至 {show_val(ops[1], t.Kind.DATE)}"
            return f"{span}，整 {show_val(result, t.Kind.MONTHS)}"
        case t.Compare(left=left, word=word):
            kind = kind_of(left, kinds)
            return f"{show_val(ops[0], kind)} {word} {show_val(ops[1], kind)}：{one.note or '还不清楚'}"
        case t.Is(name=name, option=option, negated=negated):
            return f"{name}{'不' if negated else ''}为 {option}：现为 {one.note or '未知'}"
        case t.Within():
            days = [show_val(v, t.Kind.DATE) for v in ops]
            return f"{days[0]} 在 {days[1]} 至 {days[2]} 之间：{one.note or '还不清楚'}"
        case t.Split(parts=parts) if ops:
            return f"{show_val(ops[0])} 按 {':'.join(map(str, parts))} 分摊"
        case _:
            return ""


def _cap_phrase(node: t.Cap, ops: tuple[Val, ...], result: Val, kinds: dict[str, t.Kind]) -> str:
    kind = kind_of(node, kinds)
    value, limit, used = ops
    left = ""
    if used.low:
        rest = max(0, limit.low - used.low * limit.den)
        left = f"，{UNIT_NAMES[node.unit]}此前已得 {show_val(used)}，余 {show_exact(rest, limit.den)}"
    shown = show_val(limit, kind)
    if not value.known or not limit.known:
        return f"{node.word} {shown}{left}"
    over = value.low * limit.den > (limit.low - used.low * limit.den) * value.den
    if over:
        return f"超过{node.word} {shown}{left}，取 {show_val(result, kind)}"
    equal = value.low * limit.den == limit.low * value.den
    return f"恰为{node.word} {shown}" if equal else f"未达{node.word} {shown}{left}"


def _test_words(test: t.Test) -> str:
    match test:
        case t.Is(name=name, option=option, negated=negated):
            return f"（{name}{'不' if negated else ''}为{option}）"
        case _:
            return ""


def show_input(kind: t.Kind, value: object) -> str:
    """A fact as a person would write it."""
    if value is None:
        return "未知"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return f"{len(value)} 项"
    if isinstance(value, int):
        match kind:
            case t.Kind.MONEY:
                return show_yuan(value)
            case t.Kind.RATE:
                return show_rate(value)
            case t.Kind.DATE:
                return show_code(value)
            case t.Kind.MONTHS:
                return f"{value}个月"
    return str(value)


def show_limit(value: int, kind: t.Kind) -> str:
    """A literal of the rule, as the document writes it."""
    return show_short(value) if kind is t.Kind.MONEY else show_input(kind, value)
