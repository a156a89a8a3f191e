"""审计链的速度: how fast an export of a million entries is verified, and how fast entries are linked.

The baseline in the same run is the two digests alone over the same bytes, chained, without reading or comparing anything.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.funds_ledger import own_database
from benchmarks.measure import Row, of_durations

ENTRIES, ROUNDS, LINKED = 1_000_000, 3, 100_000
AT = datetime(2023, 6, 12, tzinfo=UTC)


def chain_rows() -> list[Row]:
    """Verification, and the keeper."""
    from luoqiao.core.audit.verify_export import verify_file

    with tempfile.TemporaryDirectory(prefix="luoqiao-bench-") as folder:
        file = Path(folder) / "chain.jsonl"
        _write(file)
        durations, least = [], []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            if verify_file(file).damage is not None:
                raise SystemExit("the export is not whole")
            durations.append(time.perf_counter() - start)
            least.append(_digests_alone(file))
    base = f"SHA-256 and SM3 alone, {sorted(least)[ROUNDS // 2]:.1f} s"
    return [of_durations(f"verify {ENTRIES:,} chained entries", durations, goal="≤ 60 s", baseline=base), _keeper()]


def _entries() -> Iterator[bytes]:
    from luoqiao.core.audit.chain import ChainEntry, canonical

    for number in range(ENTRIES):
        detail = {"amounts": {"city": 5_592_000 + number, "district": 1_118_400}, "snapshot": f"{number:064x}"}
        yield canonical(ChainEntry(
            number + 1, AT + timedelta(seconds=number), 7, "陈知行", "officer@industry_information", 0, "case.approved",
            f"case:LQ-2023-{number:06d}", "同意", detail,
        ))  # fmt: skip


def _write(file: Path) -> None:
    from luoqiao.core.audit.chain import Heads, export_lines, follow, genesis

    def links() -> Iterator[tuple[int, bytes, Heads]]:
        head = genesis(2023)
        for seq, entry in enumerate(_entries(), 1):
            head = follow(head, entry)
            yield seq, entry, head

    with file.open("wb") as out:
        out.writelines(export_lines(2023, links(), ()))


def _digests_alone(file: Path) -> float:
    from luoqiao.core.audit.verify_export import find_sm3

    lines = file.read_bytes().split(b"\n")[1:-2]
    sm3, _ = find_sm3()
    start = time.perf_counter()
    first = second = b"\0" * 32
    for line in lines:
        first = hashlib.sha256(first + line).digest()
        second = sm3(second + line).digest()
    return time.perf_counter() - start


def _keeper() -> Row:
    """Entries linked, a hundred thousand that wait."""
    with own_database() as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "luoqiao.config.settings"}
        import django

        django.setup()
        from django.db import connection

        from luoqiao.apps.audit.chaining import chain_waiting

        durations = []
        for turn in range(ROUNDS):
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO audit_entry (at, \"user\", name, post, for_user, action, subject, reason, detail)"
                    " SELECT %s::timestamptz + n * interval '1 second', 7, '陈知行', 'officer@industry_information', 0,"
                    " 'case.approved', 'case:LQ-2023-' || n, '同意', jsonb_build_object('amounts', n)"
                    " FROM generate_series(1, %s) AS n", [AT + timedelta(days=turn), LINKED],
                )  # fmt: skip
            start = time.perf_counter()
            linked = chain_waiting(AT + timedelta(days=30))
            durations.append(time.perf_counter() - start)
            if linked < LINKED:
                raise SystemExit("not everything was linked")
        rate = LINKED / sorted(durations)[ROUNDS // 2]
        return of_durations(f"link {LINKED:,} waiting entries ({rate:,.0f}/s)", durations)
