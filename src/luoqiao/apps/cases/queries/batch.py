"""批量办理的预览: several cases of one step, each with what an approval would grant and whether this person may give it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from luoqiao.apps.cases.calculation import calculation_of, ceiling_of
from luoqiao.apps.cases.history import open_case
from luoqiao.apps.cases.opened import Opened
from luoqiao.core.cases import decide
from luoqiao.core.cases.decide import Matter
from luoqiao.core.cases.procedure import Act, Proposal
from luoqiao.core.cases.refusals import NoSuchCase
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.parties.actor import Actor
from luoqiao.policies.pack import Pack

MOST = 50


@dataclass(frozen=True, slots=True)
class BatchLine:
    """一件: `refusal` says why it is left out; amounts in fen, None for cases without a clause."""

    number: str
    enterprise_name: str
    title: str
    step_name: str
    matter: Matter
    pack: Pack
    amounts: Mapping[str, int] | None
    refusal: str


def preview_batch(numbers: Iterable[str], actor: Actor) -> tuple[BatchLine, ...]:
    """Each case that this person may see, at most so many; all must stand at the step of the first."""
    lines: list[BatchLine] = []
    for number in list(dict.fromkeys(numbers))[:MOST]:
        try:
            opened = open_case(number, actor)
        except NoSuchCase:
            continue
        lines.append(_line(opened, actor, lines[0].matter if lines else opened.matter))
    return tuple(lines)


def _line(opened: Opened, actor: Actor, first: Matter) -> BatchLine:
    row, matter = opened.row, opened.matter
    amounts, unreadable = _amounts(opened)
    refusal = unreadable or refusal_in_batch(matter, actor)
    if not refusal and matter.step.name != first.step.name:
        refusal = f"不在“{first.step.name}”这一步，请另外办"
    return BatchLine(row.number, row.enterprise_name, row.title, row.step_name, matter, opened.pack, amounts, refusal)


def _amounts(opened: Opened) -> tuple[Mapping[str, int] | None, str]:
    try:
        calculation = calculation_of(opened)
    except Invalid:
        return None, "按现有事实不能计算，请打开案件看"
    return (None, "") if calculation is None else (decide.most_now(opened.matter, ceiling_of(calculation)), "")


def refusal_in_batch(matter: Matter, actor: Actor) -> str:
    """Why a case is not approved in a row with others; empty when it may be."""
    allowed = decide.may(matter, actor)
    if Act.APPROVE not in allowed.acts:
        return allowed.refusal or "现在不归您办"
    if matter.state.proposal is not Proposal.GRANT:
        return "拟不予支持的，要逐件确认"
    if matter.step.checks:
        return "这一步要逐件核查并记录，不能批量"
    return ""
