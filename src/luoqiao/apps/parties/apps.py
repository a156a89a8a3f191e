"""The Django app of enterprises and units."""

from __future__ import annotations

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """名录."""

    name = "luoqiao.apps.parties"
    label = "parties"
    verbose_name = "名录"
    default_auto_field = "django.db.models.BigAutoField"
