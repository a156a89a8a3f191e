"""公示的表: lists that are posted, their rows, and objections. What a row shows can never be changed: the database forbids it."""

from __future__ import annotations

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from luoqiao.apps.cases.models.case import Case
from luoqiao.core.cases.notice import LIVE, NoticeState, RowState
from luoqiao.core.cases.objection import ObjectionState


class NoticeCounter(models.Model):
    """公示编号和异议编号: the last number given out in a year, by kind."""

    kind = models.CharField("种类", max_length=4)
    year = models.PositiveSmallIntegerField("年")
    last = models.PositiveIntegerField("最后一个", default=0)

    class Meta:
        verbose_name = "公示编号"
        verbose_name_plural = "公示编号"
        constraints = (models.UniqueConstraint(fields=("kind", "year"), name="cases_notice_counter_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.last}"


class PublicNotice(models.Model):
    """公示: prepared by one person, posted by another; its days come from the rule of the step."""

    number = models.CharField("公示号", max_length=20, unique=True)
    title = models.CharField("标题", max_length=200)
    pack = models.CharField("方案包", max_length=100)
    lead_unit = models.CharField("牵头单位", max_length=40)
    clauses = ArrayField(models.CharField(max_length=100), verbose_name="条款", default=list)
    procedures = ArrayField(models.CharField(max_length=60), verbose_name="流程", default=list)
    state = models.CharField("状态", max_length=20, choices=[(one.value, one.label) for one in NoticeState])
    days = models.PositiveSmallIntegerField("公示天数")
    working = models.BooleanField("按工作日")
    count_first = models.BooleanField("当日起算")
    answer_days = models.PositiveSmallIntegerField("异议几个工作日内答复")
    key = models.UUIDField("拟稿标记", unique=True)
    prepared_by = models.BigIntegerField("拟稿人（账号）")
    prepared_name = models.CharField("拟稿人", max_length=100)
    prepared_persons = ArrayField(models.BigIntegerField(), verbose_name="拟稿人及其所代", default=list)
    prepared_at = models.DateTimeField("拟稿时间")
    post_key = models.UUIDField("发布标记", null=True)
    posted_by = models.BigIntegerField("发布人（账号）", null=True)
    posted_name = models.CharField("发布人", max_length=100, blank=True)
    posted_at = models.DateTimeField("发布时间", null=True)
    first_on = models.DateField("起日", null=True)
    last_on = models.DateField("止日", null=True)
    provisional = models.BooleanField("期限暂定", default=False)
    ended_at = models.DateTimeField("结束时间", null=True)
    withdrawn_because = models.CharField("撤销理由", max_length=500, blank=True)

    class Meta:
        verbose_name = "公示"
        verbose_name_plural = "公示"
        indexes = (
            models.Index(fields=("state", "last_on"), name="cases_notices_due"),
            models.Index(fields=("-posted_at",), name="cases_notices_newest"),
            models.Index(fields=("lead_unit", "state"), name="cases_notices_of_unit"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(posted_by__isnull=True) | ~Q(posted_by=F("prepared_by")), name="cases_notice_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "withdrawn"))
                | Q(posted_by__isnull=False, posted_at__isnull=False, first_on__isnull=False, last_on__gte=F("first_on")),
                name="cases_notice_posted_has_days",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="cases_notices_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="cases_notice_days_stand", operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__posted_at__isnull=False)
                & (
                    pgtrigger.Q(old__title__df=pgtrigger.F("new__title"))
                    | pgtrigger.Q(old__first_on__df=pgtrigger.F("new__first_on"))
                    | pgtrigger.Q(old__last_on__df=pgtrigger.F("new__last_on"))
                ),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number


class NoticeRow(models.Model):
    """公示的一行: name, credit code, policy, amount: nothing else may be posted. Never edited: taken off and posted anew."""

    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="rows", verbose_name="公示")
    place = models.PositiveSmallIntegerField("序号")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notice_rows", verbose_name="案件")
    enterprise_name = models.CharField("企业名称", max_length=200)
    uscc = models.CharField("统一社会信用代码", max_length=18)
    title = models.CharField("政策", max_length=200)
    amounts = models.JSONField("各级金额（分）", null=True)
    amount = models.BigIntegerField("合计（分）", null=True)
    state = models.CharField("状态", max_length=20, choices=[(one.value, one.value) for one in RowState])
    because = models.CharField("撤下理由", max_length=500, blank=True)
    settled_at = models.DateTimeField("期满或撤下时间", null=True)

    class Meta:
        verbose_name = "公示的一行"
        verbose_name_plural = "公示的行"
        ordering = ("notice", "place")
        indexes = (models.Index(fields=("uscc",), name="cases_notice_rows_by_code"),)
        constraints = (
            models.UniqueConstraint(fields=("notice", "place"), name="cases_notice_rows_in_order"),
            models.UniqueConstraint(fields=("notice", "case"), name="cases_notice_row_once"),
            models.UniqueConstraint(
                fields=("case",), condition=Q(state__in=[one.value for one in LIVE]), name="cases_one_live_notice_row"
            ),
        )
        triggers = (
            pgtrigger.ReadOnly(
                name="cases_notice_rows_stand",
                fields=["notice", "place", "case", "enterprise_name", "uscc", "title", "amounts", "amount"],
            ),
            pgtrigger.Protect(name="cases_notice_rows_are_kept", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.notice_id} {self.place}"


class Objection(models.Model):
    """异议: who objects is confidential: no list, no page and no file reads these columns but the one that records why."""

    receipt = models.CharField("收件号", max_length=20, unique=True)
    token = models.UUIDField("回执标记", unique=True, default=uuid.uuid4)
    key = models.UUIDField("提交标记", unique=True)
    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="objections", verbose_name="公示")
    row = models.ForeignKey(NoticeRow, on_delete=models.PROTECT, related_name="objections", verbose_name="对哪一行")
    name = models.CharField("提出人", max_length=60)
    contact = models.CharField("联系方式", max_length=100)
    reason = models.TextField("事实和理由")
    state = models.CharField("状态", max_length=20, choices=[(one.value, one.label) for one in ObjectionState])
    received_at = models.DateTimeField("收到时间")
    answer_due_on = models.DateField("答复期限")
    accepted_by = models.BigIntegerField("受理人（账号）", null=True)
    accepted_name = models.CharField("受理人", max_length=100, blank=True)
    accepted_at = models.DateTimeField("受理时间", null=True)
    upheld = models.BooleanField("成立", null=True)
    answer = models.TextField("答复", blank=True)
    answered_by = models.BigIntegerField("拟答复人（账号）", null=True)
    answered_name = models.CharField("拟答复人", max_length=100, blank=True)
    answered_persons = ArrayField(models.BigIntegerField(), verbose_name="拟答复人及其所代", default=list)
    answered_at = models.DateTimeField("拟答复时间", null=True)
    sent_back_because = models.CharField("退回理由", max_length=500, blank=True)
    confirmed_by = models.BigIntegerField("确认人（账号）", null=True)
    confirmed_name = models.CharField("确认人", max_length=100, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True)

    class Meta:
        verbose_name = "异议"
        verbose_name_plural = "异议"
        ordering = ("received_at", "pk")
        indexes = (models.Index(fields=("row", "state"), name="cases_objections_of_row"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("answered_by")),
                name="cases_objection_four_eyes",
            ),
        )
        triggers = (
            pgtrigger.ReadOnly(
                name="cases_objections_stand", fields=["receipt", "notice", "row", "name", "contact", "reason", "received_at"]
            ),
            pgtrigger.Protect(name="cases_objections_are_kept", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return self.receipt
