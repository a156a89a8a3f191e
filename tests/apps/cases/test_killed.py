"""中途断掉：the process is killed at every statement that a deed sends, the database at any moment; afterwards nothing is lost,
nothing is half done, and the same button pressed again does it once.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import Error, close_old_connections, connection, connections

from luoqiao.adapters.postgres.cluster import Cluster
from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.cases.models import CaseEvent
from luoqiao.apps.cases.services import deciding, filing
from luoqiao.apps.cases.services.pressing import Press
from luoqiao.apps.evidence.queries import allocations_of_case
from luoqiao.apps.policy.services import load_packs
from luoqiao.core.kernel.errors import DomainError
from tests.apps.cases.stories import (
    AGENT,
    AT,
    CLEAN,
    CLERK,
    MINE,
    OFFICER,
    a_claim,
    an_invoice,
    handed_in,
    press,
    register_firm,
)
from tests.apps.cases.test_at_once import check_whole
from tests.killing import kill_at_each_statement
from tests.throwaway_database import DATABASE, _connected, _copy_migrated


@pytest.fixture
def claim(transactional_db: None) -> str:
    load_packs(AT)
    register_firm(MINE, "泉州示例机械有限公司")
    return a_claim({an_invoice(18_640_000): 18_640_000})


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_statement_of_handing_in_it_is_handed_in_once(claim: str) -> None:
    key = uuid4()
    killed = kill_at_each_statement(
        lambda: filing.submit(number=claim, actor=AGENT, at=AT, key=key), lambda: _settled(claim, "submitted")
    )
    assert killed > 15
    assert CaseEvent.objects.filter(case__number=claim, kind="submitted").count() == 1
    assert _uses(claim) == [18_640_000]


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_statement_of_a_decision_it_is_decided_once(claim: str) -> None:
    handed_in(claim)
    one = press(claim, OFFICER)
    killed = kill_at_each_statement(lambda: deciding.approve(one), lambda: _settled(claim, "approved"))
    assert killed > 10
    assert CaseEvent.objects.filter(case__number=claim, kind="approved").count() == 1
    entries = [entry for entry in list_entries(f"case:{claim}") if entry.action == "case.approved"]
    assert len(entries) == 1


def _settled(number: str, kind: str) -> None:
    """Either not at all or wholly."""
    check_whole(number)
    done = CaseEvent.objects.filter(case__number=number, kind=kind).count()
    told = sum(entry.action == f"case.{kind}" for entry in list_entries(f"case:{number}"))
    assert done == told <= 1


def _uses(number: str) -> list[int]:
    return [use.amount for use in allocations_of_case(number)]


@contextmanager
def _own_cluster(folder: Path) -> Iterator[Cluster]:
    """A server that waits for the disk, as in service, with the tables made."""
    folder.chmod(0o711)
    cluster = Cluster(folder / "postgres")
    _copy_migrated(cluster.home)
    cluster.start()
    try:
        with _connected(cluster.url(DATABASE)):
            connections.close_all()
            yield cluster
    finally:
        connections.close_all()
        cluster.stop()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_killed_under_load_loses_nothing_it_had_confirmed(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.getbasetemp().parent / f"luoqiao-killed-{os.getpid()}"
    folder.mkdir(mode=0o711, exist_ok=True)
    with _own_cluster(folder) as cluster:
        load_packs(AT)
        register_firm(MINE, "泉州示例机械有限公司")
        claims = [
            handed_in(a_claim({an_invoice(9_000_000, f"233520000000{n:08d}"): 9_000_000}, fee="90000", year=year))
            for n, year in enumerate((2021, 2022, 2023))
        ]
        confirmed: dict[str, set[UUID]] = {number: set() for number in claims}
        presses = [press(number, OFFICER, key=uuid4()) for number in claims]
        stop = threading.Event()
        threads = [threading.Thread(target=_press_until, args=(one, confirmed, stop)) for one in presses]
        for thread in threads:
            thread.start()
        for _ in range(3):
            stop.wait(0.4)
            _kill(cluster)
            cluster.start()
        stop.wait(1.0)
        stop.set()
        for thread in threads:
            thread.join(20)
        connections.close_all()
        for number in claims:
            check_whole(number)
            approvals = CaseEvent.objects.filter(case__number=number, kind="approved").count()
            assert approvals >= len(confirmed[number])
            keys = {entry.detail["seq"] for entry in list_entries(f"case:{number}") if entry.action == "case.approved"}
            assert len(keys) == approvals


def _kill(cluster: Cluster) -> None:
    """Without any chance to write anything more; then what it left is cleared as the site does."""
    server = cluster._server
    assert server is not None
    server.kill()
    server.wait()
    cluster.stop()


def _press_until(one: Press, confirmed: dict[str, set[UUID]], stop: threading.Event) -> None:
    """Press the same button until it is done, then the next one by the next person, whatever the database does meanwhile."""
    people = [OFFICER, CLERK, OFFICER]
    at = 0
    while not stop.is_set() and at < len(people):
        try:
            close_old_connections()
            deciding.approve(one, credit=CLEAN)
            confirmed[one.number].add(one.key)
            at += 1
            if at < len(people):
                one = press(one.number, people[at])
        except (Error, DomainError):
            connection.close()
            stop.wait(0.05)
    connection.close()

