"""认得的事实名称: those of core and those of the packs loaded, read from the database; rows by key."""

from __future__ import annotations

from luoqiao.apps.evidence.models import KnownKey
from luoqiao.core.evidence.fact_key import GENERAL_KEYS, FactKey, read_key


def known_keys() -> dict[str, FactKey]:
    """Every key by its id, general ones first, then in the order of the pack."""
    rows = KnownKey.objects.order_by("place", "id").values_list("described", flat=True)
    return {key.id: key for key in (*GENERAL_KEYS, *(read_key(described) for described in rows))}
