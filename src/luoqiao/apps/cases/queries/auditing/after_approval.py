"""同意以后的改动: what changed on a case after somebody had agreed to it: facts, amounts, the version of the procedure, invoices,
the account. Each is allowed where the rules let it happen; all of them are here, so that nobody has to trust that.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max, Q
from django.utils import timezone

from luoqiao.apps.cases.models import Case
from luoqiao.apps.cases.queries.auditing.finding import About, AuditFinding, Grade, about_cases, worst_first
from luoqiao.apps.cases.scope import case_scope
from luoqiao.apps.evidence.queries.uses import allocation_changes
from luoqiao.apps.parties.queries.auditing import AccountDeed, list_account_deeds
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.parties.actor import Actor

SQL = """
SELECT e.case_id, e.kind, e.values, e.name, e.at, before.name, before.at, before.values->'amounts',
       EXISTS (SELECT 1 FROM cases_caseevent l WHERE l.case_id = e.case_id AND l.kind = 'approved' AND l.seq > e.seq)
FROM cases_caseevent e
CROSS JOIN LATERAL (
    SELECT a.name, a.at, a.values, a.seq FROM cases_caseevent a
    WHERE a.case_id = e.case_id AND a.kind = 'approved' AND a.seq < e.seq ORDER BY a.seq DESC LIMIT 1
) before
WHERE e.case_id IN ({cases}) AND e.kind IN ('fact_decided', 'approved', 'migrated')
  AND (e.kind <> 'approved' OR (
        e.values->'amounts' IS DISTINCT FROM before.values->'amounts'
        AND jsonb_typeof(e.values->'amounts') = 'object' AND jsonb_typeof(before.values->'amounts') = 'object'))
  AND NOT EXISTS (
    SELECT 1 FROM cases_caseevent s
    WHERE s.case_id = e.case_id AND s.kind IN ('submitted', 'sent_back') AND s.seq > before.seq AND s.seq < e.seq)
ORDER BY e.case_id, e.seq
"""
"""A new submission and a case sent back begin the review anew: what follows is no change behind an approval."""


def changes_after_approval(actor: Actor, *, year: int) -> tuple[AuditFinding, ...]:
    """Everything that changed on a case of the year after an approval that still held."""
    chosen = Case.objects.filter(case_scope(actor), year=year)
    found = [*_of_events(chosen.values("id").query.sql_with_params())]
    decided = chosen.filter(decided=True).exclude(clause="")
    rows = decided.annotate(agreed=Max("events__at", filter=Q(events__kind="approved"))).filter(agreed__isnull=False)
    agreed = {
        number: (About(number, name, title, amount), uscc, at)
        for number, name, title, amount, uscc, at in rows.values_list(
            "number", "enterprise_name", "title", "amount", "uscc", "agreed"
        )
    }
    return worst_first([*found, *_invoices(agreed), *_accounts(agreed.values())])


def _of_events(chosen: tuple[str, tuple[Any, ...]]) -> Iterator[AuditFinding]:
    cases, values = chosen
    with connection.cursor() as cursor:
        cursor.execute(SQL.replace("{cases}", cases), values)
        rows = cursor.fetchall()
    about = about_cases({row[0] for row in rows})
    for case, kind, told, who, at, before, before_at, amounts, again in rows:
        said, because = _said(kind, json.loads(told), json.loads(amounts or "null"))
        agreed_again = again or kind == "approved"
        yield about[case].finding(
            f"{before} {_day(before_at)} 同意以后，{said}{'' if agreed_again else '，此后没有人再同意过'}",
            Grade.LOOK if agreed_again and because else Grade.CHECK, because=because, who=who, at=at,
        )  # fmt: skip


def _said(kind: str, values: dict[str, object], before: object) -> tuple[str, str]:
    if kind == "fact_decided":
        return f"又认定了“{values['key']}”", str(values.get("reason", ""))
    if kind == "migrated":
        return "换用了新版流程", str(values.get("reason", ""))
    now, was = _total(values.get("amounts")), _total(before)
    return f"金额由 {show_yuan(was)} 变为 {show_yuan(now)}", str(values.get("lowered_because", ""))


def _invoices(agreed: dict[str, tuple[About, str, datetime]]) -> Iterator[AuditFinding]:
    for one in allocation_changes(agreed):
        about, _, at = agreed[one.case]
        if one.at > at:
            yield about.finding(
                f"同意以后{one.words} {show_yuan(one.amount)}（发票明细 {one.line}）", Grade.CHECK, who=one.name, at=one.at
            )


def _accounts(agreed: Iterable[tuple[About, str, datetime]]) -> Iterator[AuditFinding]:
    confirmed: dict[str, list[AccountDeed]] = defaultdict(list)
    for one in list_account_deeds():
        confirmed[one.uscc].append(one)
    for about, uscc, at in agreed:
        for one in confirmed[uscc]:
            if one.at > at:
                said = f"同意以后换了收款账户，{one.usable_from} 起用尾号 {one.tail} 的账户"
                yield about.finding(said, Grade.LOOK, who=one.name, at=one.at)


def _total(amounts: object) -> int:
    return sum(int(fen) for fen in amounts.values()) if isinstance(amounts, dict) else 0


def _day(at: datetime) -> str:
    return f"{timezone.localdate(at):%Y-%m-%d}"
