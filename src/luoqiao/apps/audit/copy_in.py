"""成批写入: rows of a table by COPY, for histories that are written many at a time; triggers and constraints hold as ever."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from psycopg import sql
from psycopg.types.json import Jsonb


def copy_in(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write the rows; mappings and lists go as JSON. Inside the caller's transaction."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([_plain(value) for value in row])


def _plain(value: object) -> object:
    if isinstance(value, Mapping | list | tuple):
        return Jsonb(value, dumps=_dumps)
    return value


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
