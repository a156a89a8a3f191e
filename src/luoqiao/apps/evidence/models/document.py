"""材料的表: one row for each document an owner has; the bytes lie in the store under their SHA-256 and never change."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from luoqiao.core.evidence.document_category import Category

_KEEPS = """
IF (NEW.id, NEW.sha256, NEW.sm3, NEW.size, NEW.kind, NEW.pages, NEW.enterprise_id, NEW.unit, NEW.uploaded_by, NEW.uploaded_at)
    IS DISTINCT FROM
   (OLD.id, OLD.sha256, OLD.sm3, OLD.size, OLD.kind, OLD.pages, OLD.enterprise_id, OLD.unit, OLD.uploaded_by, OLD.uploaded_at)
THEN
    RAISE EXCEPTION 'what was uploaded is never altered'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'evidence_document_keeps_its_bytes';
END IF;
RETURN NEW;
"""


class Document(models.Model):
    """材料: whose it is, what it is called, which bytes it is."""

    sha256 = models.CharField("SHA-256", max_length=64)
    sm3 = models.CharField("SM3", max_length=64)
    size = models.BigIntegerField("字节数")
    kind = models.CharField("格式", max_length=10)
    pages = models.PositiveIntegerField("页数", null=True, blank=True)
    original_name = models.CharField("原文件名", max_length=200)
    title = models.CharField("名称", max_length=200)
    category = models.CharField("种类", max_length=20, choices=[(one.value, one.label) for one in Category])
    enterprise = models.ForeignKey(
        "parties.Enterprise", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="企业"
    )
    unit = models.CharField("单位", max_length=40, blank=True)
    """For documents of a unit itself (a list that arrived, a letter); then there is no enterprise."""
    uploaded_by = models.BigIntegerField("谁传的（账号）")
    uploaded_name = models.CharField("谁传的（姓名）", max_length=100)
    uploaded_at = models.DateTimeField("何时传的")
    put_away_at = models.DateTimeField("收起的时间", null=True, blank=True)
    """No longer offered; cases that use it keep it."""
    withheld = models.BooleanField("暂不给看", default=False)
    """Only its owner sees it: it belongs to something that is sealed, and nobody has used it elsewhere."""

    class Meta:
        verbose_name = "材料"
        verbose_name_plural = "材料"
        indexes = (
            models.Index(fields=("enterprise", "-uploaded_at", "-id"), name="evidence_documents_of_firm"),
            models.Index(fields=("sha256",), name="evidence_documents_by_bytes"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "sha256"), condition=Q(enterprise__isnull=False), name="evidence_document_once_a_firm"
            ),
            models.UniqueConstraint(
                fields=("unit", "sha256"), condition=Q(enterprise__isnull=True), name="evidence_document_once_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(enterprise__isnull=False, unit="") | (Q(enterprise__isnull=True) & ~Q(unit="")),
                name="evidence_document_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$", sm3__regex=r"^[0-9a-f]{64}$", size__gt=0),
                name="evidence_document_digests_have_their_form",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="document_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="document_keeps_its_bytes", when=pgtrigger.Before, operation=pgtrigger.Update, func=_KEEPS
            ),
        )

    def __str__(self) -> str:
        return self.title
