"""一次性告知补正：every item with its reason, all at once; what is missing is said beside it."""

from __future__ import annotations

import re

from luoqiao.apps.cases.queries.case_file import get_case_file
from luoqiao.core.cases.events import ReturnItem
from luoqiao.core.cases.state import Stage
from tests.interfaces.portal.cases.office import Office, Person


def hidden(person: Person, number: str) -> dict[str, str]:
    page = person.opens(f"/cases/{number}/return/").content.decode()
    found = re.findall(r'<input type="hidden" name="(key|seen_seq)" value="([^"]*)">', page)
    return dict(found)


def test_everything_of_the_case_can_be_named(office: Office) -> None:
    page = office.officer.opens(f"/cases/{office.reviewed()}/return/").content.decode()
    for said in ("年度服务费", "合同", "已交 1 份", "付款凭证", "发票 2335 2000 0000 0481 2077", "其他要说明的", "补正后回到"):
        assert said in page, said


def test_the_enterprise_is_told_at_once_and_the_clock_stands(office: Office) -> None:
    number = office.reviewed()
    sent = {
        "pick": ["document-1", "field-1"], "reason-document-1": "缺盖章或签字页，请补齐后重新上传",
        "other-document-1": "第 3 页", "other-field-1": "与发票不一致", "resume_at": "prescreen",
    }  # fmt: skip
    answer = office.officer.sends(number, "return", **hidden(office.officer, number), **sent)
    assert answer.status_code == 302
    file = get_case_file(number, office.officer.actor)
    assert file.state.stage is Stage.CORRECTION
    assert file.state.returned is not None
    assert file.state.returned.items == (
        ReturnItem("field", "年度服务费", "与发票不一致"),
        ReturnItem("document", "合同", "缺盖章或签字页，请补齐后重新上传；第 3 页"),
    )
    assert file.state.returned.resume_at == "prescreen"
    page = office.officer.opens(f"/cases/{number}/").content.decode()
    assert "企业补正期限 10 个工作日" in page
    assert "等企业补正" in page


def test_a_ticked_item_without_a_reason_is_told_and_the_rest_stays(office: Office) -> None:
    number = office.reviewed()
    sent = {"pick": ["document-1", "document-2"], "other-document-2": "银行回单看不清"}
    answer = office.officer.sends(number, "return", **hidden(office.officer, number), **sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "“合同”要写明哪里不对、怎么改" in page
    assert 'value="银行回单看不清"' in page
    assert page.count("checked") == 2


def test_nothing_listed_is_nothing_told(office: Office) -> None:
    number = office.reviewed()
    answer = office.officer.sends(number, "return", **hidden(office.officer, number))
    assert answer.status_code == 409
    assert "LQ-5508" in answer.content.decode()


def test_who_may_not_return_is_told_whose_turn_it_is(office: Office) -> None:
    page = office.clerk.opens(f"/cases/{office.reviewed()}/return/").content.decode()
    assert "现在由区工信局办理" in page
    assert "告知企业补正，停止计时" not in page
