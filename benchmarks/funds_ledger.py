"""台账的速度: approvals that reserve on one budget line at once, and any past balance with five million postings.

A durable database of its own (it waits for the disk). The baseline in the same run is the least that any such approval needs: one
row updated by as many processes at once, each time committed.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path

from benchmarks.measure import Row, of_durations, show
from luoqiao.adapters.postgres.cluster import Cluster, ensure_database

APPROVALS, WORKERS, ROUNDS = 500, 8, 3
POSTINGS, LINES, LOOKS = 5_000_000, 40, 400
AT = datetime(2023, 6, 12, tzinfo=UTC)


def ledger_rows() -> list[Row]:
    """Every measurement of the ledger."""
    with own_database() as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "luoqiao.config.settings"}
        import django

        django.setup()
        _prepare()
        least = [_at_once(_commit_only, round_number) for round_number in range(ROUNDS)]
        approvals = [_at_once(_approve, round_number) for round_number in range(ROUNDS)]
        baseline = f"one row, {APPROVALS / sorted(least)[ROUNDS // 2]:.0f} commits/s"
        rate = APPROVALS / sorted(approvals)[ROUNDS // 2]
        work = f"{APPROVALS} approvals on one line, {WORKERS} at once ({rate:.0f}/s)"
        found = [of_durations(work, approvals, goal="≥ 200/s", baseline=baseline)]
        _grow()
        return [*found, *_balances()]


@contextmanager
def own_database() -> Iterator[str]:
    """The address of a durable cluster that lives as long as the measurement."""
    with tempfile.TemporaryDirectory(prefix="luoqiao-bench-") as folder:
        home = Path(folder)
        home.chmod(0o711)
        cluster = Cluster(home / "postgres")
        cluster.start()
        try:
            ensure_database(cluster.url(), "luoqiao")
            url = cluster.url("luoqiao")
            environment = os.environ | {
                "DATABASE_URL": url, "DATA": folder, "DJANGO_SETTINGS_MODULE": "luoqiao.config.settings",
            }  # fmt: skip
            subprocess.run([sys.executable, "-m", "luoqiao.config.prepare"], env=environment, check=True)
            yield url
        finally:
            cluster.stop()


def _prepare() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_counter (id int PRIMARY KEY, n bigint)")
        cursor.execute("INSERT INTO bench_counter VALUES (1, 0)")
    for line in range(LINES):
        open_line(2000 + line, 10**12)
    connection.close()


def open_line(year: int, fen: int) -> int:
    """A line with money on it, by two people of the finance bureau."""
    from uuid import uuid4

    from luoqiao.apps.funds.services import budgets
    from luoqiao.core.funds.budget import LineKey, OrderKind
    from luoqiao.core.funds.queue import QueueRule
    from luoqiao.core.funds.share import Settlement
    from luoqiao.core.parties.actor import Actor, Post, Role

    one, other = (Actor(number, "财政", (Post(Role.FINANCE_OFFICER, "finance"),)) for number in (1, 2))
    key = LineKey("luojiang_2022_31", year, "district", "cloud_adoption")
    line = budgets.open_line(key, rule=QueueRule.FIRST_COME, settlement=Settlement.OWN, actor=one, at=AT).id
    order = budgets.WantedOrder(OrderKind.APPROPRIATE, line, fen, "指标文")
    number = budgets.propose_order(order, actor=one, at=AT, key=uuid4())
    budgets.confirm_order(number, actor=other, at=AT)
    return line


def _at_once(work: Callable[[int], None], round_number: int) -> float:
    """Seconds from the start of all workers to the end of the last."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(WORKERS + 1)
    share = -(-APPROVALS // WORKERS)
    processes = [
        context.Process(
            target=_worker,
            args=(work, barrier, range(APPROVALS * round_number + place * share,
                                       APPROVALS * round_number + min(APPROVALS, (place + 1) * share))),
        )
        for place in range(WORKERS)
    ]  # fmt: skip
    for one in processes:
        one.start()
    barrier.wait()
    start = time.perf_counter()
    for one in processes:
        one.join()
    seconds = time.perf_counter() - start
    if any(one.exitcode for one in processes):
        raise SystemExit("an approval failed")
    return seconds


def _worker(work: Callable[[int], None], barrier: Barrier, numbers: range) -> None:
    import django

    django.setup()
    from django.db import connection

    connection.ensure_connection()
    _warm()
    barrier.wait()
    for number in numbers:
        work(number)


def _warm() -> None:
    from luoqiao.apps.policy.queries import get_pack

    get_pack()


def _commit_only(number: int) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE bench_counter SET n = n + 1 WHERE id = 1")


def _approve(number: int) -> None:
    """What an approval does with money: the share of the case, the reservation, the journal, the audit entry, one commit."""
    from django.db import transaction

    from luoqiao.apps.funds.services.following import GrantOf, Standing, Wanted, follow
    from luoqiao.core.parties.actor import Actor

    number_of_case = f"LQ-2023-{number:06d}"
    case = GrantOf(number_of_case, "上云", "luojiang_2022_31", 2023, "cloud_adoption", "machinery", "91350504MA2000019C", "企业")
    with transaction.atomic():
        follow(case, {"district": Wanted(1_118_400)}, Standing.DECIDED, actor=Actor(3, "经办"), at=AT)


def _grow() -> None:
    """Five million postings, laid down in bulk with their running balances; then looked at as any other."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("""
            INSERT INTO funds_journal (move, at, reference, case_number, uscc, industry, "user", name, reason)
            SELECT 'reserve', %s::timestamptz + n * interval '1 second', 'bench:' || n, '', '', '', 0, '测', ''
              FROM generate_series(1, %s) AS n""", [AT, POSTINGS // 2])
        cursor.execute("""
            INSERT INTO funds_posting (journal_id, account_id, amount, seq, balance, booked_at)
            SELECT j.id, a.id, CASE a.stage WHEN 'available' THEN -1 ELSE 1 END,
                   a.seq + row_number() OVER w,
                   a.balance + CASE a.stage WHEN 'available' THEN -1 ELSE 1 END * row_number() OVER w,
                   j.at
              FROM funds_journal j
              JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM funds_budgetline) l
                ON l.place = j.id %% %s
              JOIN funds_account a ON a.line_id = l.id AND a.stage IN ('available', 'reserved')
             WHERE j.reference LIKE 'bench:%%'
            WINDOW w AS (PARTITION BY a.id ORDER BY j.id)""", [LINES])
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE funds_posting")
        cursor.execute("SELECT count(*) FROM funds_posting")
        print(f"分录 {cursor.fetchone()[0]:,} 条", flush=True)


def _balances() -> list[Row]:
    from luoqiao.apps.funds.models import BudgetLine
    from luoqiao.apps.funds.queries.balances import balance_at
    from luoqiao.core.funds.stage import Stage

    lines = list(BudgetLine.objects.order_by("pk").values_list("pk", flat=True))
    chance = random.Random(31)  # noqa: S311 # which instants are looked at, nothing secret
    durations = []
    for _ in range(LOOKS):
        line, at = chance.choice(lines), AT + timedelta(seconds=chance.randrange(POSTINGS // 2))
        start = time.perf_counter()
        balance_at(line, chance.choice((Stage.AVAILABLE, Stage.RESERVED)), at)
        durations.append(time.perf_counter() - start)
    nearly_all = sorted(durations)[len(durations) * 95 // 100]
    return [of_durations(f"any past balance, {POSTINGS:,} postings (p95 {show(nearly_all)})", durations, goal="≤ 50 ms")]
