"""名下的行: which table keeps which kind of holding, and what its rows may point to."""

from __future__ import annotations

from typing import TypeAlias

from django.db import models

from luoqiao.apps.parties.models import (
    Enterprise,
    Establishment,
    KeyEquipment,
    ProductionLine,
    Township,
    Workshop,
)
from luoqiao.core.parties.holding import HoldingKind

HoldingRow: TypeAlias = Establishment | Workshop | ProductionLine | KeyEquipment

MODELS: dict[HoldingKind, type[HoldingRow]] = {
    HoldingKind.ESTABLISHMENT: Establishment, HoldingKind.WORKSHOP: Workshop, HoldingKind.LINE: ProductionLine,
    HoldingKind.EQUIPMENT: KeyEquipment,
}  # fmt: skip


def named_places(enterprise: Enterprise) -> dict[str, dict[str, str]]:
    """What may be pointed at: townships, and the firm's own workshops and lines, name by key."""
    return {
        "township": dict(Township.objects.filter(current=True).values_list("code", "name")),
        "workshop": _names(Workshop.objects.filter(enterprise=enterprise, retired_on=None)),
        "line": _names(ProductionLine.objects.filter(enterprise=enterprise, retired_on=None)),
    }


def _names(rows: models.QuerySet[Workshop] | models.QuerySet[ProductionLine]) -> dict[str, str]:
    return {str(key): name for key, name in rows.order_by("pk").values_list("pk", "name")}
