"""贴息登记的表: what the bank let off by month; a mistake is corrected by a second row, nothing is changed."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from luoqiao.apps.funds.models.share import Share


class InterestMonth(models.Model):
    """一个月的贴息: of one share. `round` counts how often the month was recorded anew after a correction."""

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="interest_months", verbose_name="哪一份")
    month = models.DateField("月份（当月 1 日）")
    round = models.PositiveSmallIntegerField("第几次", default=1)
    amount = models.BigIntegerField("金额（分）")
    bank = models.CharField("银行", max_length=100)
    voucher = models.CharField("付息凭证号", max_length=100)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="correction", null=True, verbose_name="更正哪一笔"
    )
    reason = models.CharField("更正理由", max_length=300, blank=True)
    user = models.BigIntegerField("登记人（账号）")
    name = models.CharField("登记人", max_length=100)
    at = models.DateTimeField("登记时间")
    key = models.UUIDField("提交标记", unique=True)

    class Meta:
        verbose_name = "贴息登记"
        verbose_name_plural = "贴息登记"
        ordering = ("month", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("share", "month", "round"), condition=Q(corrects=None), name="funds_interest_month_once"
            ),
            models.CheckConstraint(
                condition=(Q(corrects=None) & Q(amount__gt=0)) | (Q(corrects__isnull=False) & Q(amount__lt=0)),
                name="funds_interest_sign",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="funds_interest_first_of_month"),
        )
        triggers = (
            pgtrigger.Protect(name="funds_interest_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.share_id} {self.month:%Y-%m}"
