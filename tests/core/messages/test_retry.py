"""再试: waits that double with some play, and an end after a week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.messages.retry import FEWEST_ATTEMPTS, LONGEST_WAIT, next_attempt

AT = datetime(2023, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _wait(attempts: int, seed: str = "a") -> timedelta:
    again = next_attempt(attempts=attempts, first_at=AT, failed_at=AT, seed=seed)
    assert again is not None
    return again - AT


@given(attempts=st.integers(1, 500), seed=st.text(max_size=20))
def test_a_wait_is_within_a_fifth_of_the_doubled_minute_and_of_a_day(attempts: int, seed: str) -> None:
    plain = min(timedelta(minutes=1) * 2 ** min(attempts - 1, 20), LONGEST_WAIT)
    assert plain * 4 / 5 <= _wait(attempts, seed) <= plain * 6 / 5
    assert _wait(attempts, seed) == _wait(attempts, seed)


def test_what_failed_together_does_not_come_back_together() -> None:
    assert len({_wait(8, str(number)) for number in range(100)}) > 90


def test_a_channel_that_is_down_for_a_day_costs_about_a_dozen_attempts() -> None:
    at, attempts = AT, 0
    while at < AT + 24 * HOUR:
        attempts += 1
        again = next_attempt(attempts=attempts, first_at=AT, failed_at=at, seed="a")
        assert again is not None
        at = again
    assert 9 <= attempts <= 13
    assert at < AT + 48 * HOUR


def test_after_seven_days_it_is_given_up() -> None:
    at, attempts = AT, 0
    again: datetime | None = AT
    while again is not None:
        at, attempts = again, attempts + 1
        again = next_attempt(attempts=attempts, first_at=AT, failed_at=at, seed="a")
    assert timedelta(days=7) <= at - AT <= timedelta(days=9)


def test_a_worker_that_stood_still_gives_nothing_up_at_its_first_try() -> None:
    late = AT + timedelta(days=30)
    assert next_attempt(attempts=2, first_at=AT, failed_at=late, seed="a") is not None
    assert next_attempt(attempts=FEWEST_ATTEMPTS, first_at=AT, failed_at=late, seed="a") is None
