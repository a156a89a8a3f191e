"""审计记录: who did what to which record, when, why and with which values. Rows are never changed or deleted.

The database itself refuses both, for every role that the platform uses.
"""

from __future__ import annotations

import pgtrigger
from django.db import models


class Entry(models.Model):
    """审计记录的一条."""

    at = models.DateTimeField("何时")
    user = models.BigIntegerField("何人（账号）")
    """0 is the system itself."""
    name = models.CharField("何人（姓名）", max_length=100)
    post = models.CharField("以何岗位", max_length=200, blank=True)
    for_user = models.BigIntegerField("代何人", default=0)
    action = models.CharField("何事", max_length=60)
    subject = models.CharField("对何记录", max_length=120)
    """`case:LQ-2023-0417`, `enterprise:91350504MA2000019C`, …"""
    reason = models.TextField("理由", blank=True)
    detail = models.JSONField("内容", default=dict)

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("subject", "id"), name="audit_by_subject"),
            models.Index(fields=("user", "id"), name="audit_by_user"),
            models.Index(fields=("at",), name="audit_by_time"),
        )
        triggers = (
            pgtrigger.Protect(name="audit_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name} {self.action} {self.subject}"
