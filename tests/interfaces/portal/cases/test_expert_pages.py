"""评审的页：the officer asks, experts declare, read and score, nobody sees a mark before the end; others find nothing."""

from __future__ import annotations

import re

import pytest

from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.cases.models import CaseDocument, CaseEvent, ExpertAssignment, ExpertSheet
from luoqiao.apps.evidence.models import Document
from luoqiao.core.parties.actor import Role
from tests.apps.cases.report_stories import state_of
from tests.apps.cases.scoring_stories import gave, scored
from tests.interfaces.portal.cases.expert_office import (
    SENT,
    a_workshop,
    asks,
    closes,
    declares,
    experts_of_the_district,
    hidden,
    scores,
    words_of,
)
from tests.interfaces.portal.cases.office import Office, Person, give_post


@pytest.fixture
def experts(office: Office) -> tuple[Person, ...]:
    return experts_of_the_district()


@pytest.fixture
def number(office: Office, experts: tuple[Person, ...]) -> str:
    return a_workshop(office)


def text(person: Person, address: str) -> str:
    return person.opens(address).content.decode()


def test_the_case_leads_its_officer_to_the_experts(office: Office, number: str) -> None:
    page = text(office.officer, f"/cases/{number}/")
    assert f'href="/cases/{number}/experts/">请专家、结束评审' in page
    assert f"/cases/{number}/experts/" in text(office.head, f"/cases/{number}/")
    for person in (office.clerk, office.leader, office.agent):
        assert f"/cases/{number}/experts/" not in text(person, f"/cases/{number}/")


def test_experts_are_found_by_name_and_asked(office: Office, number: str, experts: tuple[Person, ...]) -> None:
    address = f"/cases/{number}/experts/"
    page = text(office.officer, address)
    assert all(one.user.name in page for one in experts)
    assert "还没有请专家；至少要 3 位打分" in page
    page = text(office.officer, f"{address}?q=黄")
    assert "黄明远" in page
    assert "李思齐" not in page
    assert "没有姓名含“谁谁”" in text(office.officer, f"{address}?q=谁谁")
    answer = asks(office, number, *experts[:2])
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    page = text(office.officer, address)
    assert "已请 2 位专家" in page
    assert "至少要 3 位专家打分，还差 3 位；李思齐、黄明远还没有打分" in page
    assert "请评审“数字化车间认定”" in text(experts[0], "/messages/")


def test_who_may_not_be_asked_is_grey_and_refused(office: Office, number: str, experts: tuple[Person, ...]) -> None:
    give_post(experts[0], Role.UNIT_HEAD, "industry_information")
    page = text(office.officer, f"/cases/{number}/experts/")
    assert re.search(r'value="\d+" disabled><span>李思齐</span><span class="note">不能请：在本案“部门复核”的席位上', page)
    answer = asks(office, number, *experts[:2])
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "不能请李思齐评审" in page
    assert re.search(rf'value="{experts[1].user.pk}" checked', page)
    assert not ExpertAssignment.objects.exists()
    assert asks(office, number).status_code == 409


def test_before_declaring_an_expert_sees_whose_case_and_nothing_more(
    office: Office, number: str, experts: tuple[Person, ...]
) -> None:
    asks(office, number, experts[0])
    page = text(experts[0], f"/cases/{number}/score/")
    assert "泉州示例机械有限公司" in page
    assert "没有利害关系，看材料" in page
    for secret in ("数据采集、生产管控", "设备清单", "/evidence/documents/", "主要设备台数"):
        assert secret not in page
    assert "待声明 1 件" in text(experts[0], "/experts/")
    for address in (f"/cases/{number}/", f"/cases/{number}/replay/", f"/cases/{number}/experts/"):
        assert experts[0].opens(address).status_code in (403, 404)


def test_a_conflict_is_declared_with_its_reason_and_the_officer_is_told(
    office: Office, number: str, experts: tuple[Person, ...]
) -> None:
    asks(office, number, *experts[:2])
    answer = declares(experts[0], number, "yes", " ")
    assert answer.status_code == 409
    assert "要写明理由" in answer.content.decode()
    assert declares(experts[0], number, "yes", "曾在该企业任顾问").status_code == 302
    assert "不参加这件案件的评审" in text(experts[0], f"/cases/{number}/score/")
    assert "曾在该企业任顾问" in text(office.officer, f"/cases/{number}/experts/")
    assert "李思齐回避" in text(office.officer, "/messages/")
    assert "曾在该企业任顾问" not in text(office.officer, "/messages/")
    assert "已办的评审" in text(experts[0], "/experts/")


def test_the_sheet_keeps_what_was_typed_and_says_what_is_wrong(
    office: Office, number: str, experts: tuple[Person, ...]
) -> None:
    asks(office, number, experts[0])
    declares(experts[0], number)
    page = text(experts[0], f"/cases/{number}/score/")
    assert "数据采集、生产管控、设备联网都已做到" in page
    assert "装备数控化与联网" in page
    answer = scores(experts[0], number, **{"item-data": "二十", "item-control": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "LQ-5841" in page
    assert "应是0 到 25 的整数" in page
    assert 'value="二十"' in page
    assert "联网率高，数据用得上</textarea>" in page
    assert not ExpertSheet.objects.exists()
    assert scores(experts[0], number).status_code == 302
    page = text(experts[0], f"/cases/{number}/score/")
    assert "合计 80 分" in page
    assert "更正打分" in page
    assert "评审还没有结束，可以更正" in text(experts[0], "/experts/")


def test_before_the_end_no_page_shows_a_mark_to_anybody_else(
    office: Office, number: str, experts: tuple[Person, ...]
) -> None:
    scored(number, tuple(one.actor for one in experts), 77, 73, by=office.officer.actor)
    addresses = (f"/cases/{number}/", f"/cases/{number}/experts/", f"/cases/{number}/replay/", "/messages/", "/today/")
    for person in (office.officer, office.head, office.auditor, office.leader, office.agent, office.clerk, experts[2]):
        for address in addresses:
            page = text(person, address)
            for mark in ("77", "73", "总评"):
                assert mark not in words_of(page), (person.user.name, address)
    assert "73" not in words_of(text(experts[0], f"/cases/{number}/score/"))


def test_the_round_is_closed_and_everybody_sees_what_is_theirs(
    office: Office, number: str, experts: tuple[Person, ...]
) -> None:
    scored(number, tuple(one.actor for one in experts), 77, 73, 51, by=office.officer.actor)
    answer = closes(office.second, number)
    page = answer.content.decode()
    assert "评审已结束：均分 67.00，达到入围线；现在是“部门审定”" in page
    assert all(one in page for one in ("总评 77", "总评 73", "总评 51", "67.00"))
    assert "评审均分 67.00，达到入围线（60 分）" in text(office.officer, f"/cases/{number}/")
    replayed = text(office.auditor, f"/cases/{number}/replay/")
    assert "与库内一致" in replayed
    assert "case.expert_asked" in replayed
    assert "case.expert_" not in text(office.clerk, f"/cases/{number}/replay/")
    digest = CaseEvent.objects.get(case__number=number, kind="scoring_closed").values["snapshot"]
    assert f"/cases/{number}/snapshots/{digest}/" in replayed
    assert digest not in text(office.clerk, f"/cases/{number}/replay/")
    assert "黄明远" in text(office.auditor, f"/cases/{number}/snapshots/{digest}/")
    assert office.clerk.opens(f"/cases/{number}/snapshots/{digest}/").status_code == 409
    mine = text(experts[1], f"/cases/{number}/score/")
    assert "均分 67.00，达到入围线" in mine
    assert "73 / 100" in mine
    for other in ("李思齐", "林予安", "77", "51"):
        assert other not in words_of(mine)
    applicant = text(office.agent, f"/cases/{number}/")
    assert "评审结束，均分 67.00，达到入围线" in applicant
    for secret in ("李思齐", "黄明远", "林予安", "总评", "位专家"):
        assert secret not in applicant
    assert "均分 67.00" in text(experts[1], "/experts/")


def test_an_average_below_the_line_is_shown_and_the_officer_may_refuse(
    office: Office, number: str, experts: tuple[Person, ...]
) -> None:
    scored(number, tuple(one.actor for one in experts), 59, 60, 60, by=office.officer.actor)
    closes(office.officer, number)
    page = text(office.officer, f"/cases/{number}/")
    assert "评审均分 59.67，低于入围线（60 分）" in page
    assert "拟不予支持" in page


def test_five_sheets_show_which_two_were_left_out(office: Office) -> None:
    experts, number = experts_of_the_district(5), a_workshop(office)
    scored(number, tuple(one.actor for one in experts), 90, 70, 71, 72, 40, by=office.officer.actor)
    page = closes(office.officer, number).content.decode()
    assert "5 份评分，按 3 份平均" in page
    assert (page.count("去掉的最高分"), page.count("去掉的最低分")) == (1, 1)
    assert "71.00" in page


def test_too_early_there_is_no_button_and_a_forged_one_is_refused(
    office: Office, number: str, experts: tuple[Person, ...]
) -> None:
    scored(number, tuple(one.actor for one in experts), 77, 73, by=office.officer.actor)
    page = text(office.officer, f"/cases/{number}/experts/")
    assert "还不能结束评审" in page
    sent = {"key": "00000000-0000-4000-8000-000000000001", "seen_seq": str(state_of(number).seq)}
    answer = office.officer.client.post(f"/cases/{number}/experts/close/", sent)
    assert answer.status_code == 409
    assert "还差 1 位" in answer.content.decode()


def test_who_is_waited_for_in_vain_is_released_with_a_reason(
    office: Office, number: str, experts: tuple[Person, ...]
) -> None:
    asks(office, number, *experts[:2])
    address = f"/cases/{number}/experts/"
    sent = hidden(office.officer.client, address, f'action="{address}release/"')
    answer = office.officer.client.post(f"{address}release/", {**sent, "reason": ""})
    assert answer.status_code == 409
    assert "要写明理由" in answer.content.decode()
    office.officer.client.post(f"{address}release/", {**sent, "reason": "出差"})
    assert "已解除" in text(office.officer, address)
    assert "不再请您评审" in text(experts[0], "/messages/")
    assert "理由：出差" in text(experts[0], f"/cases/{number}/score/")


def test_strangers_find_nothing(office: Office, number: str, experts: tuple[Person, ...]) -> None:
    asks(office, number, experts[0])
    for person, address, status in (
        (experts[1], f"/cases/{number}/score/", 404), (experts[0], "/cases/LQ-2023-9999/score/", 404),
        (office.commerce, f"/cases/{number}/experts/", 404), (office.officer, "/cases/LQ-2023-9999/experts/", 404),
        (office.officer, f"/cases/{number}/score/", 403), (office.agent, f"/cases/{number}/experts/", 403),
        (office.other_agent, f"/cases/{number}/score/", 403), (office.clerk, f"/cases/{number}/experts/", 403),
        (office.leader, f"/cases/{number}/experts/", 403), (office.officer, "/experts/", 403),
    ):  # fmt: skip
        assert person.opens(address).status_code == status, (person.user.name, address)
    claim = office.claim()
    assert office.officer.opens(f"/cases/{claim}/experts/").status_code == 404
    assert asks(office, number, experts[1], by=office.head).status_code == 409
    assert asks(office, number, experts[1], by=office.commerce).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"deed": "score"}, {"deed": "declare", "key": "x", "seen_seq": "1"}, {"deed": "other", "key": "x"},
        {"deed": "declare", "key": "00000000-0000-4000-8000-000000000001", "seen_seq": "4"},
        {"deed": "score", "key": "00000000-0000-4000-8000-000000000001", "seen_seq": "999999", **SENT},
        {"deed": "score", "key": "00000000-0000-4000-8000-000000000001", "seen_seq": "4" * 40, **SENT},
    ],
)  # fmt: skip
def test_damaged_forms_are_refused_and_nothing_is_kept(
    office: Office, number: str, experts: tuple[Person, ...], sent: dict[str, str]
) -> None:
    asks(office, number, experts[0])
    declares(experts[0], number)
    assert experts[0].client.post(f"/cases/{number}/score/", sent).status_code == 409
    for route in ("assign", "release", "close"):
        assert office.officer.client.post(f"/cases/{number}/experts/{route}/", sent).status_code == 409
    assert not ExpertSheet.objects.exists()


def test_documents_open_only_to_an_expert_who_declared_and_only_while_the_round_runs(
    office: Office, number: str, experts: tuple[Person, ...]
) -> None:
    attached = CaseDocument.objects.get(case__number=number)
    kept = Document.objects.create(
        pk=attached.document, enterprise_id=attached.case.enterprise_id, title="设备清单", original_name="list.txt",
        category="other", kind="ofd", size=3, sha256="a" * 64, sm3="b" * 64, uploaded_by=office.agent.user.pk,
        uploaded_name="林若澄", uploaded_at=attached.added_at,
    )  # fmt: skip
    page = f"/evidence/documents/{kept.pk}/"
    asks(office, number, *experts[:3])
    assert experts[0].opens(page).status_code == 404
    declares(experts[0], number)
    assert page in text(experts[0], f"/cases/{number}/score/")
    shown = experts[0].opens(page)
    assert shown.status_code == 200
    assert f"评审 {number}" in shown.content.decode()
    assert "保存名称和种类" not in shown.content.decode()
    assert experts[0].client.post(page, {"do": "put_away"}).status_code in (200, 404)
    assert Document.objects.get(pk=kept.pk).put_away_at is None
    for stranger in (experts[1], experts[3], office.other_agent):
        assert stranger.opens(page).status_code == 404
        assert stranger.opens(f"{page}download/").status_code == 404
    declares(experts[1], number)
    declares(experts[2], number)
    for one in experts[:3]:
        gave(number, one.actor, 70)
    closes(office.officer, number)
    assert experts[0].opens(page).status_code == 404
    assert not [one for one in list_entries(f"document:{kept.pk}") if one.action == "document.put_away"]


def test_an_expert_begins_at_the_reviews_and_an_official_who_is_one_too_finds_them(
    office: Office, experts: tuple[Person, ...]
) -> None:
    assert "还没有请您评审的" in text(experts[0], "/experts/")
    assert 'href="/experts/"' in text(experts[0], "/policies/")
    assert 'href="/experts/"' not in text(office.commerce, "/policies/")
    give_post(office.commerce, Role.EXPERT, "")
    page = text(office.commerce, "/policies/")
    assert 'href="/experts/"' in page
    assert 'href="/today/"' in page
