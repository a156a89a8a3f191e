"""榜单的页：public without a person or a file, a bid begun once, bids side by side only after the last day."""

from __future__ import annotations

from uuid import uuid4

from django.test import Client

from luoqiao.apps.cases.models import Case
from tests.apps.cases.challenge_stories import DEMAND, day, scored, selected
from tests.apps.cases.stories import MINE, OTHERS
from tests.interfaces.portal.cases.challenge_office import ChallengeOffice, on
from tests.interfaces.portal.cases.office import Person

PLAN = "分区冷却加模型补偿，分三步做。" + "先做热源辨识，再做补偿模型。" * 20


def press_bid(person: Person, number: str, uscc: str = OTHERS, key: str = "") -> str:
    sent = {"key": key or str(uuid4()), "uscc": uscc}
    answer = person.client.post(f"/challenges/{number}/bid/", sent)
    return answer.headers.get("Location", "") or f"{answer.status_code} {answer.content.decode()}"


def test_everybody_reads_the_board(science: ChallengeOffice) -> None:
    number = science.challenge()
    on(day(7, 4))
    page = Client().get("/challenges/").content.decode()
    assert all(said in page for said in (DEMAND["title"], "泉州示例机械有限公司", "300万元", "2023-07-14", "还有 10 天"))
    assert "收到揭榜" not in page
    page = Client().get(f"/challenges/{number}/").content.decode()
    assert all(said in page for said in ("第三方检测", "揭榜申报书", "登录", "形式审查"))
    assert all(hidden not in page for hidden in ("林若澄", "需求说明书", "收到"))
    on(day(7, 15))
    assert "收到揭榜 0 份" in Client().get("/challenges/").content.decode()
    assert "揭榜已经截止" in Client().get(f"/challenges/{number}/").content.decode()


def test_the_board_is_searched_and_filtered(science: ChallengeOffice) -> None:
    science.challenge()
    on(day(7, 4))
    assert DEMAND["title"] in Client().get("/challenges/?q=第三方检测").content.decode()
    for query in ("?q=陶瓷", "?state=closed"):
        assert "没有找到" in Client().get(f"/challenges/{query}").content.decode()


def test_an_agent_begins_a_bid_once_and_finds_it_again(science: ChallengeOffice) -> None:
    number = science.challenge()
    on(day(7, 4))
    page = science.solver.client.get(f"/challenges/{number}/").content.decode()
    assert f'action="/challenges/{number}/bid/"' in page
    key = str(uuid4())
    form = press_bid(science.solver, number, key=key)
    assert form == press_bid(science.solver, number, key=key)
    assert "看榜单上的难题" in science.solver.client.get(form).content.decode()
    bid = Case.objects.get(parent__number=number)
    assert press_bid(science.solver, number) == f"/cases/{bid.number}/"
    page = science.solver.client.get(f"/challenges/{number}/").content.decode()
    assert f"已揭榜：{bid.number}" in page
    assert "接着填" in page
    assert Case.objects.filter(parent__number=number).count() == 1


def test_the_owner_others_and_the_late_are_refused_with_a_sentence(science: ChallengeOffice) -> None:
    number = science.challenge()
    on(day(7, 4))
    assert "发榜方不能揭自己的榜" in science.owner.client.get(f"/challenges/{number}/").content.decode()
    assert "LQ-5826" in press_bid(science.owner, number, MINE)
    assert press_bid(science.owner, number, OTHERS).startswith("409")
    assert press_bid(science.solver, "LQ-2023-9999").startswith("404")
    assert press_bid(science.officer, number).startswith("403")
    assert press_bid(science.solver, number, key="x").startswith("409")
    on(day(7, 15))
    assert "LQ-5527" in press_bid(science.solver, number)
    assert Client().get("/challenges/LQ-2023-9999/").status_code == 404
    assert not Case.objects.filter(procedure="challenge_bid").exists()


def test_before_the_last_day_even_the_auditor_sees_only_how_many(science: ChallengeOffice) -> None:
    number = science.challenge()
    science.bid(number)
    on(day(7, 14))
    for person in (science.officer, science.head, science.auditor):
        page = person.client.get(f"/challenges/{number}/bids/").content.decode()
        assert '<span class="sum">1</span> 份揭榜' in page
        assert "泉州另例机械" not in page
        assert "遴选对照（1 份）" in person.client.get(f"/challenges/{number}/").content.decode()


def test_bids_stand_side_by_side_after_the_last_day(science: ChallengeOffice) -> None:
    number = science.challenge()
    bid = scored(science.bid(number, plan=PLAN, asked_fund="260万元"), science.officer.actor)
    on(day(7, 24))
    page = science.auditor.client.get(f"/challenges/{number}/bids/").content.decode()
    assert all(said in page for said in ("泉州另例机械与华侨大学联合体", "260.00", "82.50", "超过上限", "还没有提出遴选意见"))
    assert f'href="/cases/{bid}/"' in page
    for person, sees in ((science.officer, True), (science.auditor, True), (science.commerce, False), (science.owner, False)):
        assert (f'href="/challenges/{number}/bids/"' in person.client.get("/challenges/").content.decode()) is sees
    assert "展开" in page
    assert "遴选对照" in science.officer.client.get(f"/cases/{bid}/").content.decode()
    assert "遴选对照" not in science.solver.client.get(f"/cases/{bid}/").content.decode()


def test_who_was_selected_is_said_with_a_warning(science: ChallengeOffice) -> None:
    number = science.challenge()
    selected(science.bid(number, asked_fund="260万元"), science.officer.actor, science.head.actor)
    on(day(8, 1))
    page = science.head.client.get(f"/challenges/{number}/bids/").content.decode()
    assert "已通过遴选：" in page
    assert "超过条款的上限 200 万元" in page


def test_others_see_no_bids(science: ChallengeOffice) -> None:
    number = science.challenge()
    science.bid(number)
    on(day(7, 24))
    assert science.commerce.client.get(f"/challenges/{number}/bids/").status_code == 404
    for person in (science.owner, science.solver):
        assert person.client.get(f"/challenges/{number}/bids/").status_code == 403
    assert Client().get(f"/challenges/{number}/bids/").status_code == 302


def test_the_board_is_reached_from_where_people_are(science: ChallengeOffice) -> None:
    science.challenge()
    on(day(7, 4))
    assert 'href="/challenges/">看榜单' in science.solver.client.get("/my/").content.decode()
    assert 'href="/challenges/"' in Client().get("/notices/").content.decode()
    for person, address in ((science.solver, "/my/cases/"), (science.officer, "/cases/"), (science.auditor, "/cases/")):
        assert 'href="/challenges/"' in person.client.get(address).content.decode()
