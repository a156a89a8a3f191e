"""一轮评审里的办理: one deed of a person in a round that runs: under its key, under the lock of the case, with its audit
entry and its messages. The history of the case does not grow by it: marks stay out of it until the round is closed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction

from luoqiao.apps.audit.services import Deed, record_many
from luoqiao.apps.cases.keys import keep_key, used_before
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.rounds import sealed_round
from luoqiao.apps.cases.services.pressing import Press
from luoqiao.apps.outbox import services as outbox
from luoqiao.core.cases.decide import STAGES
from luoqiao.core.cases.expert_round import Round, round_number
from luoqiao.core.cases.refusals import NotAtThisStep
from luoqiao.core.cases.state import Stage
from luoqiao.core.messages.notice import Notice
from luoqiao.core.parties.actor import Post


@dataclass(frozen=True, slots=True)
class Done:
    """办了什么: the audit entries (action and details, never marks), the messages, the post in which it was done."""

    deeds: tuple[tuple[str, Mapping[str, object]], ...] = ()
    notices: tuple[Notice, ...] = ()
    post: Post | None = None
    reason: str = ""


def press_in_round(
    press: Press, deed: str, contents: Mapping[str, object], find: Callable[[], Opened],
    happens: Callable[[Opened, Round], Done],
) -> None:  # fmt: skip
    """Do it once. `press.seen_seq` is the number of the round that the person looked at; `find` opens the case under lock.

    Refuses with NoSuchCase, NotAtThisStep when that round does not run any more, KeyUsedForAnother, and with whatever
    `happens` refuses.
    """
    whole = {"number": press.number, "round": press.seen_seq, **contents}
    with transaction.atomic():
        if used_before(press.key, actor=press.actor, deed=deed, contents=whole) is not None:
            return
        opened = find()
        number = round_number(opened.matter)
        if not number or number != press.seen_seq:
            raise NotAtThisStep("改动那一轮评审", _where(opened))
        done = happens(opened, sealed_round(opened.row, number))
        keep_key(press.key, opened.row, actor=press.actor, deed=deed, contents=whole, at=press.at)
        subject = f"case:{opened.row.number}"
        record_many(
            at=press.at, actor=press.actor, post=done.post,
            deeds=[Deed(f"case.{action}", subject, {"round": number, **detail}, done.reason) for action, detail in done.deeds],
        )  # fmt: skip
        outbox.post(at=press.at, actor=press.actor, notices=done.notices)


def _where(opened: Opened) -> str:
    state = opened.matter.state
    return opened.matter.step.name if state.stage is Stage.RUNNING else STAGES[state.stage]
