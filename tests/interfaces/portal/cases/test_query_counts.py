"""查询次数：more cases on a page ask the database no more often."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.apps.cases.stories import a_claim, an_invoice, handed_in
from tests.interfaces.portal.cases.office import Office, Person


def asked(person: Person, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert person.opens(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", ["/today/", "/cases/", "/cases/?state=open&year=2023", "/register/", "/procedures/"])
def test_more_cases_on_a_page_ask_no_more_often(office: Office, address: str) -> None:
    person = office.head if address == "/procedures/" else office.officer
    office.claim()
    asked(person, address)
    one = asked(person, address)
    for place in range(4):
        line = an_invoice(9_000_000, f"2335200000000481207{place}", office.agent.actor)
        handed_in(a_claim({line: 9_000_000}, fee="90000", agent=office.agent.actor, year=2019 + place), office.agent.actor)
    assert asked(person, address) == one


def test_a_firm_s_own_pages_ask_no_more_often_either(office: Office) -> None:
    office.claim()
    for address in ("/my/cases/", "/my/"):
        asked(office.agent, address)
    before = [asked(office.agent, address) for address in ("/my/cases/", "/my/")]
    for place in range(4):
        line = an_invoice(9_000_000, f"2335200000000481207{place}", office.agent.actor)
        handed_in(a_claim({line: 9_000_000}, fee="90000", agent=office.agent.actor, year=2019 + place), office.agent.actor)
    assert [asked(office.agent, address) for address in ("/my/cases/", "/my/")] == before
