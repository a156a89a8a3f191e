"""记入称号: what a granted recognition brings into the register of enterprises; one place for every way a case can end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from luoqiao.apps.cases.contents import handed_in
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.parties.services import record_titles
from luoqiao.core.cases.granted_title import granted_title
from luoqiao.core.parties.actor import SYSTEM


def record_granted_title(after: Opened, at: datetime) -> None:
    """Write the title that the granted case gives, if its procedure gives one; inside the caller's transaction."""
    procedure = after.matter.procedure
    if not procedure.gives_title:
        return
    form: Mapping[str, object] = handed_in(after).form
    title = granted_title(procedure.gives_title, form, number=after.row.number, on=timezone.localdate(at))
    if title is not None:
        record_titles([(after.row.uscc, title)], actor=SYSTEM, at=at)
