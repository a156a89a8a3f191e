"""银行回执的表: files as they came, and each of their rows with what was made of it."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from luoqiao.apps.funds.models.batch import PaymentLine
from luoqiao.core.funds.reconcile import Outcome


class BankFile(models.Model):
    """一份回执: the same bytes are one file; taken in once, applied once."""

    pack = models.CharField("方案包", max_length=100)
    name = models.CharField("文件名", max_length=200)
    content = models.BinaryField("内容")
    sha256 = models.CharField("SHA-256", max_length=64)
    sm3 = models.CharField("SM3", max_length=64)
    size = models.PositiveIntegerField("字节数")
    rows_count = models.PositiveIntegerField("行数")
    received_by = models.BigIntegerField("导入人（账号）")
    received_name = models.CharField("导入人", max_length=100)
    received_persons = ArrayField(models.BigIntegerField(), verbose_name="导入人及其所代", default=list)
    received_at = models.DateTimeField("导入时间")
    applied_by = models.BigIntegerField("入账人（账号）", null=True)
    applied_name = models.CharField("入账人", max_length=100, blank=True)
    applied_persons = ArrayField(models.BigIntegerField(), verbose_name="入账人及其所代", default=list)
    applied_at = models.DateTimeField("入账时间", null=True)
    dropped_at = models.DateTimeField("放弃时间", null=True)

    class Meta:
        verbose_name = "银行回执"
        verbose_name_plural = "银行回执"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("sha256",), condition=Q(dropped_at=None), name="funds_bank_file_once"),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(dropped_at__isnull=True), name="funds_bank_file_one_end"
            ),
        )
        triggers = (
            pgtrigger.Protect(name="funds_bank_files_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="funds_bank_files_stand", fields=["pack", "name", "content", "sha256", "sm3", "received_by", "received_at"]
            ),
        )

    def __str__(self) -> str:
        return self.name


class BankRow(models.Model):
    """回执的一行: as read; once applied, what it was matched with; what did not fit is settled by a person."""

    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="rows", verbose_name="回执")
    number = models.PositiveIntegerField("第几行")
    reference = models.CharField("流水号", max_length=60)
    amount = models.BigIntegerField("金额（分）")
    paid = models.BooleanField("到账")
    on = models.DateField("日期", null=True)
    voucher = models.CharField("凭证号", max_length=200, blank=True)
    reason = models.CharField("退回原因", max_length=200, blank=True)
    name = models.CharField("户名", max_length=200, blank=True)
    trouble = models.CharField("读不懂的地方", max_length=500, blank=True)
    outcome = models.CharField("对上了什么", max_length=20, choices=[(one.value, one.label) for one in Outcome], blank=True)
    said = models.CharField("为什么要人看", max_length=500, blank=True)
    line = models.ForeignKey(PaymentLine, on_delete=models.PROTECT, related_name="answers", null=True, verbose_name="明细")
    waits = models.BooleanField("等人处理", default=False)
    settled_by = models.BigIntegerField("处理人（账号）", null=True)
    settled_name = models.CharField("处理人", max_length=100, blank=True)
    settled_at = models.DateTimeField("处理时间", null=True)
    because = models.CharField("怎样处理、为什么", max_length=300, blank=True)

    class Meta:
        verbose_name = "回执的行"
        verbose_name_plural = "回执的行"
        ordering = ("file", "number")
        indexes = (
            models.Index(fields=("line",), name="funds_answers_of_line", condition=Q(line__isnull=False)),
            models.Index(fields=("waits", "id"), name="funds_bank_rows_waiting", condition=Q(waits=True)),
            models.Index(fields=("reference",), name="funds_bank_rows_of"),
        )
        constraints = (models.UniqueConstraint(fields=("file", "number"), name="funds_bank_row_once"),)
        triggers = (
            pgtrigger.Protect(name="funds_bank_rows_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="funds_bank_rows_stand", fields=["file", "number", "reference", "amount", "paid", "on", "voucher"]
            ),
        )

    def __str__(self) -> str:
        return f"{self.file_id} {self.number}"
