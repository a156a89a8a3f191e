"""到期的事: what time alone brings about, in order; each part opens its own transactions, and none stops the others.

A part is a service that is told the time. What it does must be safe to do twice: the next round finds done what is done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import close_old_connections

from luoqiao.apps.accounts.sign_in import forget_old_attempts
from luoqiao.apps.cases.services.list_rows import carry_out_lists
from luoqiao.apps.cases.services.notices import end_due_notices
from luoqiao.apps.cases.services.reminding import remind
from luoqiao.apps.cases.services.reporting import record_missed_reports
from luoqiao.apps.cases.services.sealing import unseal_due
from luoqiao.apps.outbox.delivering import retire_desk_messages
from luoqiao.interfaces.worker.connections import only_one

Part = Callable[[datetime], object]

DUE_WORK: tuple[Part, ...] = (
    unseal_due, record_missed_reports, remind, end_due_notices, carry_out_lists, retire_desk_messages, forget_old_attempts,
)  # fmt: skip
"""In this order, every few minutes."""

_ROUND = 0x4C51_0003
"""Key of the lock that lets one round run at a time."""
log = logging.getLogger("luoqiao.worker")


def run_due_work(at: datetime, parts: tuple[Part, ...] = DUE_WORK) -> tuple[str, ...]:
    """Run every part once; the names of those that failed, whose faults are logged. Nothing while another round runs."""
    with only_one(_ROUND) as ours:
        return tuple(name for part in parts if (name := _failed(part, at))) if ours else ()


def _failed(part: Part, at: datetime) -> str:
    try:
        part(at)
    except Exception:
        log.exception("due work %s failed at %s", part.__name__, at.isoformat())
        close_old_connections()
        return part.__name__
    return ""
