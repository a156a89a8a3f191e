"""造示例: the whole district in one go, into an empty database; begun again after a break it starts from nothing.

Order: clock, enterprises, people, invoices, cases in the order of their beginning, uses of invoices.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import islice

from django.db import transaction

from luoqiao.apps.accounts.bulk import ToldPerson, make_demonstration_people, show_people
from luoqiao.apps.cases.bulk import ToldCase, write_cases, write_notices
from luoqiao.apps.cases.list_bulk import write_lists
from luoqiao.apps.cases.numbering import next_number_of, numbers
from luoqiao.apps.cases.telling import Book, Telling
from luoqiao.apps.clock.services import set_demonstration_clock
from luoqiao.apps.evidence.bulk import ToldDocument, ToldUse, add_many, enter_many, use_many
from luoqiao.apps.evidence.services.documents import Received
from luoqiao.apps.parties import queries as parties
from luoqiao.apps.parties.bulk import register_demonstration
from luoqiao.apps.parties.services import record_standings
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases.procedure import StepKind
from luoqiao.core.cases.state import Ending, Stage
from luoqiao.core.evidence.allocation import AllocationState
from luoqiao.core.parties.actor import SYSTEM
from luoqiao.core.parties.draws import part
from luoqiao.core.parties.standing import HeldStanding, StandingKind
from luoqiao.interfaces.demonstration import awards, challenges, claims
from luoqiao.interfaces.demonstration.district import Resident, residents
from luoqiao.interfaces.demonstration.facts import tell_facts
from luoqiao.interfaces.demonstration.furnishing import furnish
from luoqiao.interfaces.demonstration.lists import number_lists
from luoqiao.interfaces.demonstration.money import tell_all_money
from luoqiao.interfaces.demonstration.notices import number_notices
from luoqiao.interfaces.demonstration.papers import category_of, make_paper
from luoqiao.interfaces.demonstration.people import FROM, Desks, PlannedPerson, agents, officials
from luoqiao.interfaces.demonstration.ratings import rate
from luoqiao.interfaces.demonstration.way import go_on
from luoqiao.interfaces.demonstration.world import ZONE, World
from luoqiao.interfaces.document_store import get_document_store
from luoqiao.policies.pack import Pack

NOW = datetime(2023, 11, 15, 9, 30, tzinfo=ZONE)
"""The day on which the demonstration begins: a Wednesday of the programme's second year."""
BEGAN = datetime(2022, 6, 30, 9, 0, tzinfo=ZONE)
SHOWN_AGENTS, NEWCOMERS = 5, 3


def build_demonstration() -> int:
    """Make the district, if there is none yet; how many cases were told."""
    pack = policy.get_pack()
    if pack.population is None or parties.list_enterprises():
        return 0
    with transaction.atomic():
        set_demonstration_clock(NOW)
        towns = {one.code: one.name for one in pack.townships.members}
        people = residents(pack.population, tuple(one.code for one in pack.parks), towns)
        register_demonstration([one.record for one in people], at=BEGAN, source="示例")
        _standings(people)
        return _cases(pack, people)


def _standings(people: tuple[Resident, ...]) -> None:
    """规上 from the first of January on, as the statistics bureau's list would say."""
    since = HeldStanding(StandingKind.ABOVE_DESIGNATED_SIZE, date(2022, 1, 1), None, "示例名单")
    record_standings(
        [(one.record.uscc, since) for one in people if one.drawn.above_designated_size], actor=SYSTEM, at=BEGAN
    )


def _cases(pack: Pack, people: tuple[Resident, ...]) -> int:
    firms = {one.uscc: one for one in parties.list_enterprises()}
    claimed = claims.plan_claims(pack, people, firms)
    awarded = (*awards.plan_awards(pack, people, firms), *challenges.plan_challenges(people, firms))
    codes = [one.firm.uscc for one in claimed] + [one.firm.uscc for one in awarded]
    newcomers = _newcomers(people, codes)
    world = World(policy.get_calendar(), _people(list(dict.fromkeys(codes)), newcomers), NOW)
    claimed = tuple(one for one in claimed if one.begins_at <= NOW)
    awarded = tuple(one for one in awarded if one.begins_at <= NOW)
    furnish(people, firms, world.desks, awarded, BEGAN, NOW)
    industries = {one.id: one.name for one in pack.industries}
    tell_facts(people, industries, [*newcomers, *codes[:SHOWN_AGENTS]], world.desks, NOW)
    lines = iter(enter_many(claims.invoices_of(claimed, world.desks)))
    papers = _papers(pack, claimed, awarded, world.desks)
    book, told, uses = Book(policy.get_version().digest), list[ToldCase](), list[ToldUse]()
    every: list[claims.PlannedClaim | awards.PlannedAward] = [*claimed, *awarded]
    demands: dict[str, Telling] = {}
    given = {year: iter(numbers(year, many)) for year, many in _by_year(every).items()}
    for one in sorted(every, key=lambda planned: (planned.begins_at, planned.key)):
        number = next(given[one.begins_at.year])
        if isinstance(one, claims.PlannedClaim):
            own = [line for _ in one.invoices for line in next(lines)]
            case: Telling | None = claims.begin(one, number, own, papers[one.firm.uscc], pack, book, world)
        else:
            case = challenges.begin(one, number, papers.get(one.firm.uscc, {}), pack, book, world, demands)
            demands |= {one.key: case} if case is not None else {}
        if case is not None and (case.state.round or part(f"{one.key}/kept", 1, 8) == 1):
            go_on(case, world, one.key)
            rate(case, world, f"{one.key}/rating")
            told.append(case.told())
            uses += _uses(case)
    told, notices = number_notices(told, world.desks, lambda year: next_number_of("GS", year))
    told, lists = number_lists(told, world.desks, lambda year: next_number_of("MD", year))
    write_cases(told)
    write_notices(notices)
    write_lists(lists)
    show_people(_worth_showing(told, world.desks))
    use_many(uses)
    tell_all_money([one.row.number for one in told], pack, world.desks, NOW)
    return len(told)


def _worth_showing(told: Sequence[ToldCase], desks: Desks) -> list[int]:
    """Agents of enterprises that are in the middle of something that few enterprises do: reporting on a project."""
    found: dict[StepKind, int] = {}
    for one in told:
        kind = one.matter.step.kind
        if one.matter.state.stage is Stage.RUNNING and kind in (StepKind.REPORTING, StepKind.MILESTONES):
            found.setdefault(kind, desks.at(f"enterprise_agent@{one.row.uscc}")[0].user)
    return list(found.values())


def _papers(
    pack: Pack, claimed: Sequence[claims.PlannedClaim], awarded: Sequence[awards.PlannedAward], desks: Desks
) -> dict[str, dict[str, int]]:
    """A paper for everything that somebody has to show: by enterprise and requirement, the id of the document."""
    wanted: dict[tuple[str, str], ToldDocument] = {}
    sheets: dict[str, Received] = {}
    store = get_document_store()
    for one, names in [(claim, claims.papers_for(pack, claim)) for claim in claimed] + [
        (award, awards.papers_for(pack, award)) for award in awarded
    ]:
        for name in names:
            if name not in sheets:
                sheets[name] = make_paper(name, len(sheets) + 1, store)
            agent = desks.at(f"enterprise_agent@{one.firm.uscc}")[0]
            wanted.setdefault(
                (one.firm.uscc, name),
                ToldDocument(
                    sheets[name], f"{name}（示例）", category_of(name), one.firm.id, agent.user, agent.name, one.begins_at
                ),
            )
    found: dict[str, dict[str, int]] = {one.firm.uscc: {} for one in claimed}
    for (uscc, name), document in zip(wanted, add_many(list(wanted.values())), strict=True):
        found.setdefault(uscc, {})[name] = document
    return found


def _newcomers(people: Sequence[Resident], codes: Sequence[str]) -> list[str]:
    """Enterprises above designated size that have claimed nothing yet: for whoever wants to try from the beginning."""
    taken = set(codes)
    free = (one.record.uscc for one in people if one.drawn.above_designated_size and one.record.uscc not in taken)
    return list(islice(free, NEWCOMERS))


def _people(codes: list[str], newcomers: list[str]) -> Desks:
    shown = [*newcomers, *codes[:SHOWN_AGENTS]]
    planned: list[PlannedPerson] = [*officials(), *agents([*newcomers, *codes], shown)]
    told = [ToldPerson(one.username, one.name, one.post, one.shown) for one in planned]
    made = make_demonstration_people(told, from_on=FROM, at=BEGAN)
    return Desks(zip(planned, made, strict=True))


def _by_year(planned: list[claims.PlannedClaim | awards.PlannedAward]) -> dict[int, int]:
    found: dict[int, int] = {}
    for one in planned:
        found[one.begins_at.year] = found.get(one.begins_at.year, 0) + 1
    return found


def _uses(case: Telling) -> list[ToldUse]:
    """What the invoices of a case are used for, as it stands."""
    state = case.state
    if state.round == 0:
        return []
    kept = AllocationState.USED if state.ending is Ending.GRANTED else AllocationState.RESERVED
    standing = AllocationState.RELEASED if state.stage is Stage.CLOSED and state.ending is not Ending.GRANTED else kept
    submitted = next(one for one in case.history if one.event.kind == "submitted")
    return [
        ToldUse(
            int(str(row["line"])), case.row.number, case.row.clause, case.row.year, int(str(row["amount"])),
            case.row.uscc, standing, submitted.at, submitted.user, submitted.name,
        )
        for row in case.given.invoices
    ]  # fmt: skip
