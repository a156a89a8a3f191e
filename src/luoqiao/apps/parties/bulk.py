"""许多企业一次登记: a made-up district for demonstrations and measurements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.parties.change import one_change
from luoqiao.apps.parties.models import Enterprise, EnterpriseName
from luoqiao.apps.parties.services.register import columns
from luoqiao.core.parties.actor import SYSTEM
from luoqiao.core.parties.enterprise import EnterpriseRecord


def register_demonstration(records: Sequence[EnterpriseRecord], *, at: datetime, source: str) -> None:
    """Register enterprises that are all new, marked as made up; one audit entry says how many."""
    with one_change(SYSTEM, "enterprise.demonstration"):
        rows = Enterprise.objects.bulk_create(
            (Enterprise(**columns(one), created_at=at, changed_at=at, demonstration=True) for one in records), batch_size=1000
        )
        EnterpriseName.objects.bulk_create(EnterpriseName(enterprise=row, name=row.name, source=source) for row in rows)
        record(at=at, actor=SYSTEM, deed=Deed("enterprise.demonstration", "register", {"many": len(rows)}))
