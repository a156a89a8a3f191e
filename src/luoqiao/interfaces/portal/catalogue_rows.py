"""目录的行: a clause at a glance: the most it can bring by tier, by which words, until when, who leads."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.catalogue import Entry
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import Facts
from luoqiao.core.rules.greatest import Greatest, greatest
from luoqiao.interfaces.portal.catalogue_search import Found
from luoqiao.interfaces.portal.clause_text import anchor_title
from luoqiao.interfaces.portal.parts import Action, ClauseRow, Quote, Tag, TierAmount
from luoqiao.interfaces.portal.quote_numbers import emphasis, said, tier_quotes
from luoqiao.policies.pack import Pack


def catalogue_row(pack: Pack, entry: Entry, found: Found | None, on: date) -> ClauseRow:
    """One clause as a row; with a search the sentences that were found stand in place of the tiers' sentences."""
    clause = entry.clause
    most = greatest(clause, pack.basis, on)
    tiers = tuple(TierAmount(tier.label, tier.label[:1], _amount(most, tier.code)) for tier in pack.meta.tiers)
    kinds = tuple(Tag(str(manner)) for manner in entry.manners)
    return ClauseRow(
        name=clause.title,
        anchor=" · ".join(anchor_title(anchor).replace(" · 正文", "") for anchor in clause.header.anchors),
        href=reverse("portal:clause", args=(clause.identifier,)),
        tiers=tiers,
        total=most.total,
        quotes=_found_quotes(found) or _quotes(pack, clause, on),
        tags=(*kinds, Tag(clause.header.manner, "automatic" if "免申" in clause.header.manner else "plain")),
        hint="　".join((*_limits(most), f"牵头 {'、'.join(clause.header.lead)}", f"{clause.header.last} 止")),
        action=Action("算一算", f"{reverse('portal:clause', args=(clause.identifier,))}#trial", small=True),
    )


def _amount(most: Greatest, code: str) -> int | None:
    amount = most.shares.get(code)
    return amount or None


def _limits(most: Greatest) -> tuple[str, ...]:
    """What the largest amount supposes."""
    said_of = "，".join(name if value == "是" else value for name, value in most.choices)
    words = [f"按{said_of}计"] if said_of else []
    if most.total is None:
        words.append("文件没有写上限，随本金和月数而定")
    if most.per_item:
        words.append("每一项最多这么多，项数不限")
    return tuple(words)


def _quotes(pack: Pack, clause: t.Clause, on: date) -> tuple[Quote, ...]:
    answer = explain(clause, Facts(), on=on, basis=pack.basis)
    quotes: list[Quote] = []
    for share in answer.shares.values():
        if share.defined:
            quotes += said(tier_quotes(answer, share.tier.label)[-1:], share.tier.label[:1])
    return tuple(quotes)


def _found_quotes(found: Found | None) -> tuple[Quote, ...]:
    if found is None or not found.shown:
        return ()
    return tuple(Quote(text, anchor, tier="文", emphasis=emphasis(text)) for text, anchor in found.shown)


def industry_note(pack: Pack, industry: str) -> str:
    """What the document says about an industry beside the clauses, which name none."""
    one = next((i for i in pack.industries if i.id == industry), None)
    if one is None:
        return ""
    targets = sum(target.industry == industry for target in pack.targets)
    beside = f"；另有 {targets} 项目标" if targets else ""
    return f"文件没有把资金条款限定在某个行业，{one.name}企业各条都可以看{beside}。"
