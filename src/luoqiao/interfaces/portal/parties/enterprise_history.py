"""一页通的经过: what was done to an enterprise's record, by whom and why, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.parties import queries
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.core.parties.enterprise_fields import LABELS
from luoqiao.interfaces.portal.parties.deeds import deed_words

MOST_HISTORY = 30


def history_of(firm: EnterpriseView) -> tuple[dict[str, str], ...]:
    entries = list_entries(firm.subject)[-MOST_HISTORY:]
    return tuple(
        {
            "at": f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M}", "who": entry.name, "what": deed_words(entry.action),
            "detail": _changes(entry.detail), "why": entry.reason,
        }
        for entry in reversed(entries)
    )  # fmt: skip


def _changes(detail: Mapping[str, object]) -> str:
    words = queries.get_register_words()
    names = {**words.industries, **words.townships, **words.parks}
    told = []
    for key, change in detail.items():
        if isinstance(change, dict) and {"from", "to"} <= change.keys() and key in LABELS:
            before, after = (_named(change[side], names) for side in ("from", "to"))
            told.append(f"{LABELS[key]}：{before} → {after}")
    return "；".join(told)


def _named(value: object, names: Mapping[str, str]) -> str:
    return names.get(str(value), str(value)) if value not in {None, ""} else "空"
