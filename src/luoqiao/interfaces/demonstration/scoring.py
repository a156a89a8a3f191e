"""示例的评审: the officer asks experts, some stand down and are replaced, each scores, the officer closes; as far as today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from luoqiao.apps.cases.round_telling import ToldRound
from luoqiao.apps.cases.telling import Telling
from luoqiao.core.cases import decide
from luoqiao.core.cases.expert_deeds import missing_to_close, scoring_rule
from luoqiao.core.cases.scoring import OPINION
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.draws import part
from luoqiao.interfaces.demonstration.names import pick
from luoqiao.interfaces.demonstration.world import World, working_moment

CONFLICTS = ("曾在该企业任技术顾问", "近亲属在该企业任职", "与项目负责人有合作课题")
OPINIONS = (
    "材料完整，与现场情况一致", "基础较好，成效有数据支撑", "方案可行，部分指标还要落实", "数据用得还不深，要再挖掘",
    "有示范作用，可以推广",
)  # fmt: skip
STANDS_DOWN, FIVE = 7, 25
"""Of a hundred experts so many stand down; of a hundred rounds so many are scored by five."""


def score_case(case: Telling, world: World, key: str) -> bool:
    """The whole round as far as today; false while something of it is still to come."""
    officers = [one for one in world.desks.at(decide.waiting_desks(case.matter)[0]) if one.user not in case.state.makers]
    at = working_moment(world.calendar, case.last_at, part(f"{key}/asks", 0, 3), f"{key}/asks")
    if at > world.now or not officers:
        return False
    officer, told = officers[part(f"{key}/officer", 0, len(officers) - 1)], case.round_now()
    rule, pool = scoring_rule(case.matter), _pool(world, key)
    many = 5 if part(f"{key}/five", 1, 100) <= FIVE else rule.experts
    last = at
    for expert in (one for _, one in zip(range(many), pool, strict=False)):
        last = max(last, _one(case, told, world, (officer, expert), at, key))
    while last <= world.now and len(told.held().scored) < rule.experts and (spare := next(pool, None)):
        last = max(last, _one(case, told, world, (officer, spare), last, key))
    closes = working_moment(world.calendar, last, part(f"{key}/closes", 0, 2), f"{key}/closes")
    if closes > world.now or missing_to_close(rule, told.held()):
        return False
    case.close_scoring(officer, at=closes)
    return True


def _pool(world: World, key: str) -> Iterator[Actor]:
    """The experts in an order of their own for every case."""
    return iter(sorted(world.desks.at("expert@"), key=lambda one: (part(f"{key}/{one.name}", 1, 10_000), one.user)))


def _one(case: Telling, told: ToldRound, world: World, who: tuple[Actor, Actor], asked: datetime, key: str) -> datetime:
    """One expert from the asking to the sheet, as far as today; when the last of it happens, or would happen."""
    officer, expert = who
    own, number = f"{key}/{expert.name}", case.row.number
    told.ask(case.matter, case.history, officer, expert, case=number, at=asked)
    declares = working_moment(world.calendar, asked, part(f"{own}/declares", 0, 3), f"{own}/declares")
    if declares > world.now:
        return declares
    if part(f"{own}/conflict", 1, 100) <= STANDS_DOWN:
        told.declare(expert, case=number, at=declares, conflict=True, reason=pick(f"{own}/conflict", CONFLICTS))
        return declares
    told.declare(expert, case=number, at=declares)
    scores = working_moment(world.calendar, declares, part(f"{own}/scores", 2, 8), f"{own}/scores")
    if scores <= world.now:
        told.score(case.matter, expert, dict(_sheet(case, own, key)), case=number, at=scores)
    return scores


def _sheet(case: Telling, own: str, key: str) -> Iterable[tuple[str, str]]:
    """Near what the case is worth, each expert a little apart from the others."""
    worth = part(f"{key}/worth", 52, 93)
    for item in scoring_rule(case.matter).items:
        share = max(0, min(100, worth + part(f"{own}/{item.id}", -9, 7)))
        yield item.id, str((item.points * share + 50) // 100)
    yield OPINION, pick(f"{own}/opinion", OPINIONS)
