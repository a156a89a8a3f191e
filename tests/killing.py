"""杀进程: a deed is done in a process that is killed before its first, second, third … statement, until it comes through."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from django.db import connection, connections

MOST_STATEMENTS = 400


def kill_at_each_statement(deed: Callable[[], object], check: Callable[[], None]) -> int:
    """Do the deed in a process that is killed before its first, second, third … statement, until it comes through."""
    for statement in range(1, MOST_STATEMENTS):
        if not _killed(deed, statement):
            return statement
        check()
    raise AssertionError("the deed never came through")


def _killed(deed: Callable[[], object], statement: int) -> bool:
    connections.close_all()
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        try:
            with connection.execute_wrapper(_Killer(statement)):
                deed()
        except BaseException:
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, status
    return os.WIFSIGNALED(status)


class _Killer:
    """Kills its own process before the statement of that number."""

    def __init__(self, statement: int) -> None:
        self._left = statement

    def __call__(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)
