"""看得到哪些: one predicate for every query on cases, notices, objections, from the posts of whoever asks.

Nothing else filters by person. An enterprise's agent sees its own cases; a clerk those of the township; a park manager those
of the park; an officer, a head or a finance officer those in which the unit takes part; auditors and leaders all. What is sealed
until a day is seen by its applicant alone. Experts see what they are asked to score, through their own pages
(`review_scope`). The three administrators see no case.
"""

from __future__ import annotations

from django.db.models import Q

from luoqiao.apps.cases.models import Case
from luoqiao.core.parties.actor import DUTY_OF_UNITS, Actor, Role

NOTHING = Q(pk__in=())
SEALED = Q(sealed=True)
"""What was handed in and waits for a day: its applicant alone sees it, no official, auditor or leader."""


def case_scope(actor: Actor) -> Q:
    """The cases that this person may see, as one condition on `Case`."""
    if actor.user == 0:
        return Q()
    if actor.has(Role.AUDITOR, Role.LEADER):
        return ~SEALED | Q(uscc__in=actor.places(Role.ENTERPRISE_AGENT))
    seen = NOTHING
    for role, field in (
        (Role.ENTERPRISE_AGENT, "uscc__in"), (Role.TOWN_CLERK, "township__in"), (Role.PARK_MANAGER, "park__in"),
    ):  # fmt: skip
        places = actor.places(role)
        if places:
            seen |= Q(**{field: places}) & _not_a_stranger_s_draft(role)
    units = actor.places(*DUTY_OF_UNITS)
    if units:
        seen |= Q(units__overlap=list(units)) & ~Q(stage="draft") & ~SEALED
    return seen


def _not_a_stranger_s_draft(role: Role) -> Q:
    """A draft is seen by the enterprise, and by the clerk who fills it in for the enterprise."""
    if role is Role.ENTERPRISE_AGENT:
        return Q()
    drafts = Q(assisted=True) if role is Role.TOWN_CLERK else NOTHING
    return (~Q(stage="draft") | drafts) & ~SEALED


def notice_scope(actor: Actor | None) -> Q:
    """The public notices that this person may see: posted ones everybody, drafts the lead unit, auditors and leaders."""
    seen = Q(posted_at__isnull=False)
    if actor is None:
        return seen
    if actor.has(Role.AUDITOR, Role.LEADER):
        return Q()
    units = actor.places(Role.OFFICER, Role.UNIT_HEAD)
    return seen | Q(lead_unit__in=units) if units else seen


def objection_scope(actor: Actor) -> Q:
    """The objections that this person may see: officers and heads of the lead unit, and auditors; nobody else."""
    if actor.has(Role.AUDITOR):
        return Q()
    units = actor.places(Role.OFFICER, Role.UNIT_HEAD)
    return Q(notice__lead_unit__in=units) if units else NOTHING


def sees_inside(row: Case, actor: Actor) -> bool:
    """Whether somebody sees a case as an official does, with opinions and proposals; its enterprise's agents do not."""
    return (
        actor.user == 0
        or actor.has(Role.AUDITOR, Role.LEADER)
        or row.township in actor.places(Role.TOWN_CLERK)
        or (bool(row.park) and row.park in actor.places(Role.PARK_MANAGER))
        or bool(set(row.units) & set(actor.places(*DUTY_OF_UNITS)))
    )


def applies_only(actor: Actor) -> bool:
    """Whether somebody sees cases only as an applicant: every case that the scope gives is then one's own."""
    return bool(actor.posts) and all(post.role is Role.ENTERPRISE_AGENT for post in actor.posts)


def sees_experts(row: Case, actor: Actor) -> bool:
    """Whether somebody is told who scores a case, and after the round how: officers and heads of the lead unit, auditors.

    Before a round is closed nobody sees marks, whatever this says (`rounds.py`).
    """
    leads = row.lead_unit in actor.places(Role.OFFICER, Role.UNIT_HEAD)
    return actor.user == 0 or actor.has(Role.AUDITOR) or leads


def review_scope(actor: Actor) -> Q:
    """The reviews (on `ExpertAssignment`) that this person was asked for, while holding the post of an expert."""
    return Q(user=actor.user) if actor.has(Role.EXPERT) else NOTHING


def list_scope(actor: Actor) -> Q:
    """The lists of upper tiers that this person may see: the lead unit, finance, auditors and leaders."""
    if actor.has(Role.AUDITOR, Role.LEADER, Role.FINANCE_OFFICER):
        return Q()
    units = actor.places(Role.OFFICER, Role.UNIT_HEAD)
    return Q(lead_unit__in=units) if units else NOTHING


def follow_up_scope(actor: Actor, column: str = "unit", *, heads_only: bool = False) -> Q:
    """The bad ratings that this person may see: leaders and auditors all, heads and officers those of the lead unit.

    `column` holds the lead unit. `heads_only`: without officers, for lists; an officer sees the one that is to be followed up,
    not the list of them.
    """
    if actor.has(Role.LEADER, Role.AUDITOR):
        return Q()
    roles = (Role.UNIT_HEAD,) if heads_only else (Role.UNIT_HEAD, Role.OFFICER)
    units = actor.places(*roles)
    return Q(**{f"{column}__in": units}) if units else NOTHING
