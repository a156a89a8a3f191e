"""到达的名单的表: lists of the tiers above and their rows; the head and what is printed never change."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from luoqiao.apps.cases.models.case import Case
from luoqiao.core.cases.list_match import MatchState
from luoqiao.core.cases.recognition_list import ListKind, ListState, RowResult


class RecognitionList(models.Model):
    """名单: imported by one person, confirmed by another; `good_rows_only`: rows that cannot be read were set aside by choice."""

    number = models.CharField("名单号", max_length=20, unique=True)
    kind = models.CharField("种类", max_length=20, choices=[(one.value, one.label) for one in ListKind])
    clause = models.CharField("条款", max_length=100)
    title = models.CharField("标题", max_length=200)
    pack = models.CharField("方案包", max_length=100)
    lead_unit = models.CharField("牵头单位", max_length=40)
    document_number = models.CharField("文号", max_length=80)
    issued_on = models.DateField("发文日期")
    source_unit = models.CharField("发文单位", max_length=100)
    event = models.CharField("全表的认定事项", max_length=20)
    year = models.PositiveSmallIntegerField("年度")
    file_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("文件摘要", max_length=64)
    key = models.UUIDField("导入标记", unique=True)
    state = models.CharField("状态", max_length=20, choices=[(one.value, one.label) for one in ListState])
    good_rows_only = models.BooleanField("只收无误的行", default=False)
    imported_by = models.BigIntegerField("导入人（账号）")
    imported_name = models.CharField("导入人", max_length=100)
    makers = ArrayField(models.BigIntegerField(), verbose_name="导入、核对的人及其所代", default=list)
    imported_at = models.DateTimeField("导入时间")
    checked_name = models.CharField("核对人", max_length=100, blank=True)
    checked_at = models.DateTimeField("核对时间", null=True)
    confirmed_by = models.BigIntegerField("确认人（账号）", null=True)
    confirmed_name = models.CharField("确认人", max_length=100, blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True)
    cancelled_because = models.CharField("作废理由", max_length=500, blank=True)

    class Meta:
        verbose_name = "到达的名单"
        verbose_name_plural = "到达的名单"
        indexes = (
            models.Index(fields=("lead_unit", "-imported_at"), name="cases_lists_of_unit"),
            models.Index(fields=("state",), name="cases_lists_by_state"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "clause", "digest"), condition=~Q(state=ListState.CANCELLED.value), name="cases_list_file_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("imported_by")), name="cases_list_four_eyes"
            ),
        )
        triggers = (
            pgtrigger.ReadOnly(
                name="cases_list_heads_stand",
                fields=["number", "kind", "clause", "document_number", "issued_on", "source_unit", "event", "year", "digest"],
            ),
            pgtrigger.Protect(name="cases_lists_are_kept", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return self.number


class ListRow(models.Model):
    """名单的一行: what is printed, which enterprise it means, what came of it."""

    recognition_list = models.ForeignKey(RecognitionList, on_delete=models.PROTECT, related_name="rows", verbose_name="名单")
    place = models.PositiveIntegerField("第几行")
    name = models.CharField("印的名称", max_length=200)
    uscc = models.CharField("印的代码", max_length=18, blank=True)
    event = models.CharField("认定事项", max_length=20, blank=True)
    product = models.CharField("产品或项目", max_length=200, blank=True)
    certificate = models.CharField("证书编号", max_length=60, blank=True)
    valid_until = models.DateField("有效期至", null=True)
    year = models.PositiveSmallIntegerField("年度", default=0)
    grants = models.JSONField("上级实拨（分）", default=dict)
    match = models.CharField("对到企业", max_length=20, choices=[(one.value, one.label) for one in MatchState])
    matched = models.CharField("对到的代码", max_length=18, blank=True)
    candidates = ArrayField(models.CharField(max_length=18), verbose_name="可能是", default=list)
    said = models.CharField("说明", max_length=1000, blank=True)
    decided_name = models.CharField("谁定的", max_length=100, blank=True)
    decided_at = models.DateTimeField("何时定的", null=True)
    result = models.CharField("结果", max_length=20, blank=True, choices=[(one.value, one.label) for one in RowResult])
    result_said = models.CharField("结果说明", max_length=1000, blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="list_rows", verbose_name="案件")
    settled_at = models.DateTimeField("办理时间", null=True)

    class Meta:
        verbose_name = "名单的一行"
        verbose_name_plural = "名单的行"
        ordering = ("recognition_list", "place")
        indexes = (
            models.Index(fields=("recognition_list", "result"), name="cases_list_rows_to_do"),
            models.Index(fields=("matched",), name="cases_list_rows_of_firm"),
        )
        constraints = (
            models.UniqueConstraint(fields=("recognition_list", "place"), name="cases_list_row_once"),
            models.UniqueConstraint(
                fields=("case",), condition=Q(result=RowResult.CASE.value), name="cases_one_list_row_begins_a_case"
            ),
        )
        triggers = (
            pgtrigger.ReadOnly(
                name="cases_list_rows_stand",
                fields=[
                    "recognition_list", "place", "name", "uscc", "event", "product", "certificate", "valid_until", "year",
                    "grants",
                ],
            ),
            pgtrigger.Protect(name="cases_list_rows_are_kept", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.recognition_list_id} {self.place}"
