"""曲线的话: what a chart of amounts shows, said in sentences for those who cannot see it and as the words beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from luoqiao.core.kernel.money import WAN, YI, show_short, show_wan, show_yuan
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.curve import Ceiling, Cliff, Curve, Point
from luoqiao.core.rules.facts import FactValue
from luoqiao.core.rules.wording import show_input


def round_amount(fen: int) -> str:
    """An amount on an axis: as written where it is short, else in 万元 with two decimals."""
    if fen % (WAN // 100) == 0 or fen < WAN:
        return show_short(fen)
    return f"{show_wan(fen)}万元" if fen < YI else f"{show_wan(fen // 10_000)}亿元"


def cliff_words(cliff: Cliff) -> tuple[str, str]:
    """Both sides of an edge: (`5万元整 0元`, `多 1 分 1.80万元`) or (`差 1 分 0元`, `5亿元起 20.00万元`)."""
    edge = show_short(cliff.written_at)
    before, after = _gets(cliff.before), _gets(cliff.after)
    return (
        (f"{edge}整 {before}", f"多 1 分 {after}")
        if cliff.opens_above
        else (f"差 1 分 {before}", f"{edge}起 {after}")
    )


def top_words(curve: Curve, top: Point) -> str:
    """封顶 12.00（市 10.00 + 区 2.00）, in 万元."""
    paid = [(tier.label[0], share) for tier, share in zip(curve.tiers, top.shares, strict=True) if share]
    parts = " + ".join(f"{name} {show_wan(share)}" for name, share in paid)
    return f"封顶 {show_wan(top.total)}（{parts}）" if len(paid) > 1 else f"封顶 {show_wan(top.total)}"


def assumed_words(assumed: tuple[t.Input, ...], facts: Mapping[str, FactValue]) -> str:
    """其余按算例：计息月数 9个月; empty when nothing was assumed."""
    if not assumed:
        return ""
    return "其余按算例：" + "、".join(
        f"{one.label} {show_input(one.kind, facts[one.label])}" for one in assumed
    )


def describe(curve: Curve) -> str:
    """The whole chart in sentences."""
    return "；".join(_sentences(curve)) + "。"


def _sentences(curve: Curve) -> Iterator[str]:
    name = curve.input.label
    first = curve.points[0]
    head = f"{'每项' if curve.per_item else ''}补助随{name}变化：0 元起 {_gets(first)}"
    yield head if first.total else f"{'每项' if curve.per_item else ''}补助随{name}变化"
    for cliff in curve.cliffs:
        before, after = cliff_words(cliff)
        yield f"{name}{before}，{after}"
    for ceiling in merged(curve.ceilings):
        yield f"{name}到 {round_amount(ceiling.x)}，{ceiling.name}达 {show_short(ceiling.limit)}封顶"
    if curve.top is not None:
        yield f"{name} {round_amount(curve.top.x)} 起合计不再增加，为 {show_yuan(curve.top.total)}"
    else:
        yield f"{name} {show_short(curve.right)} 时为 {show_yuan(curve.points[-1].total)}，没有封顶"
    if curve.current is not None:
        yield f"现为 {show_yuan(curve.current.x)}，得 {show_yuan(curve.current.total)}"
    if curve.assumed:
        yield assumed_words(curve.assumed, curve.facts)


def merged(ceilings: tuple[Ceiling, ...]) -> tuple[Ceiling, ...]:
    """Each name once, where it first stops growing for good."""
    last = {ceiling.name: ceiling for ceiling in ceilings}
    return tuple(last.values())


def _gets(point: Point) -> str:
    return f"{show_wan(point.total)} 万元" if point.total else "0 元"
