"""差评整改: what a bad rating opens: put right and called back by a day, by somebody who did not handle the case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from luoqiao.apps.cases.models.case import Case


class FollowUp(models.Model):
    """差评整改: opened with the rating, closed with what was done and what the applicant said when called back."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="follow_up", verbose_name="案件")
    unit = models.CharField("哪个单位", max_length=40)
    opened_at = models.DateTimeField("何时起")
    due_on = models.DateField("期限")
    handled_by = models.BigIntegerField("谁办的（账号）", default=0)
    handled_name = models.CharField("谁办的", max_length=100, blank=True)
    text = models.TextField("怎样整改", blank=True)
    answer = models.TextField("回访结果", blank=True)
    closed_at = models.DateTimeField("何时办完", null=True, blank=True)

    class Meta:
        verbose_name = "差评整改"
        verbose_name_plural = "差评整改"
        indexes = (models.Index(fields=("unit", "due_on"), condition=Q(closed_at__isnull=True), name="cases_follow_up_due"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | (Q(handled_by__gt=0) & ~Q(text="") & ~Q(answer="")),
                name="cases_follow_up_says_what",
            ),
        )

    def __str__(self) -> str:
        return str(self.case_id)
