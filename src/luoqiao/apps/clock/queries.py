"""现在几点: asked by interfaces only, once a request or job, and passed on from there."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from luoqiao.apps.clock.models import DemonstrationClock
from luoqiao.core.kernel.asked_once import once

CLOCK = "clock"
"""Under which question the demonstration's clock is kept while one page is made."""


def now() -> datetime:
    """The present: the machine's, or the demonstration's where one was set. With time zone."""
    machine = timezone.now()
    shown = _shown()
    return machine if shown is None else shown.shown_at + (machine - shown.set_at)


def today() -> date:
    """The day by the clock of the place (Asia/Shanghai)."""
    return timezone.localdate(now())


def is_demonstration() -> bool:
    """Whether a demonstration has set the clock: then pages say 示例."""
    return _shown() is not None


def _shown() -> DemonstrationClock | None:
    return once(CLOCK, DemonstrationClock.objects.first)
