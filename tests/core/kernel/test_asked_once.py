"""一次请求里只问一次：kept while one page is made, forgotten when it is done or when it has been changed."""

from __future__ import annotations

from itertools import count
from threading import Thread

from luoqiao.core.kernel.asked_once import ask_anew, asked_once, once


def test_outside_a_request_every_call_asks() -> None:
    numbers = count()
    assert [once("n", lambda: next(numbers)) for _ in range(3)] == [0, 1, 2]


def test_within_one_each_question_is_asked_once_and_none_is_kept_afterwards() -> None:
    numbers = count()
    with asked_once():
        assert [once("n", lambda: next(numbers)) for _ in range(3)] == [0, 0, 0]
        assert once("other", lambda: None) is None
        ask_anew("n")
        ask_anew("never asked")
        assert once("n", lambda: next(numbers)) == 1
    with asked_once():
        assert once("n", lambda: next(numbers)) == 2
    assert once("n", lambda: next(numbers)) == 3


def test_what_could_not_be_answered_is_asked_again() -> None:
    def fails() -> int:
        raise LookupError

    with asked_once():
        for _ in range(2):
            try:
                once("n", fails)
            except LookupError:
                continue
        assert once("n", lambda: 7) == 7


def test_requests_beside_one_another_keep_their_own() -> None:
    seen: list[int] = []

    def other() -> None:
        with asked_once():
            seen.append(once("n", lambda: 2))

    with asked_once():
        assert once("n", lambda: 1) == 1
        thread = Thread(target=other)
        thread.start()
        thread.join()
        assert once("n", lambda: 3) == 1
    assert seen == [2]
