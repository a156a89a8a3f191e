"""审计记录: who did what to which record, when, why and with which values; and the chain that proves it. Never changed.

The database itself refuses change and deletion, for every role that the platform uses. Only `Waiting` comes and goes.
"""

from __future__ import annotations

import pgtrigger
from django.db import models

_APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete
_WAITS = "INSERT INTO audit_waiting (entry) SELECT id FROM new_rows; RETURN NULL;"
_NEW_ROWS = pgtrigger.Referencing(new="new_rows")  # type: ignore[no-untyped-call] # the library says nothing of its types


class Entry(models.Model):
    """审计记录的一条."""

    at = models.DateTimeField("何时")
    user = models.BigIntegerField("何人（账号）")
    """0 is the system itself."""
    name = models.CharField("何人（姓名）", max_length=100)
    post = models.CharField("以何岗位", max_length=200, blank=True)
    for_user = models.BigIntegerField("代何人", default=0)
    action = models.CharField("何事", max_length=60)
    subject = models.CharField("对何记录", max_length=120)
    """`case:LQ-2023-0417`, `enterprise:91350504MA2000019C`, …"""
    reason = models.TextField("理由", blank=True)
    detail = models.JSONField("内容", default=dict)

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("subject", "id"), name="audit_by_subject"),
            models.Index(fields=("user", "id"), name="audit_by_user"),
            models.Index(fields=("at",), name="audit_by_time"),
        )
        triggers = (
            pgtrigger.Protect(name="audit_is_append_only", operation=_APPEND_ONLY),
            pgtrigger.Trigger(
                name="audit_waits_for_the_chain", level=pgtrigger.Statement, when=pgtrigger.After, operation=pgtrigger.Insert,
                referencing=_NEW_ROWS, func=_WAITS,
            ),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name} {self.action} {self.subject}"


class Waiting(models.Model):
    """等入链的一条: the number of an entry that no link carries yet; written by the database with the entry itself."""

    entry = models.BigIntegerField("审计记录", primary_key=True)

    class Meta:
        verbose_name = "等入链的记录"
        verbose_name_plural = "等入链的记录"

    def __str__(self) -> str:
        return str(self.entry)


class Link(models.Model):
    """链上的一环: an entry's place in the chain of its year, and the digests that hold it to the one before."""

    entry = models.BigIntegerField("审计记录", primary_key=True)
    year = models.IntegerField("年度")
    """The year of the entry's time, by the clock of the place."""
    seq = models.BigIntegerField("年内第几条")
    sha256 = models.BinaryField("SHA-256", max_length=32)
    sm3 = models.BinaryField("SM3", max_length=32)
    linked_at = models.DateTimeField("何时入链")

    class Meta:
        verbose_name = "审计链的一环"
        verbose_name_plural = "审计链"
        constraints = (models.UniqueConstraint(fields=("year", "seq"), name="audit_link_has_its_place"),)
        triggers = (pgtrigger.Protect(name="audit_links_are_append_only", operation=_APPEND_ONLY),)

    def __str__(self) -> str:
        return f"{self.year} {self.seq}"


class Seal(models.Model):
    """封条: the chain of a year at the end of a day, to be kept elsewhere."""

    year = models.IntegerField("年度")
    day = models.DateField("哪一天")
    seq = models.BigIntegerField("封到第几条")
    sha256 = models.BinaryField("SHA-256", max_length=32)
    sm3 = models.BinaryField("SM3", max_length=32)
    made_at = models.DateTimeField("何时封")

    class Meta:
        verbose_name = "封条"
        verbose_name_plural = "封条"
        ordering = ("year", "day")
        constraints = (models.UniqueConstraint(fields=("year", "day"), name="audit_one_seal_a_day"),)
        triggers = (pgtrigger.Protect(name="audit_seals_are_append_only", operation=_APPEND_ONLY),)

    def __str__(self) -> str:
        return f"{self.year} {self.day}"
