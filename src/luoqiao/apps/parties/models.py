"""名录的表: enterprises, their names, places, people, accounts and titles; units, seats and who holds them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Enterprise(models.Model):
    """企业: one row for each unified social credit code; former names stand in `EnterpriseName`.

    The programme industry is stated, never derived from the industry classification (X-48). Township and park are two
    things: an enterprise has a township and, perhaps, a park.
    """

    uscc = models.CharField("统一社会信用代码", max_length=18, unique=True)
    name = models.CharField("名称", max_length=200)
    name_order = models.BinaryField("拼音次序", default=b"")
    """GB18030 bytes of the name: the order of pinyin for common characters."""
    industry = models.CharField("方案产业", max_length=40, blank=True)
    industry_code = models.CharField("国民经济行业分类", max_length=4, blank=True)
    township = models.CharField("镇街（九位代码）", max_length=9, blank=True)
    park = models.CharField("园区（代码）", max_length=40, blank=True)
    address = models.CharField("住所", max_length=300, blank=True)
    named_in_document = models.CharField("文件中的编号", max_length=10, blank=True)
    """`E-01` for those that the document itself names; no figure is ever invented for them."""
    demonstration = models.BooleanField("示例", default=False)
    active = models.BooleanField("存续", default=True)
    created_at = models.DateTimeField("登记时间")
    changed_at = models.DateTimeField("最近更正时间")

    class Meta:
        verbose_name = "企业"
        verbose_name_plural = "企业"
        indexes = (
            models.Index(fields=("township", "name_order"), name="parties_by_township"),
            models.Index(fields=("park", "name_order"), name="parties_by_park"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(uscc__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$"), name="parties_uscc_has_its_form"
            ),
        )

    def __str__(self) -> str:
        return self.name
