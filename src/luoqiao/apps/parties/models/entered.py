"""谁填的: the columns of everything that a firm, or an official for it, enters about what it has."""

from __future__ import annotations

from django.db import models


class Entered(models.Model):
    """谁填的: `assisted` when an official filled it in for the firm (代填)."""

    entered_by = models.BigIntegerField("谁填的（账号）")
    entered_by_name = models.CharField("谁填的", max_length=100)
    assisted = models.BooleanField("代填", default=False)
    consent = models.CharField("企业谁同意代填", max_length=100, blank=True)
    entered_at = models.DateTimeField("何时填的")
    retired_on = models.DateField("停用日", null=True, blank=True)

    class Meta:
        abstract = True
