"""记事实、查事实: what was known when, by source, and what an enterprise may say against it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from luoqiao.apps.accounts.models import User
from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.evidence.errors import AlreadyAnswered, NotThere, ReasonMissing, UnknownFactKey
from luoqiao.apps.evidence.models import CorrectionReport, Fact
from luoqiao.apps.evidence.queries import (
    adopted_values,
    fact_history,
    fact_sheet,
    list_keys,
    list_reports,
    list_years,
)
from luoqiao.apps.evidence.services import (
    answer_correction,
    load_fact_keys,
    override_fact,
    record_fact,
    record_facts,
    report_correction,
    withdraw_fact,
)
from luoqiao.apps.outbox.models import Message
from luoqiao.apps.parties.errors import NoSuchEnterprise
from luoqiao.core.evidence.fact import NewFact, enterprise_subject
from luoqiao.core.evidence.fact_duty import MayNotRecord
from luoqiao.core.evidence.fact_key import clause_keys
from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.period import Period, year_period
from luoqiao.core.parties.actor import SYSTEM, Actor
from luoqiao.policies.pack_reader import open_pack

from .builders import AT, MINE, OTHER_TOWN, OTHERS, a_firm, agent, clerk, officer

pytestmark = pytest.mark.django_db

SUBJECT = enterprise_subject(MINE)
ON = date(2023, 6, 12)
LATER = AT + timedelta(days=1)


def note(value: object = 30, source: Source = Source.REGISTER, key: str = "staff", subject: str = SUBJECT) -> NewFact:
    return NewFact(subject, key, value, year_period(2023), source, "统计局名录库")


def value_of(key: str = "staff", known_at: object = LATER) -> object:
    return fact_sheet(SUBJECT, ON, known_at, officer()).values.get(key)  # type: ignore[arg-type] # an instant


def test_a_later_row_takes_the_place_of_an_earlier_one_and_both_stay() -> None:
    a_firm()
    record_fact(fact=note(30), actor=officer(), at=AT)
    record_fact(fact=note(27), actor=officer(), at=LATER)
    assert (value_of(known_at=AT), value_of(known_at=LATER)) == (30, 27)
    assert value_of(known_at=AT - timedelta(seconds=1)) is None
    assert [fact.value for fact in fact_history(SUBJECT, "staff", agent())] == [27, 30]
    assert [entry.action for entry in list_entries(SUBJECT)] == ["fact.recorded"] * 2


def test_the_same_again_is_the_row_there_is() -> None:
    a_firm()
    assert record_fact(fact=note(), actor=officer(), at=AT) == record_fact(fact=note("30"), actor=officer(), at=LATER)
    assert Fact.objects.count() == 1


def test_facts_hold_for_their_period_only() -> None:
    a_firm()
    record_fact(fact=note(), actor=officer(), at=AT)
    assert fact_sheet(SUBJECT, date(2022, 12, 31), LATER, officer()).rows == ()
    assert list_years(SUBJECT, officer()) == (2023,)


def test_sources_stand_side_by_side_and_an_officer_may_decide_with_a_reason() -> None:
    a_firm()
    record_fact(fact=note(33, Source.DECLARED), actor=agent(), at=AT)
    record_fact(fact=note(30), actor=officer(), at=AT)
    row = fact_sheet(SUBJECT, ON, AT, agent()).find_row("staff")
    assert row is not None
    assert row.conflict is not None
    assert (row.shown, row.conflict.words, row.conflict.why) == ("30 人", "不一致，差 3 人", "登记优先于申报")
    with pytest.raises(ReasonMissing):
        override_fact(subject=SUBJECT, key="staff", value=33, period=year_period(2023), reason=" ", actor=officer(), at=LATER)
    for who in (agent(), clerk()):
        with pytest.raises(MayNotRecord):
            override_fact(subject=SUBJECT, key="staff", value=1, period=year_period(2023), reason="我", actor=who, at=LATER)
    override_fact(subject=SUBJECT, key="staff", value=33, period=year_period(2023), reason="社保清单", actor=officer(), at=LATER)
    assert (value_of(known_at=AT), value_of(known_at=LATER)) == (30, 33)
    entry = list_entries(SUBJECT)[-1]
    assert (entry.action, entry.reason) == ("fact.decided", "社保清单")


def test_a_withdrawn_fact_is_known_no_longer_but_was_known() -> None:
    a_firm()
    kept = record_fact(fact=note(), actor=officer(), at=AT)
    with pytest.raises(NotThere):
        withdraw_fact(fact=kept, reason="录错", actor=agent(OTHERS), at=LATER)
    with pytest.raises(MayNotRecord):
        withdraw_fact(fact=kept, reason="录错", actor=agent(), at=LATER)
    withdraw_fact(fact=kept, reason="录错企业", actor=officer(), at=LATER)
    assert (value_of(known_at=AT), value_of(known_at=LATER)) == (30, None)
    assert adopted_values(ON, LATER) == {}
    record_fact(fact=note(), actor=officer(), at=LATER)
    assert value_of() == 30


@pytest.mark.parametrize(
    ("who", "subject", "refusal"),
    [
        (agent(OTHERS), SUBJECT, NoSuchEnterprise), (clerk(OTHER_TOWN), SUBJECT, NoSuchEnterprise),
        (officer(), enterprise_subject("91350504MA00004020"), NoSuchEnterprise),
    ],
)  # fmt: skip
def test_nobody_records_or_sees_outside_the_scope(who: Actor, subject: str, refusal: type[Exception]) -> None:
    a_firm()
    with pytest.raises(refusal):
        record_fact(fact=note(1, Source.DECLARED, subject=subject), actor=who, at=AT)
    with pytest.raises(refusal):
        fact_sheet(subject, ON, AT, who)
    assert fact_history(subject, "staff", who) == ()


def test_an_unknown_name_is_refused_with_a_hint() -> None:
    a_firm()
    with pytest.raises(UnknownFactKey, match="是不是“staff”"):
        record_fact(fact=note(key="stafff"), actor=officer(), at=AT)


def test_inputs_of_clauses_become_known_with_their_pack() -> None:
    a_firm()
    load_fact_keys(clause_keys(open_pack("luojiang_2022_31").clauses.values()))
    load_fact_keys(clause_keys(open_pack("luojiang_2022_31").clauses.values()))
    assert list_keys()["cloud_adoption.annual_service_fee"].label == "年度服务费"
    record_fact(fact=note("186,400", Source.DECLARED, "cloud_adoption.annual_service_fee"), actor=agent(), at=AT)
    assert fact_sheet(SUBJECT, ON, AT, agent()).inputs_of("cloud_adoption") == {"annual_service_fee": "186400.00"}


def test_a_sheet_takes_few_queries_however_many_facts() -> None:
    a_firm()
    facts = [note(n, key=key) for n, key in enumerate(("staff", "digital_lines", "key_equipment"))]
    record_facts(facts=facts, actor=officer(), at=AT)
    with CaptureQueriesContext(connection) as asked:
        assert len(fact_sheet(SUBJECT, ON, AT, officer()).rows) == 3
    assert len(asked) == 3


def test_many_facts_are_recorded_at_once_all_or_none() -> None:
    codes = [f"91350504{number:010d}" for number in range(3)]
    subjects = [enterprise_subject(a_firm(code).uscc) for code in codes]
    facts = [*(note(1, subject=subject) for subject in subjects), note(2, Source.DECLARED, subject=subjects[0])]
    assert record_facts(facts=facts, actor=officer(), at=AT).recorded == 4
    again = record_facts(facts=[*facts, note(9, subject=subjects[1])], actor=officer(), at=LATER)
    assert (again.recorded, again.unchanged) == (1, 4)
    with pytest.raises(NoSuchEnterprise):
        record_facts(facts=[note(5, subject=subjects[0]), note(5)], actor=officer(), at=LATER)
    assert adopted_values(ON, LATER) == {subjects[0]: {"staff": 1}, subjects[1]: {"staff": 9}, subjects[2]: {"staff": 1}}
    assert adopted_values(ON, AT, subjects=subjects[1:2], keys=["staff"]) == {subjects[1]: {"staff": 1}}
    assert [entry.detail["count"] for entry in list_entries("facts")] == [4, 1]


def test_thousands_of_facts_are_recorded_together() -> None:
    codes = [f"91350504{number:010d}" for number in range(300)]
    for code in codes:
        a_firm(code)
    keys = (
        "staff", "key_equipment", "digital_lines", "networked_equipment", "production_lines", "revenue", "output_value",
        "tax_paid",
    )  # fmt: skip
    sources = (Source.DECLARED, Source.REGISTER)
    facts = [
        note(5, source, key, enterprise_subject(code)) for code in codes for key in keys for source in sources
    ]  # fmt: skip
    assert record_facts(facts=facts, actor=SYSTEM, at=AT).recorded == len(facts) == 4800
    assert len(adopted_values(ON, AT)) == 300


def test_the_database_keeps_facts_as_they_were() -> None:
    a_firm()
    record_fact(fact=note(), actor=officer(), at=AT)
    row = {
        "subject": SUBJECT, "key": "staff", "value": 1, "from_on": ON, "recorded_by": 1, "recorded_name": "某",
        "recorded_at": AT,
    }  # fmt: skip
    broken = (
        lambda: Fact.objects.update(value=1), lambda: Fact.objects.all().delete(),
        lambda: Fact.objects.create(**row, source="rumour"), lambda: Fact.objects.create(**row, source="decided"),
        lambda: Fact.objects.create(**{**row, "subject": "person:1"}, source="declared"),
        lambda: Fact.objects.create(**row, until_on=ON, source="declared"),
    )  # fmt: skip
    for change in broken:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# -- 这些数据不对 -------------------------------------------------------------------------------------------------


@pytest.fixture
def account() -> None:
    """The agent of the tests signs in with a real account: messages are addressed to it."""
    User.objects.create(pk=agent().user, username="linruocheng", name="林若澄")


def report(value: object = 33, form: object = None, said: str = "社保 33 人") -> int:
    return report_correction(
        uscc=MINE, key="staff", value=value, period=year_period(2023), shown="30 人", note=said, form=form or uuid4(),  # type: ignore[arg-type] # a mark
        office="officer@industry_information", actor=agent(), at=AT,
    )  # fmt: skip


def test_what_an_enterprise_says_is_wrong_reaches_the_clerk_of_its_township() -> None:
    a_firm()
    record_fact(fact=note(), actor=officer(), at=AT)
    form = uuid4()
    assert report(form=form) == report(form=form)
    assert CorrectionReport.objects.get().desk == "town_clerk@350504002"
    [message] = Message.objects.all()
    assert "从业人员" in message.subject
    assert "社保 33 人" in message.body
    assert value_of() == 30, "what is declared stands beside, the register still counts"
    assert [one.shown for one in list_reports(clerk(), open_only=True)] == ["30 人"]
    assert list_reports(clerk(OTHER_TOWN)) == ()


@pytest.mark.usefixtures("account")
def test_an_accepted_report_corrects_the_register_and_tells_the_enterprise() -> None:
    a_firm()
    record_fact(fact=note(), actor=officer(), at=AT)
    made = report()
    with pytest.raises(MayNotRecord):
        answer_correction(report=made, accepted=True, answer="是", actor=agent(), at=LATER)
    with pytest.raises(ReasonMissing):
        answer_correction(report=made, accepted=True, answer="", actor=clerk(), at=LATER)
    answer_correction(report=made, accepted=True, answer="已核社保清单", actor=clerk(), at=LATER)
    assert value_of() == 33
    assert "更正为 33 人" in Message.objects.order_by("-pk")[0].subject
    with pytest.raises(AlreadyAnswered):
        answer_correction(report=made, accepted=False, answer="再答", actor=clerk(), at=LATER)
    with pytest.raises(DatabaseError), transaction.atomic():
        CorrectionReport.objects.update(answer="改写")


@pytest.mark.usefixtures("account")
def test_a_declined_report_changes_nothing_and_may_be_made_again() -> None:
    a_firm()
    record_fact(fact=note(), actor=officer(), at=AT)
    answer_correction(report=report(), accepted=False, answer="名录库为 30 人", actor=clerk(), at=LATER)
    assert value_of() == 30
    assert [one.accepted for one in list_reports(agent())] == [False]
    report()
    assert [one.accepted for one in list_reports(agent())] == [None, False]


def test_without_a_township_the_office_is_told() -> None:
    a_firm(township="")
    report()
    assert CorrectionReport.objects.get().desk == "officer@industry_information"


def test_an_open_period_is_followed_by_the_next() -> None:
    a_firm()
    for year, value in ((2021, 20), (2023, 25)):
        since = NewFact(SUBJECT, "digital_lines", value, Period(date(year, 1, 1)), Source.REGISTER)
        record_fact(fact=since, actor=officer(), at=AT)
    assert fact_sheet(SUBJECT, date(2022, 5, 1), AT, officer()).values == {"digital_lines": 20}
    assert value_of("digital_lines") == 25
