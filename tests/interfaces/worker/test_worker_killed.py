"""任务进程被杀、数据库重启: the real worker on real servers; every message arrives, a repeat carries the same mark.

The worker runs as the site runs it. What `luoqiao run` does when a process ends, starting it again, is done here by hand.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from luoqiao.adapters.postgres.cluster import Cluster
from luoqiao.adapters.processes.children import Child, stop_children
from luoqiao.apps.clock.services import set_demonstration_clock
from luoqiao.apps.outbox.models import Delivery
from luoqiao.apps.outbox.services import post, wake_worker
from luoqiao.core.parties.actor import SYSTEM
from tests.apps.outbox.outbox_builder import a_notice, an_officer
from tests.mail_receiver import MailReceiver
from tests.throwaway_database import DATABASE

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 90.0
MESSAGES = 120
LATER = timedelta(minutes=20)
"""Longer than the lease of a delivery."""


class Worker:
    """The worker's process, started again at will."""

    def __init__(self, cluster: Cluster, data: Path, mail: MailReceiver) -> None:
        environment = {
            **os.environ, "DATABASE_URL": cluster.url(DATABASE), "DATA": str(data), "MAIL_URL": mail.url,
            "MAIL_FROM": "luoqiao@example.gov.cn", "DJANGO_SETTINGS_MODULE": "luoqiao.config.settings",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }  # fmt: skip
        self.child = Child("worker", "后台任务", "luoqiao.interfaces.worker", data / "worker.log", environment)

    def start(self) -> None:
        self.child.start()

    def kill(self) -> None:
        assert self.child.process is not None
        os.killpg(self.child.process.pid, signal.SIGKILL)
        self.child.process.wait()

    def wait(self, ready: Callable[[], bool]) -> None:
        """Wait for something; a worker that ended by itself is started again, as the site would."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not ready():
            assert time.monotonic() < deadline, self.child.log.read_text(errors="replace")[-4000:]
            if self.child.ended_with() is not None:
                self.start()
            time.sleep(0.05)


@pytest.fixture
def mail() -> Iterator[MailReceiver]:
    with MailReceiver().up() as receiver:
        yield receiver


@pytest.fixture
def worker(test_cluster: Cluster, tmp_path: Path, mail: MailReceiver) -> Iterator[Worker]:
    _forget_jobs()
    worker = Worker(test_cluster, tmp_path, mail)
    try:
        yield worker
    finally:
        stop_children([worker.child], seconds=5.0)
        _forget_jobs()


def _forget_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def _post(count: int) -> None:
    with transaction.atomic():
        post(at=timezone.now(), actor=SYSTEM, notices=[a_notice() for _ in range(count)])


def _wake_later() -> None:
    """Time goes on until every lease has ended."""
    set_demonstration_clock(timezone.now() + LATER)
    with transaction.atomic():
        wake_worker()


def _unsent() -> int:
    return Delivery.objects.exclude(state="sent").count()


def _marks(mail: MailReceiver) -> set[str]:
    return {letter["Message-ID"] for letter in mail.letters}


def test_a_worker_killed_while_sending_leaves_the_attempt_on_record_and_the_next_one_sends(
    worker: Worker, mail: MailReceiver
) -> None:
    an_officer(email="lin@example.com")
    mail.hold = threading.Event()
    _post(1)
    worker.start()
    worker.wait(mail.arrived.is_set)
    worker.kill()
    mail.hold.set()
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.last_error) == ("waiting", 1, "已开始发送，还没有结果")
    _wake_later()
    worker.start()
    worker.wait(lambda: _unsent() == 0)
    assert len(mail.letters) == 2, "the server had taken the first one; nobody could know"
    assert len(_marks(mail)) == 1


def test_a_worker_killed_again_and_again_loses_nothing(worker: Worker, mail: MailReceiver) -> None:
    an_officer(email="lin@example.com")
    _post(MESSAGES)
    for enough in (10, 50):
        worker.start()
        worker.wait(lambda enough=enough: len(mail.letters) >= enough)  # type: ignore[misc] # bound now
        worker.kill()
    _wake_later()
    worker.start()
    worker.wait(lambda: Delivery.objects.count() == MESSAGES and _unsent() == 0)
    assert len(_marks(mail)) == MESSAGES
    assert len(mail.letters) <= MESSAGES + 2, "at most the one letter in hand at each kill goes twice"


def test_a_database_restarted_under_load_loses_nothing(
    worker: Worker, mail: MailReceiver, test_cluster: Cluster
) -> None:
    an_officer(email="lin@example.com")
    _post(MESSAGES)
    worker.start()
    worker.wait(lambda: len(mail.letters) >= 10)
    connections.close_all()
    test_cluster.stop()
    test_cluster.start()
    assert _unsent() > 0
    _wake_later()
    worker.wait(lambda: _unsent() == 0)
    assert len(_marks(mail)) == MESSAGES
    assert len(mail.letters) <= MESSAGES + 2
