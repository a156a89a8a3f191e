"""评分办法和评审的搭建: a scoring rule, a case at its scoring step, a round in which somebody has done something."""

from __future__ import annotations

from dataclasses import replace

from luoqiao.core.cases.expert_round import Expert, Round, round_number
from luoqiao.core.cases.procedure import ScoreItem, ScoringRule
from luoqiao.core.cases.scoring import ScoreSheet
from luoqiao.core.parties.actor import Actor
from tests.core.cases.case_builder import START, CaseBuilder, a_case
from tests.core.cases.people import CLERK, OFFICER, person

ITEMS = (ScoreItem("plan", "方案", 60), ScoreItem("team", "团队", 40))
RULE = ScoringRule(experts=3, pass_points=60, trim=5, items=ITEMS)
EXPERTS = tuple(person(user, "expert@") for user in range(61, 68))


def at_scoring() -> CaseBuilder:
    """A workshop whose application was accepted and now waits for experts."""
    return a_case("recognition_workshop").submitted({}).approved(CLERK).approved(OFFICER)


def an_expert(actor: Actor, total: int | None = None, **told: object) -> Expert:
    """Asked; with a total also declared and scored."""
    one = Expert(actor.user, actor.name, START)
    if total is not None:
        points = {"plan": min(total, 60), "team": total - min(total, 60)}
        one = replace(one, conflict=False, sheets=1, sheet=ScoreSheet(points, "可行"), scored_at=START)
    return replace(one, **told)  # type: ignore[arg-type] # named by the test


def a_round(case: CaseBuilder, *experts: Expert) -> Round:
    return Round(round_number(case.matter), experts)


def scored(case: CaseBuilder, *totals: int) -> Round:
    return a_round(case, *(an_expert(actor, total) for actor, total in zip(EXPERTS, totals, strict=False)))
