"""评审页面的办公室: a workshop at its scoring step among people with accounts, experts among them; forms of the pages."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.test import Client

from luoqiao.core.parties.actor import Role
from tests.apps.accounts.account_builder import a_person
from tests.apps.cases.scoring_stories import NAMES, SHEET, at_scoring
from tests.interfaces.portal.cases.office import Office, Person

SENT = {f"item-{name}" if name != "opinion" else name: value for name, value in SHEET.items()}


def experts_of_the_district(many: int = 4) -> tuple[Person, ...]:
    return tuple(Person(a_person(f"expert{at}", (Role.EXPERT, ""), name=NAMES[at])) for at in range(many))


def a_workshop(office: Office) -> str:
    """Recommended and accepted."""
    return at_scoring(office.clerk.actor, office.officer.actor, agent=office.agent.actor)


def words_of(page: str) -> str:
    """What a reader sees of a page, without the numbers of cases and of audit entries."""
    return re.sub(r"<[^>]*>|#\d+|LQ-\d{4}-\d{4}", "", page)


def hidden(client: Client, address: str, begins: str) -> dict[str, str]:
    """The hidden parts of the form in which some words of a page stand first."""
    page = client.get(address).content.decode()
    form = page[page.index(begins) :]
    found = re.findall(r'<input type="hidden" name="(key|seen_seq|expert|deed)" value="([^"]*)">', form[: form.index("</form>")])
    return dict(found)


def asks(office: Office, number: str, *experts: Person, by: Person | None = None) -> HttpResponse:
    client = (by or office.officer).client
    sent = hidden((office.officer).client, f"/cases/{number}/experts/", f'action="/cases/{number}/experts/assign/"')
    return client.post(f"/cases/{number}/experts/assign/", {**sent, "expert": [one.user.pk for one in experts]})  # type: ignore[return-value]


def declares(person: Person, number: str, conflict: str = "no", reason: str = "") -> HttpResponse:
    address = f"/cases/{number}/score/"
    sent = hidden(person.client, address, "declare-form")
    return person.client.post(address, {**sent, "deed": "declare", "conflict": conflict, "reason": reason})  # type: ignore[return-value]


def scores(person: Person, number: str, **changed: str) -> HttpResponse:
    address = f"/cases/{number}/score/"
    sent = hidden(person.client, address, "score-form")
    return person.client.post(address, {**sent, **SENT, **changed})  # type: ignore[return-value]


def closes(person: Person, number: str) -> HttpResponse:
    sent = hidden(person.client, f"/cases/{number}/experts/", f'action="/cases/{number}/experts/close/"')
    return person.client.post(f"/cases/{number}/experts/close/", sent, follow=True)  # type: ignore[return-value]
