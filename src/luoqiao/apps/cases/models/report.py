"""进度报告: what a listed project reported for a month; a correction is another row, the last number counts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from luoqiao.apps.cases.models.case import Case, append_only


class ProgressReport(models.Model):
    """进度报告: amounts in fen; `digest` is that of the snapshot and of the event."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="progress", verbose_name="案件")
    month = models.DateField("月份（1 日）")
    number = models.PositiveSmallIntegerField("第几次报", default=1)
    month_amount = models.BigIntegerField("本月完成投资（分）")
    total_amount = models.BigIntegerField("累计完成投资（分）")
    stage = models.CharField("项目阶段", max_length=20)
    problems = models.TextField("困难和需要协调的事", blank=True)
    late = models.BooleanField("补报", default=False)
    digest = models.CharField("摘要", max_length=64)
    reported_at = models.DateTimeField("何时报的")
    reported_by = models.BigIntegerField("谁报的（账号）")
    reported_name = models.CharField("谁报的", max_length=100)

    class Meta:
        verbose_name = "进度报告"
        verbose_name_plural = "进度报告"
        indexes = (models.Index(fields=("case", "-month", "-number"), name="cases_progress_latest"),)
        constraints = (
            models.UniqueConstraint(fields=("case", "month", "number"), name="cases_progress_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="cases_progress_of_a_month"),
            models.CheckConstraint(
                condition=Q(month_amount__gte=0) & Q(total_amount__gte=models.F("month_amount")),
                name="cases_progress_adds_up",
            ),
        )
        triggers = (append_only("cases_progress_is_append_only"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.month:%Y-%m} {self.number}"
