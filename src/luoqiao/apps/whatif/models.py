"""存下的方案: a name, the clause, every field of the trial as an address, what it was computed on and what came out.

Rows are never changed: a trial that differs is another scenario. Until there are accounts, a scenario belongs to the
browser that saved it, known by the digest of a secret that only that browser holds.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from luoqiao.apps.whatif.limits import LONGEST_FILE_NAME, LONGEST_NAME, LONGEST_QUERY

models.TextField.register_lookup(Length)


class Scenario(models.Model):
    """存下的方案: `key` makes saving it twice the same as saving it once."""

    identifier = models.UUIDField("编号", default=uuid4, unique=True, editable=False)
    key = models.UUIDField("提交标记", unique=True)
    owner = models.CharField("所属浏览器", max_length=64)
    name = models.CharField("名称", max_length=LONGEST_NAME)
    clause = models.CharField("条款", max_length=100)
    clause_title = models.CharField("条款名称", max_length=200)
    query = models.TextField("试算的字段")
    pack = models.CharField("方案包", max_length=100)
    pack_digest = models.CharField("方案包版本", max_length=64)
    population = models.CharField("总体", max_length=200)
    result = models.JSONField("存下时的结果")
    saved_at = models.DateTimeField("存下的时间")

    class Meta:
        verbose_name = "存下的方案"
        verbose_name_plural = "存下的方案"
        ordering = ("-saved_at", "-pk")
        indexes = (models.Index(fields=("owner", "-saved_at"), name="whatif_by_owner"),)
        constraints = (
            models.CheckConstraint(condition=Q(owner__regex=r"^[0-9a-f]{64}$"), name="whatif_owner_is_sha256"),
            models.CheckConstraint(condition=~Q(name=""), name="whatif_name_is_not_empty"),
            models.CheckConstraint(condition=Q(query__length__lte=LONGEST_QUERY), name="whatif_query_is_short"),
        )

    def __str__(self) -> str:
        return self.name


class PopulationFile(models.Model):
    """导入的企业总体: the file as it came, and what every enterprise states, ready to be tried out.

    Rows are never changed; the one loaded last and not withdrawn is the district's population.
    """

    name = models.CharField("文件名", max_length=LONGEST_FILE_NAME)
    digest = models.CharField("文件的摘要", max_length=64)
    content = models.BinaryField("文件")
    stated = models.BinaryField("逐家事实（压缩的 JSON）")
    pack = models.CharField("方案包", max_length=100)
    rows = models.PositiveIntegerField("家数")
    bad_rows = models.PositiveIntegerField("读不成的行数")
    loaded_by = models.CharField("谁导入的", max_length=100)
    loaded_at = models.DateTimeField("导入时间")
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)

    class Meta:
        verbose_name = "导入的企业总体"
        verbose_name_plural = "导入的企业总体"
        ordering = ("-loaded_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="whatif_file_digest_is_sha256"),
            models.CheckConstraint(condition=Q(rows__gt=0), name="whatif_file_has_rows"),
        )

    def __str__(self) -> str:
        return self.name
