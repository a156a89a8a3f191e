"""揭榜挂帅的办公室: the bureau of science with accounts, the owner of a challenge and a solver, each in a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse

from luoqiao.apps.clock.services import set_demonstration_clock
from luoqiao.core.parties.actor import Role
from tests.apps.accounts.account_builder import a_person
from tests.apps.cases.challenge_stories import LEAD, a_bid, agreed, day, on_the_board, selected
from tests.apps.cases.stories import MINE, OTHERS
from tests.interfaces.portal.cases.office import Person


@dataclass
class ChallengeOffice:
    """Everybody who takes part in an open challenge."""

    owner: Person
    solver: Person
    officer: Person
    second: Person
    head: Person
    commerce: Person
    auditor: Person

    def challenge(self, **form: str) -> str:
        return on_the_board(self.owner.actor, MINE, self.officer.actor, self.head.actor, **form)

    def bid(self, challenge: str = "", **form: str) -> str:
        return a_bid(challenge or self.challenge(), self.solver.actor, OTHERS, **form)

    def selected(self) -> str:
        """At its task book, on 1 August 2023."""
        on(day(8, 1))
        return selected(self.bid(), self.officer.actor, self.head.actor)

    def agreed(self) -> str:
        return agreed(self.selected(), officer=self.officer.actor, agent=self.solver.actor)


def a_challenge_office() -> ChallengeOffice:
    def person(username: str, name: str, role: Role, place: str = "") -> Person:
        return Person(a_person(username, (role, place), name=name))

    return ChallengeOffice(
        owner=person("lin", "林若澄", Role.ENTERPRISE_AGENT, MINE),
        solver=person("xu", "许一诺", Role.ENTERPRISE_AGENT, OTHERS),
        officer=person("lai", "赖修远", Role.OFFICER, LEAD),
        second=person("zeng", "曾敏学", Role.OFFICER, LEAD),
        head=person("xuhj", "徐怀瑾", Role.UNIT_HEAD, LEAD),
        commerce=person("liao", "廖沛霖", Role.OFFICER, "commerce"),
        auditor=person("liu", "刘清和", Role.AUDITOR),
    )


def on(at: datetime) -> datetime:
    """The day of the pages."""
    set_demonstration_clock(at)
    return at


def hidden(page: str, do: str) -> dict[str, str]:
    """The hidden parts of the form whose button does this."""
    form = next(one for one in re.findall(r"<form .*?</form>", page, re.S) if f'value="{do}"' in one)
    found = dict(re.findall(r'<input type="hidden" name="(key|seen_seq|number|rows)" value="([^"]*)">', form))
    return {**found, "do": do}


def sends(person: Person, number: str, do: str, /, **sent: str) -> HttpResponse:
    """Open the task book and press a button of it."""
    address = f"/cases/{number}/milestones/"
    page = person.client.get(address).content.decode()
    return person.client.post(address, {**hidden(page, do), **sent}, follow=True)  # type: ignore[return-value] # the test client's
