"""发票的表: one row for each invoice there is, however many enterprises and cases name it, and what each of them stated.

The database keeps two sums itself and refuses to let them run over: the lines of an invoice never come to more than
the invoice (`lines_amount`), the uses of a line never to more than the line (`allocated`). Both are written by
triggers only. Because a use changes its line, this holds under every isolation level.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from luoqiao.core.evidence.invoice import InvoiceKind

LINE_OVERUSED = "evidence_line_within_its_amount"
LINES_EXCEED = "evidence_lines_within_invoice"

_INVOICE_KEEPS = """
IF TG_OP = 'INSERT' THEN
    IF NEW.lines_amount <> 0 THEN
        RAISE EXCEPTION 'the sum of lines is kept by the database'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'evidence_invoice_sum_is_kept';
    END IF;
    RETURN NEW;
END IF;
IF NEW.code <> OLD.code OR NEW.number <> OLD.number OR NEW.id <> OLD.id THEN
    RAISE EXCEPTION 'an invoice keeps its code and number'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'evidence_invoice_keeps_its_number';
END IF;
IF NEW.lines_amount <> OLD.lines_amount AND pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'the sum of lines is kept by the database'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'evidence_invoice_sum_is_kept';
END IF;
RETURN NEW;
"""

_LINE_KEEPS = """
IF TG_OP = 'INSERT' THEN
    IF NEW.allocated <> 0 THEN
        RAISE EXCEPTION 'the sum of uses is kept by the database'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'evidence_line_sum_is_kept';
    END IF;
    RETURN NEW;
END IF;
IF NEW.invoice_id <> OLD.invoice_id OR NEW.id <> OLD.id THEN
    RAISE EXCEPTION 'a line stays with its invoice'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'evidence_line_keeps_its_invoice';
END IF;
IF NEW.allocated <> OLD.allocated AND pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'the sum of uses is kept by the database'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'evidence_line_sum_is_kept';
END IF;
RETURN NEW;
"""

_LINE_COUNTS = """
IF TG_OP = 'INSERT' THEN
    UPDATE evidence_invoice SET lines_amount = lines_amount + NEW.ex_tax WHERE id = NEW.invoice_id;
ELSIF TG_OP = 'DELETE' THEN
    UPDATE evidence_invoice SET lines_amount = lines_amount - OLD.ex_tax WHERE id = OLD.invoice_id;
ELSIF NEW.ex_tax <> OLD.ex_tax THEN
    UPDATE evidence_invoice SET lines_amount = lines_amount + NEW.ex_tax - OLD.ex_tax WHERE id = NEW.invoice_id;
END IF;
RETURN NULL;
"""


class Invoice(models.Model):
    """发票: its contents are those of its first statement until somebody settles a difference; its number never changes."""

    code = models.CharField("发票代码", max_length=12, blank=True)
    number = models.CharField("发票号码", max_length=20)
    kind = models.CharField("种类", max_length=20, choices=[(kind.value, kind.label) for kind in InvoiceKind])
    issued_on = models.DateField("开票日期")
    buyer_uscc = models.CharField("购方代码", max_length=20)
    buyer_name = models.CharField("购方名称", max_length=200)
    seller_uscc = models.CharField("销方代码", max_length=20)
    seller_name = models.CharField("销方名称", max_length=200)
    ex_tax = models.BigIntegerField("不含税金额（分）")
    tax = models.BigIntegerField("税额（分）")
    lines_amount = models.BigIntegerField("明细合计（分，数据库自记）", default=0, editable=False)
    document = models.ForeignKey(
        "evidence.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原件"
    )
    owner = models.ForeignKey(
        "parties.Enterprise", on_delete=models.PROTECT, related_name="+", verbose_name="最先登记的企业"
    )
    entered_by = models.BigIntegerField("谁登记的（账号）")
    entered_name = models.CharField("谁登记的（姓名）", max_length=100)
    entered_at = models.DateTimeField("何时登记")

    class Meta:
        verbose_name = "发票"
        verbose_name_plural = "发票"
        constraints = (
            models.UniqueConstraint(fields=("code", "number"), name="evidence_invoice_is_one"),
            models.CheckConstraint(
                condition=Q(code="", number__regex=r"^[0-9]{20}$")
                | Q(code__regex=r"^([0-9]{10}|[0-9]{12})$", number__regex=r"^[0-9]{8}$"),
                name="evidence_invoice_number_has_its_form",
            ),
            models.CheckConstraint(condition=Q(ex_tax__gt=0, tax__gte=0), name="evidence_invoice_amounts_positive"),
            models.CheckConstraint(
                condition=Q(lines_amount__gte=0, lines_amount__lte=F("ex_tax")), name=LINES_EXCEED
            ),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(name="invoice_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="invoice_keeps_its_number",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_INVOICE_KEEPS,
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}-{self.number}" if self.code else self.number


class InvoiceLine(models.Model):
    """明细行: what is used for a subsidy is an amount of a line."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines", verbose_name="发票")
    no = models.PositiveSmallIntegerField("行号")
    name = models.CharField("货物或服务", max_length=200)
    ex_tax = models.BigIntegerField("不含税金额（分）")
    allocated = models.BigIntegerField("已用（分，数据库自记）", default=0, editable=False)

    class Meta:
        verbose_name = "发票明细"
        verbose_name_plural = "发票明细"
        ordering = ("invoice", "no")
        constraints = (
            models.UniqueConstraint(fields=("invoice", "no"), name="evidence_line_is_one"),
            models.CheckConstraint(condition=Q(ex_tax__gt=0), name="evidence_line_amount_positive"),
            models.CheckConstraint(condition=Q(allocated__gte=0, allocated__lte=F("ex_tax")), name=LINE_OVERUSED),
        )
        triggers = (
            pgtrigger.Trigger(
                name="line_keeps_its_invoice",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_LINE_KEEPS,
            ),
            pgtrigger.Trigger(
                name="line_is_counted",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_LINE_COUNTS,
            ),
        )

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.no} {self.name}"


class InvoiceStatement(models.Model):
    """谁说这张发票是什么样: one row each time an enterprise enters it; later ones count, earlier ones stay."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="statements", verbose_name="发票")
    enterprise = models.ForeignKey(
        "parties.Enterprise", on_delete=models.PROTECT, related_name="+", verbose_name="企业"
    )
    stated = models.JSONField("内容")
    differs = models.JSONField("与登记的不同之处", default=list)
    """Names of the fields that differed when it was made."""
    stated_by = models.BigIntegerField("谁填的（账号）")
    stated_name = models.CharField("谁填的（姓名）", max_length=100)
    stated_at = models.DateTimeField("何时填的")

    class Meta:
        verbose_name = "发票的陈述"
        verbose_name_plural = "发票的陈述"
        indexes = (
            models.Index(fields=("enterprise", "invoice", "-id"), name="evidence_stated_by_firm"),
            models.Index(fields=("invoice", "enterprise", "-id"), name="evidence_stated_of_invoice"),
        )
        triggers = (
            pgtrigger.Protect(
                name="statement_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.stated_name} {self.stated_at:%Y-%m-%d}"
