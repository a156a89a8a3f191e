"""看得到哪些企业: one predicate in SQL for each person, used by every query over enterprises, here and in other apps."""

from __future__ import annotations

from django.db.models import Q

from luoqiao.core.parties.actor import DUTY_OF_UNITS, Actor, Role

SEES_ALL = DUTY_OF_UNITS | {Role.AUDITOR, Role.LEADER}
"""Officials of units, auditors and leaders see the whole register; experts and administrators see none of it."""


def enterprise_scope(actor: Actor, prefix: str = "") -> Q:
    """The enterprises that this person may see: an agent his own, a clerk those of the township, a park manager those
    of the park, officials of units, auditors and leaders all, everybody else none.

    `prefix` is the way from another table to the enterprise: `enterprise_scope(actor, "enterprise__")`.
    """
    if actor.has(*SEES_ALL):
        return Q()
    seen = Q(**{f"{prefix}pk__in": ()})
    for role, field in _PLACES.items():
        places = [place for place in actor.places(role) if place]
        if places:
            seen |= Q(**{f"{prefix}{field}__in": places})
    return seen


_PLACES = {Role.ENTERPRISE_AGENT: "uscc", Role.TOWN_CLERK: "township", Role.PARK_MANAGER: "park"}
