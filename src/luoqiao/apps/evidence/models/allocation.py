"""发票占用的表: how much of a line a case uses, for which clause and year. Rows are never deleted nor altered.

Only their state moves: reserved → used → released, or reserved → released. The database counts what is not released
against the line (see `invoice`), whoever writes the row and however.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from luoqiao.core.evidence.allocation import AllocationState

ONCE_A_CASE = "evidence_line_once_a_case"

_KEEPS = """
IF TG_OP = 'INSERT' THEN
    IF NEW.state = 'released' THEN
        RAISE EXCEPTION 'a use begins reserved or used'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'evidence_allocation_begins_held';
    END IF;
    RETURN NEW;
END IF;
IF (NEW.id, NEW.line_id, NEW.case_number, NEW.clause, NEW.year, NEW.amount, NEW.claimant, NEW.at, NEW.taken_by, NEW.taken_name)
    IS DISTINCT FROM
   (OLD.id, OLD.line_id, OLD.case_number, OLD.clause, OLD.year, OLD.amount, OLD.claimant, OLD.at, OLD.taken_by, OLD.taken_name)
THEN
    RAISE EXCEPTION 'a use of an invoice line is never altered'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'evidence_allocation_is_append_only';
END IF;
IF OLD.state = 'released' OR (OLD.state = 'used' AND NEW.state = 'reserved') THEN
    RAISE EXCEPTION 'the state of a use only goes forward'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'evidence_allocation_goes_forward';
END IF;
RETURN NEW;
"""

_COUNTS = """
IF TG_OP = 'INSERT' THEN
    UPDATE evidence_invoiceline SET allocated = allocated + NEW.amount WHERE id = NEW.line_id;
ELSIF OLD.state <> 'released' AND NEW.state = 'released' THEN
    UPDATE evidence_invoiceline SET allocated = allocated - NEW.amount WHERE id = NEW.line_id;
END IF;
RETURN NULL;
"""


class Allocation(models.Model):
    """发票占用的一笔."""

    line = models.ForeignKey(
        "evidence.InvoiceLine", on_delete=models.PROTECT, related_name="allocations", verbose_name="明细行"
    )
    case_number = models.CharField("案件号", max_length=40)
    clause = models.CharField("条款", max_length=60)
    year = models.PositiveSmallIntegerField("年度")
    amount = models.BigIntegerField("金额（分）")
    claimant = models.CharField("申报企业（统一社会信用代码）", max_length=18)
    state = models.CharField("状态", max_length=10, choices=[(s.value, s.label) for s in AllocationState])
    at = models.DateTimeField("何时")
    taken_by = models.BigIntegerField("谁（账号）")
    taken_name = models.CharField("谁（姓名）", max_length=100)
    moved_at = models.DateTimeField("状态最近变动", null=True, blank=True)

    class Meta:
        verbose_name = "发票占用"
        verbose_name_plural = "发票占用"
        indexes = (
            models.Index(fields=("case_number",), name="evidence_used_by_case"),
            models.Index(fields=("line", "state"), name="evidence_uses_of_line"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("line", "case_number", "clause", "year"), condition=~Q(state="released"), name=ONCE_A_CASE
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="evidence_allocation_amount_positive"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in AllocationState]), name="evidence_allocation_state"
            ),
            models.CheckConstraint(condition=~Q(case_number=""), name="evidence_allocation_has_a_case"),
        )
        triggers = (
            pgtrigger.Protect(name="allocation_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="allocation_keeps_its_words",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_KEEPS,
            ),
            pgtrigger.Trigger(
                name="allocation_is_counted",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_COUNTS,
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_number} {self.line_id} {self.amount}"
