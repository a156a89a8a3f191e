"""到期的事: in order, each on its own, one round at a time."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from luoqiao.interfaces.worker.due import DUE_WORK, run_due_work

AT = datetime(2023, 3, 1, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_every_part_runs_in_order_and_a_broken_one_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[str] = []

    def first(at: datetime) -> None:
        seen.append("first")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    def second(at: datetime) -> None:
        assert at == AT
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        seen.append("second")

    assert run_due_work(AT, (first, second)) == ("first",)
    assert seen == ["first", "second"]
    assert "due work first failed" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_part_that_loses_its_connection_stops_nobody() -> None:
    seen: list[datetime] = []

    def cut(at: datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    assert run_due_work(AT, (cut, seen.append)) == ("cut",)
    assert seen == [AT]
    assert run_due_work(AT, (seen.append,)) == ()
    assert len(seen) == 2


@pytest.mark.django_db(transaction=True)
def test_a_round_does_not_begin_while_another_runs() -> None:
    inside, leave = threading.Event(), threading.Event()
    ran: list[str] = []

    def long(at: datetime) -> None:
        ran.append("long")
        inside.set()
        leave.wait(10)

    def round_of_another() -> None:
        run_due_work(AT, (long,))
        connection.close()

    other = threading.Thread(target=round_of_another)
    other.start()
    assert inside.wait(10)
    assert run_due_work(AT, (lambda at: ran.append("too early"),)) == ()
    leave.set()
    other.join()
    assert run_due_work(AT, (lambda at: ran.append("next"),)) == ()
    assert ran == ["long", "next"]


@pytest.mark.django_db
def test_the_real_round_runs_with_nothing_to_do() -> None:
    assert run_due_work(AT, DUE_WORK) == ()
