"""不让经办人看到的: who handled a case is not told how it was rated; every query that shows a history asks here."""

from __future__ import annotations

from dataclasses import replace

from luoqiao.apps.cases.opened import Opened
from luoqiao.core.cases.follow_up import told_of_rating, without_rating
from luoqiao.core.parties.actor import Actor


def hide_rating(opened: Opened, actor: Actor) -> Opened:
    """The case without its rating and the follow-up, unless this person is told of them."""
    if told_of_rating(actor, opened.matter.parties):
        return opened
    state = replace(opened.matter.state, rated=None, rated_at=None, followed_up=None)
    return replace(opened, history=without_rating(opened.history), matter=replace(opened.matter, state=state))
