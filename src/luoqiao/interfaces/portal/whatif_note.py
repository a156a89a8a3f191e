"""试算的说明: the values of the one-page note that an officer puts in front of a leader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from luoqiao.core.kernel.money import show_wan
from luoqiao.core.parties.trial_takers import LABELS
from luoqiao.core.rules.tiers import Tier
from luoqiao.core.rules.trial_result import Group
from luoqiao.interfaces.portal.checkup_rows import moment_said
from luoqiao.interfaces.portal.whatif_page import WhatIfPage
from luoqiao.interfaces.portal.whatif_tables import reading_label
from luoqiao.interfaces.portal.whatif_words import FIRST, turned_words
from luoqiao.policies.pack import Pack

MOST_READINGS, MOST_QUOTES, MOST_NAMED = 6, 3, 3
NOT_A_DECISION = "本说明是按所列总体和读法的测算，不是政策决定。"


def note_values(pack: Pack, shown: WhatIfPage, address: str, at: datetime) -> dict[str, object]:
    """Every mark of the template with its value."""
    compared = shown.answer.compared
    lead = _lead(pack, shown)
    meta = pack.meta
    costs = [
        {"name": row.name, "before": show_wan(row.before), "after": show_wan(row.after), "change": row.change}
        for row in shown.cost_rows
    ]
    total = {
        "name": "合计", "before": show_wan(compared.before.total), "after": show_wan(compared.after.total),
        "change": shown.change,
    }  # fmt: skip
    return {
        "title": f"试算说明：{shown.clause.title}",
        "source": f"{meta.title}（{meta.number}）　{moment_said(at)} 算，按 {shown.answer.on} 的规则",
        "headline": shown.headline,
        "notes": [*([shown.unread] if shown.unread else []), *shown.notes],
        "quotes": [{"text": one.text, "anchor": one.anchor} for one in shown.quotes[:MOST_QUOTES]],
        "costs": [*costs, total],
        "lead_tier": lead.label,
        "readings": list(_readings(shown, lead)),
        "reading_words": [f"{one.question}　{one.words}" for one in shown.reading_words],
        "gains": list(_gains(shown)),
        "population": _population(shown),
        "foot": f"{NOT_A_DECISION}网址 {address}",
    }


def _lead(pack: Pack, shown: WhatIfPage) -> Tier:
    """The tier whose cost stands in the table of readings: the district where it pays, else the one that pays most."""
    tiers = pack.meta.tiers
    paid = shown.answer.compared.after.by_tier
    district = next((tier for tier in tiers if tier.code == FIRST), tiers[-1])
    return district if paid[district.code] else max(tiers, key=lambda tier: paid[tier.code])


def _readings(shown: WhatIfPage, lead: Tier) -> Iterator[dict[str, str]]:
    rows = shown.answer.by_readings.rows
    for row in rows[:MOST_READINGS]:
        mark = "（默认）" if row.default else ""
        yield {
            "name": f"{reading_label(row)}{mark}", "before": show_wan(row.before.by_tier[lead.code]),
            "after": show_wan(row.after.by_tier[lead.code]), "total": show_wan(row.after.total),
        }  # fmt: skip
    if len(rows) > MOST_READINGS:
        yield {"name": f"另有 {len(rows) - MOST_READINGS} 种组合见表格", "before": "", "after": "", "total": ""}


def _gains(shown: WhatIfPage) -> Iterator[str]:
    if not turned_words(shown.answer):
        return
    change = shown.answer.compared.change
    more = f"{change.winners} 家多得，共 {show_wan(change.gained)} 万元" if change.winners else "没有企业多得"
    less = f"；{change.losers} 家少得，共 {show_wan(change.lost)} 万元" if change.losers else ""
    yield f"{more}{less}。"
    for label, word in LABELS.items():
        groups = [one for one in shown.answer.compared.groups if one.label == label and one.change.net]
        if groups:
            yield f"按{word}：{_named(groups)}。"
    if shown.quantiles:
        yield f"金额有变化的企业里，{shown.quantiles}。"


def _named(groups: list[Group]) -> str:
    largest = sorted(groups, key=lambda one: -abs(one.change.net))[:MOST_NAMED]
    said = "，".join(f"{one.name} {one.change.winners + one.change.losers} 家 {show_wan(one.change.net)} 万元" for one in largest)
    return f"{said}{'等' if len(groups) > MOST_NAMED else ''}"


def _population(shown: WhatIfPage) -> str:
    population = shown.population
    said = f"{population.title}，{shown.answer.compared.after.taking_part} 家参加这一条。"
    if not population.synthetic:
        return f"{said}{population.basis}"
    return f"{said}不是真实企业，金额只作比较。依据：{population.basis}。"
