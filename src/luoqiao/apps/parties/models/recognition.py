"""身份和称号的表: dated facts that somebody else decided and a list brought here."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from luoqiao.apps.parties.models.enterprise import Enterprise
from luoqiao.apps.parties.models.tracking import overlap_free, tracked
from luoqiao.core.parties.standing import StandingKind
from luoqiao.core.parties.title import TitleKind, TitleLevel


@tracked
class Standing(models.Model):
    """名录身份: 规上 and the like, from one day to another, as the list said; periods of one kind never overlap."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="standings", verbose_name="企业")
    kind = models.CharField("身份", max_length=40, choices=[(one.value, one.label) for one in StandingKind])
    from_on = models.DateField("起日")
    until_on = models.DateField("止日（不含）", null=True, blank=True)
    source = models.CharField("来源", max_length=200)
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "名录身份"
        verbose_name_plural = "名录身份"
        indexes = (models.Index(fields=("kind", "from_on"), name="parties_standing_by_day"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="parties_standing_in_order"
            ),
            *(
                ExclusionConstraint(
                    name=f"parties_one_{kind.value}",
                    expressions=overlap_free("enterprise", "from_on", "until_on"),
                    index_type="gist",
                    condition=Q(kind=kind.value),
                )
                for kind in StandingKind
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.from_on}"


@tracked
class Title(models.Model):
    """称号: recognised on a day, perhaps until a day, perhaps verified again, perhaps withdrawn."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="titles", verbose_name="企业")
    kind = models.CharField("称号", max_length=40, choices=[(one.value, one.label) for one in TitleKind])
    level = models.CharField("级别", max_length=20, choices=[(one.value, one.label) for one in TitleLevel])
    number = models.CharField("证书编号", max_length=60, blank=True)
    product = models.CharField("产品或项目", max_length=120, blank=True)
    recognised_on = models.DateField("认定日期")
    valid_until = models.DateField("有效期止（不含）", null=True, blank=True)
    reverified_on = models.DateField("复核通过日期", null=True, blank=True)
    withdrawn_on = models.DateField("撤销日期", null=True, blank=True)
    document_number = models.CharField("认定文号", max_length=80, blank=True)
    source = models.CharField("来源", max_length=200)
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "称号"
        verbose_name_plural = "称号"
        indexes = (models.Index(fields=("kind", "recognised_on"), name="parties_title_by_day"),)
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "kind", "level", "product", "recognised_on"), name="parties_title_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("recognised_on")), name="parties_title_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.recognised_on}"
