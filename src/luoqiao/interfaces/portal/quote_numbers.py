"""引文里的数: which numbers of a quoted sentence are set in bold."""

from __future__ import annotations

import re
from collections.abc import Iterable

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer, Step
from luoqiao.interfaces.portal.parts import Quote

_NUMBER = re.compile(r"\d[\d,.]*\s*(?:%|个百分点|万元|亿元|元)|1\s*:\s*1")


def emphasis(text: str) -> tuple[str, ...]:
    """Amounts, rates and ratios of a sentence, as printed."""
    return tuple(dict.fromkeys(_NUMBER.findall(text)))


def said(quotes: Iterable[t.Quote], tier: str = "") -> tuple[Quote, ...]:
    """Quotes of a rule for a page, numbers in bold, before them the tier that they pay (省, 市, 区)."""
    return tuple(Quote(one.text, one.anchor, tier=tier, emphasis=emphasis(one.text)) for one in quotes)


def tier_quotes(answer: Answer, tier: str) -> tuple[t.Quote, ...]:
    """The words on which a tier's share rests: of the step that settles it, or of those that only hand it on.

    `区级 = 区级应奖` says little by itself: then the sentences behind 区级应奖 come with it.
    """
    found: dict[tuple[str, str], t.Quote] = {}
    wanted = [tier]
    for step in reversed(answer.steps):
        if not any(name in wanted for name, _ in step.results):
            continue
        quotes = step.statement.quotes
        if isinstance(step.branch, t.RangeArm | t.ChoiceArm):
            quotes = quotes + step.branch.quotes
        found = {(q.anchor, q.text): q for q in quotes} | found
        wanted += _handed_on(step, wanted)
    return _of_tier(tuple(found.values()), tier, [share.tier.label for share in answer.shares.values()])


def _of_tier(quotes: tuple[t.Quote, ...], tier: str, tiers: list[str]) -> tuple[t.Quote, ...]:
    """Where lines for several tiers quote together, only what names this tier or none."""
    def names(text: str, label: str) -> bool:
        return label in text or f"{label[:1]}财政" in text

    others = [label for label in tiers if label != tier]
    own = tuple(q for q in quotes if names(q.text, tier) or not any(names(q.text, other) for other in others))
    return own or quotes


def _handed_on(step: Step, wanted: list[str]) -> list[str]:
    """Names whose value this line takes over without arithmetic of its own."""
    statement = step.statement
    if isinstance(statement, t.Split):
        return [statement.total]
    node: object = statement.value if isinstance(statement, t.Define) else None
    if isinstance(node, t.ByRange | t.ByChoice) and isinstance(step.branch, t.RangeArm | t.ChoiceArm):
        place = next(at for at, (name, _) in enumerate(step.results) if name in wanted)
        node = step.branch.values[place]
    while isinstance(node, t.Floor | t.Cap | t.Once | t.OnlyIf | t.AfterGrant):
        node = node.value
    return [node.name] if isinstance(node, t.Ref) else []
