"""示例的评价: some enterprises rate what was closed, a few of them badly; most bad ratings have been followed up."""

from __future__ import annotations

from datetime import timedelta

from luoqiao.apps.cases.telling import Telling
from luoqiao.core.cases import follow_up
from luoqiao.core.cases.satisfaction import Grade, read_rating
from luoqiao.core.parties.draws import part
from luoqiao.interfaces.demonstration.names import pick
from luoqiao.interfaces.demonstration.world import ZONE, World, working_moment

RATED = 38
"""Of a hundred closed cases so many are rated."""
STILL_OPEN = timedelta(days=30)
"""Bad ratings that are not older than this wait to be followed up."""
GRADES = (
    (55, Grade.VERY_SATISFIED), (83, Grade.SATISFIED), (92, Grade.FAIR), (98, Grade.DISSATISFIED), (100, Grade.VERY_DISSATISFIED)
)  # fmt: skip
GOOD = ("", "", "", "办得快，讲得清楚", "材料一次就说全了", "不用跑窗口")
BAD = ("等得太久", "同一份材料问了两次", "电话没人接", "")
DONE = ("核对了办理经过，补发了书面说明", "约谈了经办，重新梳理了材料清单", "增加了咨询电话，公布在办事指南")
ANSWERS = ("电话回访，企业表示认可", "上门回访，企业没有别的意见", "电话回访，企业希望以后早告知")


def rate(case: Telling, world: World, key: str) -> None:
    """The rating of a closed case, if there is one, and what was done about a bad one."""
    agents = world.desks.at(f"enterprise_agent@{case.row.uscc}")
    if not agents or not follow_up.ratable(case.state) or part(f"{key}/rates", 1, 100) > RATED:
        return
    at = working_moment(world.calendar, case.last_at, part(f"{key}/days", 1, 6), key)
    if at > world.now:
        return
    drawn = part(f"{key}/grade", 1, 100)
    grade = next(grade for most, grade in GRADES if drawn <= most)
    rating = read_rating(grade.value, pick(f"{key}/text", BAD if grade.bad else GOOD), at.astimezone(ZONE).date())
    happened, opened = follow_up.rate_case(case.matter, agents[0], rating, world.calendar)
    case.happen(agents[0], *happened, at=at)
    if opened is not None:
        _follow_up(case, world, key)


def _follow_up(case: Telling, world: World, key: str) -> None:
    at = working_moment(world.calendar, case.last_at, part(f"{key}/called", 3, 17), f"{key}/called")
    heads = world.desks.at(follow_up.follow_up_desk(case.matter.parties))
    able = [one for one in heads if one.user not in follow_up.handlers(case.history)]
    fresh = world.now - case.last_at < STILL_OPEN
    if at > world.now or fresh or not able:
        return
    told = {"text": pick(f"{key}/done", DONE), "answer": pick(f"{key}/answer", ANSWERS)}
    happened, _ = follow_up.follow_up(case.matter, case.history, able[0], **told)
    case.happen(able[0], *happened, at=at)
