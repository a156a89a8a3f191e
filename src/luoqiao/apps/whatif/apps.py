"""The Django app of saved scenarios."""

from __future__ import annotations

from django.apps import AppConfig


class WhatIfConfig(AppConfig):
    """政策试算."""

    name = "luoqiao.apps.whatif"
    label = "whatif"
    verbose_name = "政策试算"
    default_auto_field = "django.db.models.BigAutoField"
