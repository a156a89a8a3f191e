"""The Django app of messages."""

from __future__ import annotations

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """消息."""

    name = "luoqiao.apps.outbox"
    label = "outbox"
    verbose_name = "消息"
    default_auto_field = "django.db.models.BigAutoField"
