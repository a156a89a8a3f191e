"""方案包版本: each version of a programme pack with its files, byte for byte as loaded. Rows are never changed.

Only whether a version is the current one changes; a version that was ever loaded stays, because cases are pinned to it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class PackVersion(models.Model):
    """方案包的一个版本: identity by the digest of all files of the pack."""

    pack = models.CharField("方案包", max_length=100)
    number = models.CharField("文号", max_length=100)
    title = models.CharField("名称", max_length=200)
    version = models.CharField("版本", max_length=40)
    digest = models.CharField("全部文件的摘要", max_length=64)
    source_checksum = models.CharField("原文校验值", max_length=64)
    in_force_from = models.DateField("生效日")
    in_force_until = models.DateField("有效期最后一天")
    loaded_at = models.DateTimeField("首次载入")
    current = models.BooleanField("现行", default=False)

    class Meta:
        verbose_name = "方案包版本"
        verbose_name_plural = "方案包版本"
        ordering = ("pack", "loaded_at")
        constraints = (
            models.UniqueConstraint(fields=("pack", "digest"), name="policy_one_row_per_version"),
            models.UniqueConstraint(
                fields=("pack",), condition=Q(current=True), name="policy_one_current_version"
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="policy_digest_is_sha256"
            ),
            models.CheckConstraint(
                condition=Q(in_force_from__lte=models.F("in_force_until")), name="policy_in_force_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:12]}"


class PackFile(models.Model):
    """方案包的一个文件: its path within the pack and its bytes."""

    version = models.ForeignKey(
        PackVersion, on_delete=models.PROTECT, related_name="files", verbose_name="版本"
    )
    path = models.CharField("路径", max_length=200)
    content = models.BinaryField("内容")

    class Meta:
        verbose_name = "方案包文件"
        verbose_name_plural = "方案包文件"
        ordering = ("path",)
        constraints = (models.UniqueConstraint(fields=("version", "path"), name="policy_one_file_per_path"),)

    def __str__(self) -> str:
        return self.path
