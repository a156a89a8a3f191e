"""生产的表: workshops, production lines and key equipment; later they carry evidence, here is only what there is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from luoqiao.apps.parties.models.entered import Entered
from luoqiao.apps.parties.models.enterprise import Enterprise
from luoqiao.apps.parties.models.tracking import tracked


@tracked
class Workshop(Entered):
    """车间."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="workshops", verbose_name="企业")
    name = models.CharField("名称", max_length=100)
    address = models.CharField("地点", max_length=300, blank=True)

    class Meta:
        verbose_name = "车间"
        verbose_name_plural = "车间"
        constraints = (models.UniqueConstraint(fields=("enterprise", "name"), name="parties_workshop_once"),)

    def __str__(self) -> str:
        return self.name


@tracked
class ProductionLine(Entered):
    """生产线: `digital` is what the firm says; unknown stays unknown until somebody says it."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="lines", verbose_name="企业")
    workshop = models.ForeignKey(
        Workshop, on_delete=models.PROTECT, related_name="lines", null=True, blank=True, verbose_name="车间"
    )
    name = models.CharField("名称", max_length=100)
    product = models.CharField("产品", max_length=120, blank=True)
    digital = models.BooleanField("自报是否数字化", null=True, blank=True)

    class Meta:
        verbose_name = "生产线"
        verbose_name_plural = "生产线"
        constraints = (models.UniqueConstraint(fields=("enterprise", "name"), name="parties_line_once"),)

    def __str__(self) -> str:
        return self.name


@tracked
class KeyEquipment(Entered):
    """关键设备: known by its serial number; the same number of the same maker at two firms is shown to auditors."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="equipment", verbose_name="企业")
    line = models.ForeignKey(
        ProductionLine, on_delete=models.PROTECT, related_name="equipment", null=True, blank=True, verbose_name="生产线"
    )
    name = models.CharField("名称", max_length=100)
    maker = models.CharField("制造商", max_length=120, blank=True)
    model = models.CharField("型号", max_length=80, blank=True)
    serial_number = models.CharField("出厂编号", max_length=80, blank=True)
    acquired_on = models.DateField("购置日期", null=True, blank=True)
    numerically_controlled = models.BooleanField("是否数控", null=True, blank=True)
    networked = models.BooleanField("是否联网", null=True, blank=True)

    class Meta:
        verbose_name = "关键设备"
        verbose_name_plural = "关键设备"
        indexes = (models.Index(fields=("serial_number",), name="parties_by_serial_number"),)
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "maker", "serial_number"), condition=~Q(serial_number=""), name="parties_equipment_once"
            ),
        )

    def __str__(self) -> str:
        return self.name
