"""账号: people who sign in, the posts they hold and what they delegate."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """账号: a person; never shared. `username` is what is typed to sign in; posts say what the person may do."""

    first_name = None  # type: ignore[assignment] # Chinese names are one word
    last_name = None  # type: ignore[assignment] # Chinese names are one word
    name = models.CharField("姓名", max_length=100)
    phone = models.CharField("手机", max_length=20, blank=True)

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name as written."""
        return self.name

    def get_short_name(self) -> str:
        """The same: Chinese names are not cut."""
        return self.name


class PostHeld(models.Model):
    """担任岗位: a role in a place from one day to another; half-open; never deleted, only ended."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts_held", verbose_name="账号")
    role = models.CharField("岗位", max_length=40)
    place = models.CharField("所在", max_length=40, blank=True)
    from_on = models.DateField("起日")
    until_on = models.DateField("止日（不含）", null=True, blank=True)
    granted_by = models.CharField("谁设的", max_length=100)
    granted_at = models.DateTimeField("何时设的")

    class Meta:
        verbose_name = "担任岗位"
        verbose_name_plural = "担任岗位"
        indexes = (models.Index(fields=("role", "place"), name="accounts_by_post"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gt=models.F("from_on")),
                name="accounts_post_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.role}@{self.place}"
