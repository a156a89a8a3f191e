"""预填: what the platform already knows is put into a form, each value with its origin; nothing is ever made up.

What another matter said (last year's fee, another project) is no answer to this one: it is offered to be looked at and taken
over by hand, never filled in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """已知的一项: the key of a form, the value in JSON form, where it is from in words; about this very matter or another."""

    key: str
    value: object
    origin: str
    same_matter: bool = True


@dataclass(frozen=True, slots=True)
class Prefilled:
    """预填的表单: what is filled in, and for each key what is known besides, the strongest first."""

    values: Mapping[str, object]
    known: Mapping[str, tuple[Known, ...]]

    def origin_of(self, key: str, value: object) -> str:
        """From where a value is that stands in the form; empty when the platform does not know it."""
        return next((one.origin for one in self.known.get(key, ()) if one.value == value), "")

    def offer(self, key: str, value: object) -> Known | None:
        """What else is known beside the value in the form; none when that is what the form says."""
        others = self.known.get(key, ())
        return None if any(one.value == value for one in others) else next(iter(others), None)


def prefill(asked: Collection[str], known: Iterable[Known], typed: Mapping[str, object]) -> Prefilled:
    """Fill in what was not typed and is known of the very same matter, the first of several; `asked`: the keys of the form."""
    by_key: dict[str, list[Known]] = {}
    for one in known:
        if one.key in asked and not is_blank(one.value):
            by_key.setdefault(one.key, []).append(one)
    values = {key: value for key, value in typed.items() if not is_blank(value)}
    for key, found in by_key.items():
        fitting = next((one for one in found if one.same_matter), None)
        if key not in values and fitting is not None:
            values[key] = fitting.value
    return Prefilled(values, {key: tuple(found) for key, found in by_key.items()})


def is_blank(value: object) -> bool:
    """Whether nothing was filled in; 0 and 否 are answers."""
    return value is None or value in ("", [], ())
