"""名单的行办下去: a confirmed row brings a title and, without application, a case; an upper grant is put into the case.

Each row is a transaction of its own: what was done before an interruption stays done, the next round does the rest. The same
row twice, the same firm on two lists, makes nothing twice.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from luoqiao.apps.cases.calculation import calculate, keep_snapshot, submission_content
from luoqiao.apps.cases.contents import HandedIn, facts_of, lines_of
from luoqiao.apps.cases.history import get_procedure, go_on, open_row
from luoqiao.apps.cases.models import Case, ListRow, RecognitionList
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.services.opening import Wanted, begin_case, case_row, refuse_second
from luoqiao.apps.funds.queries.clawbacks import refuse_excluded
from luoqiao.apps.parties import queries as parties
from luoqiao.apps.parties.services import record_titles
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import decide
from luoqiao.core.cases.decide import Matter
from luoqiao.core.cases.procedure import Parties, Procedure
from luoqiao.core.cases.recognition_list import (
    ListHead,
    ListKind,
    ListState,
    RowResult,
    StatedRow,
    facts_of_row,
    grant_facts,
    title_of,
)
from luoqiao.core.cases.refusals import AlreadyClaimed
from luoqiao.core.cases.state import CaseState
from luoqiao.core.cases.upper_grant import grants_recorded, may_record
from luoqiao.core.funds.clawback import StillExcluded
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import SYSTEM
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Outcome
from luoqiao.policies.pack import Pack

logger = logging.getLogger("luoqiao.cases")
NEW_ROWS = Q(result=RowResult.NONE.value)
LOOK_AGAIN = Q(result__in=(RowResult.WAITING.value, RowResult.RECORDED.value), case__changed_at__gt=F("settled_at")) & ~Q(
    case__stage="closed"
)
"""Grants whose case went on since: now it may take them, or it lost them by a new submission."""


def carry_out_lists(at: datetime, *, number: str = "", most: int = 2_000) -> int:
    """Carry out what confirmed lists (or the one of that number) still have to do; how many rows were dealt with."""
    rows = ListRow.objects.filter(NEW_ROWS | LOOK_AGAIN, recognition_list__state=ListState.CONFIRMED.value)
    if number:
        rows = rows.filter(recognition_list__number=number)
    done = 0
    for pk in rows.order_by("recognition_list_id", "place").values_list("pk", flat=True)[:most]:
        try:
            done += _carry_out(pk, at)
        except Exception:
            logger.exception("list row %s could not be carried out", pk)
    return done


def _carry_out(pk: int, at: datetime) -> int:
    with transaction.atomic():
        rows = ListRow.objects.select_for_update(skip_locked=True, of=("self",)).select_related("recognition_list")
        row = rows.filter(pk=pk).first()
        again = (RowResult.NONE, RowResult.WAITING, RowResult.RECORDED)
        if row is None or RowResult(row.result) not in again:
            return 0
        try:
            with transaction.atomic():
                if ListKind(row.recognition_list.kind) is ListKind.RECOGNITION:
                    _recognise(row, at)
                else:
                    _record_grant(row, at)
        except DomainError as refused:
            _settle(row, RowResult.REFUSED, at, f"{refused.message}（{refused.code}）")
        return 1


def _recognise(row: ListRow, at: datetime) -> None:
    """The title into the register, and the case if the rule gives something."""
    kept = row.recognition_list
    pack = policy.get_pack(kept.pack)
    clause = pack.clauses[kept.clause]
    stated, head = _stated(row), _head(kept)
    title = title_of(kept.clause, stated, head, parties.list_titles(row.matched))
    if title is not None:
        record_titles([(row.matched, title)], actor=SYSTEM, at=at)
    wanted = Wanted(
        row.matched, row.year or kept.year, kept.clause, subject=row.product, origin=f"list:{kept.number}:{row.place}",
        rule_on=kept.issued_on,
    )  # fmt: skip
    try:
        refuse_excluded(row.matched, timezone.localdate(at))
        opened, said = _begin(wanted, clause, pack, stated, at)
    except AlreadyClaimed as refused:
        _settle(row, RowResult.SAME, at, refused.message)
        return
    except StillExcluded as refused:
        _settle(row, RowResult.REFUSED, at, refused.message)
        return
    if opened is None:
        _settle(row, RowResult.REFUSED, at, said)
    else:
        row.case = opened.row
        _settle(row, RowResult.CASE, at, "")


def _begin(
    wanted: Wanted, clause: t.Clause, pack: Pack, stated: StatedRow, at: datetime
) -> tuple[Opened | None, str]:
    """The case, handed in by the list itself; None and why when the rule gives nothing."""
    procedure = _procedure(pack, clause)
    enterprise = parties.get_enterprise(wanted.uscc)
    candidate = case_row(wanted, enterprise, pack, procedure, at=at)
    refuse_second(candidate)
    given = HandedIn(grant_facts(stated), sources={"register": facts_of_row(clause, stated)})
    answer = calculate(candidate, clause, facts_of(_opened(candidate, procedure, pack), given), pack).answer
    if answer.outcome is not Outcome.ENTITLED:
        return None, "、".join(answer.reasons) or "按条款没有奖励"
    opened = begin_case(wanted, enterprise, pack, procedure, actor=SYSTEM, at=at)
    calculation = calculate(opened.row, clause, facts_of(opened, given), pack)
    content = submission_content(opened.row, given, lines_of(opened, given), clause, calculation)
    events = decide.submit(
        opened.matter, SYSTEM, snapshot=keep_snapshot(opened.row, content, at), amounts=calculation.amounts
    )
    return go_on(opened, events, actor=SYSTEM, at=at), ""


def _record_grant(row: ListRow, at: datetime) -> None:
    """What the tier above granted, into the case while it may still change, else noted for the payment."""
    kept = row.recognition_list
    cases = Case.objects.filter(uscc=row.matched, clause=kept.clause, year=row.year or kept.year, ending__in=("", "granted"))
    if row.product:
        cases = cases.filter(subject=row.product)
    found = list(cases.order_by("pk").select_for_update(of=("self",))[:2])
    if not found:
        _settle(row, RowResult.NOTED, at, f"没有这家 {row.year or kept.year} 年的案件")
        return
    if len(found) > 1:
        _settle(row, RowResult.REFUSED, at, "这家这一年有几件案件，名单没有写是哪一件；请在案件里认定")
        return
    row.case = found[0]
    opened = open_row(found[0])
    reason = f"{kept.source_unit} {kept.document_number}，名单 {kept.number} 第 {row.place} 行"
    verdict = may_record(opened.matter)
    happened = grants_recorded(opened.matter, grant_facts(_stated(row)), reason)
    if not verdict.now and not verdict.later:
        _settle(row, RowResult.NOTED, at, verdict.why)
    elif not happened:
        _settle(row, RowResult.RECORDED, at, "")
    elif verdict.now:
        go_on(opened, happened, actor=SYSTEM, at=at, reason=reason)
        _settle(row, RowResult.RECORDED, at, "")
    else:
        _settle(row, RowResult.WAITING, at, verdict.why)


def _settle(row: ListRow, result: RowResult, at: datetime, said: str) -> None:
    row.result, row.result_said, row.settled_at = result.value, said[:1000], at
    row.save(update_fields=["result", "result_said", "settled_at", "case"])


def _opened(row: Case, procedure: Procedure, pack: Pack) -> Opened:
    """A case that may begin, as the rule looks at it."""
    state = CaseState(step=procedure.steps[0].id)
    return Opened(row, (), Matter(procedure, Parties(row.uscc, row.township, row.lead_unit), state), pack)


def _procedure(pack: Pack, clause: t.Clause) -> Procedure:
    found = pack.procedure_of(clause)
    return get_procedure(pack, found.id if found else "")


def _stated(row: ListRow) -> StatedRow:
    return StatedRow(
        row.place, row.name, row.uscc, row.event, row.product, row.certificate, row.valid_until, row.year, dict(row.grants)
    )


def _head(kept: RecognitionList) -> ListHead:
    return ListHead(
        ListKind(kept.kind), kept.clause, kept.document_number, kept.issued_on, kept.source_unit, kept.event, kept.year
    )
