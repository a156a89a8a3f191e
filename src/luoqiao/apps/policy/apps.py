"""The Django app of loaded programme packs."""

from __future__ import annotations

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """政策方案包."""

    name = "luoqiao.apps.policy"
    label = "policy"
    verbose_name = "政策方案包"
    default_auto_field = "django.db.models.BigAutoField"
