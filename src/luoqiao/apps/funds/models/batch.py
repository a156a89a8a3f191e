"""拨付批次的表: a batch, its lines as they were on the day of preparation, and the files that went to the bank.

A share stands in one live line at most; who prepared and the two who approved are three persons; a file never changes. The
database keeps all three.
"""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from luoqiao.core.funds.batch import LIVE, BatchState, LineState


class PaymentBatch(models.Model):
    """批次: shares of one programme and year that go to the bank together."""

    number = models.CharField("编号", max_length=20, unique=True)
    pack = models.CharField("方案包", max_length=100)
    year = models.PositiveSmallIntegerField("年度")
    state = models.CharField("状态", max_length=20, choices=[(one.value, one.label) for one in BatchState])
    key = models.UUIDField("提交标记", unique=True)
    credit_source = models.CharField("信用复核查了哪里", max_length=100, blank=True)
    credit_on = models.DateField("信用复核日期", null=True)
    credit_name = models.CharField("信用复核人", max_length=100, blank=True)
    prepared_by = models.BigIntegerField("编制人（账号）")
    prepared_name = models.CharField("编制人", max_length=100)
    prepared_persons = ArrayField(models.BigIntegerField(), verbose_name="编制人及其所代", default=list)
    prepared_at = models.DateTimeField("编制时间")
    first_by = models.BigIntegerField("复核人（账号）", null=True)
    first_name = models.CharField("复核人", max_length=100, blank=True)
    first_persons = ArrayField(models.BigIntegerField(), verbose_name="复核人及其所代", default=list)
    first_at = models.DateTimeField("复核时间", null=True)
    second_by = models.BigIntegerField("签批人（账号）", null=True)
    second_name = models.CharField("签批人", max_length=100, blank=True)
    second_at = models.DateTimeField("签批时间", null=True)
    closed_at = models.DateTimeField("对清时间", null=True)
    withdrawn_name = models.CharField("撤销人", max_length=100, blank=True)
    withdrawn_because = models.CharField("为什么撤销", max_length=300, blank=True)

    class Meta:
        verbose_name = "拨付批次"
        verbose_name_plural = "拨付批次"
        ordering = ("-pk",)
        indexes = (models.Index(fields=("state", "year"), name="funds_batches_by_state"),)
        constraints = (
            models.CheckConstraint(
                condition=(Q(first_by__isnull=True) | ~Q(first_by=F("prepared_by")))
                & (Q(second_by__isnull=True) | (~Q(second_by=F("prepared_by")) & ~Q(second_by=F("first_by")))),
                name="funds_batch_three_persons",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[BatchState.SENT.value, BatchState.CLOSED.value])
                | Q(first_by__isnull=False, second_by__isnull=False),
                name="funds_batch_sent_by_two",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="funds_batches_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="funds_batches_stand", fields=["number", "pack", "year", "prepared_by"]
            ),
        )

    def __str__(self) -> str:
        return self.number


class PaymentLine(models.Model):
    """明细: one share, with the payee and the account as they were when the batch was prepared."""

    batch = models.ForeignKey(PaymentBatch, on_delete=models.PROTECT, related_name="lines", verbose_name="批次")
    place = models.PositiveIntegerField("序号")
    reference = models.CharField("流水号", max_length=40, unique=True)
    share = models.ForeignKey("funds.Share", on_delete=models.PROTECT, related_name="payments", verbose_name="哪一份")
    case_number = models.CharField("案件号", max_length=40)
    title = models.CharField("事项", max_length=200)
    tier = models.CharField("层级", max_length=20)
    clause = models.CharField("条款", max_length=100)
    uscc = models.CharField("统一社会信用代码", max_length=18)
    name = models.CharField("企业名称", max_length=200)
    amount = models.BigIntegerField("金额（分）")
    account = models.BigIntegerField("收款账户（编号）")
    bank = models.CharField("开户银行", max_length=100)
    branch = models.CharField("开户网点", max_length=100, blank=True)
    holder = models.CharField("户名", max_length=200)
    account_number = models.CharField("账号", max_length=40)
    purpose = models.CharField("用途", max_length=60)
    state = models.CharField("状态", max_length=20, choices=[(one.value, one.label) for one in LineState])
    holder_reason = models.CharField("户名不同的理由", max_length=300, blank=True)
    credit = models.CharField("信用复核", max_length=10, blank=True)
    credit_note = models.CharField("信用复核情况", max_length=300, blank=True)
    taken_out_name = models.CharField("移出人", max_length=100, blank=True)
    taken_out_because = models.CharField("为什么移出", max_length=300, blank=True)
    answered_on = models.DateField("银行日期", null=True)
    answered_at = models.DateTimeField("入账时间", null=True)
    voucher = models.CharField("凭证号", max_length=200, blank=True)
    answer_reason = models.CharField("退回原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "拨付明细"
        verbose_name_plural = "拨付明细"
        ordering = ("batch", "place")
        indexes = (
            models.Index(fields=("uscc", "clause", "amount"), name="funds_lines_alike"),
            models.Index(fields=("share", "id"), name="funds_lines_of_share"),
        )
        constraints = (
            models.UniqueConstraint(fields=("batch", "place"), name="funds_line_place_once"),
            models.UniqueConstraint(
                fields=("share",), condition=Q(state__in=[one.value for one in LIVE]), name="funds_share_paid_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="funds_payment_positive"),
        )
        triggers = (
            pgtrigger.Protect(name="funds_payment_lines_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="funds_payment_lines_stand",
                fields=["batch", "place", "reference", "share", "uscc", "name", "amount", "account", "bank", "branch", "holder",
                        "account_number", "purpose"],
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.reference


class PaymentFile(models.Model):
    """拨付文件: the bytes that were approved; kept with the approval in one transaction, the same for ever."""

    batch = models.ForeignKey(PaymentBatch, on_delete=models.PROTECT, related_name="files", verbose_name="批次")
    layout = models.CharField("格式", max_length=60)
    title = models.CharField("格式名称", max_length=100)
    name = models.CharField("文件名", max_length=100)
    media_type = models.CharField("种类", max_length=100)
    content = models.BinaryField("内容")
    sha256 = models.CharField("SHA-256", max_length=64)
    sm3 = models.CharField("SM3", max_length=64)
    size = models.PositiveIntegerField("字节数")

    class Meta:
        verbose_name = "拨付文件"
        verbose_name_plural = "拨付文件"
        ordering = ("batch", "pk")
        constraints = (models.UniqueConstraint(fields=("batch", "layout"), name="funds_file_is_one"),)
        triggers = (pgtrigger.Protect(name="funds_files_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.name
