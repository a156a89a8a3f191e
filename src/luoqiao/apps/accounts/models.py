"""账号: people who sign in, the posts they hold, what they delegate, and who asked to act for an enterprise."""

from __future__ import annotations

import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

THREE_ADMINS = "('system_admin', 'security_admin', 'audit_admin')"


class User(AbstractUser):
    """账号: a person; never shared. `username` is what is typed to sign in; posts say what the person may do."""

    first_name = None  # type: ignore[assignment] # Chinese names are one word
    last_name = None  # type: ignore[assignment] # Chinese names are one word
    name = models.CharField("姓名", max_length=100)
    phone = models.CharField("手机", max_length=20, blank=True)
    demonstration = models.BooleanField("示例", default=False)
    """Entered by a button while a demonstration runs; never by a password."""
    must_change_password = models.BooleanField("须改密码", default=False)
    password_set_at = models.DateTimeField("密码何时设的", null=True, blank=True)

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        constraints = (
            models.CheckConstraint(
                condition=Q(demonstration=False) | Q(password__startswith="!"),  # noqa: S106 the mark of an unusable one
                name="accounts_demonstration_has_no_password",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name as written."""
        return self.name

    def get_short_name(self) -> str:
        """The same: Chinese names are not cut."""
        return self.name


class PostHeld(models.Model):
    """担任岗位: a role in a place from one day to another; half-open; never deleted, only ended.

    三员分立 stands in the database too: whoever is one of the three administrators holds no other post on those days.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts_held", verbose_name="账号")
    role = models.CharField("岗位", max_length=40)
    place = models.CharField("所在", max_length=40, blank=True)
    from_on = models.DateField("起日")
    until_on = models.DateField("止日（不含）", null=True, blank=True)
    granted_by = models.CharField("谁设的", max_length=100)
    granted_by_user = models.BigIntegerField("谁设的（账号）", default=0)
    granted_at = models.DateTimeField("何时设的")

    class Meta:
        verbose_name = "担任岗位"
        verbose_name_plural = "担任岗位"
        indexes = (models.Index(fields=("role", "place"), name="accounts_by_post"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="accounts_post_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(granted_by_user=F("user")), name="accounts_nobody_grants_himself"
            ),
            models.UniqueConstraint(
                fields=("user", "role", "place"), condition=Q(until_on__isnull=True), name="accounts_post_once"
            ),
        )
        triggers = (
            pgtrigger.Protect(name="accounts_posts_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="accounts_three_admins_apart",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=f"""
                PERFORM 1 FROM accounts_user WHERE id = NEW.user_id FOR UPDATE;
                IF EXISTS (
                    SELECT 1 FROM accounts_postheld AS other
                    WHERE other.user_id = NEW.user_id AND other.id <> NEW.id AND other.role <> NEW.role
                      AND (NEW.role IN {THREE_ADMINS} OR other.role IN {THREE_ADMINS})
                      AND daterange(other.from_on, other.until_on) && daterange(NEW.from_on, NEW.until_on)
                ) THEN
                    RAISE EXCEPTION 'the three administrators exclude every other post'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_three_admins_apart';
                END IF;
                RETURN NEW;
                """,  # noqa: S608 a constant of this module
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.role}@{self.place}"


class Delegation(models.Model):
    """委托: one's own post, lent to a colleague from one day to another; half-open; `ended_on` cuts it short."""

    post = models.ForeignKey(PostHeld, on_delete=models.PROTECT, related_name="delegations", verbose_name="岗位")
    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations_to", verbose_name="受托人")
    from_on = models.DateField("起日")
    until_on = models.DateField("止日（不含）")
    ended_on = models.DateField("提前收回日", null=True, blank=True)
    reason = models.CharField("事由", max_length=200, blank=True)
    given_at = models.DateTimeField("何时委托")

    class Meta:
        verbose_name = "委托"
        verbose_name_plural = "委托"
        indexes = (models.Index(fields=("to", "until_on"), name="accounts_by_delegate"),)
        constraints = (
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="accounts_delegation_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.post} → {self.to}"


class SignInAttempts(models.Model):
    """登录尝试: how often in a row a username was tried without success, and until when it is locked."""

    username = models.CharField("账号", max_length=150, primary_key=True)
    attempts = models.PositiveIntegerField("次数")
    since = models.DateTimeField("从何时起")
    locked_until = models.DateTimeField("锁到何时", null=True, blank=True)

    class Meta:
        verbose_name = "登录尝试"
        verbose_name_plural = "登录尝试"

    def __str__(self) -> str:
        return f"{self.username} {self.attempts}"
