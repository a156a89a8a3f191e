"""十万件案件: the demonstration's cases told over and over under other enterprises, written by SQL into a real database.

States, deadlines, amounts and histories are those of the demonstration, so lists and inboxes have the shape that they have in
service. Snapshots are kept for the first telling only: lists and searches never read them.
"""

from __future__ import annotations

import psycopg

CASES, ENTERPRISES = 100_000, 10_000
STEP = 10_000_000
"""Ids of a later telling are those of the first one plus so many for each."""


def grow(url: str, cases: int = CASES, enterprises: int = ENTERPRISES) -> tuple[int, int]:
    """Fill the database up to so many cases and enterprises; how many there are then."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        _grow_enterprises(connection, enterprises)
        (told,) = connection.execute("SELECT count(*) FROM cases_case").fetchone() or (0,)
        connection.execute("CREATE TEMP TABLE firm AS SELECT row_number() OVER (ORDER BY id) AS place, * FROM parties_enterprise")
        (many,) = connection.execute("SELECT count(*) FROM firm").fetchone() or (1,)
        for number in range(1, -(-(cases - told) // told) + 1):
            _tell_again(connection, number, many, cases)
        for table in ("cases_case", "cases_todo", "cases_caseevent", "parties_enterprise"):
            connection.execute(f"VACUUM ANALYZE {table}")
        found = connection.execute(
            "SELECT (SELECT count(*) FROM cases_case), (SELECT count(*) FROM parties_enterprise)"
        ).fetchone()
    return found or (0, 0)


def _grow_enterprises(connection: psycopg.Connection, enterprises: int) -> None:
    columns = _columns(connection, "parties_enterprise", {"id", "uscc", "name", "search_text"})
    connection.execute(
        f"""
        INSERT INTO parties_enterprise (uscc, name, search_text, {columns})
        SELECT '91350504MB' || lpad((k * 4000 + place)::text, 8, '0'), name || k, search_text || k, {columns}
        FROM (SELECT row_number() OVER (ORDER BY id) AS place, * FROM parties_enterprise) AS told,
             generate_series(1, 9) AS k
        ORDER BY k, place
        LIMIT greatest(0, %s - (SELECT count(*) FROM parties_enterprise))
        """,  # noqa: S608 names of columns of the table itself
        (enterprises,),
    )


def _tell_again(connection: psycopg.Connection, number: int, firms: int, most: int) -> None:
    own = {"id", "number", "enterprise_id", "uscc", "enterprise_name", "township", "park", "subject", "parent_id"}
    columns = _columns(connection, "cases_case", own)
    moved = number * STEP
    connection.execute(
        f"""
        INSERT INTO cases_case (id, number, enterprise_id, uscc, enterprise_name, township, park, subject, {columns})
        SELECT told.id + {moved}, 'LQ-' || (2000 + {number % 22}) || '-' || lpad((told.id + {number} * 1000)::text, 6, '0'),
               firm.id, firm.uscc, firm.name, firm.township, firm.park, told.subject || ' {number}',
               {", ".join(f"told.{name.strip()}" for name in columns.split(","))}
        FROM cases_case AS told JOIN firm ON firm.place = 1 + (told.id * 7919 + {number} * 104729) %% {firms}
        WHERE told.id < {STEP}
        ORDER BY told.id
        LIMIT greatest(0, %s - (SELECT count(*) FROM cases_case))
        """,  # noqa: S608 numbers and names of this module
        (most,),
    )
    for table, key in (("cases_todo", "desk"), ("cases_caseevent", "seq")):
        columns = _columns(connection, table, {"id", "case_id", key})
        desk = (
            "CASE WHEN told.desk LIKE 'town_clerk@%%' THEN 'town_clerk@' || fresh.township "
            "WHEN told.desk LIKE 'enterprise_agent@%%' THEN 'enterprise_agent@' || fresh.uscc ELSE told.desk END"
        )
        kept = ", ".join(f"told.{name.strip()}" for name in columns.split(","))
        connection.execute(
            f"""
            INSERT INTO {table} (case_id, {key}, {columns})
            SELECT fresh.id, {desk if key == "desk" else "told.seq"}, {kept}
            FROM {table} AS told JOIN cases_case AS fresh ON fresh.id = told.case_id + {moved}
            WHERE told.case_id < {STEP} ON CONFLICT DO NOTHING
            """.replace("%%", "%"),  # noqa: S608 names of this module
        )


def _columns(connection: psycopg.Connection, table: str, without: set[str]) -> str:
    rows = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER' "
        "ORDER BY ordinal_position",
        (table,),
    ).fetchall()
    return ", ".join(f'"{name}"' for (name,) in rows if name not in without)
