"""评审的故事: experts with accounts, a recognition at its scoring step, and the deeds of a round, each in one line."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection

from luoqiao.apps.cases.queries.case_file import get_case_file
from luoqiao.apps.cases.services import experts as organising
from luoqiao.apps.cases.services import scoring
from luoqiao.apps.cases.services.pressing import Press
from luoqiao.core.cases.expert_round import round_number
from luoqiao.core.parties.actor import SYSTEM, Actor, Role
from tests.apps.accounts.account_builder import an_actor
from tests.apps.cases.report_stories import at_notice
from tests.apps.cases.stories import AGENT, AT, CLERK, MINE, OFFICER, press

WORKSHOP = {
    "workshop_name": "装配车间", "equipment_count": "40", "controlled_count": "30", "networked_count": "28",
    "execution_system": "是", "description": "数据采集、生产管控、设备联网都已做到", "subject": "装配车间",
}  # fmt: skip
SHEET = {"equipment": "25", "data": "20", "control": "20", "effect": "15", "opinion": "联网率高，数据用得上"}
"""80 points."""
NAMES = ("李思齐", "黄明远", "林予安", "周文澜", "吴若谷", "郑允恭")


def accounts_begin_high() -> None:
    """New accounts get numbers that nobody of the stories has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('accounts_user', 'id'), greatest(900, (SELECT max(id) FROM accounts_user)))"
        )


def some_experts(many: int = 4) -> tuple[Actor, ...]:
    """Accounts that hold the post of an expert."""
    return tuple(an_actor(f"expert{at}", (Role.EXPERT, ""), name=NAMES[at], on=AT.date()) for at in range(many))


def at_scoring(*people: Actor, agent: Actor = AGENT, uscc: str = MINE) -> str:
    """A workshop that was recommended and accepted."""
    return at_notice("recognition_workshop", WORKSHOP, ("设备清单",), *(people or (CLERK, OFFICER)), agent=agent, uscc=uscc)


def in_round(number: str, actor: Actor, at: datetime | None = None, key: UUID | None = None) -> Press:
    """The button on the page of a round, as the person sees it now."""
    file = get_case_file(number, SYSTEM)
    return Press(number, actor, at or file.history[-1].at + timedelta(hours=2), key or uuid4(), round_number(file.matter))


def asked(number: str, *experts: Actor, by: Actor = OFFICER) -> str:
    organising.assign_experts(in_round(number, by), users=[one.user for one in experts])
    return number


def declared(number: str, *experts: Actor) -> str:
    for one in experts:
        scoring.declare(in_round(number, one), conflict=False)
    return number


def sheet_of(total: int) -> dict[str, str]:
    """A sheet with this many points."""
    left, found = total, {}
    for item, most in (("equipment", 30), ("data", 25), ("control", 25), ("effect", 20)):
        found[item] = str(min(left, most))
        left -= min(left, most)
    return {**found, "opinion": f"总评 {total}"}


def gave(number: str, expert: Actor, total: int = 80) -> str:
    scoring.hand_in_scores(in_round(number, expert), given=sheet_of(total))
    return number


def scored(number: str, experts: tuple[Actor, ...], *totals: int, by: Actor = OFFICER) -> str:
    """Asked, declared, scored: one expert for each total."""
    asked(number, *experts[: len(totals)], by=by)
    declared(number, *experts[: len(totals)])
    for one, total in zip(experts, totals, strict=False):
        gave(number, one, total)
    return number


def closed(number: str, by: Actor = OFFICER) -> str:
    organising.close_scoring(press(number, by))
    return number
