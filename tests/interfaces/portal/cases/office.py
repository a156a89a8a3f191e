"""案件页面测试的办公室: people with accounts, each with a browser in which they are signed in, and the deeds of a claim."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpResponse
from django.test import Client

from luoqiao.apps.accounts.models import PostHeld, User
from luoqiao.apps.accounts.queries import get_actor
from luoqiao.core.parties.actor import Actor, Role
from tests.apps.accounts.account_builder import LONG_AGO, a_person, signed_in
from tests.apps.cases.stories import AT, MINE, OTHERS, TOWN, a_claim, an_invoice, approved, handed_in

UNIT = "industry_information"


@dataclass
class Person:
    """人: the account, the actor, and the browser."""

    user: User

    @cached_property
    def actor(self) -> Actor:
        return get_actor(self.user.pk, AT.date())

    @cached_property
    def client(self) -> Client:
        return signed_in(self.user)

    def opens(self, address: str) -> HttpResponse:
        return self.client.get(address)  # type: ignore[return-value] # the test client's own kind of response

    def presses(self, number: str, act: str = "approve", **sent: object) -> HttpResponse:
        """Open the case, fill in what stands in its form and press a button."""
        return self.sends(number, "decide", **{**self.form(number), "act": act, **sent})

    def sends(self, number: str, route: str, **sent: object) -> HttpResponse:
        """Send a form as it is given here."""
        return self.client.post(f"/cases/{number}/{route}/", sent)  # type: ignore[arg-type,return-value] # as above

    def form(self, number: str, route: str = "decide", query: str = "") -> dict[str, str]:
        """The hidden parts of the form on the page."""
        page = self.opens(f"/cases/{number}/{query}").content.decode()
        found = re.search(rf'action="/cases/{number}/{route}/".*?</form>', page, re.S)
        assert found, f"no form {route} on the page of {number}"
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', found[0])
        shown = re.findall(r'name="(amount-[a-z]+)" value="([^"]*)"', found[0])
        return {name: value for name, value in [*hidden, *shown] if name != "csrfmiddlewaretoken"}


@dataclass
class Office:
    """办公室: everybody who takes part."""

    agent: Person
    other_agent: Person
    clerk: Person
    other_clerk: Person
    officer: Person
    second: Person
    head: Person
    commerce: Person
    leader: Person
    auditor: Person

    def claim(self, fee: str = "186400", amounts: tuple[int, ...] = (10_000_000, 8_640_000)) -> str:
        """A claim handed in by the agent; each amount (fen) is one invoice."""
        lines = {
            an_invoice(amount, f"2335200000000481{2077 + at}", self.agent.actor): amount for at, amount in enumerate(amounts)
        }
        return handed_in(a_claim(lines, fee=fee, agent=self.agent.actor), self.agent.actor)

    def reviewed(self, **told: object) -> str:
        """A claim on the desk of the bureau's officer."""
        return approved(self.claim(**told), self.officer.actor, self.clerk.actor)  # type: ignore[arg-type] # passed on


def give_post(person: Person, role: Role, place: str) -> None:
    """One more post for somebody."""
    PostHeld.objects.create(
        user=person.user, role=role.value, place=place, from_on=LONG_AGO, granted_by="测试", granted_at=AT
    )


CREDIT = {"credit_found": "none", "credit_source": "信用中国", "credit_on": "2023-06-13", "credit_note": ""}


def an_office() -> Office:
    """Everybody, each with one post."""

    def person(username: str, name: str, role: Role, place: str = "") -> Person:
        return Person(a_person(username, (role, place), name=name))

    return Office(
        agent=person("lin", "林若澄", Role.ENTERPRISE_AGENT, MINE),
        other_agent=person("xu", "许一诺", Role.ENTERPRISE_AGENT, OTHERS),
        clerk=person("su", "苏以宁", Role.TOWN_CLERK, TOWN),
        other_clerk=person("bie", "别镇经办", Role.TOWN_CLERK, "350504100"),
        officer=person("chen", "陈知行", Role.OFFICER, UNIT),
        second=person("zheng", "郑立群", Role.OFFICER, UNIT),
        head=person("du", "杜局长", Role.UNIT_HEAD, UNIT),
        commerce=person("shang", "商务经办", Role.OFFICER, "commerce"),
        leader=person("qu", "区领导", Role.LEADER),
        auditor=person("shen", "审计员", Role.AUDITOR),
    )
