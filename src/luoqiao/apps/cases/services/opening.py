"""立案: a claim under a clause, an application under a procedure, or a case that a list begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from luoqiao.apps.cases.board import challenge_to_bid_for
from luoqiao.apps.cases.earlier import lock_caps
from luoqiao.apps.cases.history import get_procedure, go_on
from luoqiao.apps.cases.keys import keep_key, used_before
from luoqiao.apps.cases.knowing import prefilled
from luoqiao.apps.cases.models import Case, Draft
from luoqiao.apps.cases.numbering import next_number
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.funds.queries.clawbacks import refuse_excluded
from luoqiao.apps.parties import queries as parties
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import events as e
from luoqiao.core.cases.challenge import BID
from luoqiao.core.cases.decide import Matter
from luoqiao.core.cases.form import SUBJECT
from luoqiao.core.cases.procedure import Begin, Parties, Procedure
from luoqiao.core.cases.refusals import AlreadyClaimed, NotForThisClause, NotYourDuty
from luoqiao.core.cases.state import CaseState
from luoqiao.core.parties.actor import Actor, Post, Role
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class Wanted:
    """要立的案: `clause` or `procedure`; `subject` is the project or product where one case is about one."""

    uscc: str
    year: int
    clause: str = ""
    procedure: str = ""
    subject: str = ""
    origin: str = ""
    parent: str = ""
    form: Mapping[str, object] | None = None
    rule_on: date | None = None
    """By the rule of which day, where another than the day of opening decides: that of a list's document."""


def open_application(*, wanted: Wanted, actor: Actor, at: datetime, key: UUID) -> str:
    """Begin an application and give its number; the same key gives the same case.

    By the enterprise's agent, or by the clerk of its township who fills it in (代填). Refuses with NotForThisClause,
    AlreadyClaimed, NotYourDuty, NoSuchEnterprise, UnknownClause, StillExcluded; a bid with NotOnTheList, OwnChallenge,
    AlreadyBid.
    """
    contents = {"uscc": wanted.uscc, "year": wanted.year, "clause": wanted.clause, "procedure": wanted.procedure,
                "subject": wanted.subject, "parent": wanted.parent}  # fmt: skip
    with transaction.atomic():
        before = used_before(key, actor=actor, deed="open", contents=contents)
        if before is not None:
            return before
        enterprise = parties.get_seen_enterprise(wanted.uscc, actor)
        post = _applicant_post(actor, enterprise)
        refuse_excluded(enterprise.uscc, timezone.localdate(at))
        pack, procedure = _procedure(wanted)
        if procedure.begin is not Begin.APPLICATION:
            raise NotForThisClause(_title(pack, wanted, procedure), procedure.name)
        wanted = replace(wanted, parent=wanted.parent if procedure.id == BID else "")
        if procedure.id == BID:
            challenge = challenge_to_bid_for(wanted.parent, enterprise.uscc, timezone.localdate(at))
            wanted = replace(wanted, subject=challenge.title)
        opened = begin_case(wanted, enterprise, pack, procedure, actor=actor, at=at, post=post)
        keep_key(key, opened.row, actor=actor, deed="open", contents=contents, at=at)
        return opened.row.number


def begin_case(
    wanted: Wanted, enterprise: EnterpriseView, pack: Pack, procedure: Procedure, *, actor: Actor, at: datetime,
    post: Post | None = None,
) -> Opened:  # fmt: skip
    """The case with its first event; inside the caller's transaction. Refuses a second one of the same (AlreadyClaimed)."""
    row = case_row(wanted, enterprise, pack, procedure, at=at)
    row.assisted = bool(post and post.role is Role.TOWN_CLERK)
    refuse_second(row)
    row.number = next_number(timezone.localdate(at).year)
    row.save(force_insert=True)
    if procedure.begin is Begin.APPLICATION:
        typed = {SUBJECT: row.subject, **(wanted.form or {})}
        known = prefilled(row, pack.clauses.get(row.clause), procedure, typed, at)
        Draft.objects.create(case=row, form=dict(known.values), saved_at=at, saved_by=actor.name)
    matter = Matter(procedure, Parties(row.uscc, row.township, row.lead_unit), CaseState(step=procedure.steps[0].id))
    event = e.Opened(procedure.id, wanted.clause, wanted.origin, row.assisted)
    return go_on(Opened(row, (), matter, pack), (event,), actor=actor, at=at, post=post)


def case_row(
    wanted: Wanted, enterprise: EnterpriseView, pack: Pack, procedure: Procedure, *, at: datetime, digest: str = ""
) -> Case:
    """The row of a case that begins, without its number; kept nowhere yet. `digest`: of the pack's current version."""
    clause = pack.clauses.get(wanted.clause)
    lead = pack.lead_unit_of(clause) if clause else procedure.lead_unit
    on = timezone.localdate(at)
    digest = digest or policy.get_version(pack.meta.name).digest
    parent = Case.objects.get(number=wanted.parent) if wanted.parent else None
    units = sorted(set(procedure.units(Parties(enterprise.uscc, enterprise.township, lead))) - {""})
    return Case(
        procedure=procedure.id, clause=wanted.clause, title=_title(pack, wanted, procedure), pack=pack.meta.name,
        pack_digest=digest, procedure_digest=digest,
        enterprise_id=enterprise.id, uscc=enterprise.uscc, enterprise_name=enterprise.name,
        township=enterprise.township, park=enterprise.park, industry=enterprise.industry, lead_unit=lead, units=units,
        year=wanted.year, subject=" ".join(wanted.subject.split())[:200], rule_on=wanted.rule_on or rule_day(pack, on),
        origin=wanted.origin, parent=parent, stage="draft", step=procedure.steps[0].id,
        step_name=procedure.steps[0].name, opened_at=at, changed_at=at,
    )  # fmt: skip


def rule_day(pack: Pack, on: date) -> date:
    """按哪一天的规则: the day of the case while the programme is in force, else its last day (then the page says so)."""
    return pack.default_day(on)


def refuse_second(row: Case) -> None:
    """One open or granted case for enterprise, clause, year and subject; whoever else begins one waits here. AlreadyClaimed."""
    if not row.clause:
        return
    lock_caps(row)
    same = Case.objects.filter(
        uscc=row.uscc, clause=row.clause, year=row.year, subject=row.subject, ending__in=("", "granted")
    ).exclude(pk=row.pk)
    number = same.values_list("number", flat=True).first()
    if number is not None:
        raise AlreadyClaimed(number)


def _procedure(wanted: Wanted) -> tuple[Pack, Procedure]:
    pack = policy.get_pack()
    if not wanted.clause:
        return pack, get_procedure(pack, wanted.procedure)
    found = pack.procedure_of(policy.get_clause(wanted.clause))
    if found is None:
        raise NotForThisClause(wanted.clause, "没有流程")
    return pack, found


def _title(pack: Pack, wanted: Wanted, procedure: Procedure) -> str:
    clause = pack.clauses.get(wanted.clause)
    return clause.title if clause else procedure.name


def _applicant_post(actor: Actor, enterprise: EnterpriseView) -> Post:
    own = actor.holds(Role.ENTERPRISE_AGENT, enterprise.uscc)
    found = own or actor.holds(Role.TOWN_CLERK, enterprise.township)
    if found is None:
        raise NotYourDuty("企业经办，或企业所在镇街的经办代填")
    return found
