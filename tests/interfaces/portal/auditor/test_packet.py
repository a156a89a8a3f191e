"""决定案卷：every digest holds, the same state gives the same bytes, the grant can be worked out again from the packet alone."""

from __future__ import annotations

import hashlib
import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from luoqiao.apps.audit.models import Entry
from luoqiao.interfaces.cli.main import main
from tests.apps.cases.stories import approved
from tests.apps.funds.funds_stories import a_line
from tests.interfaces.portal.cases.office import Office, Person

pytestmark = pytest.mark.django_db


def decided(office: Office) -> str:
    return approved(office.reviewed(), office.officer.actor, office.head.actor)


def taken(person: Person, case: str) -> dict[str, bytes]:
    answer = person.opens(f"/cases/{case}/packet/")
    assert answer.status_code == 200
    with ZipFile(BytesIO(answer.content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_every_digest_of_the_manifest_holds_and_nothing_is_left_out(office: Office) -> None:
    files = taken(office.auditor, decided(office))
    manifest = json.loads(files["manifest.json"])
    assert set(manifest["files"]) == set(files) - {"manifest.json"}
    for name, told in manifest["files"].items():
        assert hashlib.sha256(files[name]).hexdigest() == told["sha256"]
    assert hashlib.sha256(files["snapshot.json"]).hexdigest() == manifest["snapshot"]


def test_the_same_state_gives_the_same_bytes_and_each_download_is_on_record(office: Office) -> None:
    case = decided(office)
    assert office.auditor.opens(f"/cases/{case}/packet/").content == office.head.opens(f"/cases/{case}/packet/").content
    assert Entry.objects.filter(action="case.packet_taken", subject=f"case:{case}").count() == 2


def test_the_page_in_it_needs_no_script_and_says_what_was_decided(office: Office) -> None:
    a_line(10_000_000)
    case = decided(office)
    files = taken(office.auditor, case)
    page = files["index.html"].decode()
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="', page)
    assert "67,104.00 元" in page
    assert "占用预算" in page
    assert json.loads(files["money.json"])["journals"][0]["move"] == "reserve"
    assert [one["name"] for one in json.loads(files["approvals.json"])]


def test_the_grant_can_be_worked_out_again_from_the_packet_alone(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    files = taken(office.auditor, decided(office))
    facts = {one["key"]: one["adopted"] for one in json.loads(files["snapshot.json"])["facts"]}
    decision = json.loads(files["decision.json"])
    told = ["calc", decision["clause"], "--facts", json.dumps(facts), "--on", decision["rule_on"], "--json"]
    assert main(told) == 0
    answer = json.loads(capsys.readouterr().out)
    worked_out = {tier: round(float(yuan) * 100) for tier, yuan in answer["shares"].items() if float(yuan)}
    assert worked_out == {tier: fen for tier, fen in decision["amounts_fen"].items() if fen}


def test_who_may_not_see_the_case_from_inside_gets_none(office: Office) -> None:
    case = decided(office)
    assert office.agent.opens(f"/cases/{case}/packet/").status_code == 403
    assert office.other_clerk.opens(f"/cases/{case}/packet/").status_code == 404
    assert office.auditor.opens("/cases/LQ-2023-9999/packet/").status_code == 404


def test_before_the_decision_there_is_none(office: Office) -> None:
    answer = office.auditor.opens(f"/cases/{office.claim()}/packet/")
    assert answer.status_code == 409
    assert "还没有审定金额" in answer.content.decode()
