"""The Django app of the clock."""

from __future__ import annotations

from django.apps import AppConfig


class ClockConfig(AppConfig):
    """时钟."""

    name = "luoqiao.apps.clock"
    label = "clock"
    verbose_name = "时钟"
    default_auto_field = "django.db.models.BigAutoField"
