"""找反例: one question put to the solver, and the smallest case it can find when the answer is a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from luoqiao.adapters.z3.encoding import Inputs, Product, simple_case
from luoqiao.adapters.z3.library import z3
from luoqiao.core.rules import tree as t

PATIENCE_MS = 2_000
"""How long one question may take before it counts as not settled."""

_FACTORS = (1, 12, 100, 10_000, 0)
_LEAP, _FAR = 32, 10**18


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
    patience_ms: int = PATIENCE_MS
    solver: Any = None
    told: int = 0
    known: list[Any] = field(default_factory=list)

    def tell(self, *facts: Any) -> None:
        """What holds from here on."""
        if self.solver is None:
            self.solver = z3().Solver()
            self.solver.set("timeout", self.patience_ms)
        fresh = self.inputs.limits[self.told :]
        self.told = len(self.inputs.limits)
        self.solver.add(*fresh, *facts)

    def ask(self, *wanted: Any) -> Found:
        """Whether a case with all this exists; products of two unknowns may still be anything between their bounds."""
        self.tell()
        self.solver.push()
        try:
            self.solver.add(*wanted)
            return _FOUND[str(self.solver.check())]
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
        plain = tuple(simple_case(self.inputs))
        for more in (plain, ()):
            for pins in self.pins():
                if self.ask(*wanted, *more, *pins) is Found.CASE:
                    asked = self.plainer((*wanted, *more, *pins), () if more else plain)
                    return Found.CASE, self.shrink(asked, show or {})
        return Found.UNKNOWN, {}

    def plainer(self, wanted: tuple[Any, ...], plain: tuple[Any, ...]) -> tuple[Any, ...]:
        """As many of the plain traits as the case can have, taken one after another."""
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
        wanted = self.with_real_days(wanted)
        amounts = [v for name, v in self.inputs.values.items() if self.inputs.columns.get(name) is None
                   or self.inputs.columns[name].kind is t.Kind.MONEY]  # fmt: skip
        for size in (_sum([v for _, v in self.inputs.lists.values()]), _sum(amounts)):
            if size is not None:
                wanted = (*wanted, size == self.least(size, wanted))
        return self.model(wanted, show)

    def with_real_days(self, wanted: tuple[Any, ...]) -> tuple[Any, ...]:
        days = [self.inputs.values[c.name] % 31 <= 27 for c in self.inputs.columns.values() if c.kind is t.Kind.DATE]
        return (*wanted, *days) if days and self.ask(*wanted, *days) is Found.CASE else wanted

    def least(self, size: Any, wanted: tuple[Any, ...]) -> int:
        """The least value of a quantity among the cases: a bound that leaps up from nothing, then bisection below it."""
        low, leap = 0, 1
        best = self.value(size, (*wanted, size <= 0))
        while best is None and leap < _FAR:
            low, leap = (1 if leap == 1 else leap // _LEAP + 1), leap * _LEAP
            best = self.value(size, (*wanted, size <= leap // _LEAP))
        best = self.value(size, wanted) if best is None else best
        while low < best:
            middle = (low + best) // 2
            lower = self.value(size, (*wanted, size <= middle))
            if lower is None:
                low = middle + 1
            else:
                best = lower
        return int(best)

    def value(self, size: Any, wanted: tuple[Any, ...]) -> Any:
        """The value of a quantity in some case, or None."""
        self.solver.push()
        try:
            self.solver.add(*wanted)
            if str(self.solver.check()) != "sat":
                return None
            return self.solver.model().eval(size, model_completion=True).as_long()
        finally:
            self.solver.pop()

    def model(self, wanted: tuple[Any, ...], show: Mapping[str, Any]) -> Model:
        """One case as plain values."""
        self.solver.push()
        try:
            self.solver.add(*wanted)
            if str(self.solver.check()) != "sat":
                return {}
            return self.read(self.solver.model(), show)
        finally:
            self.solver.pop()

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
