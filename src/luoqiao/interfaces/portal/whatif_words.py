"""试算的话: what a scenario changes, what it costs more or less a year, and how many gain, in one sentence and its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoqiao.core.kernel.money import show_wan
from luoqiao.core.rules.parameter import Parameter, Role, show_value
from luoqiao.core.rules.tiers import Tier
from luoqiao.core.rules.trial_result import Comparison, Cost
from luoqiao.interfaces.portal.whatif_answer import Answer

FIRST = "district"
"""Whose money a district's officer asks about first."""
_SAID = {Role.RATE: "比例", Role.CAP: "上限", Role.FLOOR: "下限"}
_THRESHOLD = re.compile("(.+?)(?:不低于|不超过|不高于|超过|达到|不满|低于)多少")


def headline(answer: Answer, tiers: tuple[Tier, ...]) -> str:
    """区级比例从 20% 提到 30%：区级一年多付 13.91 万元（按默认读法），45 家受益。"""
    compared = answer.compared
    if not answer.turned:
        paid = "、".join(f"{tier.label} {show_wan(cost)} 万元" for tier, cost in _paying(compared.before, tiers))
        spent = f"一年{paid}" if paid else "一年不用付钱"
        return f"按现行规定：{spent}（{reading_words(answer)}），{compared.reached[0]} 家享受。"
    return f"{turned_words(answer)}：{'，'.join(_moved(compared, tiers))}（{reading_words(answer)}），{_reached(compared)}。"


def turned_words(answer: Answer) -> str:
    """What was turned, from and to."""
    return "，".join(
        f"{short_name(one)}从 {one.shown} {_direction(value - one.value)} {show_value(one.kind, value)}"
        for one, value in answer.turned
    )


def short_name(one: Parameter) -> str:
    """区级比例, 市级上限, 年度服务费的门槛: as one would say it; other numbers keep their full label in marks."""
    owner, _, rest = one.label.partition("：")
    if one.role in _SAID and one.id == f"{one.id.partition('.')[0]}.{one.role.value}" and owner.endswith("级"):
        return f"{owner}{_SAID[one.role]}"
    if one.role is Role.AWARD and one.id.endswith(".award") and one.label.endswith("的数额"):
        return one.label.replace("的数额", "奖补")
    threshold = _THRESHOLD.fullmatch(rest)
    return f"{threshold[1]}的门槛" if one.role is Role.CONDITION and threshold else f"“{one.label}”"


def _direction(more: int) -> str:
    return "提到" if more > 0 else "降到"


def _paying(cost: Cost, tiers: tuple[Tier, ...]) -> list[tuple[Tier, int]]:
    return [(tier, cost.by_tier[tier.code]) for tier in tiers if cost.by_tier[tier.code]]


def _moved(compared: Comparison, tiers: tuple[Tier, ...]) -> Iterator[str]:
    """Each tier that pays more or less, the district first."""
    moved = False
    for tier in sorted(tiers, key=lambda one: one.code != FIRST):
        more = compared.after.by_tier[tier.code] - compared.before.by_tier[tier.code]
        if more:
            yield f"{tier.label}一年{more_words(more)}"
            moved = True
    if not moved:
        yield "各级一年付的钱都不变"


def more_words(more: int) -> str:
    """多付 13.91 万元, 少付 2.00 万元, 不变."""
    return f"{'多' if more > 0 else '少'}付 {show_wan(abs(more))} 万元" if more else "不变"


def _span(low: int, high: int) -> str:
    """多付 4.94 至 13.91 万元; across zero both ends are named."""
    if low >= 0:
        return f"多付 {show_wan(low)} 至 {show_wan(high)} 万元"
    if high <= 0:
        return f"少付 {show_wan(-high)} 至 {show_wan(-low)} 万元"
    return f"少付 {show_wan(-low)} 万元到多付 {show_wan(high)} 万元"


def _reached(compared: Comparison) -> str:
    change = compared.change
    if not change.winners and not change.losers:
        return "没有企业受影响"
    said = f"{change.winners} 家受益" if change.winners else ""
    lost = f"{change.losers} 家减少" if change.losers else ""
    return "，".join(part for part in (said, lost) if part)


def reading_words(answer: Answer) -> str:
    """按默认读法, or which readings the reader chose."""
    chosen = [f"{one.question} {one.letter}" for one in answer.readings if answer.turning.readings.get(one.question)]
    if chosen:
        return f"按所选读法 {'、'.join(chosen)}"
    decided = any(not one.default for one in answer.readings)
    return "按已裁定和默认的读法" if decided else "按默认读法" if answer.readings else "本条没有读法"


def notes(answer: Answer, tiers: tuple[Tier, ...]) -> tuple[str, ...]:
    """What the sentence leaves out: the range over readings, who stays, who begins or ceases to get, what is open."""
    return tuple(_notes(answer, tiers))


def _notes(answer: Answer, tiers: tuple[Tier, ...]) -> Iterator[str]:
    compared, rows = answer.compared, answer.by_readings.rows
    if answer.turned and len(rows) > 1:
        for tier in tiers:
            moved = sorted(row.after.by_tier[tier.code] - row.before.by_tier[tier.code] for row in rows)
            if tier.code == FIRST and moved[0] != moved[-1]:
                yield f"按不同读法，{tier.label}一年{_span(moved[0], moved[-1])}；各种读法见下表。"
    begin, end = compared.reached
    if begin != end:
        yield f"享受的企业从 {begin} 家变为 {end} 家。"
    stays = sum(1 for _, was, gets in answer.gains if was and was == gets)
    if answer.turned and stays and compared.change.winners:
        yield f"已享受的企业里有 {stays} 家金额不变（到了上限，或不随这个数变）。"
    if compared.after.undetermined:
        yield f"{compared.after.undetermined} 家资料不全，还不能判定；已确定的部分计入，其余没有计入。"
