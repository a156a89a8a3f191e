"""逐步重放：every step worked out anew, beside its audit entry and its snapshot, compared with the row."""

from __future__ import annotations

import json
import re
from datetime import timedelta

from luoqiao.apps.cases.models import Case, Snapshot
from luoqiao.apps.cases.queries.case_file import get_case_file
from luoqiao.apps.cases.services import deciding
from luoqiao.apps.clock.services import set_demonstration_clock
from luoqiao.core.cases.events import ReturnItem
from tests.apps.cases.stories import AT, approved, press
from tests.interfaces.portal.cases.office import Office


def test_the_auditor_replays_every_step(office: Office) -> None:
    number = approved(office.reviewed(), office.officer.actor, office.head.actor)
    page = office.auditor.opens(f"/cases/{number}/replay/").content.decode()
    for said in (
        "与库内一致", "6 条经过", "苏以宁", "镇街初审：同意", "case.approved", "67,104.00", "次日起算 3 个工作日",
        "区工信局 负责人",
    ):  # fmt: skip
        assert said in page, said
    assert "没有对应的审计记录" not in page
    assert len(re.findall(r'<li id="event-\d+">', page)) == 6


def test_a_row_that_was_changed_behind_the_events_is_found(office: Office) -> None:
    number = office.reviewed()
    Case.objects.filter(number=number).update(amount=99)
    page = office.auditor.opens(f"/cases/{number}/replay/").content.decode()
    assert "重放结果与库内不一致" in page
    assert "金额（分）" in page


def test_a_snapshot_shows_what_was_decided_on_and_its_digest(office: Office) -> None:
    number = approved(office.reviewed(), office.officer.actor)
    digest = get_case_file(number, office.auditor.actor).state.approvals[-1].snapshot
    page = office.auditor.opens(f"/cases/{number}/snapshots/{digest}/").content.decode()
    for said in ("同意时快照", "内容的摘要与记下的一致", digest, "年度服务费", "信用中国"):
        assert said in page, said
    whole = office.auditor.opens(f"/cases/{number}/snapshots/{digest}/?as=json")
    assert json.loads(whole.content)["credit"]["found"] == "none"
    assert Snapshot.objects.filter(digest=digest).count() == 1


def test_a_snapshot_that_is_not_there_is_told(office: Office) -> None:
    answer = office.auditor.opens(f"/cases/{office.claim()}/snapshots/nothing/")
    assert answer.status_code == 409
    assert "LQ-5515" in answer.content.decode()


def test_others_do_not_replay(office: Office) -> None:
    number = office.claim()
    assert office.other_clerk.opens(f"/cases/{number}/replay/").status_code == 404
    assert office.clerk.opens(f"/cases/{number}/replay/").status_code == 200


def test_the_leader_supervises_and_the_officer_closes_what_was_never_corrected(office: Office) -> None:
    number = office.reviewed()
    form = office.leader.form(number, "supervise")
    assert office.leader.sends(number, "supervise", **form, text="请本周办完").status_code == 302
    assert "请本周办完" in office.officer.opens(f"/cases/{number}/").content.decode()
    deciding.return_for_correction(press(number, office.officer.actor), items=[ReturnItem("document", "合同", "缺页")])
    assert "按逾期未补正办结" not in office.officer.opens(f"/cases/{number}/").content.decode()
    set_demonstration_clock(AT + timedelta(days=40))
    form = office.officer.form(number, "lapse")
    assert office.officer.sends(number, "lapse", **form, reason="两次电话提醒").status_code == 302
    assert get_case_file(number, office.officer.actor).row.ending == "withdrawn"
