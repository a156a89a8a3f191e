"""再试: when a delivery that failed is tried again, and when it is given up and shown to an administrator.

The wait doubles from one minute to one day, with a fifth of play either way so that what failed together does not come
back together. Given up is what failed for seven days and often enough: a worker that stood still for a week gives
nothing up at its first try.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(days=1)
GIVE_UP_AFTER = timedelta(days=7)
FEWEST_ATTEMPTS = 10
_PLAY = 5
"""The wait varies by one part in so many, either way."""


def next_attempt(*, attempts: int, first_at: datetime, failed_at: datetime, seed: str) -> datetime | None:
    """When to try again after so many failed attempts, the first at `first_at`; None when it is given up.

    `seed` names the delivery: the play comes from it and the count, so the same question has the same answer.
    """
    if attempts >= FEWEST_ATTEMPTS and failed_at - first_at >= GIVE_UP_AFTER:
        return None
    wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)
    seconds = int(wait.total_seconds())
    span = 2 * seconds // _PLAY
    drawn = int.from_bytes(sha256(f"{seed} {attempts}".encode()).digest()[:8]) % (span + 1)
    return failed_at + timedelta(seconds=seconds - span // 2 + drawn)
