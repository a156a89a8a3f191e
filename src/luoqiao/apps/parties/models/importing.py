"""导入的表: a file as it came, what was found in it, how far it is, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from luoqiao.core.parties.import_kind import ImportKind, ImportState


class ImportRun(models.Model):
    """一次导入: previewed, then done whole in one transaction, or refused, cancelled or failed without a trace in the
    register. `key` makes sending the same form twice the same as sending it once."""

    identifier = models.UUIDField("编号", unique=True)
    key = models.UUIDField("提交标记", unique=True)
    kind = models.CharField("名单种类", max_length=40, choices=[(one.value, one.label) for one in ImportKind])
    file_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("文件的摘要", max_length=64)
    content = models.BinaryField("文件")
    settings = models.JSONField("填写的项", default=dict)
    state = models.CharField("状态", max_length=20, choices=[(one.value, one.label) for one in ImportState])
    good_rows_only = models.BooleanField("只导入无误的行", default=False)
    decisions = models.JSONField("对可能重复的行的决定", default=dict)
    cancel_asked = models.BooleanField("要求取消", default=False)
    rows = models.PositiveIntegerField("行数", default=0)
    rows_done = models.PositiveIntegerField("已处理行数", default=0)
    counts = models.JSONField("各类行数", default=dict)
    table = models.BinaryField("读出的表（压缩的 JSON）", default=b"")
    report = models.BinaryField("逐行结果（压缩的 JSON）", default=b"")
    trouble = models.TextField("未完成的原因", blank=True)
    started_by = models.BigIntegerField("谁导入（账号）")
    started_by_name = models.CharField("谁导入", max_length=100)
    posts = models.JSONField("以何岗位", default=list)
    started_at = models.DateTimeField("上传时间")
    confirmed_at = models.DateTimeField("确认导入时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "导入"
        verbose_name_plural = "导入"
        ordering = ("-started_at", "-pk")
        indexes = (
            models.Index(fields=("started_by", "-started_at"), name="parties_import_by_person"),
            models.Index(fields=("state",), name="parties_import_by_state"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="parties_import_digest_is_sha256"),
        )

    def __str__(self) -> str:
        return self.file_name
