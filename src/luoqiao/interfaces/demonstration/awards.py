"""示例的认定: awards that come without application, applications for recognition and key projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from luoqiao.apps.cases.contents import HandedIn
from luoqiao.apps.cases.services.opening import Wanted
from luoqiao.apps.cases.telling import Book, Telling
from luoqiao.core.cases.form import SUBJECT
from luoqiao.core.cases.procedure import FormField
from luoqiao.core.parties.actor import SYSTEM
from luoqiao.core.parties.draws import part
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.interfaces.demonstration.district import Resident
from luoqiao.interfaces.demonstration.names import brand, pick
from luoqiao.interfaces.demonstration.world import ZONE, World, working_moment
from luoqiao.policies.pack import Pack

LIST_DAYS = {
    "little_giant": (date(2022, 9, 8), date(2023, 7, 14)), "srdi": (date(2022, 12, 30), date(2023, 6, 28)),
    "champion_national": (date(2022, 11, 18),), "champion_provincial": (date(2022, 12, 9), date(2023, 10, 27)),
}  # fmt: skip
"""When made-up lists of the upper tiers arrive."""
APPLICATIONS = {"key_project": 16, "recognition_srdi": 14, "recognition_workshop": 8, "recognition_demo": 7}
"""How many applications of each kind in the two years."""
LATELY = {"recognition_srdi": 7, "recognition_workshop": 7, "recognition_demo": 6}
"""So many more that came in shortly before the demonstration's day: some of them are being scored then."""
LATE_DAYS = (date(2023, 10, 18), date(2023, 11, 7))
WORKSHOPS = ("一车间", "二车间", "装配车间", "注塑车间", "裁断车间", "成型车间")
PROJECTS = ("数字化车间改造项目", "5G 智能制造项目", "智能仓储技改项目", "工业互联网平台应用项目", "自动化产线技改项目")


@dataclass(frozen=True, slots=True)
class PlannedAward:
    """要讲的一件: a clause that gives by list, or a procedure that is applied for."""

    key: str
    firm: EnterpriseView
    year: int
    begins_at: datetime
    clause: str = ""
    procedure: str = ""
    form: Mapping[str, object] | None = None
    subject: str = ""
    parent: str = ""
    """Key of the demand that a bid answers."""
    loses: bool = False
    """Whether another bid for the same challenge is selected."""


def plan_awards(pack: Pack, residents: Sequence[Resident], firms: Mapping[str, EnterpriseView]) -> tuple[PlannedAward, ...]:
    """Every award and application, in the order in which they begin."""
    planned = [*_by_lists(residents, firms), *_applications(pack, residents, firms)]
    return tuple(sorted(planned, key=lambda one: (one.begins_at, one.key)))


def papers_for(pack: Pack, award: PlannedAward) -> tuple[str, ...]:
    """What an application has to show; a list that arrives needs nothing of the enterprise."""
    procedure = pack.get_procedure(award.procedure)
    return tuple(one.name for one in procedure.documents) if procedure else ()


def begin(
    award: PlannedAward, number: str, papers: Mapping[str, int], pack: Pack, book: Book, world: World
) -> Telling | None:
    """The case opened and handed in; None when the rule gives nothing."""
    form = dict(award.form or {})
    wanted = Wanted(
        award.firm.uscc, award.year, award.clause, award.procedure, award.subject,
        origin=f"示例名单 {award.begins_at:%Y-%m-%d}" if award.clause else "", form=form,
    )  # fmt: skip
    actor = SYSTEM if award.clause else world.desks.at(f"enterprise_agent@{award.firm.uscc}")[0]
    case = Telling(number, wanted, award.firm, pack, book, at=award.begins_at, actor=actor)
    documents = tuple({"id": papers[name], "requirement": name} for name in papers_for(pack, award) if name in papers)
    case.given = HandedIn(form, (), documents)
    at = award.begins_at + timedelta(minutes=1) if award.clause else working_moment(world.calendar, award.begins_at, 2, award.key)
    if at > world.now:
        return case
    return case if case.hand_in(actor, at=at) else None


def _by_lists(residents: Sequence[Resident], firms: Mapping[str, EnterpriseView]) -> list[PlannedAward]:
    found = []
    for clause, days in LIST_DAYS.items():
        takers = [one for one in residents if clause in one.drawn.facts]
        for at, resident in enumerate(takers):
            day = days[at % len(days)]
            key = f"{resident.drawn.key}/{clause}/{day.year}"
            moment = datetime.combine(day, time(9, part(f"{key}/minute", 0, 59)), ZONE)
            form = dict(resident.drawn.facts[clause])
            found.append(PlannedAward(key, firms[resident.record.uscc], day.year, moment, clause, form=form))
    return found


def _applications(pack: Pack, residents: Sequence[Resident], firms: Mapping[str, EnterpriseView]) -> list[PlannedAward]:
    found = []
    above = [one for one in residents if one.drawn.above_designated_size]
    for procedure in pack.procedures:
        usual, lately = APPLICATIONS.get(procedure.id, 0), LATELY.get(procedure.id, 0)
        for number in range(usual + lately):
            key = f"{procedure.id}/{number}"
            resident = above[part(f"{key}/who", 0, len(above) - 1)]
            first, days = (date(2022, 8, 1), 470) if number < usual else (LATE_DAYS[0], (LATE_DAYS[1] - LATE_DAYS[0]).days)
            day = first + timedelta(days=part(f"{key}/day", 0, days))
            moment = datetime.combine(day, time(9 + part(f"{key}/hour", 0, 7), 20), ZONE)
            called = brand(resident.record.name)
            form = {one.id: _filled(one, f"{key}/{one.id}", called) for one in procedure.fields}
            form |= {name: text for name, text in _as_firms_are(key).items() if name in form}
            subject = str(form.get("project_name", form.get("workshop_name", "")))
            form |= {SUBJECT: subject} if subject else {}
            firm = firms[resident.record.uscc]
            found.append(PlannedAward(key, firm, day.year, moment, procedure=procedure.id, form=form, subject=subject))
    return found


def _as_firms_are(key: str) -> dict[str, str]:
    """Figures that go together: what is spent on research is a part of the revenue, what is networked a part of what is there."""
    revenue = part(f"{key}/revenue", 20, 400) * 100
    equipment = part(f"{key}/equipment", 20, 160)
    controlled = equipment * part(f"{key}/controlled", 45, 90) // 100
    return {
        "revenue": f"{revenue}万元", "rd_expense": f"{revenue * part(f'{key}/research', 3, 9) // 100}万元",
        "field_years": str(part(f"{key}/years", 3, 18)), "digital_level": str(part(f"{key}/level", 1, 4)),
        "equipment_count": str(equipment), "controlled_count": str(controlled),
        "networked_count": str(controlled * part(f"{key}/networked", 50, 95) // 100),
    }  # fmt: skip


def _filled(field: FormField, key: str, called: str) -> str:
    match field.kind:
        case "金额":
            return f"{part(key, 5, 60) * 100}万元"
        case "个数":
            return str(part(key, 3, 40))
        case "比例":
            return f"{part(key, 71, 95)}%"
        case "日期":
            return (date(2022, 9, 1) + timedelta(days=part(key, 0, 500))).isoformat()
        case "是否":
            return "是"
        case "选项":
            return pick(key, field.options)
    named = {"workshop_name": WORKSHOPS, "project_name": PROJECTS}.get(field.id)
    own = field.id in ("workshop_name", "project_name")
    return f"{called if own else ''}{pick(key, named)}" if named else f"{field.label}（示例）"
