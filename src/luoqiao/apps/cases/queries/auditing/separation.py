"""一人两岗: did one person act at two steps of the same case: hand in, review, approve, prepare or post the notice, confirm the
account? Who acts for somebody counts as that somebody. Found in one statement; only what is found is looked at more closely.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from luoqiao.apps.cases.frozen import replayed
from luoqiao.apps.cases.models import Case
from luoqiao.apps.cases.queries.auditing.finding import AuditFinding, Grade, about_cases, worst_first
from luoqiao.apps.cases.scope import case_scope
from luoqiao.apps.parties.queries.auditing import list_account_deeds
from luoqiao.core.cases.procedure import Procedure
from luoqiao.core.cases.state import CaseState
from luoqiao.core.parties.actor import Actor

SUBMIT, PREPARE, POST, ACCOUNT = "submit", "prepare", "post", "account"
WORDS = {SUBMIT: "提交", PREPARE: "拟公示", POST: "发布公示", ACCOUNT: "确认收款账户"}
"""Deeds that are no step of a review; a deed at a step is called by the step's identifier."""

SQL = """
WITH chosen AS ({cases}),
deeds AS (
    SELECT e.case_id, CASE e.kind WHEN 'submitted' THEN 'submit' ELSE e.values->>'step' END AS deed, p.person, p.name
    FROM cases_caseevent e CROSS JOIN LATERAL (VALUES (e."user", e.name), (e.for_user, e.for_name)) p(person, name)
    WHERE e.case_id IN (SELECT id FROM chosen) AND e.kind IN ('submitted', 'approved', 'rejected')
    UNION ALL
    SELECT r.case_id, 'prepare', p.person, CASE p.person WHEN n.prepared_by THEN n.prepared_name END
    FROM cases_noticerow r JOIN cases_publicnotice n ON n.id = r.notice_id CROSS JOIN LATERAL unnest(n.prepared_persons) p(person)
    WHERE r.case_id IN (SELECT id FROM chosen) AND n.posted_at IS NOT NULL
    UNION ALL
    SELECT r.case_id, 'post', n.posted_by, n.posted_name
    FROM cases_noticerow r JOIN cases_publicnotice n ON n.id = r.notice_id
    WHERE r.case_id IN (SELECT id FROM chosen) AND n.posted_at IS NOT NULL
    UNION ALL
    SELECT c.id, 'account', a.person, a.name
    FROM cases_case c JOIN unnest(%s::text[], %s::bigint[], %s::text[]) a(uscc, person, name) ON a.uscc = c.uscc
    WHERE c.id IN (SELECT id FROM chosen)
)
SELECT case_id, person, coalesce(max(name), person || ' 号账号'), array_agg(DISTINCT deed)
FROM deeds WHERE person <> 0 GROUP BY case_id, person HAVING count(DISTINCT deed) > 1 ORDER BY case_id, person
"""


@dataclass(frozen=True, slots=True)
class _Twice:
    """一个人在一件案件上的几个角色."""

    case: int
    person: int
    name: str
    deeds: tuple[str, ...]


def one_person_at_two_steps(actor: Actor, *, year: int) -> tuple[AuditFinding, ...]:
    """Every person with more than one role in a case of the year; what the procedure keeps apart stands first."""
    found = _twice(actor, year)
    about = about_cases({one.case for one in found})
    rows = Case.objects.in_bulk({one.case for one in found})
    told = {pk: replayed(row) for pk, row in rows.items()}
    return worst_first(
        about[one.case].finding(_said(one, told[one.case][0]), _grade(one, *told[one.case]), who=one.name) for one in found
    )


def _twice(actor: Actor, year: int) -> tuple[_Twice, ...]:
    cases, values = Case.objects.filter(case_scope(actor), year=year).values("id").query.sql_with_params()
    accounts = list_account_deeds()
    columns: list[list[Any]] = [[one.uscc for one in accounts], [one.person for one in accounts], [one.name for one in accounts]]
    with connection.cursor() as cursor:
        cursor.execute(SQL.replace("{cases}", cases), [*values, *columns])
        return tuple(_Twice(case, person, name, tuple(deeds)) for case, person, name, deeds in cursor.fetchall())


def _said(one: _Twice, procedures: Sequence[Procedure]) -> str:
    names = {step.id: step.name for procedure in procedures for step in procedure.steps}
    order = [*names, *WORDS]
    told = [f"“{WORDS.get(deed) or names.get(deed, deed)}”" for deed in sorted(one.deeds, key=lambda it: _place(order, it))]
    return f"{one.name} 在这一件上办过{'、'.join(told)}"


def _place(order: Sequence[str], deed: str) -> int:
    return order.index(deed) if deed in order else len(order)


def _grade(one: _Twice, procedures: Sequence[Procedure], state: CaseState) -> Grade:
    """Forbidden: to hand in and decide, to prepare and post, to decide two steps that the procedure keeps apart."""
    deeds = set(one.deeds)
    if (SUBMIT in deeds and deeds & _steps(procedures)) or {PREPARE, POST} <= deeds:
        return Grade.CHECK
    standing = {given.step for given in state.approvals if one.person in given.persons}
    apart = any(
        other in step.apart_from
        for procedure in procedures
        for step in procedure.steps
        if step.id in standing
        for other in standing - {step.id}
    )
    return Grade.CHECK if apart else Grade.LOOK


def _steps(procedures: Sequence[Procedure]) -> set[str]:
    return {step.id for procedure in procedures for step in procedure.steps}


