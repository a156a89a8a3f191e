"""改过的流程: a procedure as the next version of a pack may have it, still sound: somebody else confirms every refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from luoqiao.core.cases.procedure import LEAD_UNIT, Act, Procedure, Seat, Step, StepKind
from luoqiao.core.parties.actor import Role

FINANCE = Seat(Role.FINANCE_OFFICER, "finance")


def with_step_before(procedure: Procedure, place: str, **told: object) -> Procedure:
    """One more review, by the finance bureau, before a step."""
    added = Step("budget", "预算核对", StepKind.REVIEW, (FINANCE,), acts=frozenset({Act.APPROVE}), days=4)
    at = procedure.position(place)
    return replace(procedure, steps=(*procedure.steps[:at], replace(added, **told), *procedure.steps[at:]))  # type: ignore[arg-type]


def without(procedure: Procedure, gone: str) -> Procedure:
    """Without a step that no other one leads to."""
    return replace(procedure, steps=tuple(_cleared(one, gone) for one in procedure.steps if one.id != gone))


def renamed(procedure: Procedure, old: str, new: str) -> Procedure:
    """A step under another name; whatever leads to it still does."""

    def name(one: str) -> str:
        return new if one == old else one

    return replace(
        procedure,
        steps=tuple(
            replace(
                one, id=name(one.id), confirmed_by=name(one.confirmed_by), sends_back_to=name(one.sends_back_to),
                apart_from=tuple(map(name, one.apart_from)),
                notice=replace(one.notice, upheld_to=name(one.notice.upheld_to)) if one.notice else None,
            )
            for one in procedure.steps
        ),
    )  # fmt: skip


def with_step(procedure: Procedure, identifier: str, **told: object) -> Procedure:
    """One step of it changed."""
    return replace(
        procedure, steps=tuple(replace(one, **told) if one.id == identifier else one for one in procedure.steps)  # type: ignore[arg-type]
    )


def free_steps(procedure: Procedure) -> tuple[str, ...]:
    """Reviews that no other step leads to and that are not the second pair of eyes."""
    led_to = {name for one in procedure.steps for name in (one.confirmed_by, one.sends_back_to, _upheld(one))}
    return tuple(
        one.id for one in procedure.steps if one.kind is StepKind.REVIEW and one.id not in led_to and not one.apart_from
    )


def changes(procedure: Procedure) -> list[Callable[[], Procedure]]:
    """Everything that this module can change in a procedure."""
    reviews = [one for one in procedure.steps if one.kind is StepKind.REVIEW]
    known = {one.id for one in procedure.steps}
    found: list[Callable[[], Procedure]] = []
    if "budget" not in known:
        found += [lambda one=one: with_step_before(procedure, one.id) for one in reviews]  # type: ignore[misc]
    found += [lambda one=one: without(procedure, one) for one in free_steps(procedure)]  # type: ignore[misc]
    found += [lambda one=one: renamed(procedure, one.id, f"{one.id}_anew") for one in reviews if len(one.id) < 30]  # type: ignore[misc]
    found += [lambda one=one: with_step(procedure, one.id, persons=one.persons % 2 + 1) for one in reviews]  # type: ignore[misc]
    found += [lambda one=one: with_step(procedure, one.id, days=one.days + 1) for one in reviews]  # type: ignore[misc]
    found += [
        lambda one=one: with_step(procedure, one.id, seats=(Seat(Role.OFFICER, LEAD_UNIT),))  # type: ignore[misc]
        for one in reviews
        if one.id in free_steps(procedure)
    ]
    return found


def _cleared(one: Step, gone: str) -> Step:
    return replace(one, apart_from=tuple(name for name in one.apart_from if name != gone))


def _upheld(one: Step) -> str:
    return one.notice.upheld_to if one.notice else ""
