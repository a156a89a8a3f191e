"""人工改动: every time somebody put another value, a lower amount, a step back or an exception in place of what the rule or the
sources gave, with the reason that was written down.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from luoqiao.apps.cases.models import Case, CaseEvent
from luoqiao.apps.cases.queries.auditing.finding import About, AuditFinding, Grade, worst_first
from luoqiao.apps.cases.scope import case_scope
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases.credit_check import Found
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.parties.actor import Actor

OVERRIDES = (
    Q(kind__in=("fact_decided", "sent_back"))
    | (Q(kind="approved") & ~Q(values__lowered_because="") & Q(values__has_key="lowered_because"))
    | Q(kind="approved", values__credit__found=Found.HIT.value)
)
FIELDS = (
    "case__number", "case__enterprise_name", "case__title", "case__amount", "case__pack", "case__pack_digest",
    "case__clause", "kind", "values", "name", "user", "at",
)  # fmt: skip


def manual_overrides(actor: Actor, *, year: int) -> tuple[AuditFinding, ...]:
    """Facts decided by a person, amounts lowered, cases sent back, credit records passed over; worst without a reason."""
    chosen = Case.objects.filter(case_scope(actor), year=year)
    rows = CaseEvent.objects.filter(OVERRIDES, case__in=chosen).order_by("case__number", "seq").values_list(*FIELDS)
    found = []
    for number, name, title, amount, pack, digest, clause, kind, values, who, user, at in rows:
        labels = _labels(pack, digest, clause) if kind == "fact_decided" else {}
        for said, because in _told(kind, values, labels):
            grade = Grade.LOOK if because or not user else Grade.CHECK
            found.append(About(number, name, title, amount).finding(said, grade, because=because, who=who, at=at))
    return worst_first(found)


def _told(kind: str, values: Mapping[str, Any], labels: Mapping[str, str]) -> list[tuple[str, str]]:
    match kind:
        case "fact_decided":
            label, value = labels.get(values["key"], values["key"]), values["value"]
            said = f"认定“{label}”为 {value}" if value is not None else f"取消对“{label}”的认定"
            return [(said, values["reason"])]
        case "sent_back":
            return [("退回重审", values["reason"])]
    found = []
    if values.get("lowered_because"):
        lowered = sum((values.get("amounts") or {}).values())
        found.append((f"金额降低为 {show_yuan(lowered)}", values["lowered_because"]))
    credit = values.get("credit") or {}
    if credit.get("found") == Found.HIT.value:
        found.append((f"{credit['source']} {credit['on']} 查到失信记录，仍然同意", credit.get("note", "")))
    return found


def _labels(pack: str, digest: str, clause: str) -> dict[str, str]:
    opened = policy.get_pack_of(pack, digest)
    known = opened.clauses.get(clause)
    granted = {f"granted_{tier.code}": f"{tier.label}实拨" for tier in opened.basis.tiers}
    return granted | ({one.identifier: one.label for one in known.inputs} if known else {})
