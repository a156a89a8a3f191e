"""流程换版的页：the head sees where each case would go on, chooses, says why; others look or are kept out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from luoqiao.apps.cases.models import Case
from tests.apps.cases.stories import approved
from tests.apps.cases.test_migrating import newer
from tests.interfaces.portal.cases.office import Office, Person

CLAIM = "/procedures/claim/"


@pytest.fixture
def waiting(office: Office, tmp_path: Path) -> tuple[str, str]:
    """Two claims on the head's desk, one of them refused by the officer; then a version with one more step is loaded."""
    first = approved(office.reviewed(), office.officer.actor)
    newer(tmp_path)
    return first, "泉州示例机械有限公司"


def form_of(person: Person, **told: str | list[str]) -> dict[str, object]:
    page = person.opens(CLAIM).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="((?:name|key|seq|digest)[^"]*)" value="([^"]*)">', page))
    return {**hidden, "number": re.findall(r'name="number" value="([^"]+)"', page), "reason": "区里加了预算核对", **told}


def test_nothing_to_move_is_said(office: Office) -> None:
    office.reviewed()
    page = office.head.opens("/procedures/").content.decode()
    assert "在办案件都按最新的流程办理" in page
    assert "没有要换的案件" in office.head.opens(CLAIM).content.decode()
    assert office.head.opens("/procedures/no_such/").status_code == 404


def test_the_head_looks_chooses_and_moves(office: Office, waiting: tuple[str, str]) -> None:
    number, firm = waiting
    listed = office.head.opens("/procedures/").content.decode()
    assert "有 1 件在办案件按旧版流程办理" in listed
    assert "换用 1 件" in listed
    preview = office.head.opens(CLAIM).content.decode()
    assert all(text in preview for text in (firm, "部门复核", "从“预算核对”办起"))
    sent = form_of(office.head)
    done = office.head.client.post(CLAIM, sent).content.decode()
    assert "已换用新流程 1 件" in done
    assert "现在是“预算核对”" in done
    assert "现在是“预算核对”" in office.head.client.post(CLAIM, sent).content.decode(), "twice is once"
    assert Case.objects.get().step == "budget"
    page = office.auditor.opens(f"/cases/{number}/replay/").content.decode()
    assert "换用新流程，从“预算核对”办起" in page
    assert "与库内一致" in page
    own = office.agent.opens(f"/cases/{number}/").content.decode()
    assert "区里加了预算核对" in own


def test_without_a_reason_or_a_choice_nothing_is_moved_and_the_ticks_stay(office: Office, waiting: tuple[str, str]) -> None:
    answer = office.head.client.post(CLAIM, form_of(office.head, reason=" "))
    assert answer.status_code == 422
    assert "checked" in answer.content.decode()
    assert "LQ-5507" in answer.content.decode()
    answer = office.head.client.post(CLAIM, form_of(office.head, number=[]))
    assert (answer.status_code, "LQ-5564" in answer.content.decode()) == (422, True)
    assert "区里加了预算核对</textarea>" in answer.content.decode()
    assert Case.objects.get().step == "approval"


def test_others_look_or_are_kept_out(office: Office, waiting: tuple[str, str]) -> None:
    number, _ = waiting
    for person in (office.leader, office.auditor):
        page = person.opens(CLAIM).content.decode()
        assert "这里只看" in page
        assert 'name="number"' not in page
    refused = office.leader.client.post(CLAIM, form_of(office.head)).content.decode()
    assert "没有办成 1 件" in refused
    for person in (office.officer, office.clerk, office.agent):
        assert person.opens("/procedures/").status_code == 403
        assert person.client.post(CLAIM, form_of(office.head)).status_code == 403
    assert Case.objects.get(number=number).step == "approval"


def test_a_damaged_form_moves_nothing(office: Office, waiting: tuple[str, str]) -> None:
    number, _ = waiting
    broken = form_of(office.head)
    for field, value in ((f"key-{number}", "x"), (f"seq-{number}", "-1"), ("digest", "0" * 64), ("number", ["LQ-2023-9999"])):
        answer = office.head.client.post(CLAIM, {**broken, field: value})
        assert "没有办成 1 件" in answer.content.decode(), field
    assert Case.objects.get().step == "approval"
