"""谁能记哪种事实: a firm declares; clerks and officers enter registers and documents; machines measure; officers decide."""

from __future__ import annotations

from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor, Role

_OFFICE = frozenset({Role.OFFICER, Role.UNIT_HEAD})
MAY_RECORD: dict[Source, frozenset[Role]] = {
    Source.DECIDED: _OFFICE,
    Source.MEASURED: frozenset({Role.OFFICER}),
    Source.REGISTER: _OFFICE | {Role.TOWN_CLERK},
    Source.DOCUMENT: _OFFICE | {Role.TOWN_CLERK},
    Source.DECLARED: _OFFICE | {Role.TOWN_CLERK, Role.ENTERPRISE_AGENT},
}
"""Beside the system itself, which records what devices and other systems deliver."""


class MayNotRecord(DomainError):
    """不能记这种来源的事实."""

    code = "LQ-5419"

    def __init__(self, source: Source) -> None:
        who = "、".join(role.label for role in Role if role in MAY_RECORD[source])
        super().__init__(f"“{source.label}”的事实由{who}记；您的岗位不能记")


def check_duty(actor: Actor, source: Source, *, uscc: str, township: str) -> None:
    """Refuse, with MayNotRecord, whoever may not record a fact of this source about an enterprise there."""
    if actor.user == 0:
        return
    places = {Role.ENTERPRISE_AGENT: uscc, Role.TOWN_CLERK: township}
    for role in MAY_RECORD[source]:
        if role not in places and actor.has(role):
            return
        if places.get(role) and actor.holds(role, places[role]) is not None:
            return
    raise MayNotRecord(source)
