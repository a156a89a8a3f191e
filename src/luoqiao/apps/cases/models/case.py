"""案件: its history (events, never changed), what was decided on (snapshots, never changed), and the row that lists are
made from. That row and the to-dos are worked out from the events alone (`apps/cases/projection.py`); nobody sets them.
"""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat, Lower


def append_only(name: str) -> pgtrigger.Protect:
    """Rows of the table are never changed or deleted, whoever asks."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


class CaseCounter(models.Model):
    """编号: the last number given out in a year."""

    year = models.PositiveSmallIntegerField("年", primary_key=True)
    last = models.PositiveIntegerField("最后一个", default=0)

    class Meta:
        verbose_name = "案件编号"
        verbose_name_plural = "案件编号"

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class Case(models.Model):
    """案件: what lists, searches and counts are made from. `pack_digest` is the version it is pinned to: the rule that gives the
    money never changes under it. `procedure_digest`: the version whose steps it follows; another one after it was moved.
    """

    number = models.CharField("案件号", max_length=20, unique=True)
    procedure = models.CharField("流程", max_length=60)
    clause = models.CharField("条款", max_length=100, blank=True)
    title = models.CharField("事项", max_length=200)
    """The clause's title, or the procedure's name."""
    pack = models.CharField("方案包", max_length=100)
    pack_digest = models.CharField("方案包版本", max_length=64)
    procedure_digest = models.CharField("流程版本", max_length=64)
    enterprise = models.ForeignKey("parties.Enterprise", on_delete=models.PROTECT, related_name="+", verbose_name="企业")
    uscc = models.CharField("统一社会信用代码", max_length=18)
    enterprise_name = models.CharField("企业名称（立案时）", max_length=200)
    township = models.CharField("镇街", max_length=9, blank=True)
    park = models.CharField("园区", max_length=40, blank=True)
    industry = models.CharField("方案产业", max_length=40, blank=True)
    lead_unit = models.CharField("牵头单位", max_length=40)
    units = ArrayField(models.CharField(max_length=40), verbose_name="参与单位", default=list)
    year = models.PositiveSmallIntegerField("年度")
    subject = models.CharField("项目或产品", max_length=200, blank=True)
    rule_on = models.DateField("按哪一天的规则")
    origin = models.CharField("由来", max_length=120, blank=True)
    assisted = models.BooleanField("代填", default=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上一件")

    stage = models.CharField("阶段", max_length=20)
    step = models.CharField("环节", max_length=60)
    step_name = models.CharField("环节名称", max_length=60)
    ending = models.CharField("怎样办结", max_length=20, blank=True)
    seq = models.PositiveIntegerField("经过条数", default=0)
    round = models.PositiveSmallIntegerField("第几次提交", default=0)
    amount = models.BigIntegerField("金额（分）", null=True)
    amounts = models.JSONField("各级金额（分）", null=True)
    told_amounts = models.JSONField("企业看到的各级金额（分）", null=True)
    """What the applicant is told: what was decided, or what was asked for while nothing is."""
    decided = models.BooleanField("已审定（占用上限）", default=False)
    deadline_on = models.DateField("办理期限", null=True)
    provisional = models.BooleanField("期限暂定", default=False)
    suspended = models.BooleanField("停止计时", default=False)
    opened_at = models.DateTimeField("立案时间")
    submitted_at = models.DateTimeField("提交时间", null=True)
    changed_at = models.DateTimeField("最近变动")
    closed_at = models.DateTimeField("办结时间", null=True)
    reminded = models.PositiveSmallIntegerField("已催办", default=0)
    search_text = models.GeneratedField(
        expression=Lower(Concat("number", Value(" "), "enterprise_name", Value(" "), "subject")),
        output_field=models.TextField(), db_persist=True, verbose_name="搜索",
    )  # fmt: skip
    sealed = models.BooleanField("封存", default=False)

    class Meta:
        verbose_name = "案件"
        verbose_name_plural = "案件"
        indexes = (
            models.Index(fields=("enterprise", "-changed_at"), name="cases_of_enterprise"),
            models.Index(fields=("township", "-changed_at"), name="cases_of_township"),
            models.Index(fields=("-changed_at", "-id"), name="cases_newest"),
            models.Index(
                fields=("township", "stage"), name="cases_counted",
                include=("units", "sealed", "park", "uscc", "amount", "clause", "procedure", "year"),
            ),
            GinIndex(Func(F("search_text"), function="parties_bigrams"), name="cases_by_bigrams"),
            models.Index(fields=("clause", "year", "-changed_at", "-id"), include=("stage",), name="cases_by_clause"),
            models.Index(fields=("uscc",), opclasses=("varchar_pattern_ops",), name="cases_by_beginning_of_code"),
            models.Index(fields=("procedure", "stage", "step"), name="cases_by_step"),
            models.Index(fields=("uscc", "clause", "year"), condition=Q(decided=True), name="cases_decided"),
            models.Index(fields=("deadline_on",), condition=~Q(stage="closed"), name="cases_by_deadline"),
            GinIndex(fields=("units",), name="cases_by_unit"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("uscc", "clause", "year", "subject"),
                condition=~Q(clause="") & Q(ending__in=("", "granted")),
                name="cases_one_open_or_granted",
            ),
            models.CheckConstraint(condition=Q(pack_digest__regex=r"^[0-9a-f]{64}$"), name="cases_digest_is_sha256"),
            models.CheckConstraint(condition=Q(procedure_digest__regex=r"^[0-9a-f]{64}$"), name="cases_steps_digest_is_sha256"),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="cases_amount_not_negative"),
        )

    def __str__(self) -> str:
        return self.number


class CaseEvent(models.Model):
    """案件经过的一条."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", verbose_name="案件")
    seq = models.PositiveIntegerField("第几条")
    at = models.DateTimeField("何时")
    kind = models.CharField("何事", max_length=40)
    values = models.JSONField("内容")
    user = models.BigIntegerField("何人（账号）", default=0)
    name = models.CharField("何人（姓名）", max_length=100)
    post = models.CharField("以何岗位", max_length=90, blank=True)
    for_user = models.BigIntegerField("代何人（账号）", default=0)
    for_name = models.CharField("代何人（姓名）", max_length=100, blank=True)

    class Meta:
        verbose_name = "案件经过"
        verbose_name_plural = "案件经过"
        ordering = ("case", "seq")
        constraints = (models.UniqueConstraint(fields=("case", "seq"), name="cases_events_in_order"),)
        triggers = (append_only("cases_history_is_append_only"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.seq} {self.kind}"


class Snapshot(models.Model):
    """快照: what was handed in or decided on: facts, documents, invoices, rule version, readings, calculation."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="snapshots", verbose_name="案件")
    digest = models.CharField("摘要", max_length=64)
    content = models.JSONField("内容")
    at = models.DateTimeField("何时")

    class Meta:
        verbose_name = "快照"
        verbose_name_plural = "快照"
        constraints = (models.UniqueConstraint(fields=("case", "digest"), name="cases_snapshot_once"),)
        triggers = (append_only("cases_snapshots_are_append_only"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.digest[:12]}"


class Draft(models.Model):
    """填报中的表单: what the applicant has filled in so far; frozen into a snapshot when it is submitted."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="draft", verbose_name="案件")
    form = models.JSONField("表单", default=dict)
    invoices = models.JSONField("发票", default=list)
    """`[{"line": 7, "amount": 1200000, "inputs": ["annual_service_fee"]}]`."""
    saved_at = models.DateTimeField("保存时间")
    saved_by = models.CharField("谁保存的", max_length=100)

    class Meta:
        verbose_name = "填报中的表单"
        verbose_name_plural = "填报中的表单"

    def __str__(self) -> str:
        return str(self.case_id)


class CaseDocument(models.Model):
    """案件材料: a document used for a requirement of the case; the same document may serve many cases."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents", verbose_name="案件")
    document = models.BigIntegerField("材料")
    requirement = models.CharField("用作", max_length=100)
    added_at = models.DateTimeField("何时")
    added_by = models.CharField("谁加的", max_length=100)
    dropped_at = models.DateTimeField("撤下时间", null=True, blank=True)

    class Meta:
        verbose_name = "案件材料"
        verbose_name_plural = "案件材料"
        indexes = (models.Index(fields=("document",), name="cases_document_used"),)
        constraints = (
            models.UniqueConstraint(
                fields=("case", "document", "requirement"), condition=Q(dropped_at__isnull=True),
                name="cases_document_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.requirement}"


class Todo(models.Model):
    """待办: a case on a desk, by when; rows come and go with the events of the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="todos", verbose_name="案件")
    desk = models.CharField("谁的", max_length=90)
    step = models.CharField("环节", max_length=60)
    since = models.DateTimeField("何时起")
    step_name = models.CharField("环节名称", max_length=60)
    deadline_on = models.DateField("期限", null=True)
    suspended = models.BooleanField("停止计时", default=False)
    for_user = models.BigIntegerField("建议由谁办", default=0)

    class Meta:
        verbose_name = "待办"
        verbose_name_plural = "待办"
        indexes = (
            models.Index(fields=("desk", "deadline_on", "case"), name="cases_todo_by_deadline"),
            models.Index(fields=("desk",), include=("deadline_on", "suspended", "step_name"), name="cases_todo_counted"),
            models.Index(fields=("deadline_on",), name="cases_todo_due"),
        )
        constraints = (models.UniqueConstraint(fields=("case", "desk"), name="cases_todo_once"),)

    def __str__(self) -> str:
        return f"{self.desk} {self.case_id}"


class ActionKey(models.Model):
    """提交标记: the same form sent twice is one deed; the second gets the answer of the first."""

    key = models.UUIDField("标记", primary_key=True)
    user = models.BigIntegerField("账号")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", verbose_name="案件")
    deed = models.CharField("何事", max_length=60)
    digest = models.CharField("内容摘要", max_length=64)
    at = models.DateTimeField("何时")

    class Meta:
        verbose_name = "提交标记"
        verbose_name_plural = "提交标记"

    def __str__(self) -> str:
        return str(self.key)
