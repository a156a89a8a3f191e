"""专家看得到什么: the reviews that somebody was asked for, which of them run now, and whether their papers are open."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, QuerySet

from luoqiao.apps.cases.history import open_row
from luoqiao.apps.cases.models import Case, CaseDocument, CaseEvent, ExpertAssignment
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.rounds import experts_of
from luoqiao.apps.cases.scope import review_scope
from luoqiao.core.cases.expert_round import Round, may_read, round_number
from luoqiao.core.cases.refusals import NoSuchCase
from luoqiao.core.parties.actor import Actor


def own_reviews(actor: Actor) -> QuerySet[ExpertAssignment]:
    """Every review that this person was asked for."""
    return ExpertAssignment.objects.filter(review_scope(actor)).select_related("case")


def last_review(number: str, actor: Actor) -> ExpertAssignment:
    """The latest review of a case that this person was asked for; NoSuchCase else."""
    found = own_reviews(actor).filter(case__number=number).order_by("-round").first()
    if found is None:
        raise NoSuchCase(number)
    return found


def locked_for_expert(number: str, actor: Actor) -> Opened:
    """The case of a review, so that nobody else changes it meanwhile; NoSuchCase for whoever was not asked."""
    asked = own_reviews(actor).values("case")
    row = Case.objects.filter(number=number, pk__in=asked).select_for_update(of=("self",)).first()
    if row is None:
        raise NoSuchCase(number)
    return open_row(row)


def perhaps_running(rows: QuerySet[ExpertAssignment]) -> QuerySet[ExpertAssignment]:
    """Reviews whose case stands at their step, with no closing since: whether it is that very round, `runs` says."""
    closed = CaseEvent.objects.filter(case=OuterRef("case"), seq__gt=OuterRef("round"), kind="scoring_closed")
    return rows.filter(~Exists(closed), case__stage="running", case__step=F("step"))


def runs(assignment: ExpertAssignment) -> bool:
    """Whether the round of a review runs now."""
    return round_number(open_row(assignment.case).matter) == assignment.round


def reviews_with(document: int, actor: Actor) -> tuple[str, ...]:
    """The cases whose round lets this person read a document now: attached, running, no conflict declared, not released."""
    used = CaseDocument.objects.filter(document=document, dropped_at__isnull=True).values("case")
    open_now = [row for row in perhaps_running(own_reviews(actor).filter(case__in=used)) if runs(row)]
    experts = experts_of(open_now)
    return tuple(row.case.number for row in open_now if may_read(Round(row.round, (experts[row.pk],)), actor.user))
