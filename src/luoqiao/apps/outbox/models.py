"""消息的表: what was said, to whom, who read it, and every delivery through a channel outside the platform.

A message and its addressees are written in the transaction of the deed that they tell of, and never changed. Reading is
kept per person. Deliveries are made from messages by the worker, and only they fail and are tried again.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from luoqiao.core.messages.channel import Channel, DeliveryState
from luoqiao.core.messages.notice import LONGEST_KEY

OPEN_STATES = (DeliveryState.WAITING.value, DeliveryState.FAILED.value)
"""Deliveries that are still to be made."""


class Message(models.Model):
    """消息: the words as they were written that day. `key` names the event: one event is told once."""

    identifier = models.UUIDField("编号", default=uuid4, unique=True, editable=False)
    key = models.CharField("事件", max_length=LONGEST_KEY, unique=True)
    kind = models.CharField("种类", max_length=40)
    subject = models.CharField("标题", max_length=120)
    body = models.TextField("内容")
    link = models.CharField("去处", max_length=300, blank=True)
    about = models.CharField("关于", max_length=120, blank=True)
    caused_by = models.BigIntegerField("谁引起（账号）", default=0)
    created_at = models.DateTimeField("何时")
    routed_at = models.DateTimeField("何时分送", null=True, blank=True)
    """When deliveries were made of it; until then the worker has it to do."""

    class Meta:
        verbose_name = "消息"
        verbose_name_plural = "消息"
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("about", "id"), name="outbox_by_record"),
            models.Index(fields=("id",), condition=Q(routed_at__isnull=True), name="outbox_to_route"),
        )

    def __str__(self) -> str:
        return self.subject


class Addressee(models.Model):
    """收件方: a person or a desk. `counts`: still counted as unread, for a desk until it is old. `group` is the kind's."""

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="addressees", verbose_name="消息", db_index=False
    )
    user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, verbose_name="账号", db_index=False
    )
    desk = models.CharField("岗位", max_length=90, blank=True)
    group = models.CharField("类别", max_length=20)
    counts = models.BooleanField("计入未读", default=True)

    class Meta:
        verbose_name = "收件方"
        verbose_name_plural = "收件方"
        # None by message alone: a list would be read along it, through the messages of everybody else.
        constraints = (
            models.CheckConstraint(
                condition=Q(user__isnull=False, desk="") | (Q(user__isnull=True) & ~Q(desk="")),
                name="outbox_person_or_desk",
            ),
            models.UniqueConstraint(
                fields=("message", "user"), condition=Q(user__isnull=False), name="outbox_person_once"
            ),
            models.UniqueConstraint(fields=("message", "desk"), condition=~Q(desk=""), name="outbox_desk_once"),
        )
        indexes = (
            models.Index(fields=("user", "message"), name="outbox_of_person"),
            models.Index(fields=("desk", "message"), name="outbox_of_desk"),
            models.Index(fields=("user", "group", "message"), name="outbox_group_of_person"),
            models.Index(fields=("desk", "group", "message"), name="outbox_group_of_desk"),
            models.Index(fields=("user", "message"), condition=Q(counts=True), name="outbox_unread_person"),
            models.Index(fields=("desk", "message"), condition=Q(counts=True), name="outbox_unread_desk"),
        )

    def __str__(self) -> str:
        return self.desk or str(self.user_id)


class Reading(models.Model):
    """已读: this person has seen this message, by whichever desk. `counts` as long as the message could count as unread."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="readings", verbose_name="消息")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, verbose_name="账号")
    read_at = models.DateTimeField("何时")
    counts = models.BooleanField("还要对照未读", default=True)

    class Meta:
        verbose_name = "已读"
        verbose_name_plural = "已读"
        constraints = (models.UniqueConstraint(fields=("user", "message"), name="outbox_read_once"),)
        indexes = (models.Index(fields=("user", "message"), condition=Q(counts=True), name="outbox_read_lately"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.message_id}"


class MutedKind(models.Model):
    """不要邮件: a kind that this person reads on the platform only."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, verbose_name="账号")
    kind = models.CharField("种类", max_length=40)

    class Meta:
        verbose_name = "不要邮件"
        verbose_name_plural = "不要邮件"
        constraints = (models.UniqueConstraint(fields=("user", "kind"), name="outbox_muted_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class PackWording(models.Model):
    """方案包的措辞: words of a pack in place of the platform's own; an empty `pack` is the one in force last."""

    pack = models.CharField("方案包", max_length=100, blank=True)
    kind = models.CharField("种类", max_length=40)
    subject = models.CharField("标题", max_length=400)
    body = models.TextField("内容")

    class Meta:
        verbose_name = "方案包的措辞"
        verbose_name_plural = "方案包的措辞"
        constraints = (models.UniqueConstraint(fields=("pack", "kind"), name="outbox_one_wording"),)

    def __str__(self) -> str:
        return f"{self.pack} {self.kind}"


class Endpoint(models.Model):
    """推送地址: a system outside that is told of messages, all or some kinds. Ended, never deleted."""

    identifier = models.UUIDField("编号", default=uuid4, unique=True, editable=False)
    name = models.CharField("名称", max_length=60)
    url = models.CharField("地址", max_length=500)
    digest = models.CharField("签名算法", max_length=10)
    kinds = models.JSONField("种类", default=list)
    """Empty: every kind."""
    secret_number = models.PositiveIntegerField("密钥第几次", default=1)
    added_by = models.CharField("谁加的", max_length=100)
    added_at = models.DateTimeField("何时加的")
    ended_at = models.DateTimeField("何时停用", null=True, blank=True)

    class Meta:
        verbose_name = "推送地址"
        verbose_name_plural = "推送地址"
        constraints = (
            models.CheckConstraint(condition=Q(digest__in=("sm3", "sha256")), name="outbox_known_digest"),
            models.UniqueConstraint(fields=("url",), condition=Q(ended_at__isnull=True), name="outbox_one_endpoint"),
        )

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """送达: one message through one channel to one person or system.

    `attempts` is raised before each attempt and `next_at` set beyond it: a worker that is killed while sending leaves
    the attempt on record, and the delivery comes due again.
    """

    identifier = models.UUIDField("编号", default=uuid4, unique=True, editable=False)
    """The same at every attempt; receivers drop a repeat by it."""
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries", verbose_name="消息")
    channel = models.CharField("通道", max_length=10)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, verbose_name="账号")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, null=True, blank=True, verbose_name="推送地址")
    state = models.CharField("状态", max_length=10, default=DeliveryState.WAITING.value)
    attempts = models.PositiveIntegerField("试了几次", default=0)
    first_at = models.DateTimeField("首次尝试", null=True, blank=True)
    next_at = models.DateTimeField("下次尝试", null=True, blank=True)
    last_error = models.CharField("最近的原因", max_length=300, blank=True)
    ended_at = models.DateTimeField("何时了结", null=True, blank=True)

    class Meta:
        verbose_name = "送达"
        verbose_name_plural = "送达"
        constraints = (
            models.CheckConstraint(
                condition=Q(channel=Channel.EMAIL.value, user__isnull=False, endpoint__isnull=True)
                | Q(channel=Channel.WEBHOOK.value, user__isnull=True, endpoint__isnull=False),
                name="outbox_target_of_channel",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, next_at__isnull=False, ended_at__isnull=True)
                | Q(state__in=("sent", "dead"), next_at__isnull=True, ended_at__isnull=False),
                name="outbox_open_or_ended",
            ),
            models.UniqueConstraint(
                fields=("message", "user"), condition=Q(user__isnull=False), name="outbox_one_mail"
            ),
            models.UniqueConstraint(
                fields=("message", "endpoint"), condition=Q(endpoint__isnull=False), name="outbox_one_push"
            ),
        )
        indexes = (
            models.Index(fields=("channel", "next_at"), condition=Q(state__in=OPEN_STATES), name="outbox_due"),
            models.Index(fields=("state", "id"), condition=Q(state__in=("failed", "dead")), name="outbox_troubled"),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
