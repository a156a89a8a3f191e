"""换用新流程：a new version of the pack moves nobody; the head does, case by case, and nothing is lost or spared."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import uuid4

import pytest

from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.cases.models import Case, CaseEvent
from luoqiao.apps.cases.queries.case_file import get_case_file
from luoqiao.apps.cases.queries.inbox import inbox
from luoqiao.apps.cases.queries.migrating import list_versions, preview_moves
from luoqiao.apps.cases.queries.replaying import compare_row, replay_case
from luoqiao.apps.cases.services import deciding
from luoqiao.apps.cases.services.migrating import VersionMovedOn, migrate
from luoqiao.apps.outbox.models import Message
from luoqiao.apps.policy.queries import get_version
from luoqiao.apps.policy.services import load_packs
from luoqiao.core.cases.migration import NoNewVersion
from luoqiao.core.cases.refusals import CaseMovedOn, NotYourDuty
from luoqiao.core.parties.actor import Actor, Post, Role
from luoqiao.policies.pack_cache import PACKS
from tests.apps.cases.stories import (
    AGENT,
    AT,
    AUDITOR,
    CLEAN,
    CLERK,
    HEAD,
    MINE,
    OFFICER,
    SECOND_OFFICER,
    a_claim,
    an_invoice,
    approved,
    handed_in,
    press,
    register_firm,
)
from tests.apps.cases.test_at_once import check_whole

APPROVAL = '\n[[steps]]\nid = "approval"\n'
BUDGET = """
[[steps]]
id = "budget"
name = "预算核对"
kind = "review"
seats = ["finance_officer@finance"]
days = 4
acts = ["approve"]

[[steps]]
id = "approval"
"""
FINANCE = Actor(71, "财政经办", (Post(Role.FINANCE_OFFICER, "finance"),))
pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> str:
    """Only the head has still to approve it."""
    load_packs(AT)
    register_firm(MINE, "泉州示例机械有限公司")
    return approved(handed_in(a_claim({an_invoice(18_640_000): 18_640_000})), OFFICER, CLERK, OFFICER)


def newer(folder: Path, *changes: tuple[str, str]) -> str:
    """The pack with a changed procedure is loaded; gives the digest of its version. Unless told otherwise with a new step."""
    root = folder / uuid4().hex
    shutil.copytree(PACKS, root)
    file = root / "luojiang_2022_31" / "procedures" / "claim.toml"
    text = file.read_text()
    for old, new in changes or ((APPROVAL, BUDGET),):
        assert old in text
        text = text.replace(old, new)
    file.write_text(text)
    load_packs(AT, root)
    return get_version().digest


def test_a_new_version_moves_nobody(claim: str, tmp_path: Path) -> None:
    before = get_case_file(claim, HEAD)
    newer(tmp_path)
    after = get_case_file(claim, HEAD)
    assert (after.state, after.deadline, after.procedure) == (before.state, before.deadline, before.procedure)
    assert [row.case.number for row in inbox(HEAD, AT.date()).rows] == [claim]


def test_the_preview_says_where_each_goes_on_and_by_when(claim: str, tmp_path: Path) -> None:
    digest = newer(tmp_path)
    (count,) = [one for one in list_versions(HEAD) if one.older]
    assert (count.procedure.id, count.newest, count.older, count.mine) == ("claim", 0, 1, 1)
    shown = preview_moves("claim", HEAD, AT)
    assert shown is not None
    (line,) = shown.lines
    assert (shown.digest, line.row.step_name, line.refusal) == (digest, "部门复核", "")
    assert line.move is not None
    assert (line.move.step.name, line.move.fresh) == ("预算核对", True)
    assert preview_moves("no_such", HEAD, AT) is None
    assert Case.objects.get().procedure_digest != digest


def test_moved_it_goes_on_under_the_new_version_and_is_replayed_whole(claim: str, tmp_path: Path) -> None:
    digest = newer(tmp_path)
    shown = preview_moves("claim", HEAD, press(claim, HEAD).at)
    one = press(claim, HEAD)
    migrate(one, digest=digest, reason="区里加了预算核对")
    migrate(one, digest=digest, reason="区里加了预算核对")
    row = Case.objects.get()
    assert (row.step_name, row.procedure_digest, row.pack_digest != digest) == ("预算核对", digest, True)
    assert CaseEvent.objects.filter(kind="migrated").count() == 1
    assert shown is not None
    assert row.deadline_on == shown.lines[0].due_then
    assert [one.case.number for one in inbox(FINANCE, AT.date()).rows] == [claim]
    deciding.approve(press(claim, FINANCE))
    deciding.approve(press(claim, HEAD))
    assert Case.objects.get().step_name == "公示"
    assert compare_row(claim, AUDITOR) == ()
    steps = replay_case(claim, AUDITOR)
    assert [one.state.step for one in steps][-3:] == ["budget", "approval", "notice"]
    check_whole(claim)
    actions = [entry.action for entry in list_entries(f"case:{claim}")]
    assert actions.count("case.migrated") == 1
    told = Message.objects.filter(kind="steps_changed")
    assert told.count() == 1


def test_what_was_done_under_the_old_version_keeps_its_name(claim: str, tmp_path: Path) -> None:
    digest = newer(tmp_path, ('"prescreen"', '"prescreen_anew"'), ("镇街初审", "镇街核实"))
    migrate(press(claim, HEAD), digest=digest, reason="初审改为核实")
    found = get_case_file(claim, AUDITOR)
    assert found.state.step == "prescreen_anew"
    assert (found.step_name("prescreen"), found.step_name("prescreen_anew")) == ("镇街初审", "镇街核实")


def test_others_and_older_previews_are_refused(claim: str, tmp_path: Path) -> None:
    digest = newer(tmp_path)
    for who in (OFFICER, SECOND_OFFICER, CLERK, AGENT):
        with pytest.raises(NotYourDuty):
            migrate(press(claim, who), digest=digest, reason="区里加了预算核对")
    newest = newer(tmp_path, (APPROVAL, BUDGET.replace("days = 4", "days = 6")))
    with pytest.raises(VersionMovedOn):
        migrate(press(claim, HEAD), digest=digest, reason="区里加了预算核对")
    stale = press(claim, HEAD)
    migrate(press(claim, HEAD), digest=newest, reason="区里加了预算核对")
    with pytest.raises(CaseMovedOn):
        migrate(stale, digest=newest, reason="区里加了预算核对")
    with pytest.raises(NoNewVersion):
        migrate(press(claim, HEAD), digest=newest, reason="区里加了预算核对")


def test_a_draft_is_moved_and_handed_in_under_the_new_version(claim: str, tmp_path: Path) -> None:
    draft = a_claim({an_invoice(9_000_000, "23352000000004812078"): 9_000_000}, year=2022)
    digest = newer(tmp_path, ('"accept"', '"receive"'))
    assert all(one.row.number != draft for one in preview_moves("claim", HEAD, AT).lines)  # type: ignore[union-attr]
    assert get_case_file(draft, AGENT).fills_in
    handed_in(draft)
    assert Case.objects.get(number=draft).step == "accept"
    migrate(press(draft, HEAD), digest=digest, reason="环节改名")
    assert Case.objects.get(number=draft).step == "receive"
    deciding.approve(press(draft, OFFICER), credit=CLEAN)
    assert compare_row(draft, AUDITOR) == ()
