"""企业的表: enterprises, the names they had, their places of business and the people to ring up."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q

from luoqiao.apps.parties.models.entered import Entered
from luoqiao.apps.parties.models.tracking import overlap_free, tracked
from luoqiao.core.parties.size_class import SizeClass


@tracked
class Enterprise(models.Model):
    """企业: one row for each unified social credit code; every name it had stands in `EnterpriseName`.

    The programme industry is stated, never derived from the industry classification (X-48). Township and park are two
    things: an enterprise has a township and, perhaps, a park.
    """

    uscc = models.CharField("统一社会信用代码", max_length=18, unique=True)
    name = models.CharField("名称", max_length=200)
    name_order = models.BinaryField("拼音次序", default=b"")
    """GB18030 bytes of the name: the order of pinyin for common characters."""
    search_text = models.TextField("搜索用的名称", default="")
    """All names, old ones too, one a line, folded to half width and lower case."""
    industry = models.CharField("方案产业", max_length=40, blank=True)
    industry_code = models.CharField("国民经济行业分类", max_length=4, blank=True)
    township = models.CharField("镇街（九位代码）", max_length=9, blank=True)
    park = models.CharField("园区（代码）", max_length=40, blank=True)
    address = models.CharField("住所", max_length=300, blank=True)
    staff = models.PositiveIntegerField("从业人员", null=True, blank=True)
    revenue = models.BigIntegerField("营业收入（分）", null=True, blank=True)
    size_year = models.PositiveSmallIntegerField("划型所用年度", null=True, blank=True)
    size = models.CharField("划型", max_length=10, blank=True, choices=[(one.value, one.label) for one in SizeClass])
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
            models.Index(fields=("name_order", "id"), name="parties_by_name"),
            models.Index(fields=("township", "name_order"), name="parties_by_township"),
            models.Index(fields=("park", "name_order"), name="parties_by_park"),
            GinIndex(Func(F("search_text"), function="parties_bigrams"), name="parties_by_bigrams"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(uscc__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$"), name="parties_uscc_has_its_form"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="parties_name_is_not_empty"),
            models.CheckConstraint(
                condition=Q(size="", staff__isnull=True, revenue__isnull=True, size_year__isnull=True)
                | (~Q(size="") & Q(staff__isnull=False, revenue__isnull=False, size_year__isnull=False)),
                name="parties_size_rests_on_figures",
            ),
            models.UniqueConstraint(
                fields=("named_in_document",), condition=~Q(named_in_document=""), name="parties_named_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


@tracked
class EnterpriseName(models.Model):
    """名称沿革: what it was called from one day to another; `from_on` null = before the register began."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="names", verbose_name="企业")
    name = models.CharField("名称", max_length=200)
    from_on = models.DateField("起日", null=True, blank=True)
    until_on = models.DateField("止日（不含）", null=True, blank=True)
    source = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = "名称沿革"
        verbose_name_plural = "名称沿革"
        constraints = (
            ExclusionConstraint(
                name="parties_one_name_a_day", expressions=overlap_free("enterprise", "from_on", "until_on"), index_type="gist"
            ),
        )

    def __str__(self) -> str:
        return self.name


@tracked
class Establishment(Entered):
    """经营场所."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="establishments", verbose_name="企业")
    name = models.CharField("名称", max_length=200)
    township = models.CharField("镇街（九位代码）", max_length=9, blank=True)
    address = models.CharField("地址", max_length=300)

    class Meta:
        verbose_name = "经营场所"
        verbose_name_plural = "经营场所"
        constraints = (
            models.UniqueConstraint(fields=("enterprise", "name", "address"), name="parties_establishment_once"),
        )

    def __str__(self) -> str:
        return self.name


@tracked
class Contact(models.Model):
    """联系人: personal data: shown masked, seen whole only with a reason that is recorded."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="contacts", verbose_name="企业")
    name = models.CharField("姓名", max_length=60)
    phone = models.CharField("电话", max_length=30)
    duty = models.CharField("职务", max_length=60, blank=True)
    ended_on = models.DateField("不再联系之日", null=True, blank=True)

    class Meta:
        verbose_name = "联系人"
        verbose_name_plural = "联系人"

    def __str__(self) -> str:
        return f"联系人 {self.pk}"
