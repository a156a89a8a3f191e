"""事实: read exactly, laid side by side, adopted by the ranking, frozen in one canonical text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.evidence.fact import BadSubject, Fact, adopt, make_row, read_subject
from luoqiao.core.evidence.fact_duty import MayNotRecord, check_duty
from luoqiao.core.evidence.fact_key import GENERAL_KEYS, FactKey, clause_keys, read_key, write_key
from luoqiao.core.evidence.fact_sheet import make_sheet, read_sheet
from luoqiao.core.evidence.fact_value import BadFactValue, canonical_value, say_difference, show_value
from luoqiao.core.evidence.source import RANKING, Source
from luoqiao.core.kernel.period import Period, PeriodBackwards, year_period
from luoqiao.core.parties.actor import SYSTEM, Actor, Post, Role
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.tree import Kind
from luoqiao.policies.pack_reader import open_pack

AT = datetime(2023, 6, 12, 1, 41, tzinfo=UTC)
FEE = FactKey("cloud_adoption.annual_service_fee", "年度服务费", Kind.MONEY, "元")
KEYS = {key.id: key for key in (FEE, *GENERAL_KEYS)}


def fact(value: object, source: Source, key: str = FEE.id, period: Period | None = None, **other: object) -> Fact:
    one = Fact(1, key, value, period or year_period(2023), source, "林若澄", AT)  # type: ignore[arg-type] # a value
    return replace(one, **other)  # type: ignore[arg-type] # the test names fields of the fact


def a_key(kind: Kind, **other: object) -> FactKey:
    return replace(FactKey("k", "名称", kind), **other)  # type: ignore[arg-type] # the test names fields of the key


def test_the_ranking_is_data_and_gives_its_reasons() -> None:
    assert [one.source for one in RANKING] == [
        Source.DECIDED, Source.MEASURED, Source.REGISTER, Source.DOCUMENT, Source.DECLARED,
    ]  # fmt: skip
    assert all(one.why for one in RANKING)
    assert set(Source) == {one.source for one in RANKING}


@pytest.mark.parametrize(
    ("key", "raw", "value", "shown"),
    [
        (a_key(Kind.MONEY), "18.64万元", "186400.00", "186,400.00 元"),
        (a_key(Kind.MONEY), 5, "5.00", "5.00 元"),
        (a_key(Kind.RATE), "5.2%", "0.052", "5.2%"),
        (a_key(Kind.RATE), "1", "1", "100%"),
        (a_key(Kind.COUNT, unit="天"), "30", 30, "30 天"),
        (a_key(Kind.MONTHS, unit="个月"), "2年", 24, "24 个月"),
        (a_key(Kind.DATE), "2023年5月6日", "2023-05-06", "2023-05-06"),
        (a_key(Kind.YES_NO), "是", True, "是"),
        (a_key(Kind.YES_NO), False, False, "否"),
        (a_key(Kind.CHOICE, options=(("new", "新认定"),)), "新认定", "new", "新认定"),
        (a_key(Kind.CHOICE), " 双阳街道  ", "双阳街道", "双阳街道"),
        (
            a_key(Kind.LIST, fields=(FactKey("fee", "服务费", Kind.MONEY),)), [{"服务费": "1万元"}, {"fee": 5}],
            [{"fee": "10000.00"}, {"fee": "5.00"}], "2 项，服务费合计 10,005.00 元",
        ),
        (a_key(Kind.LIST, fields=(FactKey("fee", "服务费", Kind.MONEY),)), [], [], "0 项"),
    ],
)  # fmt: skip
def test_a_value_has_one_form_and_is_shown_in_words(key: FactKey, raw: object, value: object, shown: str) -> None:
    assert canonical_value(key, raw) == value
    assert canonical_value(key, canonical_value(key, raw)) == value
    assert show_value(key, canonical_value(key, raw)) == shown


@pytest.mark.parametrize(
    ("key", "raw"),
    [
        (a_key(Kind.MONEY), 1.5), (a_key(Kind.MONEY), "很多"), (a_key(Kind.RATE), "120%"), (a_key(Kind.COUNT), -1),
        (a_key(Kind.DATE), "2023-02-30"), (a_key(Kind.YES_NO), 2), (a_key(Kind.CHOICE, options=(("a", "甲"),)), "乙"),
        (a_key(Kind.CHOICE), ""), (a_key(Kind.CHOICE), "字" * 201), (a_key(Kind.CHOICE), "甲\u202e"),
        (a_key(Kind.LIST), "甲"), (a_key(Kind.LIST), [{"x": 1}]), (a_key(Kind.MONEY), None),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(key: FactKey, raw: object) -> None:
    with pytest.raises(BadFactValue):
        canonical_value(key, raw)


@pytest.mark.parametrize(
    ("key", "first", "second", "said"),
    [
        (a_key(Kind.MONEY), "172000.00", "186400.00", "差 14,400.00 元"),
        (a_key(Kind.RATE), "0.052", "0.04", "差 1.2 个百分点"),
        (a_key(Kind.COUNT, unit="人"), 30, 27, "差 3 人"),
        (a_key(Kind.DATE), "2023-05-06", "2023-05-01", "差 5 天"),
        (a_key(Kind.YES_NO), True, False, ""),
        (a_key(Kind.LIST, fields=(FactKey("fee", "费", Kind.MONEY),)), [{"fee": "1.00"}], [{"fee": "3.00"}], "差 2.00 元"),
        (a_key(Kind.LIST), [{}], [], "差 1 项"),
        (a_key(Kind.COUNT), 3, 3, ""),
    ],
)
def test_how_far_apart_two_values_are(key: FactKey, first: object, second: object, said: str) -> None:
    assert say_difference(key, first, second) == said  # type: ignore[arg-type] # values


def test_a_document_is_believed_before_what_is_declared_and_both_stay() -> None:
    row = make_row(FEE, [fact("186400.00", Source.DECLARED), fact("172000.00", Source.DOCUMENT)])
    assert (row.adopted.source, row.shown) == (Source.DOCUMENT, "172,000.00 元")
    assert row.conflict is not None
    assert (row.conflict.words, row.conflict.why) == ("不一致，差 14,400.00 元", "凭证优先于申报")
    assert list(row.facts) == [Source.DOCUMENT, Source.DECLARED]
    assert not row.conflict.settled


def test_sources_that_agree_are_no_conflict() -> None:
    assert make_row(FEE, [fact("1.00", Source.DECLARED), fact("1.00", Source.DOCUMENT)]).conflict is None


def test_a_decision_stands_above_all_and_tells_its_reason() -> None:
    facts = [fact("3.00", Source.MEASURED), fact("2.00", Source.DECIDED, note="见现场记录", who="陈知行")]
    row = make_row(FEE, facts)
    assert row.adopted.value == "2.00"
    assert row.conflict is not None
    assert row.conflict.settled
    assert row.conflict.why == "由 陈知行 认定：见现场记录"


@given(st.lists(st.sampled_from(list(Source)), min_size=1, max_size=8))
def test_the_order_in_which_facts_are_told_does_not_matter(sources: list[Source]) -> None:
    facts = [fact(str(place), source, id=place) for place, source in enumerate(sources)]
    assert adopt(facts).source == adopt(facts[::-1]).source == min(sources, key=lambda one: one.rank)
    assert make_row(FEE, facts).adopted == make_row(FEE, facts[::-1]).adopted


def test_of_one_source_the_shortest_period_counts_then_the_latest() -> None:
    since = Period(date(2020, 1, 1))
    row = make_row(FEE, [fact("1.00", Source.REGISTER, period=since), fact("2.00", Source.REGISTER, id=2)])
    assert row.adopted.value == "2.00"
    later = fact("3.00", Source.REGISTER, id=3, period=Period(date(2023, 1, 1)))
    assert make_row(FEE, [fact("1.00", Source.REGISTER, period=since), later]).adopted.value == "3.00"


def test_a_sheet_is_one_text_with_one_digest_and_can_be_read_again() -> None:
    facts = [
        fact("186400.00", Source.DECLARED), fact("172000.00", Source.DOCUMENT, id=2, origin="发票 4 张，合计", document=7),
        fact(30, Source.REGISTER, "staff", id=3), fact("甲", Source.DECLARED, "gone.key", id=4),
    ]  # fmt: skip
    sheet = make_sheet("enterprise:91350504MA2000019C", date(2023, 6, 12), AT, facts, KEYS)
    again = make_sheet("enterprise:91350504MA2000019C", date(2023, 6, 12), AT, facts[::-1], KEYS)
    assert sheet.to_json() == again.to_json()
    assert len(sheet.digest) == 64
    assert read_sheet(sheet.to_json()) == sheet
    assert [row.key.id for row in sheet.rows] == [FEE.id, "staff", "gone.key"], "a key that is gone keeps its own name"
    assert sheet.values == {FEE.id: "172000.00", "staff": 30, "gone.key": "甲"}
    assert len(sheet.conflicts) == 1
    other = make_sheet("enterprise:91350504MA2000019C", date(2023, 6, 12), AT + timedelta(1), facts, KEYS)
    assert other.digest != sheet.digest


def test_a_sheet_feeds_the_rules_of_a_clause() -> None:
    pack = open_pack("luojiang_2022_31")
    keys = {key.id: key for key in clause_keys(pack.clauses.values())}
    assert keys["cloud_adoption.annual_service_fee"].label == "年度服务费"
    assert keys["cloud_adoption.granted_city"].label == "市级实拨"
    assert keys["first_set_national.kind"].options
    assert all(read_key(write_key(key)) == key for key in (*keys.values(), *GENERAL_KEYS))
    facts = [fact("60000.00", Source.DOCUMENT), fact("18000.00", Source.REGISTER, "cloud_adoption.granted_city", id=2)]
    sheet = make_sheet("enterprise:91350504MA2000019C", date(2023, 6, 12), AT, facts, keys)
    read = read_facts(pack.clauses["cloud_adoption"], sheet.inputs_of("cloud_adoption"))
    assert read.values == {"年度服务费": 6_000_000}
    assert read.granted == {"市级": 1_800_000}
    assert sheet.inputs_of("srdi") == {}


@pytest.mark.parametrize("subject", ["", "enterprise:", "enterprise:91350504MA2000019I", "person:1", "project:../x"])
def test_only_enterprises_and_projects_have_facts(subject: str) -> None:
    with pytest.raises(BadSubject):
        read_subject(subject)


def test_who_may_record_what() -> None:
    def may(source: Source, *posts: Post, user: int = 1) -> bool:
        try:
            check_duty(Actor(user, "某", posts), source, uscc="U", township="T")
        except MayNotRecord:
            return False
        return True

    firm, clerk, officer = Post(Role.ENTERPRISE_AGENT, "U"), Post(Role.TOWN_CLERK, "T"), Post(Role.OFFICER, "x")
    assert [source for source in Source if may(source, firm)] == [Source.DECLARED]
    assert [source for source in Source if may(source, clerk)] == [Source.REGISTER, Source.DOCUMENT, Source.DECLARED]
    assert all(may(source, officer) for source in Source)
    assert all(may(source, user=SYSTEM.user) for source in Source)
    others = (
        Post(Role.ENTERPRISE_AGENT, "V"), Post(Role.TOWN_CLERK, "S"), Post(Role.AUDITOR), Post(Role.LEADER),
        Post(Role.EXPERT), Post(Role.PARK_MANAGER, "p"), Post(Role.FINANCE_OFFICER, "f"), Post(Role.SYSTEM_ADMIN),
    )  # fmt: skip
    assert not any(may(source, post) for source in Source for post in others)


def test_periods_are_half_open_and_speak() -> None:
    year = year_period(2023)
    assert (date(2023, 1, 1) in year, date(2023, 12, 31) in year, date(2024, 1, 1) in year) == (True, True, False)
    assert date(9999, 1, 1) in Period(date(2020, 1, 1))
    assert [one.words for one in (year, Period(date(2023, 6, 1)), Period(date(2023, 5, 20), date(2023, 6, 19)))] == [
        "2023 年度", "2023-06-01 起", "2023-05-20 至 2023-06-18",
    ]  # fmt: skip
    with pytest.raises(PeriodBackwards):
        Period(date(2023, 1, 1), date(2023, 1, 1))
