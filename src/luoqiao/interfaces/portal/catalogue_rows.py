"""目录的行: a clause at a glance: the most it can bring by tier, by which words, until when, who leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.urls import reverse

from luoqiao.core.rules.basis import Tier
from luoqiao.core.rules.catalogue import Entry
from luoqiao.core.rules.greatest import Greatest, greatest
from luoqiao.interfaces.portal.catalogue_search import Found
from luoqiao.interfaces.portal.clause_text import anchor_title
from luoqiao.interfaces.portal.parts import Action, ClauseRow, Quote, Tag, TierAmount
from luoqiao.interfaces.portal.quote_numbers import emphasis
from luoqiao.interfaces.portal.tier_quotes import tier_quotes
from luoqiao.policies.pack import Pack


def catalogue_row(pack: Pack, entry: Entry, found: Found | None, on: date) -> ClauseRow:
    """One clause as a row; with a search the sentences that were found stand in place of the tiers' sentences."""
    clause = entry.clause
    most = greatest(clause, pack.basis, on)
    tiers = tuple(_amount(most, tier) for tier in pack.meta.tiers)
    kinds = tuple(Tag(str(manner)) for manner in entry.manners)
    return ClauseRow(
        name=clause.title,
        anchor=" · ".join(anchor_title(anchor).replace(" · 正文", "") for anchor in clause.header.anchors),
        href=reverse("portal:clause", args=(clause.identifier,)),
        tiers=tiers,
        total=most.total,
        unlimited=most.total is None,
        quotes=_found_quotes(found) or _quotes(most),
        tags=(*kinds, Tag(clause.header.manner, "automatic" if "免申" in clause.header.manner else "plain")),
        hint="　".join((*_limits(most), f"牵头 {'、'.join(clause.header.lead)}", f"{clause.header.last} 止")),
        action=Action("算一算", f"{reverse('portal:clause', args=(clause.identifier,))}#trial", small=True),
    )


def _amount(most: Greatest, tier: Tier) -> TierAmount:
    """None where the tier pays nothing, or pays without limit."""
    pays = tier.code in most.shares
    amount = most.shares.get(tier.code)
    return TierAmount(tier.label, tier.label[:1], amount or None, unlimited=pays and amount is None)


def _limits(most: Greatest) -> tuple[str, ...]:
    """What the largest amount supposes."""
    said_of = "，".join(name if value == "是" else value for name, value in most.choices)
    words = [f"按{said_of}计"] if said_of else []
    if most.total is None:
        words.append("文件没有写上限，随本金和月数而定")
    if most.per_item:
        words.append("每一项最多这么多，项数不限")
    return tuple(words)


def _quotes(most: Greatest) -> tuple[Quote, ...]:
    """For each tier that pays the one sentence that says most: a rate before an amount before bare words."""
    quotes: list[Quote] = []
    for code, share in most.answer.shares.items():
        if most.shares.get(code, 0) != 0:
            every = sorted(tier_quotes(most.answer, share.tier.label), key=_weight)
            quotes += [replace(one, tier=share.tier.label[:1]) for one in every[:1]]
    return tuple(quotes)


def _weight(quote: Quote) -> tuple[bool, int]:
    return not any(number.endswith("%") for number in quote.emphasis), -len(quote.emphasis)


def _found_quotes(found: Found | None) -> tuple[Quote, ...]:
    if found is None or not found.shown:
        return ()
    return tuple(Quote(text, anchor, tier="文", emphasis=emphasis(text)) for text, anchor in found.shown)
