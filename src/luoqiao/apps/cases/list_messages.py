"""名单的消息: the second person is told that a list waits for confirmation."""

from __future__ import annotations

from luoqiao.apps.cases.models import RecognitionList
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice, desk
from luoqiao.core.parties.actor import Role


def ready_list(kept: RecognitionList, many: int) -> Notice:
    """A checked list waits for somebody else to confirm it."""
    to = tuple(desk(f"{role.value}@{kept.lead_unit}") for role in (Role.OFFICER, Role.UNIT_HEAD))
    values = {"matter": kept.title, "person": kept.checked_name, "count": f"{many} 家"}
    about = f"list:{kept.number}"
    key = f"{about}:ready:{kept.checked_at:%Y%m%d%H%M%S}"
    return Notice(Kind.LIST_READY, to, values, f"/lists/{kept.number}/", about, key, kept.pack)
