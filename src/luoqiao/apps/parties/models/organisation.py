"""组织的表: what the pack names: units, seats, townships, parks, projects and enterprises; and who held which post."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from luoqiao.apps.parties.models.enterprise import Enterprise
from luoqiao.apps.parties.models.tracking import overlap_free, tracked


class Unit(models.Model):
    """单位: `current` false when no loaded pack names it any more; rows stay, because records point to them."""

    code = models.CharField("标识", max_length=60, unique=True)
    name = models.CharField("名称", max_length=100)
    short_name = models.CharField("简称", max_length=60)
    kind = models.CharField("种类", max_length=20)
    addressed = models.BooleanField("文件分送", default=False)
    order = models.PositiveIntegerField("次序")
    current = models.BooleanField("现有", default=True)

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ("order",)

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """席位: a post that sits in the leading group; persons stand in `PostHolder`."""

    code = models.CharField("标识", max_length=60, unique=True)
    role = models.CharField("组内职务", max_length=20)
    post = models.CharField("职务", max_length=100)
    printed_post = models.CharField("原文所印职务", max_length=100)
    also = models.CharField("兼任", max_length=100, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="seats", verbose_name="单位")
    order = models.PositiveIntegerField("次序")
    current = models.BooleanField("现有", default=True)

    class Meta:
        verbose_name = "席位"
        verbose_name_plural = "席位"
        ordering = ("order",)

    def __str__(self) -> str:
        return self.post


@tracked
class PostHolder(models.Model):
    """任职人: one person a day for each seat; the successor takes over from the day the other leaves."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="holders", verbose_name="席位")
    name = models.CharField("姓名", max_length=60)
    from_on = models.DateField("起日")
    until_on = models.DateField("止日（不含）", null=True, blank=True)
    source = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = "任职人"
        verbose_name_plural = "任职人"
        constraints = (
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="parties_holder_in_order"
            ),
            ExclusionConstraint(
                name="parties_one_holder_a_day", expressions=overlap_free("seat", "from_on", "until_on"), index_type="gist"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Industry(models.Model):
    """方案产业: the one controlled list of programme industries."""

    code = models.CharField("标识", max_length=40, unique=True)
    name = models.CharField("名称", max_length=60)
    leading = models.BooleanField("主导产业", default=False)
    order = models.PositiveIntegerField("次序")
    current = models.BooleanField("现有", default=True)

    class Meta:
        verbose_name = "方案产业"
        verbose_name_plural = "方案产业"
        ordering = ("order",)

    def __str__(self) -> str:
        return self.name


class Township(models.Model):
    """镇街."""

    code = models.CharField("九位代码", max_length=9, unique=True)
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("种类", max_length=20)
    current = models.BooleanField("现有", default=True)

    class Meta:
        verbose_name = "镇街"
        verbose_name_plural = "镇街"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Park(models.Model):
    """园区: no division of the district, run by a unit."""

    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=100)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="parks", verbose_name="管理单位")
    order = models.PositiveIntegerField("次序")
    current = models.BooleanField("现有", default=True)

    class Meta:
        verbose_name = "园区"
        verbose_name_plural = "园区"
        ordering = ("order",)

    def __str__(self) -> str:
        return self.name


@tracked
class NamedEnterprise(models.Model):
    """点名的企业或载体: as the document names it, without a code; an officer links it once its code is known.

    The document gives no credit codes and none is ever made up: until linked it stands here and nowhere else.
    """

    code = models.CharField("文件中的编号", max_length=10, unique=True)
    name = models.CharField("名称", max_length=200)
    named_as = models.CharField("点名为", max_length=40)
    industry = models.CharField("方案产业", max_length=40, blank=True)
    open_list = models.BooleanField("名单未列完（等）", default=False)
    anchor = models.CharField("出处", max_length=100)
    quote = models.CharField("原文", max_length=300)
    enterprise = models.OneToOneField(
        Enterprise, on_delete=models.PROTECT, related_name="named_as_row", null=True, blank=True, verbose_name="名录中的企业"
    )
    linked_by = models.CharField("谁关联的", max_length=100, blank=True)
    linked_at = models.DateTimeField("何时关联的", null=True, blank=True)
    current = models.BooleanField("现有", default=True)

    class Meta:
        verbose_name = "点名的企业"
        verbose_name_plural = "点名的企业"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


@tracked
class Project(models.Model):
    """项目: those of the document (`named_in_document` J-01 …) and others; the owner is stated, never guessed from a name."""

    named_in_document = models.CharField("文件中的编号", max_length=10, blank=True)
    name = models.CharField("名称", max_length=200)
    industry = models.CharField("方案产业", max_length=40, blank=True)
    kind = models.CharField("种类", max_length=40)
    stage = models.CharField("阶段", max_length=40, blank=True)
    open_list = models.BooleanField("名单未列完（等）", default=False)
    anchor = models.CharField("出处", max_length=100, blank=True)
    quote = models.CharField("原文", max_length=300, blank=True)
    owner = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="projects", null=True, blank=True, verbose_name="业主"
    )
    current = models.BooleanField("现有", default=True)

    class Meta:
        verbose_name = "项目"
        verbose_name_plural = "项目"
        ordering = ("named_in_document", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("named_in_document",), condition=~Q(named_in_document=""), name="parties_project_named_once"
            ),
        )

    def __str__(self) -> str:
        return self.name
