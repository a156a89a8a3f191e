"""The Django app of the money side."""

from __future__ import annotations

from django.apps import AppConfig


class FundsConfig(AppConfig):
    """资金."""

    name = "luoqiao.apps.funds"
    label = "funds"
    verbose_name = "资金"
    default_auto_field = "django.db.models.BigAutoField"
