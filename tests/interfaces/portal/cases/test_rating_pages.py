"""好差评的页：the applicant rates, the head sees it, who handled the case does not."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from luoqiao.apps.cases.services import deciding
from luoqiao.apps.clock.services import set_demonstration_clock
from tests.apps.cases.report_stories import moment
from tests.apps.cases.stories import approved, press
from tests.interfaces.portal.cases.office import Office, Person


@pytest.fixture
def refused(office: Office) -> str:
    """A claim that was refused by the officer and the head."""
    number = office.reviewed()
    deciding.reject(press(number, office.officer.actor), reasons=("服务不在范围内",))
    set_demonstration_clock(moment(6, 14))
    return approved(number, office.head.actor)


def hidden(client: Client, address: str) -> dict[str, str]:
    page = client.get(address).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(key|seen_seq)" value="([^"]*)">', page))


def rates(person: Person, number: str, grade: str, text: str = "") -> str:
    address = f"/cases/{number}/rate/"
    sent = {**hidden(person.client, address), "grade": grade, "text": text}
    return person.client.post(address, sent, follow=True).content.decode()


def test_the_applicant_rates_once_from_the_case(office: Office, refused: str) -> None:
    assert f"/cases/{refused}/rate/" in office.agent.opens(f"/cases/{refused}/").content.decode()
    page = rates(office.agent, refused, "satisfied", "讲得清楚")
    assert "评价已收到" in page
    assert "讲得清楚" in page
    assert f"/cases/{refused}/rate/" not in office.agent.opens(f"/cases/{refused}/").content.decode()


def test_without_a_grade_nothing_is_kept_and_the_words_stay(office: Office, refused: str) -> None:
    page = rates(office.agent, refused, "", "等得太久")
    assert "LQ-5532" in page
    assert "等得太久</textarea>" in page


def test_a_bad_rating_reaches_the_head_and_is_hidden_from_who_handled_the_case(office: Office, refused: str) -> None:
    rates(office.agent, refused, "dissatisfied", "等了两个月")
    today = office.head.opens("/today/").content.decode()
    assert f"/cases/{refused}/follow-up/" in today
    assert "差评整改" in today
    for person in (office.officer, office.clerk):
        assert "等了两个月" not in person.opens(f"/cases/{refused}/").content.decode()
        assert "不满意" not in person.opens(f"/cases/{refused}/replay/").content.decode()
    assert office.officer.opens(f"/cases/{refused}/follow-up/").status_code == 404
    assert office.officer.opens("/ratings/").status_code == 403
    assert "等了两个月" in office.head.opens(f"/cases/{refused}/").content.decode()


def test_the_follow_up_is_written_down_and_counted(office: Office, refused: str) -> None:
    rates(office.agent, refused, "dissatisfied", "等了两个月")
    address = f"/cases/{refused}/follow-up/"
    sent = {**hidden(office.second.client, address), "text": "重新说明了理由", "answer": ""}
    page = office.second.client.post(address, sent).content.decode()
    assert "企业怎么说" in page
    assert "重新说明了理由</textarea>" in page
    sent = {**hidden(office.second.client, address), "text": "重新说明了理由", "answer": "企业表示理解"}
    assert "整改和回访已记下" in office.second.client.post(address, sent, follow=True).content.decode()
    page = office.leader.opens("/ratings/").content.decode()
    assert "2023 年办结 1 件，企业评价了 1 件，其中差评 1 件" in page
    assert "1 / 1" in page
    assert office.officer.user.name not in page
    assert "没有要整改的差评" in page
    assert "差评整改" not in office.head.opens("/today/").content.decode()


def test_another_unit_s_head_and_other_enterprises_see_nothing(office: Office, refused: str) -> None:
    rates(office.agent, refused, "dissatisfied")
    assert office.other_agent.opens(f"/cases/{refused}/rate/").status_code == 404
    assert office.commerce.opens(f"/cases/{refused}/follow-up/").status_code == 404
