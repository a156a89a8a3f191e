"""可以请谁评审: the experts of a day with what ties them to the firms that a case is about; the core says who may be asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from luoqiao.apps.accounts.queries import list_actors_with, list_agents_ever, list_people_with
from luoqiao.apps.cases.models import Case
from luoqiao.apps.parties.queries import contacts_among
from luoqiao.core.cases.expert_round import Candidate
from luoqiao.core.parties.actor import Actor, Role


def list_candidates(row: Case, on: date) -> tuple[Candidate, ...]:
    """Everybody who is an expert on that day, by name; five queries however many there are."""
    firms = firms_of(row)
    known = {person.user: (person.name, person.phone) for person, _ in list_people_with(Role.EXPERT, on)}
    agents, contacts = list_agents_ever(firms), contacts_among(firms, known)
    return tuple(_candidate(one, agents, contacts) for one in list_actors_with(Role.EXPERT, on))


def firms_of(row: Case) -> tuple[str, ...]:
    """The firms that a case is about: the applicant, and whoever is behind the case that it answers (a challenge)."""
    return tuple(dict.fromkeys((row.uscc, *([row.parent.uscc] if row.parent else []))))


def _candidate(actor: Actor, agents: Iterable[int], contacts: Iterable[int]) -> Candidate:
    return Candidate(actor, agent_once=actor.user in agents, contact=actor.user in contacts)
