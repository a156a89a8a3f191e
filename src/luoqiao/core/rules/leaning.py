"""依靠上级的: which amounts of an answer follow from what a tier above really grants, and not only from its estimate."""

from __future__ import annotations

from collections.abc import Mapping

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer


def leans_on(answer: Answer) -> Mapping[str, tuple[str, ...]]:
    """By code of the tier the codes of the tiers above whose grant its amount is worked out from, directly or by other names."""
    labels = {share.tier.label: share.tier.code for share in answer.shares.values()}
    found: dict[str, dict[str, None]] = {}
    for step in answer.steps:
        if not isinstance(step.statement, t.Define):
            continue
        tiers: dict[str, None] = {}
        for node in t.walk(step.statement):
            if isinstance(node, t.Granted | t.AfterGrant):
                tiers[node.tier] = None
            elif isinstance(node, t.Ref):
                tiers |= found.get(node.name, {})
        for name in step.statement.names:
            found[name] = tiers
    return {
        labels[name]: tuple(labels[tier] for tier in tiers if tier in labels)
        for name, tiers in found.items() if name in labels and tiers
    }  # fmt: skip
