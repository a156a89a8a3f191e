"""公示够不够: the days of every notice counted again by the calendar; what ended or was closed before its time; objections that
were open when the case was closed, or answered late; grants that never stood on a list. Payments join here later.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from luoqiao.apps.cases.models import Case, CaseEvent, NoticeRow, Objection, PublicNotice
from luoqiao.apps.cases.queries.auditing.finding import About, AuditFinding, Grade, worst_first
from luoqiao.apps.cases.scope import case_scope
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases.deadline import notice_days
from luoqiao.core.cases.objection import OPEN
from luoqiao.core.cases.procedure import NoticeRule, StepKind
from luoqiao.core.parties.actor import Actor

ABOUT = ("case__number", "case__enterprise_name", "case__title", "case__amount")


def notice_findings(actor: Actor, *, year: int) -> tuple[AuditFinding, ...]:
    """Everything about notices posted in this year, and grants of the year that were never posted."""
    posted = PublicNotice.objects.filter(posted_at__year=year).order_by("number")
    return worst_first([*_days(posted), *_ended_early(year), *_objections(year), *_never_posted(actor, year)])


def _days(posted: QuerySet[PublicNotice]) -> Iterator[AuditFinding]:
    calendar = policy.get_calendar()
    for one in posted:
        if one.posted_at is None or one.last_on is None:
            continue
        on = timezone.localdate(one.posted_at)
        first, last, provisional = notice_days(NoticeRule(one.days, one.working, one.count_first), on, calendar)
        if (first, last) != (one.first_on, one.last_on) and not provisional:
            kept, due = _span(one.first_on, one.last_on), _span(first, last)
            grade = Grade.CHECK if one.last_on < last else Grade.LOOK
            yield AuditFinding("", one.title, "公示", None, f"按日历应公示 {due}，实际 {kept}", grade, notice=one.number,
                               who=one.posted_name, at=one.posted_at)  # fmt: skip


def _ended_early(year: int) -> Iterator[AuditFinding]:
    """The case went on while its notice still ran."""
    last = {one.number: one.last_on for one in PublicNotice.objects.filter(posted_at__year=year)}
    rows = CaseEvent.objects.filter(kind="notice_ended", values__notice__in=list(last)).order_by("case_id", "seq")
    for number, name, title, amount, values, who, at in rows.values_list(*ABOUT, "values", "name", "at"):
        day, until = timezone.localdate(at), last[values["notice"]]
        if until is not None and day <= until:
            about = About(number, name, title, amount)
            yield about.finding(f"公示到 {until} 才满，{day} 就已结束", Grade.CHECK, notice=values["notice"], who=who, at=at)


def _objections(year: int) -> Iterator[AuditFinding]:
    """Open while the case was closed, or answered after the last day. Who objected is told nowhere."""
    rows = Objection.objects.filter(notice__posted_at__year=year).annotate(
        number=F("row__case__number"), firm=F("row__case__enterprise_name"), what=F("row__case__title"),
        fen=F("row__case__amount"), ending=F("row__case__ending"), ended=F("row__case__closed_at"), list=F("notice__number"),
    )  # fmt: skip
    for one in rows.order_by("pk").values(
        "receipt", "number", "firm", "what", "fen", "ending", "ended", "state", "closed_at", "answer_due_on", "list",
        "answered_name",
    ):  # fmt: skip
        about = About(one["number"], one["firm"], one["what"], one["fen"])
        closed = one["closed_at"]
        after = closed is not None and one["ended"] is not None and closed > one["ended"]
        if one["ending"] == "granted" and (one["state"] in {state.value for state in OPEN} or after):
            said = f"异议 {one['receipt']} 还没有办结，案件已经办结"
            yield about.finding(said, Grade.CHECK, notice=one["list"], at=one["ended"])
        if closed and timezone.localdate(closed) > one["answer_due_on"]:
            said = f"异议 {one['receipt']} 应在 {one['answer_due_on']} 前答复，{timezone.localdate(closed)} 才办结"
            yield about.finding(said, Grade.LOOK, notice=one["list"], who=one["answered_name"], at=closed)


def _never_posted(actor: Actor, year: int) -> Iterator[AuditFinding]:
    """Granted though the procedure asks for a notice and none was ended for it."""
    ended = CaseEvent.objects.filter(case=OuterRef("pk"), kind="notice_ended")
    passed = NoticeRow.objects.filter(case=OuterRef("pk"), notice__posted_at__isnull=False)
    rows = Case.objects.filter(case_scope(actor), ~Exists(ended) | ~Exists(passed), year=year, ending="granted")
    for number, name, title, amount, pack, digest, procedure, at in rows.order_by("number").values_list(
        "number", "enterprise_name", "title", "amount", "pack", "procedure_digest", "procedure", "closed_at"
    ):
        known = policy.get_pack_of(pack, digest).get_procedure(procedure)
        if known is not None and any(step.kind is StepKind.NOTICE for step in known.steps):
            yield About(number, name, title, amount).finding("流程要求公示，没有公示期满的记录就已办结", Grade.CHECK, at=at)


def _span(first: date | None, last: date | None) -> str:
    return f"{first} 至 {last}"
