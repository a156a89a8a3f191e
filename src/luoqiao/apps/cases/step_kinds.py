"""在哪一种环节: rows of cases that are at steps of one kind, whatever those steps are called in the versions they follow."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from luoqiao.apps.cases.history import get_procedure
from luoqiao.apps.cases.models import Case
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases.procedure import StepKind


def at_step_of(kind: StepKind, rows: QuerySet[Case]) -> QuerySet[Case]:
    """Of running cases, those at a step of this kind; one query for the versions, one for the rows."""
    running = rows.filter(stage="running")
    found = Q(pk__in=())
    places = running.order_by().values_list("pack", "procedure_digest", "procedure", "step")
    for pack, digest, procedure, step in places.distinct():
        known = get_procedure(policy.get_pack_of(pack, digest), procedure)
        if known.step(step).kind is kind:
            found |= Q(pack=pack, procedure_digest=digest, procedure=procedure, step=step)
    return running.filter(found)
