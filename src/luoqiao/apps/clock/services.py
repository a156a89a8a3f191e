"""拨示范时钟: set and moved by a demonstration; it only goes forward, because what was recorded stays in order."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from luoqiao.apps.clock.models import DemonstrationClock
from luoqiao.apps.clock.queries import CLOCK, now
from luoqiao.core.kernel.asked_once import ask_anew
from luoqiao.core.kernel.errors import DomainError


class ClockGoesForward(DomainError):
    """时钟只能往后拨."""

    code = "LQ-5101"

    def __init__(self) -> None:
        super().__init__("示范时钟只能往后拨；已经记下的事不会倒回去")


def set_demonstration_clock(shown_at: datetime) -> None:
    """Let the demonstration's clock show this; refuses to go back (ClockGoesForward)."""
    with transaction.atomic():
        kept = DemonstrationClock.objects.select_for_update().first()
        if kept is not None and shown_at < now():
            raise ClockGoesForward
        DemonstrationClock.objects.update_or_create(
            only_row=True, defaults={"shown_at": shown_at, "set_at": timezone.now()}
        )
    ask_anew(CLOCK)
