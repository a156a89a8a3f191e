"""事实的表: rows are only ever added.

A later row about the same subject, key, period and source takes the place of an earlier one; which row held at an instant is
asked, never stored.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from luoqiao.core.evidence.source import Source


class Fact(models.Model):
    """事实的一条."""

    subject = models.CharField("主体", max_length=60)
    enterprise = models.ForeignKey(
        "parties.Enterprise", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属企业"
    )
    key = models.CharField("名称", max_length=120)
    value = models.JSONField("值", null=True)
    withdrawn = models.BooleanField("撤回", default=False)
    """Nothing is known from this source any longer."""
    from_on = models.DateField("起日")
    until_on = models.DateField("止日（不含）", null=True, blank=True)
    source = models.CharField("来源", max_length=10, choices=[(source.value, source.label) for source in Source])
    origin = models.CharField("从哪里来", max_length=200, blank=True)
    document = models.ForeignKey(
        "evidence.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="依据"
    )
    note = models.TextField("说明", blank=True)
    recorded_by = models.BigIntegerField("谁记的（账号）")
    recorded_name = models.CharField("谁记的（姓名）", max_length=100)
    recorded_at = models.DateTimeField("何时记的")

    class Meta:
        verbose_name = "事实"
        verbose_name_plural = "事实"
        indexes = (
            models.Index(
                fields=("subject", "key", "source", "from_on", "-recorded_at", "-id"), name="evidence_fact_latest"
            ),
            models.Index(fields=("key", "subject"), name="evidence_fact_by_key"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="evidence_fact_period_in_order"
            ),
            models.CheckConstraint(
                condition=Q(source__in=[source.value for source in Source]), name="evidence_fact_source"
            ),
            models.CheckConstraint(
                condition=Q(subject__regex=r"^(enterprise:[0-9A-HJ-NPQRTUWXY]{18}|project:[0-9A-Za-z_-]{1,40})$"),
                name="evidence_fact_subject_has_its_form",
            ),
            models.CheckConstraint(
                condition=~Q(source="decided") | ~Q(note=""), name="evidence_decision_gives_its_reason"
            ),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(name="fact_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.key} {self.source}"


class KnownKey(models.Model):
    """条款输入的名称: written anew whenever a pack is loaded; keys of packs that are gone stay, so that old facts have a name."""

    id = models.CharField("名称", max_length=120, primary_key=True)
    place = models.PositiveIntegerField("次序")
    described = models.JSONField("说明")

    class Meta:
        verbose_name = "事实名称"
        verbose_name_plural = "事实名称"
        ordering = ("place", "id")

    def __str__(self) -> str:
        return self.id


class CorrectionReport(models.Model):
    """这些数据不对: what an enterprise says is wrong, with what it declares instead, until somebody has answered."""

    key_of_form = models.UUIDField("提交标记", unique=True)
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="reports", verbose_name="申报的值")
    enterprise = models.ForeignKey("parties.Enterprise", on_delete=models.PROTECT, related_name="+", verbose_name="企业")
    shown = models.CharField("原来显示的值", max_length=300, blank=True)
    desk = models.CharField("交给谁", max_length=80)
    reported_at = models.DateTimeField("何时提出")
    accepted = models.BooleanField("是否更正", null=True, blank=True)
    answer = models.TextField("答复", blank=True)
    answered_by = models.BigIntegerField("谁答复的（账号）", null=True, blank=True)
    answered_name = models.CharField("谁答复的（姓名）", max_length=100, blank=True)
    answered_at = models.DateTimeField("何时答复", null=True, blank=True)

    class Meta:
        verbose_name = "数据更正"
        verbose_name_plural = "数据更正"
        indexes = (
            models.Index(fields=("enterprise", "-reported_at"), name="evidence_reports_of_firm"),
            models.Index(fields=("desk",), condition=Q(answered_at__isnull=True), name="evidence_reports_open"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, accepted__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, accepted__isnull=False, answered_by__isnull=False),
                name="evidence_report_answered_whole",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="report_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="answer_is_never_altered",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.answered_at IS NOT NULL"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.fact_id} {self.desk}"
