"""一次办理: one deed of a person on one case: under its key, under the lock of the case, with everything that follows from it.

Which deed it is, who may do it and what happens is the caller's; here is what all of them have in common.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from luoqiao.apps.cases.history import go_on, open_case
from luoqiao.apps.cases.keys import keep_key, used_before
from luoqiao.apps.cases.models import Draft
from luoqiao.apps.cases.notice_rows import leave_notices
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.services.granting import record_granted_title
from luoqiao.apps.evidence.services import allocations
from luoqiao.core.cases import events as e
from luoqiao.core.cases.state import Ending, Stage
from luoqiao.core.parties.actor import Actor, Post


@dataclass(frozen=True, slots=True)
class Press:
    """按下按钮: which case, who, when, under which key, how far the person had seen.

    `seen_seq` is how far the history went when the person looked: two officers who decide at once are told apart by it.
    """

    number: str
    actor: Actor
    at: datetime
    key: UUID
    seen_seq: int


Happened = tuple[tuple[e.Event, ...], Post | None]
"""What happens to the case, and the post in which it was done."""


def press_on(
    press: Press, deed: str, contents: Mapping[str, object], happens: Callable[[Opened], Happened]
) -> Opened:
    """Do it once: the same key sent again changes nothing. `happens` may write rows of its own; they are kept or lost together.

    Refuses with NoSuchCase, CaseMovedOn, KeyUsedForAnother, and with whatever `happens` refuses.
    """
    whole = {"number": press.number, **contents}
    with transaction.atomic():
        if used_before(press.key, actor=press.actor, deed=deed, contents=whole) is not None:
            return open_case(press.number, press.actor)
        opened = open_case(press.number, press.actor, lock=True, seen_seq=press.seen_seq)
        happened, post = happens(opened)
        keep_key(press.key, opened.row, actor=press.actor, deed=deed, contents=whole, at=press.at)
        after = go_on(opened, happened, actor=press.actor, at=press.at, post=post)
        settle(after, press.actor, press.at)
        return after


def settle(after: Opened, actor: Actor, at: datetime) -> None:
    """What a closed case leaves behind, called after every deed that may close one.

    What it had reserved is used for good when it was granted, given back else; a recognition is written into the register;
    a case that ends while it is on public notice leaves the list.
    """
    state = after.matter.state
    if state.stage is not Stage.CLOSED:
        return
    leave_notices(after, at)
    if state.ending is Ending.GRANTED:
        allocations.mark_used(after.row.number, actor=actor, at=at)
        record_granted_title(after, at)
    else:
        allocations.release(after.row.number, actor=actor, at=at)
    Draft.objects.filter(case=after.row).delete()
