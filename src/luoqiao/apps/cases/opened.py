"""打开的案件: what every service and query of this app works on, and nothing decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from luoqiao.apps.cases.models import Case
from luoqiao.core.cases import events as e
from luoqiao.core.cases.decide import Matter
from luoqiao.core.cases.procedure import Procedure, Step
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class Opened:
    """打开的案件: its row, its history, how it stands, and the pack version that it is pinned to.

    `versions`: the procedures that it followed, the first one first; more than one after it was moved.
    """

    row: Case
    history: tuple[e.Recorded, ...]
    matter: Matter
    pack: Pack
    versions: tuple[Procedure, ...] = ()

    def step_name(self, identifier: str) -> str:
        """The name of a step in the latest of its versions that has it: what was done under an older one keeps its name."""
        return step_name((*self.versions, self.matter.procedure), identifier)

    def find_step(self, identifier: str) -> Step | None:
        """A step as the latest of its versions that has it says."""
        return find_step((*self.versions, self.matter.procedure), identifier)


def step_name(versions: Sequence[Procedure], identifier: str) -> str:
    """The name of a step in the last of these versions that has it."""
    found = find_step(versions, identifier)
    return found.name if found else identifier


def find_step(versions: Sequence[Procedure], identifier: str) -> Step | None:
    """A step in the last of these versions that has it."""
    return next((step for one in reversed(versions) for step in one.steps if step.id == identifier), None)
