"""台账的表: accounts, journals and postings. The database keeps the balances, and refuses what would not balance.

- Postings move the balance of their account under its lock and continue it without a gap; nobody else may move it.
- Postings come by whole journals: what a statement adds to a journal adds up to zero; at the end of the transaction every
  journal adds up to zero and has at least two postings.
- A place never goes below zero, a source never above (`Stage`).
- Journals and postings are never changed or deleted, for any role that the platform uses; a correction is a reversal.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from luoqiao.core.funds.move import Move
from luoqiao.core.funds.stage import SOURCES, Stage

WITHIN_BOUNDS = "funds_account_within_bounds"
REFERENCE_ONCE = "funds_reference_once"

_ACCOUNT_MOVES = """
IF pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'the balance of an account follows from its postings alone'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'funds_balance_by_posting';
END IF;
RETURN NEW;
"""
_POSTINGS_COUNT = """
PERFORM 1 FROM new_rows GROUP BY journal_id HAVING count(*) < 2 OR sum(amount) <> 0;
IF FOUND THEN
    RAISE EXCEPTION 'the postings of a journal come together and balance'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'funds_journal_balances';
END IF;
PERFORM 1 FROM funds_account WHERE id IN (SELECT account_id FROM new_rows) ORDER BY id FOR UPDATE;
PERFORM 1 FROM (
    SELECT n.seq, n.balance, n.booked_at,
           a.seq + row_number() OVER in_order AS seq_due,
           a.balance + sum(n.amount) OVER in_order AS balance_due,
           lag(n.booked_at, 1, a.last_at) OVER in_order AS not_before
      FROM new_rows n JOIN funds_account a ON a.id = n.account_id
    WINDOW in_order AS (PARTITION BY n.account_id ORDER BY n.seq)
) checked WHERE seq <> seq_due OR balance <> balance_due OR booked_at < not_before;
IF FOUND THEN
    RAISE EXCEPTION 'a posting does not continue its account'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'funds_postings_continue';
END IF;
UPDATE funds_account a
   SET balance = a.balance + s.amount, seq = a.seq + s.many, last_at = s.last_at
  FROM (SELECT account_id, sum(amount) AS amount, count(*) AS many, max(booked_at) AS last_at
          FROM new_rows GROUP BY account_id) s
 WHERE a.id = s.account_id;
RETURN NULL;
"""
_JOURNAL_BALANCES = """
-- By the index also where the plan was made while the table was small: it is kept for the whole connection.
usual := current_setting('enable_seqscan');
PERFORM set_config('enable_seqscan', 'off', true);
SELECT count(*) >= 2 AND sum(amount) = 0 INTO balances FROM funds_posting WHERE journal_id = NEW.id;
PERFORM set_config('enable_seqscan', usual, true);
IF NOT balances THEN
    RAISE EXCEPTION 'journal % does not balance', NEW.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'funds_journal_balances';
END IF;
RETURN NULL;
"""


_NEW_ROWS = pgtrigger.Referencing(new="new_rows")  # type: ignore[no-untyped-call] # the library says nothing of its types


class Account(models.Model):
    """账户: one stage of one budget line, with its balance and how many postings it has."""

    line = models.ForeignKey("funds.BudgetLine", on_delete=models.PROTECT, related_name="accounts", verbose_name="预算项")
    stage = models.CharField("在哪一步", max_length=20, choices=[(one.value, one.label) for one in Stage])
    balance = models.BigIntegerField("余额（分，借方为正）", default=0)
    seq = models.BigIntegerField("分录数", default=0)
    last_at = models.DateTimeField("最近入账")

    class Meta:
        verbose_name = "资金账户"
        verbose_name_plural = "资金账户"
        constraints = (
            models.UniqueConstraint(fields=("line", "stage"), name="funds_account_is_one"),
            models.CheckConstraint(
                condition=Q(stage__in=[one.value for one in Stage if one in SOURCES], balance__lte=0)
                | Q(stage__in=[one.value for one in Stage if one not in SOURCES], balance__gte=0),
                name=WITHIN_BOUNDS,
            ),
        )
        triggers = (
            pgtrigger.Protect(name="funds_accounts_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="funds_balance_follows_postings", when=pgtrigger.Before, operation=pgtrigger.Update, func=_ACCOUNT_MOVES
            ),
        )

    def __str__(self) -> str:
        return f"{self.line_id} {self.stage}"


class Journal(models.Model):
    """一笔账: what happened, when, under which case, by whom. `reference` makes a booking that is sent twice one booking."""

    move = models.CharField("种类", max_length=20, choices=[(one.value, one.label) for one in Move])
    at = models.DateTimeField("何时")
    reference = models.CharField("凭据", max_length=120)
    share = models.ForeignKey("funds.Share", on_delete=models.PROTECT, related_name="journals", null=True, verbose_name="哪一份")
    case_number = models.CharField("案件号", max_length=40, blank=True)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    industry = models.CharField("方案产业", max_length=40, blank=True)
    user = models.BigIntegerField("何人（账号）", default=0)
    name = models.CharField("何人", max_length=100)
    reason = models.CharField("说明", max_length=300, blank=True)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="reversed_by", null=True, verbose_name="冲正哪一笔"
    )

    class Meta:
        verbose_name = "资金记账"
        verbose_name_plural = "资金记账"
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("case_number", "id"), name="funds_journals_of_case", condition=~Q(case_number="")),
            models.Index(fields=("move", "at"), name="funds_journals_by_move"),
        )
        constraints = (models.UniqueConstraint(fields=("reference",), name=REFERENCE_ONCE),)
        triggers = (
            pgtrigger.Protect(name="funds_journals_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="funds_journal_balances", when=pgtrigger.After, operation=pgtrigger.Insert, timing=pgtrigger.Deferred,
                declare=[("usual", "text"), ("balances", "boolean")], func=_JOURNAL_BALANCES,
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.move}"


class Posting(models.Model):
    """分录: what a journal moves on one account; the balance after it is kept, so that any past balance is one look."""

    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="postings", verbose_name="哪笔账")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name="账户", db_index=False)
    amount = models.BigIntegerField("金额（分，借方为正）")
    seq = models.BigIntegerField("账户内第几笔")
    balance = models.BigIntegerField("之后的余额（分）")
    booked_at = models.DateTimeField("入账时间")
    """When it was booked on this account: never before the posting that came before it there."""

    class Meta:
        verbose_name = "资金分录"
        verbose_name_plural = "资金分录"
        constraints = (
            models.UniqueConstraint(fields=("account", "seq"), name="funds_postings_in_order"),
            models.CheckConstraint(condition=~Q(amount=0), name="funds_posting_not_zero"),
        )
        indexes = (models.Index(fields=("account", "booked_at", "seq"), name="funds_balance_at"),)
        triggers = (
            pgtrigger.Protect(name="funds_postings_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="funds_postings_count", level=pgtrigger.Statement, when=pgtrigger.After, operation=pgtrigger.Insert,
                referencing=_NEW_ROWS, func=_POSTINGS_COUNT,
            ),
        )

    def __str__(self) -> str:
        return f"{self.journal_id} {self.account_id} {self.amount}"
