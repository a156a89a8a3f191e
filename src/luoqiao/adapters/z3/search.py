"""找反例: one question put to the solver, and the smallest case it can find when the answer is a case."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum
from math import inf
from typing import Any

from luoqiao.adapters.z3.inputs import Inputs, Product, simple_case
from luoqiao.adapters.z3.library import z3
from luoqiao.core.rules import tree as t

PATIENCE = 5_000_000
"""How much work the solver may put into one question before it counts as not settled: units of its own, not seconds, so
that the same question has the same answer on a busy machine, and no clock thread is started for each."""

_FACTORS = (1, 12, 100, 10_000, 0)


_over_at: ContextVar[float] = ContextVar("over_at", default=inf)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let all questions asked inside take so long together; the ones left over are not settled."""
    token = _over_at.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _over_at.reset(token)


class Found(Enum):
    """What the solver says: no such case, a case, no answer."""

    NONE = "none"
    CASE = "case"
    UNKNOWN = "unknown"


Model = Mapping[str, int | None]
"""A case: values of the columns by name; None for an optional one that is not given."""


@dataclass(slots=True)
class Search:
    """A solver that holds what is always true of the inputs and the programs written so far."""

    inputs: Inputs
    patience: int = PATIENCE
    solver: Any = None
    told: int = 0
    last: Any = None

    def tell(self, *facts: Any) -> None:
        """What holds from here on."""
        if self.solver is None:
            self.solver = z3().SimpleSolver()
            self.solver.set("rlimit", self.patience)
        fresh = self.inputs.limits[self.told :]
        self.told = len(self.inputs.limits)
        self.solver.add(*fresh, *facts)

    def ask(self, *wanted: Any) -> Found:
        """Whether a case with all this exists; products of two unknowns may still be anything between their bounds.

        UNKNOWN when the solver finds no answer in its time, or when the time for the whole clause is over.
        """
        self.tell()
        if time.monotonic() > _over_at.get():
            return Found.UNKNOWN
        self.solver.push()
        try:
            self.solver.add(*wanted)
            found = _FOUND[str(self.solver.check())]
            if found is Found.CASE:
                self.last = self.solver.model()
            return found
        finally:
            self.solver.pop()

    def smallest(self, *wanted: Any, show: Mapping[str, Any] | None = None) -> tuple[Found, Model]:
        """The smallest case with all this: nothing granted or received before if that will do, then least money.

        NONE is a proof. A case is a real one: every product in it is worth what it should be. `show` are quantities to
        read off the case beside its columns.
        """
        found = self.ask(*wanted)
        if found is not Found.CASE:
            return found, {}
        plain = self.plainer(wanted)
        for asked in (plain, wanted) if plain != wanted else (wanted,):
            for pins in self.pins():
                if not pins or self.ask(*asked, *pins) is Found.CASE:
                    return Found.CASE, self.shrink((*asked, *pins), show or {})
        return Found.UNKNOWN, {}

    def plainer(self, wanted: tuple[Any, ...]) -> tuple[Any, ...]:
        """What is wanted with as many of the plain traits as a case can have, all at once or one after another."""
        plain = tuple(simple_case(self.inputs))
        if not plain or self.ask(*wanted, *plain) is Found.CASE:
            return (*wanted, *plain)
        for trait in plain:
            if self.ask(*wanted, trait) is Found.CASE:
                wanted = (*wanted, trait)
        return wanted

    def pins(self) -> Iterator[tuple[Any, ...]]:
        """Values for the second factors of products; a single empty one where there is no product."""
        if not self.inputs.products:
            yield ()
            return
        for value in self.factors():
            pinned = [self.pin(product, value) for product in self.inputs.products]
            yield tuple(one for pin in pinned for one in pin)

    def factors(self) -> Sequence[int]:
        """What a second factor may be tried as: the limits of rates and their neighbours before round numbers."""
        limits = [limit + more for limit in sorted(self.inputs.rates) for more in (0, 1, -1)]
        ends = [end for p in self.inputs.products for end in (p.least, p.most)]
        return list(dict.fromkeys([*limits, *_FACTORS, *ends]))

    def pin(self, product: Product, value: int) -> tuple[Any, ...]:
        return self.inputs.pinned(product, min(max(value, product.least), product.most))

    def shrink(self, wanted: tuple[Any, ...], show: Mapping[str, Any]) -> Model:
        """Least money in all, then days that exist; by bisection, each step a real case."""
        wanted = self.with_real_days(wanted)  # the last case that was found is one of `wanted` from here on
        amounts = [v for name, v in self.inputs.values.items() if self.inputs.columns.get(name) is None
                   or self.inputs.columns[name].kind is t.Kind.MONEY]  # fmt: skip
        for size in (_sum([v for _, v in self.inputs.lists.values()]), _sum(amounts)):
            if size is not None:
                wanted = (*wanted, size == self.least(size, wanted))
        return self.read(self.last, show)

    def with_real_days(self, wanted: tuple[Any, ...]) -> tuple[Any, ...]:
        days = [self.inputs.values[c.name] % 31 <= 27 for c in self.inputs.columns.values() if c.kind is t.Kind.DATE]
        return (*wanted, *days) if days and self.ask(*wanted, *days) is Found.CASE else wanted

    def least(self, size: Any, wanted: tuple[Any, ...]) -> int:
        """The least value of a quantity among the cases: first among the numbers where a rule turns, then by bisection."""
        best = self.last.eval(size, model_completion=True).as_long()
        low = 0
        turns = self.turns()
        while low < best:
            near = turns[bisect_left(turns, low) : bisect_left(turns, best)]
            middle = near[len(near) // 2] if near else best - 1 if best in turns else (low + best) // 2
            lower = self.value(size, (*wanted, size <= middle))
            if lower is None:
                low = middle + 1
            else:
                best = lower
        return int(best)

    def turns(self) -> list[int]:
        """Amounts at which a rule turns: its limits, their neighbours, and where a rate of an amount reaches a number."""
        numbers = {n for n in self.inputs.numbers if n >= 0}
        found = {n + more for n in numbers for more in (-1, 0, 1)}
        for factor in (f for f in self.inputs.factors if f > 1):
            for n in numbers:
                found |= {-(-n // factor), -(-(n - t.RATE_SCALE // 2) // factor), n // factor + 1}
        return sorted(n for n in found if n >= 0)

    def value(self, size: Any, wanted: tuple[Any, ...]) -> Any:
        """The value of a quantity in some case, or None."""
        if self.ask(*wanted) is not Found.CASE:
            return None
        return self.last.eval(size, model_completion=True).as_long()

    def read(self, model: Any, show: Mapping[str, Any]) -> Model:
        found: dict[str, int | None] = {
            name: model.eval(one, model_completion=True).as_long() for name, one in show.items()
        }
        for name, variable in self.inputs.values.items():
            given = self.inputs.given.get(name)
            absent = given is not None and not z3().is_true(model.eval(given, model_completion=True))
            found[name] = None if absent else model.eval(variable, model_completion=True).as_long()
        for name, (_, count) in self.inputs.lists.items():
            found[f"{name}#"] = model.eval(count, model_completion=True).as_long()
        return found


_FOUND = {"unsat": Found.NONE, "sat": Found.CASE, "unknown": Found.UNKNOWN}


def _sum(amounts: list[Any]) -> Any:
    return z3().Sum(amounts) if amounts else None
