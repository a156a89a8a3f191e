"""追回的表: the decision by two persons, and what came in, in money or by setting it off."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from luoqiao.apps.funds.models.share import Share
from luoqiao.core.funds.clawback import ClawbackState, Ground


class Clawback(models.Model):
    """追回: proposed by one person, decided by another; only then something is due."""

    number = models.CharField("编号", max_length=20, unique=True)
    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="clawbacks", verbose_name="哪一份")
    principal = models.BigIntegerField("本金（分）")
    interest = models.BigIntegerField("利息（分）", default=0)
    yearly_rate = models.CharField("年利率", max_length=20, blank=True)
    interest_from = models.DateField("计息起日", null=True)
    interest_until = models.DateField("计息止日", null=True)
    ground = models.CharField("事由", max_length=20, choices=[(one.value, one.label) for one in Ground])
    reason = models.TextField("事实和依据")
    document = models.CharField("文号", max_length=100)
    instalments = models.JSONField("分期")
    """`[["2023-09-30", 500000], …]`."""
    excluded_until = models.DateField("不得申报至（含）", null=True)
    state = models.CharField("状态", max_length=20, choices=[(one.value, one.label) for one in ClawbackState])
    received_principal = models.BigIntegerField("已追回本金（分）", default=0)
    received_interest = models.BigIntegerField("已追回利息（分）", default=0)
    key = models.UUIDField("提交标记", unique=True)
    proposed_by = models.BigIntegerField("拟办人（账号）")
    proposed_name = models.CharField("拟办人", max_length=100)
    proposed_persons = ArrayField(models.BigIntegerField(), verbose_name="拟办人及其所代", default=list)
    proposed_at = models.DateTimeField("拟办时间")
    settled_by = models.BigIntegerField("决定人（账号）", null=True)
    settled_name = models.CharField("决定人", max_length=100, blank=True)
    settled_at = models.DateTimeField("决定时间", null=True)
    because = models.CharField("不予追回的理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "追回"
        verbose_name_plural = "追回"
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=Q(principal__gt=0, interest__gte=0), name="funds_clawback_positive"),
            models.CheckConstraint(
                condition=Q(received_principal__gte=0, received_principal__lte=F("principal"))
                & Q(received_interest__gte=0, received_interest__lte=F("interest")),
                name="funds_clawback_received_within",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("proposed_by")), name="funds_clawback_four_eyes"
            ),
        )
        triggers = (
            pgtrigger.Protect(name="funds_clawbacks_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="funds_clawbacks_stand",
                fields=["number", "share", "principal", "interest", "yearly_rate", "ground", "reason", "document", "instalments",
                        "excluded_until", "proposed_by"],
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number


class Recovery(models.Model):
    """追回来款: money that came in, or a later payment that it was set off against. Never changed."""

    clawback = models.ForeignKey(Clawback, on_delete=models.PROTECT, related_name="recoveries", verbose_name="追回")
    amount = models.BigIntegerField("金额（分）")
    interest = models.BigIntegerField("其中利息（分）")
    principal = models.BigIntegerField("其中本金（分）")
    on = models.DateField("日期")
    voucher = models.CharField("凭证号", max_length=100)
    against = models.ForeignKey(
        Share, on_delete=models.PROTECT, related_name="set_off", null=True, verbose_name="抵扣哪一份"
    )
    user = models.BigIntegerField("登记人（账号）")
    name = models.CharField("登记人", max_length=100)
    at = models.DateTimeField("登记时间")
    key = models.UUIDField("提交标记", unique=True)

    class Meta:
        verbose_name = "追回来款"
        verbose_name_plural = "追回来款"
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(amount=F("interest") + F("principal"), amount__gt=0, interest__gte=0, principal__gte=0),
                name="funds_recovery_adds_up",
            ),
            models.UniqueConstraint(
                fields=("voucher",), condition=Q(against=None), name="funds_recovery_voucher_once"
            ),
        )
        triggers = (
            pgtrigger.Protect(name="funds_recoveries_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.clawback_id} {self.amount}"
