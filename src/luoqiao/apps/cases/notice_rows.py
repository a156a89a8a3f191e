"""公示行的变动: rows change their state and nothing else; each change is one update under the lock of the notice or the case."""

from __future__ import annotations

from datetime import datetime

from luoqiao.apps.cases.models import NoticeRow
from luoqiao.apps.cases.opened import Opened
from luoqiao.core.cases.notice import LIVE, NoticeState, RowState

LEFT = "企业撤回或案件已办结"


def live_values() -> list[str]:
    """The states of rows whose case is still on the list."""
    return [one.value for one in LIVE]


def leave_notices(after: Opened, at: datetime) -> int:
    """A case that closed otherwise than by the end of its notice is on no posted list any more; how many rows."""
    rows = NoticeRow.objects.filter(case=after.row, state__in=live_values(), notice__state=NoticeState.POSTED.value)
    return rows.update(state=RowState.REMOVED.value, because=LEFT, settled_at=at)


def settle_row(row: NoticeRow, state: RowState, at: datetime, because: str = "") -> None:
    """The row passed, is held or goes on, or was taken off."""
    row.state, row.because = state.value, because
    row.settled_at = None if state in LIVE else at
    row.save(update_fields=["state", "because", "settled_at"])
