"""示范时钟: at most one row; without it the clock is the machine's own. Never there in service."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class DemonstrationClock(models.Model):
    """示范时钟: from `set_at` (by the machine) the demonstration counts on from `shown_at`."""

    only_row = models.BooleanField(primary_key=True, default=True)
    shown_at = models.DateTimeField("示范时间")
    set_at = models.DateTimeField("设定的时间")

    class Meta:
        verbose_name = "示范时钟"
        verbose_name_plural = "示范时钟"
        constraints = (models.CheckConstraint(condition=Q(only_row=True), name="clock_only_one_row"),)

    def __str__(self) -> str:
        return f"{self.shown_at:%Y-%m-%d %H:%M}"
