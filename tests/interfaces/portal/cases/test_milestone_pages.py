"""任务书的页：rows typed without a script, wrong ones kept with their reasons, each side its own form, others kept out."""

from __future__ import annotations

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from luoqiao.apps.cases.models import CaseDocument, CaseEvent
from tests.adapters.document_preview.documents import a_pdf
from tests.apps.cases.challenge_stories import ROWS, day
from tests.apps.cases.report_stories import state_of
from tests.interfaces.portal.cases.challenge_office import ChallengeOffice, hidden, on, sends

TYPED = {f"{part}-{place}": text for place, row in enumerate(ROWS) for part, text in row.items()}


def page_of(person, number: str) -> str:  # type: ignore[no-untyped-def]
    return person.client.get(f"/cases/{number}/milestones/").content.decode()


def test_proposed_returned_and_confirmed_on_the_page(science: ChallengeOffice) -> None:
    number = science.selected()
    assert "由区科技局拟定任务书" in page_of(science.solver, number)
    answer = sends(science.officer, number, "propose", **TYPED, note="分两步")
    assert "任务书已送企业确认" in answer.content.decode()
    page = page_of(science.solver, number)
    assert "请确认任务书" in page
    assert "热伸长不超过 5 微米" in page
    assert "送企业确认" not in page
    assert "退回任务书要写明理由" in sends(science.solver, number, "return", reason=" ").content.decode()
    sends(science.solver, number, "return", reason="样机周期不够")
    page = page_of(science.officer, number)
    assert "样机周期不够" in page
    sends(science.officer, number, "propose", **TYPED)
    answer = sends(science.solver, number, "confirm").content.decode()
    assert "任务书已确认" in answer
    assert "贵单位应在 2023-10-31 前达到“方案定型”" in answer


def test_wrong_rows_are_said_beside_their_fields_and_nothing_is_lost(science: ChallengeOffice) -> None:
    number = science.selected()
    wrong = {**TYPED, "due_on-0": "2023-07-01", "name-2": "只有名称"}
    answer = sends(science.officer, number, "propose", **wrong, note="分两步")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "第 1 行的完成日 2023-07-01 已经过去" in page
    assert 'id="due_on-2-error"' in page
    assert 'value="只有名称"' in page
    assert "样机连续运行 8 小时，热伸长不超过 5 微米</textarea>" in page
    assert "分两步</textarea>" in page
    assert not CaseEvent.objects.filter(case__number=number, kind="milestones_proposed").exists()


def test_a_row_more_is_a_button_and_keeps_what_was_typed(science: ChallengeOffice) -> None:
    number = science.selected()
    page = page_of(science.officer, number)
    assert 'name="name-2"' in page
    assert 'name="name-3"' not in page
    sent = {**hidden(page, "propose"), **TYPED, "do": "row"}
    page = science.officer.client.post(f"/cases/{number}/milestones/", sent).content.decode()
    assert 'name="name-3"' in page
    assert 'value="样机试制"' in page
    assert not CaseEvent.objects.filter(case__number=number, kind="milestones_proposed").exists()


def test_reported_with_a_paper_refused_and_passed_on_to_acceptance(science: ChallengeOffice) -> None:
    number = science.agreed()
    on(day(10, 20))
    address = f"/cases/{number}/milestones/"
    sent = {**hidden(page_of(science.solver, number), "report"), "number": "1", "words": "图纸已审"}
    paper = SimpleUploadedFile("仿真报告.pdf", a_pdf((595, 842)), content_type="application/pdf")
    answer = science.solver.client.post(address, {**sent, "file": paper}, follow=True).content.decode()
    assert "已报送，等部门核验" in answer
    assert CaseDocument.objects.filter(case__number=number, requirement="里程碑：方案定型").count() == 1
    assert "仿真报告" in page_of(science.officer, number)
    wrong = sends(science.officer, number, "check", passed="no", note="").content.decode()
    assert "里程碑不予通过要写明理由" in wrong
    sends(science.officer, number, "check", passed="no", note="缺专家签字")
    assert "缺专家签字" in page_of(science.solver, number)
    for milestone in ("1", "2"):
        sends(science.solver, number, "report", number=milestone, words="已补")
        answer = sends(science.second, number, "check", passed="yes", note="").content.decode()
    assert "里程碑全部达到，进入验收" in answer
    assert state_of(number, science.auditor.actor).step == "acceptance"
    assert "里程碑全部通过，进入验收" in page_of(science.solver, number)
    assert "与库内一致" in science.auditor.client.get(f"/cases/{number}/replay/").content.decode()


def test_an_overdue_milestone_is_red_for_both_sides(science: ChallengeOffice) -> None:
    number = science.agreed()
    on(day(11, 3))
    for person in (science.solver, science.officer, science.auditor):
        assert 'class="tag late">过了约定日 3 天' in page_of(person, number)
    assert "class=\"is-late\"" in science.solver.client.get("/my/cases/").content.decode()


def test_my_cases_and_the_case_page_say_whose_turn_it_is(science: ChallengeOffice) -> None:
    number = science.selected()
    assert "拟定任务书" in science.officer.client.get("/today/").content.decode()
    assert ">拟定任务书</a>" in science.officer.client.get(f"/cases/{number}/").content.decode()
    sends(science.officer, number, "propose", **TYPED)
    mine = science.solver.client.get("/my/cases/").content.decode()
    assert "请逐项核对任务书" in mine
    assert f'href="/cases/{number}/milestones/">确认任务书</a>' in mine
    assert ">确认任务书</a>" in science.solver.client.get(f"/cases/{number}/").content.decode()
    assert "等企业确认任务书" in science.officer.client.get(f"/cases/{number}/").content.decode()
    sends(science.solver, number, "confirm")
    assert "报里程碑" in science.solver.client.get("/my/cases/").content.decode()


def test_a_change_shows_what_it_changes(science: ChallengeOffice) -> None:
    number = science.agreed()
    sent = {"name-0": "方案定型", "due_on-0": "2023-10-31", "words-0": ROWS[0]["words"], "name-1": "样机试制",
            "due_on-1": "2024-06-30", "words-1": ROWS[1]["words"], "rows": "3"}  # fmt: skip
    assert "变更任务书要写明理由" in sends(science.officer, number, "propose", **sent).content.decode()
    sends(science.officer, number, "propose", **sent, note="钢材延期到货")
    page = page_of(science.solver, number)
    assert "有改动，原 2024-03-31" in page
    assert "钢材延期到货" in page
    assert "确认变更" in page


def test_others_are_kept_out(science: ChallengeOffice) -> None:
    number = science.selected()
    address = f"/cases/{number}/milestones/"
    for stranger in (science.owner, science.commerce):
        assert stranger.client.get(address).status_code == 404
        assert stranger.client.post(address, {"do": "confirm", "key": str(uuid4()), "seen_seq": "1"}).status_code == 404
    sent = {**hidden(page_of(science.officer, number), "propose"), **TYPED}
    for reader in (science.solver, science.auditor, science.head):
        answer = reader.client.post(address, sent)
        assert (answer.status_code, "LQ-5504" in answer.content.decode()) == (409, True)
    assert science.officer.client.get(f"/cases/{science.challenge()}/milestones/").status_code == 404


def test_a_damaged_form_is_refused(science: ChallengeOffice) -> None:
    number = science.agreed()
    address = f"/cases/{number}/milestones/"
    sent = hidden(page_of(science.solver, number), "report")
    for change in ({"do": "steal"}, {"key": "x"}, {"seen_seq": "-1"}, {"number": "九"}, {"number": "9"}, {"document": "77"}):
        answer = science.solver.client.post(address, {**sent, "number": "1", "words": "已审", **change})
        assert answer.status_code == 409, change
    assert not CaseEvent.objects.filter(case__number=number, kind="milestone_reported").exists()
