"""决定以后的消息: what the months, ratings and follow-ups of a case tell; the others stand in `messages.py`."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from luoqiao.apps.cases.message_parts import (
    applicant_of,
    lead_of,
    notice_of,
    project_of,
    report_link,
    said_day,
)
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import events as e
from luoqiao.core.cases import follow_up
from luoqiao.core.cases.decide import waiting_desks
from luoqiao.core.cases.procedure import Proposal
from luoqiao.core.cases.reporting import missed_in_row, month_words
from luoqiao.core.cases.satisfaction import Grade
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice, desk
from luoqiao.core.parties.actor import Role


def notices_after_decision(opened: Opened, one: e.Recorded) -> Iterator[Notice]:
    """What one event tells, the state being the one after it."""
    match one.event:
        case e.Reported(done=True) as event:
            values = {"project": project_of(opened), "period": month_words(event.month)}
            yield notice_of(opened, Kind.PROJECT_DONE, [lead_of(opened)], one, values=values, link=report_link(opened))
        case e.Continued() as event:
            values = {"project": project_of(opened), "reason": event.reason}
            to = [applicant_of(opened)]
            yield notice_of(opened, Kind.PROJECT_GOES_ON, to, one, values=values, link=report_link(opened))
        case e.Rated() as event if follow_up.pending(opened.matter.state):
            yield _rated_badly(opened, one, event)
        case e.ReportMissed() as event:
            yield _missed(opened, one, event)
        case e.Arranged() as event:
            yield _arranged(opened, one, event)
        case e.Migrated(fresh=True) as event:
            yield _moved(opened, one, event)


def _moved(opened: Opened, one: e.Recorded, event: e.Migrated) -> Notice:
    """The applicant and the officials who have to act now."""
    own = f"{Role.ENTERPRISE_AGENT.value}@"
    to = [applicant_of(opened), *(desk(name) for name in waiting_desks(opened.matter) if not name.startswith(own))]
    values = {"reason": event.reason, "next_step": opened.matter.step.name}
    return notice_of(opened, Kind.STEPS_CHANGED, to, one, values=values)


def _arranged(opened: Opened, one: e.Recorded, event: e.Arranged) -> Notice:
    tiers = "，".join(
        f"{tier.label} {show_yuan(event.amounts[tier.code])}" for tier in opened.pack.meta.tiers if event.amounts.get(tier.code)
    )
    values = {"amount": show_yuan(sum(event.amounts.values())), "tiers": tiers, "reason": event.reason}
    return notice_of(opened, Kind.MONEY_ARRANGED, [applicant_of(opened)], one, values=values)


def _rated_badly(opened: Opened, one: e.Recorded, event: e.Rated) -> Notice:
    due = follow_up.due_of(opened.matter.state, policy.get_calendar(), timezone.get_default_timezone())
    values = {
        "grade": Grade(event.grade).label, "comment": event.text, "deadline": said_day(due.last_on) if due else "",
    }  # fmt: skip
    to = [desk(follow_up.follow_up_desk(opened.matter.parties))]
    return notice_of(opened, Kind.BAD_RATING, to, one, values=values, link=f"/cases/{opened.row.number}/follow-up/")


def asked_to_rate(opened: Opened, one: e.Recorded) -> Notice:
    """The applicant is asked, once the case is closed; nothing follows from not answering."""
    to, link = [applicant_of(opened)], f"/cases/{opened.row.number}/rate/"
    return notice_of(opened, Kind.SATISFACTION_ASKED, to, one, "rate", link=link)


def _missed(opened: Opened, one: e.Recorded, event: e.ReportMissed) -> Notice:
    state = opened.matter.state
    removing = state.proposal is Proposal.REMOVE
    values = {
        "project": project_of(opened), "period": month_words(event.month),
        "missed": str(missed_in_row(opened.matter.procedure, state)),
        "note": "已提请移出名单" if removing else "现在仍可补报，但这个月已按未报记",
    }  # fmt: skip
    to = [applicant_of(opened), lead_of(opened)]
    return notice_of(opened, Kind.REPORT_MISSED, to, one, values=values, link=report_link(opened))
