"""成批写入企业: many registrations and corrections as a few statements, each with its names, history and audit.

Called inside the one transaction of an import; `register.py` does the same for one enterprise at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import TypeVar

from django.db import connection

from luoqiao.apps.audit.services import Deed, record_many
from luoqiao.apps.parties.models import Enterprise
from luoqiao.apps.parties.services.register import columns, detail_of, differences, rename, told
from luoqiao.core.parties.actor import Actor, Post
from luoqiao.core.parties.enterprise import EnterpriseRecord, subject_of

CHUNK = 1000
_TYPES = {
    "name": "text", "name_order": "bytea", "search_text": "text", "industry": "text", "industry_code": "text",
    "township": "text", "park": "text", "address": "text", "staff": "int", "revenue": "bigint", "size_year": "smallint",
    "size": "text", "changed_at": "timestamptz",
}  # fmt: skip
_UPDATE = (
    f"UPDATE parties_enterprise AS kept SET {', '.join(f'{name} = new.{name}' for name in _TYPES)} FROM unnest("  # noqa: S608 our own column names
    f"%s::bigint[], {', '.join(f'%s::{kind}[]' for kind in _TYPES.values())}"
    f") AS new(id, {', '.join(_TYPES)}) WHERE kept.id = new.id"
)
_INSERTED = ("uscc", *(name for name in _TYPES if name != "changed_at"))
_COPY = (
    f"COPY parties_enterprise ({', '.join(_INSERTED)}, created_at, changed_at, named_in_document, demonstration, active)"
    " FROM STDIN"
)
_NAMES = (
    "INSERT INTO parties_enterprisename (enterprise_id, name, source)"
    " SELECT id, name, %s FROM parties_enterprise WHERE uscc = ANY(%s)"
)
Item = TypeVar("Item")


def write_new(
    records: Sequence[EnterpriseRecord], *, source: str, actor: Actor, post: Post | None, at: datetime
) -> Iterator[int]:
    """Register all; after each chunk says how many were written."""
    for chunk in _chunks(records):
        deeds = [Deed("enterprise.registered", subject_of(one.uscc), {"source": source, **told(one)}) for one in chunk]
        record_many(at=at, actor=actor, post=post, deeds=deeds)
        # COPY itself cannot carry who changes the rows; the statement before it has told the transaction.
        with connection.cursor() as cursor:
            with cursor.copy(_COPY) as copy:
                for row in map(columns, chunk):
                    copy.write_row([row.get(name) for name in _INSERTED] + [at, at, "", False, True])
            cursor.execute(_NAMES, [source, [one.uscc for one in chunk]])
        yield len(chunk)


def write_changed(
    records: Sequence[EnterpriseRecord], *, source: str, actor: Actor, post: Post | None, at: datetime, on: date
) -> Iterator[int]:
    """Correct all; after each chunk says how many were written."""
    for chunk in _chunks(records):
        wished = {one.uscc: one for one in chunk}
        rows = list(Enterprise.objects.filter(uscc__in=list(wished)).order_by("pk").select_for_update())
        deeds = []
        for row in rows:
            changes = differences(row, wished[row.uscc])
            if "name" in changes:
                rename(row, wished[row.uscc].name, on, source)
            for key, (_, value) in changes.items():
                setattr(row, key, value)
            row.changed_at = at
            deeds.append(Deed("enterprise.corrected", subject_of(row.uscc), detail_of(changes), source))
        with connection.cursor() as cursor:
            cursor.execute(_UPDATE, [[row.pk for row in rows], *([getattr(row, name) for row in rows] for name in _TYPES)])
        record_many(at=at, actor=actor, post=post, deeds=deeds)
        yield len(chunk)


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk
