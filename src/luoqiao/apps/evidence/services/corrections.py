"""这些数据不对: an enterprise declares what it holds to be right; the clerk of its township corrects the register, or not."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.evidence.errors import AlreadyAnswered, NotThere, ReasonMissing
from luoqiao.apps.evidence.keys import known_keys
from luoqiao.apps.evidence.models import CorrectionReport
from luoqiao.apps.evidence.scope import evidence_scope, written_enterprise
from luoqiao.apps.evidence.services.facts import record_fact
from luoqiao.apps.outbox.services import post
from luoqiao.core.evidence.fact import NewFact, enterprise_subject
from luoqiao.core.evidence.fact_duty import check_duty
from luoqiao.core.evidence.fact_value import show_value
from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.period import Period
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice, desk, person
from luoqiao.core.parties.actor import Actor, Post, Role

ANSWERS = "/evidence/corrections/"
FACTS = "/evidence/facts/"


def report_correction(
    *, uscc: str, key: str, value: object, period: Period, shown: str, note: str, form: UUID, office: str, actor: Actor,
    at: datetime,
) -> int:  # fmt: skip
    """Declare what is right and tell the clerk of the township; `office` is the desk where there is no township.

    `shown` is what the page showed, `form` the mark of the form: sent twice it is one report. Refuses with ReasonMissing, and
    as `record_fact` does.
    """
    if not note.strip():
        raise ReasonMissing
    with transaction.atomic():
        before = CorrectionReport.objects.filter(key_of_form=form).first()
        if before is not None:
            return before.pk
        firm = written_enterprise(uscc, actor)
        declared = NewFact(enterprise_subject(uscc), key, value, period, Source.DECLARED, "企业提出更正", note.strip())
        fact = record_fact(fact=declared, actor=actor, at=at)
        where = Post(Role.TOWN_CLERK, firm.township).desk if firm.township else office
        row = CorrectionReport.objects.create(
            fact_id=fact, key_of_form=form, enterprise_id=firm.id, shown=shown[:300], desk=where, reported_at=at
        )
        told = {"enterprise": firm.name, "fact": known_keys()[key].label, "note": note.strip()}
        about = enterprise_subject(uscc)
        notice = Notice(Kind.FACT_DISPUTED, (desk(where),), told, ANSWERS, about, f"correction:{row.pk}")
        post(at=at, actor=actor, notices=(notice,))
        return row.pk


def answer_correction(*, report: int, accepted: bool, answer: str, actor: Actor, at: datetime) -> None:
    """Answer a report: accepted, the register says from now on what the enterprise declared; else all stays as it is.

    Refuses with ReasonMissing, NotThere, AlreadyAnswered or MayNotRecord.
    """
    if not answer.strip():
        raise ReasonMissing
    with transaction.atomic():
        row = (
            CorrectionReport.objects.select_for_update(of=("self",))
            .select_related("fact", "enterprise")
            .filter(evidence_scope(actor, "enterprise"), pk=report)
            .first()
        )
        if row is None:
            raise NotThere("这条数据更正")
        if row.answered_at is not None:
            raise AlreadyAnswered
        firm, fact = row.enterprise, row.fact
        check_duty(actor, Source.REGISTER, uscc=firm.uscc, township=firm.township)
        if accepted:
            register = NewFact(
                fact.subject, fact.key, fact.value, Period(fact.from_on, fact.until_on), Source.REGISTER, "核实企业更正",
                answer.strip(),
            )  # fmt: skip
            record_fact(fact=register, actor=actor, at=at)
        row.accepted, row.answer, row.answered_at = accepted, answer.strip(), at
        row.answered_by, row.answered_name = actor.user, actor.name
        row.save(update_fields=["accepted", "answer", "answered_at", "answered_by", "answered_name"])
        detail = {"report": row.pk, "key": fact.key, "accepted": accepted}
        record(at=at, actor=actor, deed=Deed("correction.answered", fact.subject, detail, answer.strip()))
        post(at=at, actor=actor, notices=(_answered(row),))


def _answered(row: CorrectionReport) -> Notice:
    """Tell whoever reported it what came of it."""
    fact = row.fact
    key = known_keys()[fact.key]
    result = f"更正为 {show_value(key, fact.value)}" if row.accepted else "维持原数据"
    told = {"enterprise": row.enterprise.name, "fact": key.label, "result": result, "note": row.answer}
    to = person(fact.recorded_by) if fact.recorded_by else desk(row.desk)
    return Notice(Kind.FACT_ANSWERED, (to,), told, FACTS, fact.subject, f"correction:{row.pk}:answered")
