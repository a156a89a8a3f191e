"""名单的动词: import, decide which enterprise a row means, hand over, confirm by a second person, or cancel.

What follows from a confirmed list (titles, cases, grants recorded) is `list_rows.py`'s work, row by row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from luoqiao.apps.audit.keys import lock_key
from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.cases.list_messages import ready_list
from luoqiao.apps.cases.models import ListRow, RecognitionList
from luoqiao.apps.cases.numbering import next_number_of
from luoqiao.apps.cases.scope import list_scope
from luoqiao.apps.outbox import services as outbox
from luoqiao.apps.parties import queries as parties
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import notice, recognition_list
from luoqiao.core.cases.list_match import MATCHED, Known, Match, MatchState, match_row
from luoqiao.core.cases.recognition_list import (
    ListHead,
    ListState,
    NoSuchList,
    NoSuchRow,
    RowResult,
    RowsOpen,
    StatedRow,
)
from luoqiao.core.cases.refusals import FourEyes, ReasonMissing
from luoqiao.core.parties.actor import Actor, Post
from luoqiao.core.parties.import_judging import folded
from luoqiao.core.parties.import_table import SheetRow, read_listed


@dataclass(frozen=True, slots=True)
class ReceivedList:
    """收到的文件: its name, its bytes (for the digest), its rows as a reader gave them."""

    name: str
    content: bytes
    rows: Sequence[SheetRow]


def import_list(*, head: ListHead, file: ReceivedList, actor: Actor, at: datetime, key: UUID) -> str:
    """Keep a list with every row read and matched; nothing follows from it yet. Gives its number; the same key is one list.

    Refuses with BadList, NotByList, NotYourDuty, AlreadyImported (the same file), NoHeader and the like. Rows that cannot be
    read are kept with what is wrong with them.
    """
    head = recognition_list.check_head(head, timezone.localdate(at))
    clause, pack = policy.get_clause(head.clause), policy.get_pack()
    recognition_list.check_clause(head.kind, clause, pack.procedure_of(clause))
    lead_unit = pack.lead_unit_of(clause)
    post = notice.duty_to_prepare(actor, lead_unit)
    columns = recognition_list.columns_of(head.kind, clause, pack.basis.tiers)
    table = read_listed(columns, f"{clause.title}的{head.kind.label}", file.rows)
    stated = recognition_list.read_list(table, head, pack.basis.tiers)
    digest = hashlib.sha256(file.content).hexdigest()
    with transaction.atomic():
        lock_key(key)
        before = RecognitionList.objects.filter(key=key, imported_by=actor.user).first()
        if before is not None:
            return before.number
        _refuse_second(head, digest)
        kept = RecognitionList(
            number=next_number_of("MD", timezone.localdate(at).year), kind=head.kind.value, clause=head.clause,
            title=f"{clause.title}：{head.document_number}"[:200], pack=pack.meta.name, lead_unit=lead_unit,
            document_number=head.document_number, issued_on=head.issued_on, source_unit=head.source_unit, event=head.event,
            year=head.year, file_name=file.name[:200], digest=digest, key=key, state=ListState.IMPORTED.value,
            imported_by=actor.user, imported_name=actor.name, makers=sorted(notice.persons_of(actor)), imported_at=at,
        )  # fmt: skip
        try:
            with transaction.atomic():
                kept.save(force_insert=True)
        except IntegrityError:
            _refuse_second(head, digest)
            raise
        known = _known()
        ListRow.objects.bulk_create((_row(kept, one, _match(one, known)) for one in stated), batch_size=500)
        detail = {"clause": head.clause, "document": head.document_number, "rows": len(stated), "digest": digest}
        record(at=at, actor=actor, post=post, deed=Deed("list.imported", subject_of(kept), detail))
        return kept.number


def resolve_row(*, number: str, place: int, uscc: str, actor: Actor, at: datetime) -> None:
    """人定: this row means that enterprise; an empty code sets it aside. NoSuchRow, NoSuchEnterprise, ListMovedOn."""
    with transaction.atomic():
        kept, post = _lock(number, actor)
        _must_be(kept, "定哪一家", ListState.IMPORTED)
        row = kept.rows.filter(place=place).exclude(match=MatchState.BAD.value).first()
        if row is None:
            raise NoSuchRow(place)
        if uscc:
            enterprise = parties.get_enterprise(uscc)
            row.match, row.matched = MatchState.DECIDED.value, enterprise.uscc
        else:
            row.match, row.matched = MatchState.SKIPPED.value, ""
        row.decided_name, row.decided_at = actor.name, at
        row.save(update_fields=["match", "matched", "decided_name", "decided_at"])
        _made_by(kept, actor)
        kept.save(update_fields=["makers"])
        detail = {"row": place, "uscc": uscc}
        record(at=at, actor=actor, post=post, deed=Deed("list.row_decided", subject_of(kept), detail))


def check_list(*, number: str, actor: Actor, at: datetime, good_rows_only: bool = False) -> None:
    """核对完毕: handed to a second person. Refuses while a row is open (RowsOpen), unless only good rows are wanted."""
    with transaction.atomic():
        kept, post = _lock(number, actor)
        notice.duty_to_prepare(actor, kept.lead_unit)
        _must_be(kept, "交人确认", ListState.IMPORTED)
        bad = kept.rows.filter(match=MatchState.BAD.value).count()
        ambiguous = kept.rows.filter(match=MatchState.AMBIGUOUS.value).count()
        if ambiguous or (bad and not good_rows_only):
            raise RowsOpen(0 if good_rows_only else bad, ambiguous)
        kept.state, kept.checked_name, kept.checked_at = ListState.CHECKED.value, actor.name, at
        kept.good_rows_only = good_rows_only and bad > 0
        _made_by(kept, actor)
        kept.save(update_fields=["state", "checked_name", "checked_at", "good_rows_only", "makers"])
        many = kept.rows.filter(match__in=[one.value for one in MATCHED]).count()
        detail = {"matched": many, "bad": bad}
        record(at=at, actor=actor, post=post, deed=Deed("list.checked", subject_of(kept), detail))
        outbox.post(at=at, actor=actor, notices=[ready_list(kept, many)])


def confirm_list(*, number: str, actor: Actor, at: datetime) -> None:
    """确认 by a second person: from now on the rows are carried out. FourEyes, NotYourDuty, ListMovedOn. Twice is once."""
    with transaction.atomic():
        kept, post = _lock(number, actor)
        if kept.state == ListState.CONFIRMED and kept.confirmed_by == actor.user:
            return
        _must_be(kept, "确认", ListState.CHECKED)
        if notice.persons_of(actor) & set(kept.makers):
            raise FourEyes(actor.name, "导入和核对名单")
        kept.state, kept.confirmed_at = ListState.CONFIRMED.value, at
        kept.confirmed_by, kept.confirmed_name = actor.user, actor.name
        kept.save(update_fields=["state", "confirmed_by", "confirmed_name", "confirmed_at"])
        unmatched = kept.rows.exclude(match__in=[one.value for one in MATCHED])
        unmatched.update(result=RowResult.SKIPPED.value, settled_at=at)
        record(at=at, actor=actor, post=post, deed=Deed("list.confirmed", subject_of(kept)))


def reopen_list(*, number: str, actor: Actor, at: datetime, reason: str) -> None:
    """退回核对: the second person does not agree; rows may be decided anew."""
    if not reason.strip():
        raise ReasonMissing("退回核对")
    with transaction.atomic():
        kept, post = _lock(number, actor)
        _must_be(kept, "退回核对", ListState.CHECKED)
        kept.state = ListState.IMPORTED.value
        kept.save(update_fields=["state"])
        record(at=at, actor=actor, post=post, deed=Deed("list.sent_back", subject_of(kept), {}, reason.strip()))


def cancel_list(*, number: str, actor: Actor, at: datetime, reason: str) -> None:
    """作废: before it is confirmed; the same file may then be imported again. ListMovedOn, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing("作废名单")
    with transaction.atomic():
        kept, post = _lock(number, actor)
        _must_be(kept, "作废", ListState.IMPORTED, ListState.CHECKED)
        kept.state, kept.cancelled_because = ListState.CANCELLED.value, reason.strip()[:500]
        kept.save(update_fields=["state", "cancelled_because"])
        record(at=at, actor=actor, post=post, deed=Deed("list.cancelled", subject_of(kept), {}, reason.strip()))


def subject_of(kept: RecognitionList) -> str:
    """审计的对象: `list:MD-2023-0001`."""
    return f"list:{kept.number}"


def _refuse_second(head: ListHead, digest: str) -> None:
    same = RecognitionList.objects.filter(kind=head.kind.value, clause=head.clause, digest=digest)
    number = same.exclude(state=ListState.CANCELLED.value).values_list("number", flat=True).first()
    if number is not None:
        raise recognition_list.AlreadyImported(number)


def _known() -> Known:
    """What the register knows by name, read once for the whole list."""
    names: dict[str, str] = {}
    present: dict[str, set[str]] = {}
    former: dict[str, set[str]] = {}
    for uscc, name, current in parties.list_every_name():
        if current:
            names[uscc] = name
        (present if current else former).setdefault(folded(name), set()).add(uscc)
    return Known(
        names, {name: frozenset(found) for name, found in present.items()},
        {name: frozenset(found) for name, found in former.items()},
    )  # fmt: skip


def _match(row: StatedRow, known: Known) -> Match:
    if row.problem:
        return Match(MatchState.BAD, said=row.problem)
    return match_row(row.name, row.uscc, known)


def _row(kept: RecognitionList, one: StatedRow, match: Match) -> ListRow:
    return ListRow(
        recognition_list=kept, place=one.place, name=one.name, uscc=one.uscc, event=one.event, product=one.product,
        certificate=one.certificate, valid_until=one.valid_until, year=one.year or kept.year, grants=dict(one.grants),
        match=match.state.value, matched=match.uscc, candidates=list(match.candidates)[:20], said=match.said[:1000],
    )  # fmt: skip


def _made_by(kept: RecognitionList, actor: Actor) -> None:
    kept.makers = sorted(set(kept.makers) | notice.persons_of(actor))


def _lock(number: str, actor: Actor) -> tuple[RecognitionList, Post]:
    kept = RecognitionList.objects.select_for_update().filter(list_scope(actor), number=number).first()
    if kept is None:
        raise NoSuchList(number)
    return kept, notice.duty_at(actor, kept.lead_unit)


def _must_be(kept: RecognitionList, deed: str, *states: ListState) -> None:
    state = ListState(kept.state)
    if state not in states:
        raise recognition_list.ListMovedOn(deed, state, kept.confirmed_name)


