"""选择: one source of choices for what is made at random, drawn by hypothesis (and shrunk by it) or from a seed.

A seed makes thousands of rows in the time hypothesis takes for a hundred; the same writers serve both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


@cache
def _up_to(most: int) -> st.SearchStrategy[int]:
    return st.integers(0, most)


class Choosing:
    """选: every choice comes from `number(most)`, a whole number from 0 to `most`; 0 is the simplest."""

    def __init__(self, number: Callable[[int], int]) -> None:
        self.number = number

    @classmethod
    def drawn(cls, draw: st.DrawFn) -> Choosing:
        """Choices that hypothesis makes and shrinks."""
        return cls(lambda most: draw(_up_to(most)) if most else 0)

    @classmethod
    def seeded(cls, seed: int) -> Choosing:
        """The same choices for the same seed, quickly."""
        random = Random(seed)
        return cls(
            lambda most: int(random.random() * (most + 1)) if most < 1 << 50 else random.randint(0, most)
        )

    def one(self, of: Sequence[T]) -> T:
        """One of these, the first the simplest."""
        return of[self.number(len(of) - 1)]

    def once_in(self, many: int) -> bool:
        """True about once in so many times."""
        return self.number(many - 1) == many - 1

    def between(self, least: int, most: int) -> int:
        """A whole number in these bounds, both included."""
        return least + self.number(most - least)
