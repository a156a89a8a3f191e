"""级: who pays. The three tiers of a district's programme; a pack may name others."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tier:
    """级: `code` in data, `label` in the rules and on screens."""

    code: str
    label: str


TIERS = (Tier("province", "省级"), Tier("city", "市级"), Tier("district", "区级"))
