"""案件的经过: read under a lock, continued with new events, written with everything that follows from them, in one
transaction: events, the row that lists are made from, to-dos, the money of the tiers, the audit entry and the messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import connection

from luoqiao.apps.audit.services import Deed, record_many
from luoqiao.apps.cases.messages import notices_of
from luoqiao.apps.cases.models import Case, CaseEvent
from luoqiao.apps.cases.money import money_follows, where_it_stands
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.projection import project
from luoqiao.apps.cases.scope import case_scope
from luoqiao.apps.outbox import services as outbox
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import events as e
from luoqiao.core.cases.decide import Matter
from luoqiao.core.cases.event_values import decode, encode
from luoqiao.core.cases.procedure import Parties, Procedure
from luoqiao.core.cases.refusals import CaseMovedOn, NoSuchCase
from luoqiao.core.cases.state import follow, replay
from luoqiao.core.parties.actor import Actor, Post
from luoqiao.policies.pack import Pack


class NotInTransaction(RuntimeError):
    """A history that is continued outside a transaction could be continued by two."""


def open_case(number: str, actor: Actor, *, lock: bool = False, seen_seq: int | None = None) -> Opened:
    """The case, if this person may see it; NoSuchCase else. With `lock` nobody else continues it meanwhile.

    `seen_seq`: how far the history went when the person looked; CaseMovedOn when it went on since.
    """
    rows = Case.objects.filter(case_scope(actor), number=number)
    if lock:
        if not connection.in_atomic_block:
            raise NotInTransaction
        rows = rows.select_for_update(of=("self",))
    row = rows.first()
    if row is None:
        raise NoSuchCase(number)
    opened = open_row(row)
    if seen_seq is not None and opened.matter.state.seq != seen_seq:
        raise CaseMovedOn(opened.history[-1].name if opened.history else "")
    return opened


def open_row(row: Case) -> Opened:
    """The case of a row that was already chosen (and locked, where it is to be continued)."""
    history = read_history(row)
    pack = policy.get_pack_of(row.pack, row.pack_digest)
    first, later = get_procedure(pack, row.procedure), later_versions(row, history)
    parties = Parties(row.uscc, row.township, row.lead_unit)
    matter = Matter(later.get(row.procedure_digest, first), parties, replay(first, history, later))
    return Opened(row, history, matter, pack, (first, *later.values()))


def later_versions(row: Case, history: Sequence[e.Recorded]) -> dict[str, Procedure]:
    """The versions of its procedure that a case was moved to, by the digest of their pack."""
    moves = [one.event for one in history if isinstance(one.event, e.Migrated)]
    return {move.pack_digest: procedure_of(row, move.pack_digest) for move in moves}


def procedure_of(row: Case, digest: str) -> Procedure:
    """The procedure of a case as it is in a version of its pack."""
    return get_procedure(policy.get_pack_of(row.pack, digest), row.procedure)


def get_procedure(pack: Pack, identifier: str) -> Procedure:
    """The procedure of a pack; a case is never pinned to one that its pack does not have."""
    procedure = pack.get_procedure(identifier)
    if procedure is None:
        raise LookupError(f"{pack.meta.name} has no procedure {identifier}")
    return procedure


def read_history(row: Case) -> tuple[e.Recorded, ...]:
    """Every event of a case in order."""
    fields = ("seq", "at", "kind", "values", "user", "name", "post", "for_user", "for_name")
    return tuple(
        e.Recorded(seq, at, decode(kind, values), user, name, post, for_user, for_name)
        for seq, at, kind, values, user, name, post, for_user, for_name in CaseEvent.objects.filter(case=row)
        .order_by("seq")
        .values_list(*fields)
    )


def go_on(
    opened: Opened, happened: Sequence[e.Event], *, actor: Actor, at: datetime, post: Post | None = None,
    reason: str = "",
) -> Opened:  # fmt: skip
    """Continue the case with these events and write everything that follows from them."""
    if not connection.in_atomic_block:
        raise NotInTransaction
    recorded = record_events(opened, happened, actor=actor, at=at, post=post)
    matter, later = opened.matter, later_versions(opened.row, recorded)
    for procedure, state in follow(matter.procedure, matter.state, recorded, later):
        matter = replace(matter, procedure=procedure, state=state)
    after = replace(
        opened, history=(*opened.history, *recorded), matter=matter, versions=(*opened.versions, *later.values())
    )
    CaseEvent.objects.bulk_create(event_row(opened.row, one) for one in recorded)
    stood = where_it_stands(opened)
    project(after, at)
    money_follows(after, stood, actor=actor, at=at)
    record_many(
        at=at, actor=actor, post=post,
        deeds=[Deed(f"case.{one.event.kind}", f"case:{opened.row.number}", {"seq": one.seq, **encode(one.event)}, reason)
               for one in recorded],
    )  # fmt: skip
    outbox.post(at=at, actor=actor, notices=notices_of(after, recorded))
    return after


def record_events(
    opened: Opened, happened: Sequence[e.Event], *, actor: Actor, at: datetime, post: Post | None
) -> tuple[e.Recorded, ...]:
    """The events with their numbers, persons and time."""
    first = opened.matter.state.seq + 1
    desk, for_user, for_name = (post.desk, post.for_user, post.for_name) if post else ("", 0, "")
    return tuple(
        e.Recorded(seq, at, event, actor.user, actor.name, desk, for_user, for_name)
        for seq, event in enumerate(happened, first)
    )


def event_row(row: Case, one: e.Recorded) -> CaseEvent:
    """The event as it is kept."""
    return CaseEvent(
        case=row, seq=one.seq, at=one.at, kind=one.event.kind, values=encode(one.event), user=one.user,
        name=one.name, post=one.post, for_user=one.for_user, for_name=one.for_name,
    )  # fmt: skip
