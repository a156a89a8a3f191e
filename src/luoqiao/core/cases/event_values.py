"""经过的存法: events as JSON values and back.

A kind that this program does not know is refused, because a history that is half read would give a wrong state. What was kept
before an event told more is read with what it would have said then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, get_args

from luoqiao.core.cases.events import Event, Milestone, ReturnItem

_KINDS: Mapping[str, type[Any]] = {one.kind: one for one in get_args(Event)}


class UnknownEvent(ValueError):
    """A kind that this program does not know: the history was written by a newer one."""


def encode(event: Event) -> dict[str, object]:
    """The event's values for JSON; its kind is kept beside them."""
    return {one.name: _plain(getattr(event, one.name)) for one in fields(event)}


def decode(kind: str, values: Mapping[str, Any]) -> Event:
    """The event again. Raises UnknownEvent."""
    if kind not in _KINDS:
        raise UnknownEvent(kind)
    given = dict(values)
    match kind:
        case "returned":
            given["items"] = tuple(ReturnItem(**item) for item in given["items"])
        case "rejected":
            given["reasons"] = tuple(given["reasons"])
        case "migrated":
            given["keeps"] = tuple(given.get("keeps", ()))
        case "scoring_closed":
            given["experts"] = tuple(given.get("experts", ()))
        case "milestones_agreed" | "milestones_proposed":
            given["milestones"] = tuple(
                Milestone(one["name"], date.fromisoformat(one["due_on"]), one.get("words", ""))
                for one in given["milestones"]
            )
        case "milestone_reported":
            given["documents"] = tuple(given["documents"])
    for name in ("first_on", "last_on", "month", "due_on", "until"):
        if isinstance(given.get(name), str):
            given[name] = date.fromisoformat(given[name])
    return _KINDS[kind](**given)  # type: ignore[no-any-return] # the table holds exactly the members of Event


def _plain(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(item) for item in value]
        case ReturnItem() | Milestone():
            return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        case Mapping():
            return dict(value)
    return value
