"""打开的案件: what every service and query of this app works on, and nothing decided."""

from __future__ import annotations

from dataclasses import dataclass

from luoqiao.apps.cases.models import Case
from luoqiao.core.cases import events as e
from luoqiao.core.cases.decide import Matter
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class Opened:
    """打开的案件: its row, its history, how it stands, and the pack version that it is pinned to."""

    row: Case
    history: tuple[e.Recorded, ...]
    matter: Matter
    pack: Pack
