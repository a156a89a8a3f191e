"""收款账户的表: two persons, a cooling period, one usable account a day for each enterprise and purpose."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from luoqiao.apps.parties.models.enterprise import Enterprise
from luoqiao.apps.parties.models.tracking import overlap_free, tracked
from luoqiao.core.parties.account import AccountPurpose, AccountState


@tracked
class BankAccount(models.Model):
    """收款账户: proposed → confirmed by somebody else → usable from a day; usable until the next one is."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="accounts", verbose_name="企业")
    purpose = models.CharField("用途", max_length=20, choices=[(one.value, one.label) for one in AccountPurpose])
    bank = models.CharField("开户银行", max_length=100)
    branch = models.CharField("开户网点", max_length=100, blank=True)
    holder = models.CharField("户名", max_length=200)
    number = models.CharField("账号", max_length=40)
    state = models.CharField("状态", max_length=20, choices=[(one.value, one.label) for one in AccountState])
    reason = models.CharField("提出的理由", max_length=300, blank=True)
    key = models.UUIDField("提交标记", unique=True)
    proposed_by = models.BigIntegerField("谁提出（账号）")
    proposed_by_name = models.CharField("谁提出", max_length=100)
    proposed_persons = models.JSONField("提出一方的人（含被代理人）", default=list)
    proposed_at = models.DateTimeField("何时提出")
    confirmed_by = models.BigIntegerField("谁确认（账号）", null=True, blank=True)
    confirmed_by_name = models.CharField("谁确认", max_length=100, blank=True)
    confirmed_at = models.DateTimeField("何时确认", null=True, blank=True)
    refused_because = models.CharField("不予确认的理由", max_length=300, blank=True)
    usable_from = models.DateField("启用日", null=True, blank=True)
    usable_until = models.DateField("停用日（不含）", null=True, blank=True)

    class Meta:
        verbose_name = "收款账户"
        verbose_name_plural = "收款账户"
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")), name="parties_account_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state=AccountState.CONFIRMED.value)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, usable_from__isnull=False),
                name="parties_account_confirmed_whole",
            ),
            models.CheckConstraint(
                condition=Q(usable_until__isnull=True) | Q(usable_until__gt=F("usable_from")),
                name="parties_account_in_order",
            ),
            models.UniqueConstraint(
                fields=("enterprise", "purpose"), condition=Q(state=AccountState.PROPOSED.value),
                name="parties_one_account_proposed",
            ),
            *(
                ExclusionConstraint(
                    name=f"parties_one_account_{purpose.value}",
                    expressions=overlap_free("enterprise", "usable_from", "usable_until"),
                    index_type="gist",
                    condition=Q(state=AccountState.CONFIRMED.value, purpose=purpose.value),
                )
                for purpose in AccountPurpose
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"账户 {self.pk}"
