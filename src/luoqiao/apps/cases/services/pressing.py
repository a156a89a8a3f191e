"""一次办理: one deed of a person on one case: under its key, under the lock of the case, with everything that follows from it.

Which deed it is, who may do it and what happens is the caller's; here is what all of them have in common.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import transaction

from luoqiao.apps.cases.history import go_on, open_case
from luoqiao.apps.cases.keys import keep_key, used_before
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.services.deciding import Press, settle
from luoqiao.core.cases import events as e
from luoqiao.core.parties.actor import Post

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
