"""审定时的样子: cases that were decided on, many at a time, each with what follows from its events, its frozen snapshot, what was
published of it and which invoices stand behind it. Five queries for each few hundred cases, however long their histories are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from luoqiao.apps.cases.calculation import digest_of
from luoqiao.apps.cases.history import get_procedure, later_versions, read_history
from luoqiao.apps.cases.models import Case, CaseEvent, NoticeRow, Snapshot
from luoqiao.apps.evidence.queries.uses import allocated_by_case
from luoqiao.apps.funds.queries.shares import funded_by_case
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import events as e
from luoqiao.core.cases.event_values import decode
from luoqiao.core.cases.notice import RowState
from luoqiao.core.cases.procedure import Procedure
from luoqiao.core.cases.recompute import GRANTED, Granted, Published
from luoqiao.core.cases.state import CaseState, replay
from luoqiao.core.rules import tree as t
from luoqiao.policies.pack import Pack

BATCH = 400
EVENT_FIELDS = ("seq", "at", "kind", "values", "user", "name", "post", "for_user", "for_name")


@dataclass(frozen=True, slots=True)
class Frozen:
    """审定时的样子: the row, its history and state, what is compared, and the clause of the version it is pinned to."""

    row: Case
    history: tuple[e.Recorded, ...]
    state: CaseState
    granted: Granted
    clause: t.Clause
    pack: Pack

    @property
    def decided_at(self) -> datetime | None:
        """When the last person agreed; of a case from a list, when the list handed it in."""
        return next((one.at for one in reversed(self.history) if one.event.kind in ("approved", "submitted")), None)


def decided_cases(scope: Q, *, year: int, clause: str = "") -> list[int]:
    """The cases of a year that money was decided for, in order of their numbers."""
    rows = Case.objects.filter(scope, decided=True, year=year).exclude(clause="")
    return list((rows.filter(clause=clause) if clause else rows).order_by("number").values_list("pk", flat=True))


def frozen_cases(keys: Iterable[int]) -> Iterator[Frozen]:
    """Each of these cases, a few hundred in memory at a time. A clause that its version does not have is left out."""
    listed = tuple(keys)
    for start in range(0, len(listed), BATCH):
        yield from _batch(listed[start : start + BATCH])


def _batch(keys: Sequence[int]) -> Iterator[Frozen]:
    rows = Case.objects.in_bulk(keys)
    histories = _histories(keys)
    states = {pk: _replayed(rows[pk], histories[pk]) for pk in keys}
    snapshots = _snapshots({pk: state.snapshot for pk, state in states.items()})
    published = _published(keys)
    allocated = allocated_by_case(row.number for row in rows.values())
    money = funded_by_case(row.number for row in rows.values())
    for pk in keys:
        row, state = rows[pk], states[pk]
        pack = policy.get_pack_of(row.pack, row.pack_digest)
        clause = pack.clauses.get(row.clause)
        if clause is None:
            continue
        content = snapshots.get(pk)
        granted = Granted(
            row.number, row.clause, row.pack_digest, row.rule_on, state.snapshot, dict(state.amounts or {}),
            dict(row.amounts or {}), content, digest_of(content) if content is not None else "", lowered_by(histories[pk]),
            granted_when_decided(histories[pk]), tuple(published[pk]), allocated.get(row.number, {}),
            money.get(row.number, {}),
        )  # fmt: skip
        yield Frozen(row, histories[pk], state, granted, clause, pack)


def lowered_by(history: Sequence[e.Recorded]) -> str:
    """Why the amount is lower than the rule gives: the reasons given since the case was handed in last."""
    found: list[str] = []
    for one in history:
        match one.event:
            case e.Submitted():
                found = []
            case e.Approved(lowered_because=because) if because:
                found.append(because)
            case e.Arranged(reason=because):
                found.append(because)
    return "；".join(dict.fromkeys(found))


def granted_when_decided(history: Sequence[e.Recorded]) -> dict[str, str]:
    """What upper tiers had granted by an officer's finding when the last person agreed; a new submission begins anew."""
    found: dict[str, str] = {}
    at_decision: dict[str, str] = {}
    for one in history:
        match one.event:
            case e.Submitted():
                found, at_decision = {}, {}
            case e.FactDecided(key=key, value=value) if key.startswith(GRANTED):
                found = {name: kept for name, kept in found.items() if name != key} | ({key: value} if value else {})
            case e.Approved():
                at_decision = found
    return at_decision


def replayed(row: Case) -> tuple[tuple[Procedure, ...], CaseState]:
    """The versions of its procedure that one case followed, and how it stands by its events."""
    history = read_history(row)
    first = get_procedure(policy.get_pack_of(row.pack, row.pack_digest), row.procedure)
    later = later_versions(row, history)
    return (first, *later.values()), replay(first, history, later)


def _histories(keys: Sequence[int]) -> Mapping[int, tuple[e.Recorded, ...]]:
    found: dict[int, list[e.Recorded]] = defaultdict(list)
    rows = CaseEvent.objects.filter(case__in=keys).order_by("case_id", "seq").values_list("case_id", *EVENT_FIELDS)
    for case, seq, at, kind, values, *who in rows.iterator(chunk_size=5_000):
        found[case].append(e.Recorded(seq, at, decode(kind, values), *who))
    return {pk: tuple(found[pk]) for pk in keys}


def _replayed(row: Case, history: tuple[e.Recorded, ...]) -> CaseState:
    procedure = get_procedure(policy.get_pack_of(row.pack, row.pack_digest), row.procedure)
    return replay(procedure, history, later_versions(row, history))


def _snapshots(wanted: Mapping[int, str]) -> dict[int, dict[str, Any]]:
    rows = Snapshot.objects.filter(case__in=wanted, digest__in=set(wanted.values()))
    return {
        case: content
        for case, digest, content in rows.values_list("case_id", "digest", "content").iterator(chunk_size=200)
        if wanted[case] == digest
    }


def _published(keys: Sequence[int]) -> Mapping[int, list[Published]]:
    """Rows of notices that were not taken off."""
    found: dict[int, list[Published]] = defaultdict(list)
    rows = NoticeRow.objects.filter(case__in=keys, notice__posted_at__isnull=False).exclude(state=RowState.REMOVED.value)
    for case, notice, amounts in rows.order_by("pk").values_list("case_id", "notice__number", "amounts"):
        found[case].append(Published(notice, amounts))
    return found
