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
    """担任岗位: a role in a place from one day to another; half-open; never deleted, only ended (before it began: it has no day).

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
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="accounts_post_in_order"
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
                ) OR NEW.role IN {THREE_ADMINS} AND EXISTS (
                    SELECT 1 FROM accounts_delegation AS lent WHERE lent.to_id = NEW.user_id
                      AND daterange(lent.from_on, GREATEST(lent.from_on, LEAST(lent.until_on, lent.ended_on)))
                        && daterange(NEW.from_on, NEW.until_on)
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
        triggers = (
            pgtrigger.Trigger(
                name="accounts_admins_keep_no_post_of_others",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"""
                PERFORM 1 FROM accounts_user WHERE id = NEW.to_id FOR UPDATE;
                IF EXISTS (
                    SELECT 1 FROM accounts_postheld AS held
                    WHERE (held.id = NEW.post_id OR held.user_id = NEW.to_id) AND held.role IN {THREE_ADMINS}
                      AND daterange(held.from_on, held.until_on) && daterange(NEW.from_on, NEW.until_on)
                ) OR EXISTS (SELECT 1 FROM accounts_postheld AS held WHERE held.id = NEW.post_id AND held.user_id = NEW.to_id)
                THEN
                    RAISE EXCEPTION 'an administrator lends and keeps no post of others'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_admins_keep_no_post_of_others';
                END IF;
                RETURN NEW;
                """,  # noqa: S608 a constant of this module
            ),
        )

    def __str__(self) -> str:
        return f"{self.post} → {self.to}"


class AgentRequest(models.Model):
    """企业账号申请: somebody asks to act for an enterprise; the township or a bureau confirms or refuses, once.

    `enterprise` points by the credit code, and the enterprise need not be in the register when somebody asks.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="agent_requests", verbose_name="账号")
    enterprise = models.ForeignKey(
        "parties.Enterprise", on_delete=models.DO_NOTHING, to_field="uscc", db_column="uscc", db_constraint=False,
        related_name="+", verbose_name="统一社会信用代码",
    )  # fmt: skip
    enterprise_name = models.CharField("企业名称", max_length=200)
    duty = models.CharField("在企业的职务", max_length=60)
    asked_at = models.DateTimeField("何时申请")
    outcome = models.CharField("结果", max_length=20, blank=True)
    """Empty while nobody decided; `confirmed` or `refused`."""
    decided_at = models.DateTimeField("何时决定", null=True, blank=True)
    decided_by = models.BigIntegerField("谁决定（账号）", default=0)
    decided_by_name = models.CharField("谁决定（姓名）", max_length=100, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "企业账号申请"
        verbose_name_plural = "企业账号申请"
        constraints = (
            models.UniqueConstraint(
                fields=("user", "enterprise"), condition=Q(outcome=""), name="accounts_one_open_request"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True)
                | Q(outcome__in=("confirmed", "refused"), decided_at__isnull=False),
                name="accounts_request_decided_once",
            ),
            models.CheckConstraint(condition=~Q(decided_by=F("user")), name="accounts_request_decided_by_another"),
        )
        indexes = (models.Index(fields=("id",), condition=Q(outcome=""), name="accounts_open_requests"),)

    def __str__(self) -> str:
        return f"{self.user} → {self.enterprise_name}"


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
