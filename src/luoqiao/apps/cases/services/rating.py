"""好差评的动词: the applicant rates a closed case; a bad rating is followed up."""

from __future__ import annotations

from django.utils import timezone

from luoqiao.apps.cases.models import FollowUp
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.services.pressing import Happened, Press, press_on
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import follow_up as core
from luoqiao.core.cases.satisfaction import read_rating
from luoqiao.core.parties.actor import Role


def rate_case(press: Press, *, grade: str, text: str = "") -> Opened:
    """评价 a closed case, once. A bad rating opens a follow-up on the desk of the lead unit's head.

    Refuses with UnreadableRating, NotYetRatable, AlreadyRated, NotYourDuty.
    """

    def happens(opened: Opened) -> Happened:
        rating = read_rating(grade, text, timezone.localdate(press.at))
        happened, opens = core.rate_case(opened.matter, press.actor, rating, policy.get_calendar())
        if opens is not None:
            FollowUp.objects.create(
                case=opened.row, unit=opened.row.lead_unit, opened_at=press.at, due_on=opens.last_on
            )
        return happened, press.actor.holds(Role.ENTERPRISE_AGENT, opened.row.uscc)

    return press_on(press, "rate", {"grade": grade, "text": text}, happens)


def follow_up(press: Press, *, text: str, answer: str) -> Opened:
    """整改回访: what was put right and what the applicant said when called back; closes the follow-up.

    Refuses with HandledTheCase, NotYourDuty, NotAtThisStep, ReasonMissing.
    """

    def happens(opened: Opened) -> Happened:
        happened, post = core.follow_up(opened.matter, opened.history, press.actor, text=text, answer=answer)
        row = FollowUp.objects.select_for_update().get(case=opened.row)
        row.handled_by, row.handled_name = press.actor.user, press.actor.name
        row.text, row.answer, row.closed_at = text.strip()[: core.LONGEST], answer.strip()[: core.LONGEST], press.at
        row.save()
        return happened, post

    return press_on(press, "follow_up", {"text": text, "answer": answer}, happens)
