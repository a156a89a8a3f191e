"""现在的环节: the step at which the case of a row stands, in the version that it follows."""

from __future__ import annotations

from luoqiao.apps.cases.queries.case_row import CaseRow
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases.procedure import Step


def present_step(row: CaseRow) -> Step | None:
    """The step of a running case; None for one that nobody has to act on in a step."""
    procedure = policy.get_pack_of(row.pack, row.procedure_digest).get_procedure(row.procedure)
    return next((step for step in procedure.steps if step.id == row.step), None) if procedure else None
