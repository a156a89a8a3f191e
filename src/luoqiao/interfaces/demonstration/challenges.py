"""示例的揭榜挂帅: challenges on the board, some open and some closed, and the bids that answer them, one of which is selected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from luoqiao.apps.cases.telling import Book, Telling
from luoqiao.core.cases.challenge import BID, DEMAND, Challenge, challenge_of, sealing
from luoqiao.core.cases.form import SUBJECT
from luoqiao.core.cases.procedure import StepKind
from luoqiao.core.cases.state import Ending
from luoqiao.core.parties.actor import SYSTEM
from luoqiao.core.parties.draws import part
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.interfaces.demonstration import awards
from luoqiao.interfaces.demonstration.awards import PlannedAward
from luoqiao.interfaces.demonstration.district import Resident
from luoqiao.interfaces.demonstration.world import ZONE, World
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class Problem:
    """一道难题: when the demand begins, the last day for bids, how many bids come in."""

    title: str
    problem: str
    budget: str
    industry: str
    begins_on: date
    bids_until: date
    bids: int


PROBLEMS = (
    Problem("高速主轴热变形补偿", "主轴每分钟两万转时热伸长大，影响一致性。\n验收指标：连续运行 8 小时，热伸长不超过 3 微米。",
            "300万元", "machinery", date(2022, 8, 15), date(2022, 11, 30), 3),
    Problem("水性胶低温固化", "现用水性胶要 80 摄氏度烘干，能耗高。\n验收指标：55 摄氏度下 6 分钟固化，剥离强度不低于 4 N/mm。",
            "180万元", "textiles_footwear", date(2022, 11, 7), date(2023, 2, 28), 2),
    Problem("陶瓷釉面缺陷在线识别", "釉面针孔、缩釉靠人工看。\n验收指标：线速每分钟 12 件，检出率不低于 98%，误检率不超过 2%。",
            "120万元", "crafts", date(2023, 6, 12), date(2023, 10, 10), 2),
    Problem("超薄无纺布均匀成型", "克重低于 12 克的无纺布横向不匀。\n验收指标：横向克重偏差不超过 3%，连续生产 72 小时。",
            "260万元", "paper_hygiene", date(2023, 7, 31), date(2023, 12, 8), 2),
    Problem("贴片元件虚焊在线检测", "虚焊要到老化以后才发现。\n验收指标：检出率不低于 99%，节拍不超过 2 秒。",
            "150万元", "electronics", date(2023, 8, 14), date(2023, 12, 29), 1),
    Problem("数控刀具磨损预测", "换刀凭经验，断刀损失大。\n验收指标：提前 10 分钟预报，准确率不低于 90%。",
            "90万元", "machinery", date(2023, 10, 23), date(2024, 3, 31), 0),
)
"""Made up; the last one is not on the board yet on the demonstration's day."""
SOLVERS = ("与示例大学联合体", "与示例研究院联合体", "研发中心")
PLANS = (
    "分三步：先建模型并仿真，再做样机，最后在产线上验证。团队八人，负责人做过两个同类项目。检测委托第三方机构，经费主要用于样机和检测。",
    "在现有产线上改造，不停产。核心部件自制，控制算法由联合单位负责。每一步有可测的指标，达不到的一步退回重做。",
    "先选一条线试验，数据合格后推广。已有小试样品，差的是连续运行的稳定性；计划用半年解决。",
)  # fmt: skip


def plan_challenges(residents: Sequence[Resident], firms: Mapping[str, EnterpriseView]) -> tuple[PlannedAward, ...]:
    """Every demand and every bid, in the order in which they begin."""
    above = [one for one in residents if one.drawn.above_designated_size]
    planned = [award for place, one in enumerate(PROBLEMS) for award in _plan(place, one, above, firms)]
    return tuple(sorted(planned, key=lambda one: (one.begins_at, one.key)))


def begin(
    award: PlannedAward, number: str, papers: Mapping[str, int], pack: Pack, book: Book, world: World,
    demands: Mapping[str, Telling],
) -> Telling | None:  # fmt: skip
    """The case begun as any award; a bid only while its challenge stands on the board, sealed until the last day."""
    if award.procedure != BID:
        return awards.begin(award, number, papers, pack, book, world)
    demand = demands.get(award.parent)
    challenge = _challenge(demand) if demand else None
    if demand is None or challenge is None or demand.last_at > award.begins_at:
        return None
    case = awards.begin(award, number, papers, pack, book, world)
    if case is None:
        return None
    case.parent = demand.row.number
    if case.state.round and case.matter.step.kind is StepKind.SEALED:
        on = case.last_at.astimezone(ZONE).date()
        case.happen(SYSTEM, sealing(case.state.step, challenge, on), at=case.last_at)
    if award.loses:
        world.losing.add(number)
    return case


def _challenge(demand: Telling) -> Challenge | None:
    if demand.state.ending is not Ending.GRANTED:
        return None
    return challenge_of(demand.row.number, demand.row.enterprise_name, demand.given.form, uscc=demand.row.uscc)


def _plan(
    place: int, one: Problem, above: Sequence[Resident], firms: Mapping[str, EnterpriseView]
) -> list[PlannedAward]:
    key = f"{DEMAND}/b/{place}"
    own = [resident for resident in above if resident.drawn.industry == one.industry]
    owner = own[part(f"{key}/who", 0, len(own) - 1)]
    form = {"title": one.title, "problem": one.problem, "budget": one.budget, "bids_until": one.bids_until.isoformat(),
            SUBJECT: one.title}  # fmt: skip
    moment = datetime.combine(one.begins_on, time(9, 20), ZONE)
    firm = firms[owner.record.uscc]
    found = [PlannedAward(key, firm, moment.year, moment, procedure=DEMAND, form=form, subject=one.title)]
    solvers = [resident for resident in above if resident.record.uscc != firm.uscc]
    first = part(f"{key}/solvers", 0, len(solvers) - 1)
    for at in range(one.bids):
        solver = firms[solvers[(first + at * 37) % len(solvers)].record.uscc]
        found.append(_bid(f"{key}/bid/{at}", key, one, solver, at))
    return found


def _bid(key: str, parent: str, one: Problem, firm: EnterpriseView, at: int) -> PlannedAward:
    day = one.bids_until - timedelta(days=part(f"{key}/day", 9, 28))
    begins = datetime.combine(min(day, _LATEST), time(9 + part(f"{key}/hour", 0, 7), 40), ZONE)
    form = {
        "solver": f"{firm.name}{SOLVERS[at % len(SOLVERS)]}", "plan": PLANS[at % len(PLANS)],
        "asked_fund": f"{part(f'{key}/fund', 6, 21) * 10}万元", SUBJECT: one.title,
    }  # fmt: skip
    return PlannedAward(
        key, firm, begins.year, begins, procedure=BID, form=form, subject=one.title, parent=parent, loses=at > 0
    )


_LATEST = date(2023, 11, 8)
"""Bids for what is still open have come in some days before the demonstration's day."""
