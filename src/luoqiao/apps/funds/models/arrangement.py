"""预算安排的表: who gets how much of a budget that is too small, proposed by one person, confirmed by another."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from luoqiao.apps.funds.models.budget import BudgetLine
from luoqiao.core.funds.budget import OrderState


class Arrangement(models.Model):
    """预算安排: `rows` is `[[share, wanted, given], …]` in fen as previewed; it is applied as it was shown, or not at all."""

    number = models.CharField("编号", max_length=20, unique=True)
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="arrangements", verbose_name="预算项")
    available = models.BigIntegerField("可用（分）")
    wanted = models.BigIntegerField("申请合计（分）")
    given = models.BigIntegerField("安排合计（分）")
    rows = models.JSONField("逐份")
    state = models.CharField("状态", max_length=20, choices=[(one.value, one.label) for one in OrderState])
    key = models.UUIDField("提交标记", unique=True)
    proposed_by = models.BigIntegerField("拟定人（账号）")
    proposed_name = models.CharField("拟定人", max_length=100)
    proposed_persons = ArrayField(models.BigIntegerField(), verbose_name="拟定人及其所代", default=list)
    proposed_at = models.DateTimeField("拟定时间")
    settled_by = models.BigIntegerField("确认人（账号）", null=True)
    settled_name = models.CharField("确认人", max_length=100, blank=True)
    settled_at = models.DateTimeField("确认时间", null=True)
    because = models.CharField("不予确认的理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "预算安排"
        verbose_name_plural = "预算安排"
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(given__lte=F("available")) & Q(given__lte=F("wanted")), name="funds_arranged_within"
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("proposed_by")), name="funds_arranged_four_eyes"
            ),
            models.UniqueConstraint(
                fields=("line",), condition=Q(state=OrderState.PROPOSED.value), name="funds_one_arrangement_proposed"
            ),
        )
        triggers = (
            pgtrigger.Protect(name="funds_arrangements_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="funds_arrangements_stand", fields=["number", "line", "available", "wanted", "given", "rows", "proposed_by"]
            ),
        )

    def __str__(self) -> str:
        return self.number
