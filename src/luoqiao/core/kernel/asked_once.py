"""一次请求里只问一次: what cannot change while one page is made is asked once and kept until the page is done.

Outside `asked_once` nothing is kept: every call asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_KEPT: ContextVar[dict[str, Any] | None] = ContextVar("asked_once", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Within this, each question is asked once."""
    token = _KEPT.set({})
    try:
        yield
    finally:
        _KEPT.reset(token)


def once(question: str, ask: Callable[[], T]) -> T:
    """The answer that was given before, or the one given now."""
    kept = _KEPT.get()
    if kept is None:
        return ask()
    if question not in kept:
        kept[question] = ask()
    return kept[question]  # type: ignore[no-any-return] # what was kept under this question


def ask_anew(question: str) -> None:
    """The answer has just been changed."""
    kept = _KEPT.get()
    if kept is not None:
        kept.pop(question, None)
