"""两个人同时填一份表：nobody's work is overwritten unseen, nothing that was typed is lost."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from luoqiao.apps.cases.models import CaseDocument, Draft
from luoqiao.core.parties.actor import Role
from tests.apps.accounts.account_builder import a_person, signed_in
from tests.apps.cases.stories import MINE, an_invoice
from tests.interfaces.portal.cases.claim_builder import a_file, begun, sent, stage_of, with_documents


@pytest.fixture
def colleague(agent: Client) -> Client:
    """周予安, who acts for the same enterprise."""
    return signed_in(a_person("zhou", (Role.ENTERPRISE_AGENT, MINE), name="周予安"))


def seen(browser: Client, number: str) -> str:
    found = re.search(r'name="seen" id="seen" value="([^"]*)"', browser.get(f"/cases/{number}/form/").text)
    assert found is not None
    return found[1]


def test_who_saves_second_is_told_and_keeps_what_was_typed(agent: Client, colleague: Client) -> None:
    number = begun(agent)
    sent(agent, number, annual_service_fee="100000")
    mine, theirs = seen(agent, number), seen(colleague, number)
    sent(colleague, number, annual_service_fee="200000", seen=theirs)
    answer = sent(agent, number, annual_service_fee="300000", seen=mine)
    assert answer.status_code == 409
    assert "周予安刚才也改过这份表" in answer.text
    assert 'value="300000"' in answer.text
    assert Draft.objects.get().form["annual_service_fee"] == "200000"
    again = re.search(r'name="seen" id="seen" value="([^"]*)"', answer.text)
    assert again is not None
    assert sent(agent, number, annual_service_fee="300000", seen=again[1]).status_code == 302
    assert Draft.objects.get().form["annual_service_fee"] == "300000"


def test_a_change_on_the_page_says_so_at_once_and_files_arrive_all_the_same(agent: Client, colleague: Client) -> None:
    number = begun(agent)
    sent(agent, number, annual_service_fee="100000")
    mine = seen(agent, number)
    sent(colleague, number, annual_service_fee="200000", seen=seen(colleague, number))
    live = sent(agent, number, live=True, annual_service_fee="400000", seen=mine, **{"file:合同": a_file("合同.pdf")}).text
    assert 'id="moved-on"' in live
    assert "LQ-5565" in live
    assert 'name="seen"' not in live
    assert "12" in live
    assert Draft.objects.get().form["annual_service_fee"] == "200000"
    assert CaseDocument.objects.get().requirement == "合同"


def test_nothing_is_handed_in_over_a_colleague_s_changes(agent: Client, colleague: Client) -> None:
    number = with_documents(begun(agent))
    line = an_invoice(10_000_000)
    sent(agent, number, annual_service_fee="100000", lines={line: ""})
    mine = seen(agent, number)
    sent(colleague, number, annual_service_fee="90000", lines={line: "90000"}, seen=seen(colleague, number))
    refused = sent(agent, number, do="submit", annual_service_fee="100000", lines={line: ""}, seen=mine)
    assert (refused.status_code, stage_of(number)) == (409, "draft")
    looked = seen(agent, number)
    sent(agent, number, do="submit", annual_service_fee="90000", lines={line: "90000"}, seen=looked)
    assert stage_of(number) == "running"


def test_one_person_s_own_pages_do_not_quarrel(agent: Client) -> None:
    number = begun(agent)
    early = seen(agent, number)
    sent(agent, number, annual_service_fee="100000", seen=early)
    assert sent(agent, number, annual_service_fee="200000", seen=early).status_code == 302
    assert sent(agent, number, annual_service_fee="300000", seen="不是时间").status_code == 302
    assert Draft.objects.get().form["annual_service_fee"] == "300000"
