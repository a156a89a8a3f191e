"""接着做: on the real queue, with a worker that gave no sign for a minute."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from luoqiao.interfaces.worker.lost_jobs import MOST_ATTEMPTS, take_up_lost_jobs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty_queue() -> Iterator[None]:
    _run("DELETE FROM procrastinate_jobs")
    yield
    _run("DELETE FROM procrastinate_jobs")
    _run("DELETE FROM procrastinate_workers")


def _run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _a_job(worker: int, *, lock: str | None = None, attempts: int = 0) -> int:
    number = app.configure_task("outbox.sweep", queueing_lock=lock).defer(timestamp=0)
    _run(
        "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s WHERE id = %s",
        worker, attempts, number,
    )  # fmt: skip
    return number


def _a_worker(silent: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second') RETURNING id",
            [silent],
        )
        return int(cursor.fetchone()[0])


def _take_up() -> int:
    """In a thread of its own: the driver of the browser, when it was started before, keeps a loop running in this one."""

    async def run() -> int:
        with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined] # Django's own
            async with app.open_async():
                return await take_up_lost_jobs(app.job_manager)

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(run())).result()


def _state(number: int) -> tuple[str, int] | None:
    return ProcrastinateJob.objects.filter(pk=number).values_list("status", "attempts").first()


def test_the_jobs_of_a_dead_worker_are_begun_again_and_those_of_a_living_one_left() -> None:
    lost, running = _a_job(_a_worker(60)), _a_job(_a_worker(5))
    assert _take_up() == 1
    assert (_state(lost), _state(running)) == (("todo", 1), ("doing", 0))
    assert _take_up() == 0


def test_a_job_that_waits_anew_already_is_not_begun_twice() -> None:
    lost = _a_job(_a_worker(60), lock="outbox.sweep")
    anew = app.configure_task("outbox.sweep", queueing_lock="outbox.sweep").defer(timestamp=60)
    other = _a_job(_a_worker(60), lock="other")
    assert _take_up() == 2
    assert (_state(lost), _state(anew), _state(other)) == (None, ("todo", 0), ("todo", 1))


def test_a_job_that_is_lost_again_and_again_is_left_for_somebody_to_look_at() -> None:
    lost = _a_job(_a_worker(60), attempts=MOST_ATTEMPTS)
    assert _take_up() == 1
    assert _state(lost) == ("failed", MOST_ATTEMPTS + 1)
