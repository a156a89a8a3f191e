"""看得到谁的证据: one predicate in SQL for every query, and who may write for an enterprise.

An agent sees the own enterprise, a clerk the enterprises of the own township, a park manager those of the own park;
officers, heads, finance, auditors and leaders see all. Experts see what a case gives them, which is the case's business.
"""

from __future__ import annotations

from django.db.models import Q

from luoqiao.apps.evidence.errors import MayNotEnter
from luoqiao.apps.parties.queries import enterprise_scope, get_enterprise, get_seen_enterprise
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.core.parties.enterprise import EnterpriseView


def evidence_scope(actor: Actor, path: str = "") -> Q:
    """The enterprises whose evidence somebody may see; `path` leads from the row to its enterprise (`owner`)."""
    return Q() if actor.user == 0 else enterprise_scope(actor, f"{path}__" if path else "")


def may_write(actor: Actor, enterprise: EnterpriseView) -> bool:
    """Whether somebody may enter evidence of an enterprise: its agents, the clerk of its township, officers and their heads."""
    return (
        actor.user == 0
        or actor.has(Role.OFFICER, Role.UNIT_HEAD)
        or actor.holds(Role.ENTERPRISE_AGENT, enterprise.uscc) is not None
        or (bool(enterprise.township) and actor.holds(Role.TOWN_CLERK, enterprise.township) is not None)
    )


def seen_enterprise(uscc: str, actor: Actor) -> EnterpriseView:
    """The enterprise, when its evidence may be seen; refuses with NoSuchEnterprise."""
    return get_enterprise(uscc) if actor.user == 0 else get_seen_enterprise(uscc, actor)


def written_enterprise(uscc: str, actor: Actor) -> EnterpriseView:
    """The enterprise, when evidence may be entered for it; refuses with NoSuchEnterprise or MayNotEnter."""
    found = seen_enterprise(uscc, actor)
    if not may_write(actor, found):
        raise MayNotEnter
    return found
