"""The Django app of facts, documents and invoices."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """证据."""

    name = "luoqiao.apps.evidence"
    label = "evidence"
    verbose_name = "证据"
    default_auto_field = "django.db.models.BigAutoField"
