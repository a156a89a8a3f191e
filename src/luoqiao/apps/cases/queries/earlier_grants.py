"""此前已得: what the same enterprise was granted in other cases, the latest first, for whoever reviews a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from luoqiao.apps.cases.models import Case
from luoqiao.apps.cases.scope import case_scope
from luoqiao.core.parties.actor import Actor

MOST = 200


@dataclass(frozen=True, slots=True)
class EarlierGrant:
    """一笔此前已得: amounts in fen; `seen` tells whether the reader may open that case; `counts` whether it shares the caps."""

    number: str
    title: str
    year: int
    subject: str
    step_name: str
    amount: int
    closed_at: datetime | None
    seen: bool
    counts: bool


def list_earlier_grants(number: str, uscc: str, clause: str, actor: Actor) -> tuple[EarlierGrant, ...]:
    """Other cases of the enterprise that were decided on; two queries. For officials: grants are published anyway."""
    rows = Case.objects.filter(uscc=uscc, decided=True, amount__gt=0).exclude(number=number).order_by("-changed_at", "-pk")
    seen = set(Case.objects.filter(case_scope(actor), uscc=uscc, decided=True).values_list("number", flat=True))
    fields = ("number", "title", "year", "subject", "step_name", "amount", "closed_at", "clause")
    return tuple(
        EarlierGrant(other, title, year, subject, step, amount, closed_at, other in seen, bool(clause) and same == clause)
        for other, title, year, subject, step, amount, closed_at, same in rows.values_list(*fields)[:MOST]
    )
