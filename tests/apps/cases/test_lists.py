"""名单：imported by one, confirmed by another; titles, cases without application, grants put into running cases."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from luoqiao.apps.cases.models import Case, ListRow, RecognitionList
from luoqiao.apps.cases.queries.case_file import get_case_file
from luoqiao.apps.cases.queries.lists import get_list, list_upper_grants
from luoqiao.apps.cases.queries.replaying import replay_case
from luoqiao.apps.cases.services import deciding, filing
from luoqiao.apps.cases.services.list_rows import carry_out_lists
from luoqiao.apps.cases.services.lists import (
    cancel_list,
    check_list,
    confirm_list,
    reopen_list,
    resolve_row,
)
from luoqiao.apps.cases.services.notices import end_due_notices
from luoqiao.apps.outbox.models import Message
from luoqiao.apps.parties.queries import list_titles
from luoqiao.apps.parties.services import Correction, correct_enterprise
from luoqiao.core.cases.events import ReturnItem
from luoqiao.core.cases.list_match import MatchState
from luoqiao.core.cases.recognition_list import (
    RECHECK,
    AlreadyImported,
    BadList,
    ListKind,
    ListMovedOn,
    ListState,
    NoSuchList,
    NotByList,
    RowResult,
    RowsOpen,
)
from luoqiao.core.cases.refusals import FourEyes, NotYourDuty
from luoqiao.core.cases.state import Ending
from luoqiao.core.parties.enterprise import EnterpriseRecord
from luoqiao.core.parties.import_table import NoHeader
from luoqiao.core.parties.title import TitleKind
from tests.apps.cases.list_stories import NAMES, a_file, a_head, arrived, confirmed
from tests.apps.cases.notice_stories import posted
from tests.apps.cases.stories import (
    AGENT,
    AT,
    AUDITOR,
    CLEAN,
    CLERK,
    COMMERCE,
    HEAD,
    MINE,
    OFFICER,
    OTHERS,
    SECOND_OFFICER,
    TOWN,
    a_claim,
    an_invoice,
    approved,
    handed_in,
    press,
)

pytestmark = pytest.mark.usefixtures("firms")
FIRST = ("泉州示例机械有限公司", MINE, "新认定", "CX-001")
SECOND = ("泉州另例机械有限公司", "", "新认定", "CX-002")
ELSEWHERE = ("晋江某鞋业有限公司", "", "新认定", "")
GRANTS = ("企业名称", "市级实拨（元）", "年度")


def results(number: str) -> list[str]:
    return [line.result.value for line in get_list(number, OFFICER).lines]


def test_a_list_of_little_giants_brings_titles_and_cases_without_application() -> None:
    number = confirmed(a_head(), a_file(FIRST, SECOND, ELSEWHERE))
    assert number == "MD-2023-0001"
    assert results(number) == ["case", "case", "skipped"]
    case = get_case_file("LQ-2023-0001", OFFICER)
    assert (case.row.clause, case.row.procedure, case.origin) == ("little_giant", "automatic", f"list:{number}:2")
    assert case.state.amounts == {"province": 50_000_000, "city": 0, "district": 30_000_000}
    assert (case.state.step, case.rule_on) == ("match", date(2023, 6, 1))
    (fact,) = case.facts
    assert (fact.key, fact.adopted, fact.source and fact.source.value) == ("event", "new", "register")
    assert (case.requirements, case.given.invoices) == ((), ())
    (title,) = list_titles(MINE)
    assert (title.kind, title.number, title.recognised_on) == (TitleKind.LITTLE_GIANT, "CX-001", date(2023, 6, 1))
    assert title.document_number == "工信部企业函〔2023〕90号"
    assert replay_case("LQ-2023-0001", AUDITOR)[-1].state == case.state


def test_the_award_goes_its_way_to_the_published_decision() -> None:
    confirmed(a_head(), a_file(FIRST))
    case = "LQ-2023-0001"
    deciding.approve(press(case, OFFICER))
    deciding.approve(press(case, OFFICER), credit=CLEAN)
    for actor in (OFFICER, SECOND_OFFICER):
        deciding.approve(press(case, actor))
    deciding.answer_consent(press(case, AGENT), wants=True)
    posted(case, at=AT + timedelta(days=2))
    end_due_notices(AT + timedelta(days=30))
    assert get_case_file(case, AGENT).state.ending is Ending.GRANTED


def test_what_was_had_already_makes_no_case_but_says_why() -> None:
    confirmed(a_head(), a_file(FIRST))
    case = Case.objects.get(number="LQ-2023-0001")
    Case.objects.filter(pk=case.pk).update(decided=True, year=2022)
    again = confirmed(a_head(issued_on=date(2023, 6, 2)), a_file((*FIRST[:3], "CX-009")))
    (line,) = get_list(again, OFFICER).lines
    assert line.result is RowResult.REFUSED
    assert line.result_said
    assert Case.objects.count() == 1


def test_before_the_programme_began_there_is_a_title_and_no_case() -> None:
    number = confirmed(a_head(issued_on=date(2022, 6, 29)), a_file(FIRST))
    (line,) = get_list(number, OFFICER).lines
    assert line.result is RowResult.REFUSED
    assert "2022" in line.result_said or "期限" in line.result_said
    assert len(list_titles(MINE)) == 1
    assert not Case.objects.exists()


def test_the_same_list_again_makes_nothing_twice() -> None:
    number = confirmed(a_head(), a_file(FIRST, SECOND))
    with pytest.raises(AlreadyImported, match=number):
        arrived(a_head(), a_file(FIRST, SECOND))
    key = uuid4()
    other = a_file(FIRST, (*SECOND[:3], "CX-002 更正"))
    first = arrived(a_head(), other, key=key)
    assert arrived(a_head(), other, key=key) == first
    check_list(number=first, actor=OFFICER, at=AT)
    confirm_list(number=first, actor=HEAD, at=AT)
    carry_out_lists(AT)
    carry_out_lists(AT)
    assert results(first) == ["same", "same"]
    assert "LQ-2023-0001" in get_list(first, OFFICER).lines[0].result_said
    assert Case.objects.count() == 2
    assert len(list_titles(MINE)) == 1


def test_a_recheck_is_written_to_the_title_held_and_pays_the_city_s_share() -> None:
    confirmed(a_head("srdi", issued_on=date(2022, 12, 30)), a_file(FIRST))
    number = confirmed(a_head("srdi", event=RECHECK), a_file(("泉州示例机械有限公司", MINE, "复核通过", "")))
    assert results(number) == ["case"]
    (title,) = list_titles(MINE)
    assert (title.recognised_on, title.reverified_on) == (date(2022, 12, 30), date(2023, 6, 1))
    assert get_case_file("LQ-2023-0002", OFFICER).state.amounts == {"province": 0, "city": 5_000_000, "district": 0}


def test_champions_are_recognised_by_product() -> None:
    columns = ("企业名称", "产品")
    number = confirmed(a_head("champion_provincial"), a_file(("泉州示例机械有限公司", "针织圆机"), columns=columns))
    assert results(number) == ["case"]
    case = get_case_file("LQ-2023-0001", OFFICER)
    assert (case.row.subject, case.state.total) == ("针织圆机", 60_000_000)


def test_the_grant_that_the_list_states_is_the_one_that_counts() -> None:
    columns = (*NAMES, "省级实拨（万元）")
    number = confirmed(a_head("champion_national"), a_file((*FIRST, "80"), columns=columns))
    assert results(number) == ["case"]
    assert get_case_file("LQ-2023-0001", OFFICER).state.amounts == {
        "province": 80_000_000, "city": 0, "district": 30_000_000,
    }  # fmt: skip


def test_whoever_imported_or_checked_does_not_confirm() -> None:
    number = arrived(a_head(), a_file(FIRST))
    with pytest.raises(ListMovedOn, match="待核对"):
        confirm_list(number=number, actor=HEAD, at=AT)
    check_list(number=number, actor=SECOND_OFFICER, at=AT)
    for maker in (OFFICER, SECOND_OFFICER):
        with pytest.raises(FourEyes):
            confirm_list(number=number, actor=maker, at=AT)
    assert carry_out_lists(AT) == 0
    assert not Case.objects.exists()
    confirm_list(number=number, actor=HEAD, at=AT)
    confirm_list(number=number, actor=HEAD, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        RecognitionList.objects.update(confirmed_by=OFFICER.user)
    assert Message.objects.get(about=f"list:{number}").kind == "list_ready"


def test_another_bureau_neither_imports_nor_sees() -> None:
    with pytest.raises(NotYourDuty):
        arrived(a_head(), a_file(FIRST), actor=COMMERCE)
    number = arrived(a_head(), a_file(FIRST))
    for stranger in (COMMERCE, CLERK, AGENT):
        with pytest.raises(NoSuchList):
            get_list(number, stranger)


def test_rows_that_cannot_be_read_are_said_with_their_cells_and_set_aside_by_choice() -> None:
    columns = (*NAMES, "有效期至")
    rows = (
        (*FIRST, ""), ("泉州另例机械有限公司", "91350504MA2000027X", "新认定", "", ""),
        ("泉州另例机械有限公司", "", "注册", "", "明年"), (*FIRST, ""),
    )  # fmt: skip
    number = arrived(a_head(), a_file(*rows, columns=columns))
    lines = get_list(number, OFFICER).lines
    assert [line.match for line in lines] == [MatchState.EXACT, MatchState.BAD, MatchState.BAD, MatchState.BAD]
    assert "（B3）" in lines[1].said
    assert "（C4）" in lines[2].said
    assert "（E4）" in lines[2].said
    assert "与第 2 行相同" in lines[3].said
    with pytest.raises(RowsOpen, match="3 行读不成"):
        check_list(number=number, actor=OFFICER, at=AT)
    check_list(number=number, actor=OFFICER, at=AT, good_rows_only=True)
    assert get_list(number, OFFICER).good_rows_only


def test_a_name_is_matched_by_present_or_former_name_and_a_doubt_is_decided_by_a_person() -> None:
    record = EnterpriseRecord(OTHERS, "泉州新名机械有限公司", industry="machinery", township=TOWN)
    correct_enterprise(OTHERS, Correction(record, "更名"), actor=OFFICER, at=AT, on=AT.date())
    rows = (("泉州另例机械有限公司", "", "", ""), ("泉州示例机械（集团）有限公司", MINE, "", ""))
    number = arrived(a_head(), a_file(*rows))
    former, doubtful = get_list(number, OFFICER).lines
    assert (former.match, former.matched) == (MatchState.BY_FORMER_NAME, OTHERS)
    assert doubtful.match is MatchState.AMBIGUOUS
    assert "泉州示例机械有限公司" in doubtful.said
    with pytest.raises(RowsOpen, match="1 行不知道是哪一家"):
        check_list(number=number, actor=OFFICER, at=AT)
    resolve_row(number=number, place=doubtful.place, uscc=MINE, actor=SECOND_OFFICER, at=AT)
    check_list(number=number, actor=OFFICER, at=AT)
    with pytest.raises(FourEyes):
        confirm_list(number=number, actor=SECOND_OFFICER, at=AT)
    reopen_list(number=number, actor=HEAD, at=AT, reason="第 3 行再核")
    resolve_row(number=number, place=doubtful.place, uscc="", actor=OFFICER, at=AT)
    assert get_list(number, OFFICER).lines[1].match is MatchState.SKIPPED


def test_a_cancelled_file_may_come_again() -> None:
    number = arrived(a_head(), a_file(FIRST))
    cancel_list(number=number, actor=OFFICER, at=AT, reason="选错了条款")
    again = arrived(a_head(), a_file(FIRST))
    assert get_list(number, OFFICER).state is ListState.CANCELLED
    assert again != number


def test_what_is_wrong_with_the_head_is_said_at_once() -> None:
    with pytest.raises(BadList) as refused:
        arrived(a_head(issued_on=date(2030, 1, 1), event="x", year=12), a_file(FIRST))
    assert [one.field for one in refused.value.problems] == ["issued_on", "event", "year"]
    with pytest.raises(NotByList):
        arrived(a_head("cloud_adoption"), a_file(FIRST))
    with pytest.raises(NotByList):
        arrived(a_head("industrial_app", kind=ListKind.GRANTS), a_file(FIRST))
    with pytest.raises(NoHeader):
        arrived(a_head(), a_file(("甲", "乙"), columns=("姓名", "电话")))


def test_what_was_printed_never_changes() -> None:
    number = arrived(a_head(), a_file(FIRST))
    with pytest.raises(DatabaseError), transaction.atomic():
        ListRow.objects.filter(recognition_list__number=number).update(name="别家")
    with pytest.raises(DatabaseError), transaction.atomic():
        RecognitionList.objects.filter(number=number).update(document_number="别号")


def a_running_claim() -> str:
    return handed_in(a_claim({an_invoice(10_000_000): 10_000_000}, fee="100000"))


def grants(amount: str = "20000") -> str:
    file = a_file(("泉州示例机械有限公司", amount, "2023"), columns=GRANTS, name=f"{amount}.csv")
    return confirmed(a_head("cloud_adoption", kind=ListKind.GRANTS), file)


def test_the_city_s_real_grant_goes_into_the_running_claim_and_the_district_s_share_follows() -> None:
    case = a_running_claim()
    number = grants()
    assert results(number) == ["recorded"]
    assert get_case_file(case, OFFICER).state.decided_facts == {"granted_city": "20000.00"}
    approved(case, OFFICER, CLERK, OFFICER, HEAD)
    assert get_case_file(case, OFFICER).state.amounts == {"province": 0, "city": 2_000_000, "district": 400_000}
    (grant,) = list_upper_grants(case=case)
    assert (dict(grant.grants), grant.recorded) == ({"city": 2_000_000}, True)


def test_a_grant_is_put_in_again_after_a_correction_and_never_twice() -> None:
    case = approved(a_running_claim(), OFFICER)
    number = grants()
    deciding.return_for_correction(press(case, CLERK), items=[ReturnItem("document", "合同", "缺页")])
    carry_out_lists(AT + timedelta(days=1))
    filing.submit(number=case, actor=AGENT, at=AT + timedelta(days=2), key=uuid4())
    assert get_case_file(case, OFFICER).state.decided_facts == {}
    carry_out_lists(AT + timedelta(days=3))
    carry_out_lists(AT + timedelta(days=3))
    file = get_case_file(case, OFFICER)
    assert file.state.decided_facts == {"granted_city": "20000.00"}
    assert [one.event.kind for one in file.history].count("fact_decided") == 2
    assert results(number) == ["recorded"]


def test_after_the_notice_a_grant_is_noted_for_the_payment() -> None:
    case = approved(a_running_claim(), OFFICER, CLERK, OFFICER, HEAD)
    posted(case, at=AT + timedelta(days=1))
    number = grants()
    (line,) = get_list(number, OFFICER).lines
    assert (line.result, line.case) == (RowResult.NOTED, case)
    assert "公示" in line.result_said
    (grant,) = list_upper_grants(uscc=MINE, clause="cloud_adoption")
    assert (grant.case, grant.recorded) == (case, False)


def test_a_grant_without_a_case_is_noted_too() -> None:
    number = grants()
    (line,) = get_list(number, OFFICER).lines
    assert line.result is RowResult.NOTED
