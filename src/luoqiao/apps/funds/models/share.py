"""各级资金的表: what each tier gives under a case, and what tiers above really granted."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from luoqiao.core.funds.share import ShareState


class Share(models.Model):
    """一份: one tier of one case. The ledger holds the fen; this row says whose they are and where the money goes next."""

    case_number = models.CharField("案件号", max_length=40)
    title = models.CharField("事项", max_length=200)
    pack = models.CharField("方案包", max_length=100)
    year = models.PositiveSmallIntegerField("年度")
    tier = models.CharField("层级", max_length=20)
    clause = models.CharField("条款", max_length=100)
    industry = models.CharField("方案产业", max_length=40, blank=True)
    uscc = models.CharField("收款企业", max_length=18)
    name = models.CharField("企业名称（审定时）", max_length=200)
    line = models.ForeignKey(
        "funds.BudgetLine", on_delete=models.PROTECT, related_name="shares", null=True, verbose_name="预算项"
    )
    wanted = models.BigIntegerField("审定金额（分）")
    amount = models.BigIntegerField("应付金额（分）")
    through_bank = models.BooleanField("经合作银行", default=False)
    """The bank lets it off the interest; recorded, not paid."""
    awaiting = ArrayField(models.CharField(max_length=20), verbose_name="等哪几级兑现", default=list)
    state = models.CharField("状态", max_length=20, choices=[(one.value, one.label) for one in ShareState])
    since = models.DateTimeField("何时审定")
    granted_at = models.DateTimeField("何时办结", null=True)
    changed_at = models.DateTimeField("最近变动")
    because = models.CharField("说明", max_length=300, blank=True)
    rounds = models.PositiveSmallIntegerField("第几次", default=1)
    """How often it was reserved, released and reserved anew; part of the references of its journals."""

    class Meta:
        verbose_name = "各级资金"
        verbose_name_plural = "各级资金"
        indexes = (
            models.Index(fields=("line", "state", "since"), name="funds_shares_of_line"),
            models.Index(fields=("uscc", "year"), name="funds_shares_of_firm"),
            models.Index(fields=("state", "year"), name="funds_shares_by_state"),
        )
        constraints = (
            models.UniqueConstraint(fields=("case_number", "tier"), name="funds_share_is_one"),
            models.CheckConstraint(condition=Q(amount__gte=0, amount__lte=F("wanted")), name="funds_share_within_approved"),
        )
        triggers = (
            pgtrigger.Protect(name="funds_shares_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="funds_shares_stand", fields=["case_number", "pack", "year", "tier", "clause", "uscc"]),
        )

    def __str__(self) -> str:
        return f"{self.case_number} {self.tier}"


class UpstreamGrant(models.Model):
    """上级兑现: what a tier above granted under a case, by which document; entered by one person, confirmed by another."""

    case_number = models.CharField("案件号", max_length=40)
    tier = models.CharField("层级", max_length=20)
    amount = models.BigIntegerField("实拨金额（分）")
    document = models.CharField("文号", max_length=100)
    granted_on = models.DateField("日期")
    entered_by = models.BigIntegerField("登记人（账号）")
    entered_name = models.CharField("登记人", max_length=100)
    entered_persons = ArrayField(models.BigIntegerField(), verbose_name="登记人及其所代", default=list)
    entered_at = models.DateTimeField("登记时间")
    confirmed_by = models.BigIntegerField("复核人（账号）", null=True)
    confirmed_name = models.CharField("复核人", max_length=100, blank=True)
    confirmed_at = models.DateTimeField("复核时间", null=True)
    refused_because = models.CharField("不予确认的理由", max_length=300, blank=True)
    key = models.UUIDField("提交标记", unique=True)

    class Meta:
        verbose_name = "上级兑现"
        verbose_name_plural = "上级兑现"
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(amount__gte=0), name="funds_upstream_not_negative"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")), name="funds_upstream_four_eyes"
            ),
            models.UniqueConstraint(
                fields=("case_number", "tier"), condition=Q(refused_because=""), name="funds_upstream_once"
            ),
        )
        triggers = (
            pgtrigger.Protect(name="funds_upstream_is_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="funds_upstream_stands", fields=["case_number", "tier", "amount", "document", "granted_on", "entered_by"]
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_number} {self.tier}"
