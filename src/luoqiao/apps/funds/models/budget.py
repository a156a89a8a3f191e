"""预算的表: a line is a purse (programme, year, tier, clause, industry); an order changes how much is in it, by two persons."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from luoqiao.core.funds.budget import OrderKind, OrderState
from luoqiao.core.funds.queue import QueueRule
from luoqiao.core.funds.share import Settlement


class BudgetLine(models.Model):
    """预算项: empty `clause` serves all clauses of the tier, empty `industry` all industries; the most exact line pays."""

    pack = models.CharField("方案包", max_length=100)
    year = models.PositiveSmallIntegerField("年度")
    tier = models.CharField("层级", max_length=20)
    clause = models.CharField("条款", max_length=100, blank=True)
    industry = models.CharField("产业", max_length=40, blank=True)
    rule = models.CharField("预算不足时", max_length=20, choices=[(one.value, one.label) for one in QueueRule])
    settlement = models.CharField("兑现方式", max_length=20, choices=[(one.value, one.label) for one in Settlement])
    opened_at = models.DateTimeField("设立时间")
    opened_name = models.CharField("谁设立的", max_length=100)

    class Meta:
        verbose_name = "预算项"
        verbose_name_plural = "预算项"
        ordering = ("-year", "tier", "clause", "industry")
        constraints = (
            models.UniqueConstraint(fields=("pack", "year", "tier", "clause", "industry"), name="funds_line_is_one"),
        )
        triggers = (
            pgtrigger.Protect(name="funds_lines_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="funds_lines_stand", fields=["pack", "year", "tier", "clause", "industry"]),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.tier} {self.clause or '全部条款'} {self.industry}".strip()


class BudgetOrder(models.Model):
    """指标文: proposed by one person, confirmed by another; only then the ledger moves."""

    number = models.CharField("编号", max_length=20, unique=True)
    kind = models.CharField("种类", max_length=20, choices=[(one.value, one.label) for one in OrderKind])
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="orders", verbose_name="预算项")
    other = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="对方预算项"
    )
    """Where a carry-over goes, from which line an advance is taken."""
    amount = models.BigIntegerField("金额（分）")
    document = models.CharField("文号", max_length=100)
    note = models.CharField("说明", max_length=300, blank=True)
    state = models.CharField("状态", max_length=20, choices=[(one.value, one.label) for one in OrderState])
    key = models.UUIDField("提交标记", unique=True)
    proposed_by = models.BigIntegerField("拟办人（账号）")
    proposed_name = models.CharField("拟办人", max_length=100)
    proposed_persons = ArrayField(models.BigIntegerField(), verbose_name="拟办人及其所代", default=list)
    proposed_at = models.DateTimeField("拟办时间")
    settled_by = models.BigIntegerField("确认人（账号）", null=True)
    settled_name = models.CharField("确认人", max_length=100, blank=True)
    settled_at = models.DateTimeField("确认时间", null=True)
    because = models.CharField("不予确认的理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "指标文"
        verbose_name_plural = "指标文"
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="funds_order_amount_positive"),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("proposed_by")), name="funds_order_four_eyes"
            ),
        )
        triggers = (
            pgtrigger.Protect(name="funds_orders_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="funds_orders_stand", fields=["number", "kind", "line", "other", "amount", "document", "proposed_by"]
            ),
        )

    def __str__(self) -> str:
        return self.number
