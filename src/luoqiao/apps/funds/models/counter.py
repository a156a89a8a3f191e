"""编号的表: the last number given out, by kind and year."""

from __future__ import annotations

from django.db import models


class Counter(models.Model):
    """编号: 指标文 ZB, 批次 ZF, 追回 ZH."""

    kind = models.CharField("种类", max_length=4)
    year = models.PositiveSmallIntegerField("年")
    last = models.PositiveIntegerField("最后一个", default=0)

    class Meta:
        verbose_name = "资金编号"
        verbose_name_plural = "资金编号"
        constraints = (models.UniqueConstraint(fields=("kind", "year"), name="funds_counter_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.last}"
