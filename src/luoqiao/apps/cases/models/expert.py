"""专家评审的表: who was asked to score a case in a round, what each declared and scored, who was released; only ever added to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from luoqiao.apps.cases.models.case import Case, append_only


class ExpertAssignment(models.Model):
    """请的专家: `round` is the number of the event by which the case entered the scoring step."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="experts", verbose_name="案件")
    round = models.PositiveIntegerField("哪一轮（进入环节的经过）")
    step = models.CharField("环节", max_length=60)
    user = models.BigIntegerField("专家（账号）")
    name = models.CharField("专家", max_length=100)
    asked_at = models.DateTimeField("何时请的")
    asked_by = models.BigIntegerField("谁请的（账号）")
    asked_name = models.CharField("谁请的", max_length=100)

    class Meta:
        verbose_name = "请的专家"
        verbose_name_plural = "请的专家"
        ordering = ("case", "round", "pk")
        indexes = (models.Index(fields=("user", "-asked_at"), name="cases_experts_of_person"),)
        constraints = (
            models.UniqueConstraint(fields=("case", "round", "user"), name="cases_expert_once_a_round"),
            models.CheckConstraint(condition=~Q(asked_by=models.F("user")), name="cases_expert_four_eyes"),
        )
        triggers = (append_only("cases_experts_are_append_only"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.round} {self.name}"


class ExpertDeclaration(models.Model):
    """利害关系的声明: made before anything is read; who finds a conflict later declares again, the last one counts."""

    assignment = models.ForeignKey(
        ExpertAssignment, on_delete=models.PROTECT, related_name="declarations", verbose_name="请的专家"
    )
    number = models.PositiveSmallIntegerField("第几次声明", default=1)
    conflict = models.BooleanField("有利害关系")
    reason = models.CharField("是什么关系", max_length=500, blank=True)
    declared_at = models.DateTimeField("何时声明")

    class Meta:
        verbose_name = "利害关系的声明"
        verbose_name_plural = "利害关系的声明"
        constraints = (
            models.UniqueConstraint(fields=("assignment", "number"), name="cases_declaration_once"),
            models.CheckConstraint(condition=Q(conflict=False) | ~Q(reason=""), name="cases_conflict_says_why"),
        )
        triggers = (append_only("cases_declarations_are_append_only"),)

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.number}"


class ExpertSheet(models.Model):
    """评分表: points by item; a correction before the round is closed is another row, the last one counts."""

    assignment = models.ForeignKey(ExpertAssignment, on_delete=models.PROTECT, related_name="sheets", verbose_name="请的专家")
    number = models.PositiveSmallIntegerField("第几次", default=1)
    points = models.JSONField("各项得分")
    total = models.PositiveSmallIntegerField("合计")
    opinion = models.TextField("评审意见")
    scored_at = models.DateTimeField("何时打的")

    class Meta:
        verbose_name = "评分表"
        verbose_name_plural = "评分表"
        constraints = (
            models.UniqueConstraint(fields=("assignment", "number"), name="cases_sheet_once"),
            models.CheckConstraint(condition=Q(total__lte=100), name="cases_sheet_at_most_a_hundred"),
        )
        triggers = (append_only("cases_sheets_are_append_only"),)

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.number}"


class ExpertRelease(models.Model):
    """解除: an expert who does not come to it is waited for no more, with the reason."""

    assignment = models.OneToOneField(ExpertAssignment, on_delete=models.PROTECT, related_name="release", verbose_name="请的专家")
    reason = models.CharField("理由", max_length=500)
    released_at = models.DateTimeField("何时解除")
    released_by = models.BigIntegerField("谁解除的（账号）")
    released_name = models.CharField("谁解除的", max_length=100)

    class Meta:
        verbose_name = "解除的专家"
        verbose_name_plural = "解除的专家"
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="cases_release_says_why"),)
        triggers = (append_only("cases_releases_are_append_only"),)

    def __str__(self) -> str:
        return str(self.assignment_id)
