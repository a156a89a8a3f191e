"""记事实: one, many, withdrawn and decided ones. Rows are only added; the audit says who, why and from what.

What an enterprise says is wrong goes through `corrections`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TypeAlias

from django.db import connection, transaction

from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.evidence.errors import NotThere, ReasonMissing, UnknownFactKey
from luoqiao.apps.evidence.keys import known_keys
from luoqiao.apps.evidence.models import Fact, KnownKey
from luoqiao.apps.evidence.queries.documents import find_documents
from luoqiao.apps.evidence.scope import evidence_scope, seen_enterprise
from luoqiao.apps.parties.queries import list_enterprises
from luoqiao.core.evidence.fact import NewFact, read_subject, subject_uscc
from luoqiao.core.evidence.fact_duty import check_duty
from luoqiao.core.evidence.fact_key import FactKey, write_key
from luoqiao.core.evidence.fact_value import canonical_value
from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.period import Period
from luoqiao.core.kernel.text import nearest
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.enterprise import EnterpriseView

BATCH = 2_000
LONGEST_ORIGIN = 200
Mark: TypeAlias = tuple[str, str, str, date, date | None]
"""What a later row takes the place of: subject, key, source, period."""
_KEYS = 0x4C51_0055


@dataclass(frozen=True, slots=True)
class RecordedFacts:
    """记了多少: new rows, and those left out because the same was known already."""

    recorded: int
    unchanged: int


def record_fact(*, fact: NewFact, actor: Actor, at: datetime) -> int:
    """Record one fact and give its id; the same again is the row there is.

    Refuses with BadSubject, UnknownFactKey, BadFactValue, NoSuchEnterprise or MayNotRecord. Decisions go through `override_fact`.
    """
    with transaction.atomic():
        uscc = subject_uscc(read_subject(fact.subject)) or fact.enterprise
        firm = seen_enterprise(uscc, actor) if uscc else None
        return _record(fact, firm, actor=actor, at=at)


def override_fact(
    *, subject: str, key: str, value: object, period: Period, reason: str, actor: Actor, at: datetime, enterprise: str = ""
) -> int:
    """认定: an officer decides what counts although sources differ; the reason is kept with the fact and in the audit.

    Refuses with ReasonMissing and as `record_fact` does.
    """
    if not reason.strip():
        raise ReasonMissing
    decided = NewFact(subject, key, value, period, Source.DECIDED, "经办认定", reason.strip(), enterprise=enterprise)
    return record_fact(fact=decided, actor=actor, at=at)


def withdraw_fact(*, fact: int, reason: str, actor: Actor, at: datetime) -> int:
    """撤回: from now on nothing is known from this source about these days; what was known before stays known.

    Refuses with ReasonMissing, NotThere or MayNotRecord.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        row = Fact.objects.select_related("enterprise").filter(evidence_scope(actor, "enterprise"), pk=fact).first()
        if row is None:
            raise NotThere("这条事实")
        firm = row.enterprise
        check_duty(actor, Source(row.source), uscc=firm.uscc if firm else "", township=firm.township if firm else "")
        gone = Fact.objects.create(
            subject=row.subject, enterprise_id=row.enterprise_id, key=row.key, value=None, withdrawn=True,
            from_on=row.from_on, until_on=row.until_on, source=row.source, origin=row.origin, note=reason.strip(),
            recorded_by=actor.user, recorded_name=actor.name, recorded_at=at,
        )  # fmt: skip
        detail = {"key": row.key, "source": row.source, "value": row.value, "fact": row.pk}
        record(at=at, actor=actor, deed=Deed("fact.withdrawn", row.subject, detail, reason.strip()))
        return gone.pk


def record_facts(*, facts: Iterable[NewFact], actor: Actor, at: datetime, origin: str = "") -> RecordedFacts:
    """Record many facts in one transaction, all or none; those that say what was known already are left out.

    One audit entry tells how many there were and the digest of them all. Refuses as `record_fact` does.
    """
    keys = known_keys()
    recorded = unchanged = 0
    digest = hashlib.sha256()
    with transaction.atomic():
        for batch in _batches(facts):
            rows = _checked_rows(batch, keys, actor=actor, at=at)
            known = _latest({row.subject for row in rows})
            new = [row for row in rows if _mark(row) not in known or known[_mark(row)] != row.value]
            Fact.objects.bulk_create(new, batch_size=BATCH)
            for row in new:
                digest.update(json.dumps([*map(str, _mark(row)), row.value], ensure_ascii=False).encode())
            recorded += len(new)
            unchanged += len(rows) - len(new)
        detail = {"count": recorded, "unchanged": unchanged, "origin": origin, "sha256": digest.hexdigest()}
        record(at=at, actor=actor, deed=Deed("facts.recorded", "facts", detail))
    return RecordedFacts(recorded, unchanged)


def load_fact_keys(keys: Sequence[FactKey]) -> None:
    """Make the keys of a pack known; those known before are brought up to date, none is ever dropped."""
    places = {key.id: (place, key) for place, key in enumerate(keys)}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_KEYS])
        KnownKey.objects.bulk_create(
            (KnownKey(id=name, place=place, described=write_key(key)) for name, (place, key) in places.items()),
            update_conflicts=True, unique_fields=["id"], update_fields=["place", "described"],
        )  # fmt: skip


def _record(fact: NewFact, firm: EnterpriseView | None, *, actor: Actor, at: datetime) -> int:
    check_duty(actor, fact.source, uscc=firm.uscc if firm else "", township=firm.township if firm else "")
    _check_documents([fact], actor)
    [row] = _rows([fact], known_keys(), {firm.uscc: firm} if firm else {}, actor=actor, at=at)
    before = _last(_mark(row))
    if before is not None and not before.withdrawn and (before.value, before.note) == (row.value, row.note):
        return before.pk
    row.save()
    detail = {
        "key": row.key, "value": row.value, "source": row.source, "from_on": str(row.from_on),
        "until_on": str(row.until_on or ""), "origin": row.origin,
    }  # fmt: skip
    action = "fact.decided" if fact.source is Source.DECIDED else "fact.recorded"
    record(at=at, actor=actor, deed=Deed(action, row.subject, detail, row.note))
    return row.pk


def _checked_rows(
    batch: Sequence[NewFact], keys: Mapping[str, FactKey], *, actor: Actor, at: datetime
) -> list[Fact]:  # fmt: skip
    """The rows of a batch; each fact one that the actor may record."""
    codes = {code for fact in batch if (code := subject_uscc(read_subject(fact.subject)) or fact.enterprise)}
    firms = {firm.uscc: firm for firm in list_enterprises(codes)}
    for code in codes - firms.keys():
        seen_enterprise(code, actor)
    for fact in batch:
        firm = firms.get(subject_uscc(fact.subject) or fact.enterprise)
        check_duty(actor, fact.source, uscc=firm.uscc if firm else "", township=firm.township if firm else "")
    _check_documents(batch, actor)
    return _rows(batch, keys, firms, actor=actor, at=at)


def _check_documents(facts: Iterable[NewFact], actor: Actor) -> None:
    """A fact rests on a document that its recorder may see."""
    named = {fact.document for fact in facts if fact.document is not None}
    if named and len(find_documents(named, actor)) < len(named):
        raise NotThere("作为依据的材料")


def _rows(
    facts: Iterable[NewFact], keys: Mapping[str, FactKey], firms: Mapping[str, EnterpriseView], *, actor: Actor, at: datetime
) -> list[Fact]:
    found = []
    for fact in facts:
        if fact.key not in keys:
            raise UnknownFactKey(fact.key, nearest(fact.key, keys))
        if fact.source is Source.DECIDED and not fact.note.strip():
            raise ReasonMissing
        firm = firms.get(subject_uscc(fact.subject) or fact.enterprise)
        found.append(
            Fact(
                subject=fact.subject, enterprise_id=firm.id if firm else None, key=fact.key,
                value=canonical_value(keys[fact.key], fact.value), from_on=fact.period.from_on,
                until_on=fact.period.until_on, source=fact.source.value, origin=fact.origin[:LONGEST_ORIGIN],
                document_id=fact.document, note=fact.note, recorded_by=actor.user, recorded_name=actor.name, recorded_at=at,
            )
        )  # fmt: skip
    return found


def _mark(row: Fact) -> Mark:
    return row.subject, row.key, row.source, row.from_on, row.until_on


def _last(mark: Mark) -> Fact | None:
    subject, key, source, from_on, until_on = mark
    same = Fact.objects.filter(subject=subject, key=key, source=source, from_on=from_on, until_on=until_on)
    return same.order_by("-recorded_at", "-pk").first()


def _latest(subjects: Iterable[str]) -> dict[Mark, object]:
    """What is known last about some subjects; withdrawn facts are left out."""
    rows = (
        Fact.objects.filter(subject__in=tuple(subjects))
        .order_by("subject", "key", "source", "from_on", "until_on", "-recorded_at", "-pk")
        .distinct("subject", "key", "source", "from_on", "until_on")
    )
    return {_mark(row): row.value for row in rows if not row.withdrawn}


def _batches(facts: Iterable[NewFact]) -> Iterator[list[NewFact]]:
    left = iter(facts)
    while batch := list(islice(left, BATCH)):
        yield batch
