"""登记、更正、名称沿革、名单、范围、搜索、组织载入。"""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.parties.errors import (
    AlreadyLinked,
    AlreadyRegistered,
    ChangedMeanwhile,
    NoSuchEnterprise,
    Overlaps,
)
from luoqiao.apps.parties.models import (
    Enterprise,
    EnterpriseName,
    NamedEnterprise,
    PostHolder,
    Project,
    Standing,
)
from luoqiao.apps.parties.queries import (
    get_seen_enterprise,
    list_parks,
    list_titles,
    list_townships,
    list_units,
    search_enterprises,
    standing_codes,
)
from luoqiao.apps.parties.services import (
    Correction,
    change_holder,
    correct_enterprise,
    link_named,
    record_standings,
    record_titles,
    register_enterprise,
    unlink_named,
)
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.kernel.money import wan
from luoqiao.core.parties.actor import SYSTEM, Actor
from luoqiao.core.parties.duty import NotYourDuty
from luoqiao.core.parties.enterprise import EnterpriseRecord
from luoqiao.core.parties.size_class import SizeClass
from luoqiao.core.parties.standing import HeldStanding, StandingKind
from luoqiao.core.parties.title import HeldTitle, TitleKind, TitleLevel
from tests.apps.parties import people as who
from tests.apps.parties.conftest import load_pack_organisation
from tests.apps.parties.people import AGENT, AT, CLERK, HESHI, OFFICER, ON, OTHER, USCC, WANAN

pytestmark = pytest.mark.django_db
ABOVE = StandingKind.ABOVE_DESIGNATED_SIZE


def above(from_on: str, until_on: str = "") -> HeldStanding:
    until = date.fromisoformat(until_on) if until_on else None
    return HeldStanding(ABOVE, date.fromisoformat(from_on), until, "统计局 2023 年 1 月名录")


# -- register and correct ------------------------------------------------------------------------------------


def test_a_code_is_registered_once(registered) -> None:
    registered()
    with pytest.raises(AlreadyRegistered, match="泉州示例机械有限公司"):
        registered(name="另一个名字")


def test_size_follows_from_staff_and_revenue_of_one_year(registered) -> None:
    assert registered(staff=300, revenue=wan(1999), size_year=2022).size is SizeClass.SMALL
    without_year = registered(OTHER, "乙公司", staff=300, revenue=wan(1999))
    assert (without_year.size, without_year.staff) == (None, None)


def test_a_new_name_keeps_the_old_one_and_both_are_found(registered) -> None:
    registered()
    record = EnterpriseRecord(USCC, "福建示例智能装备有限公司", "machinery", township=WANAN)
    correction = Correction(record, "工商变更登记", date(2023, 2, 10))
    assert correct_enterprise(USCC, correction, actor=CLERK, at=AT, on=ON).name == record.name
    names = EnterpriseName.objects.order_by("-from_on").values_list("name", "from_on", "until_on")
    assert ("泉州示例机械有限公司", None, date(2023, 2, 10)) in list(names)
    for text in ("示例机械", "智能装备", "福建 智能"):
        assert search_enterprises(OFFICER, text).count == 1, text


def test_a_correction_needs_a_reason_and_says_what_changed(registered) -> None:
    registered()
    record = EnterpriseRecord(USCC, "泉州示例机械有限公司", "machinery", township=HESHI)
    with pytest.raises(Invalid, match="理由"):
        correct_enterprise(USCC, Correction(record, " "), actor=OFFICER, at=AT, on=ON)
    correct_enterprise(USCC, Correction(record, "搬迁"), actor=OFFICER, at=AT, on=ON)
    entry = list_entries(f"enterprise:{USCC}")[-1]
    assert (entry.action, entry.reason, dict(entry.detail)) == (
        "enterprise.corrected", "搬迁", {"township": {"from": WANAN, "to": HESHI}},
    )  # fmt: skip


def test_two_corrections_at_once_do_not_overwrite_each_other(registered) -> None:
    registered()
    record = EnterpriseRecord(USCC, "泉州示例机械有限公司", "crafts", township=WANAN)
    correct_enterprise(USCC, Correction(record, "核实", seen_at=AT), actor=OFFICER, at=AT + timedelta(hours=1), on=ON)
    later = Correction(record, "核实", seen_at=AT, active=False)
    with pytest.raises(ChangedMeanwhile):
        correct_enterprise(USCC, later, actor=CLERK, at=AT + timedelta(hours=2), on=ON)


def test_the_history_has_every_version_and_who_made_it(registered) -> None:
    registered()
    record = EnterpriseRecord(USCC, "泉州示例机械有限公司", "crafts", township=WANAN)
    correct_enterprise(USCC, Correction(record, "核实"), actor=CLERK, at=AT, on=ON)
    history = Enterprise.pgh_event_model.objects.order_by("pk").select_related("pgh_context")  # type: ignore[attr-defined]
    assert [(event.pgh_label, event.industry) for event in history] == [("insert", "machinery"), ("update", "crafts")]
    assert history[1].pgh_context.metadata == {"user": 3, "name": "王小镇", "action": "enterprise.corrected"}


def test_a_clerk_corrects_only_his_township(registered) -> None:
    registered(township=HESHI)
    record = EnterpriseRecord(USCC, "泉州示例机械有限公司", township=WANAN)
    with pytest.raises(NoSuchEnterprise):
        correct_enterprise(USCC, Correction(record, "搬迁"), actor=CLERK, at=AT, on=ON)
    with pytest.raises(NotYourDuty):
        register_enterprise(EnterpriseRecord(OTHER, "丙公司", township=HESHI), actor=CLERK, at=AT, source="走访")


@pytest.mark.parametrize("uscc", ["91350504MA200001IC", "91350504ma2000019c", "9135050"])
def test_the_database_knows_the_form_of_a_code(uscc: str) -> None:
    with pytest.raises(IntegrityError, match="parties_uscc_has_its_form"), transaction.atomic():
        register_enterprise(EnterpriseRecord(uscc, "甲"), actor=SYSTEM, at=AT, source="测试")


# -- scope and search ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "seen"),
    [
        (who.OFFICER, {"甲", "乙", "丙"}), (who.HEAD, {"甲", "乙", "丙"}), (who.FINANCE, {"甲", "乙", "丙"}),
        (who.AUDITOR, {"甲", "乙", "丙"}), (who.LEADER, {"甲", "乙", "丙"}), (who.CLERK, {"甲", "丙"}), (who.AGENT, {"甲"}),
        (who.PARK, {"乙"}), (who.EXPERT, set()), (who.ADMIN, set()), (Actor(99, "无岗"), set()),
        (Actor(12, "两岗", (*who.CLERK.posts, *who.PARK.posts)), {"甲", "乙", "丙"}),
    ],
)  # fmt: skip
def test_everybody_sees_his_scope_and_no_more(registered, actor: Actor, seen: set[str]) -> None:
    firms = {
        "甲": registered(USCC, "甲", township=WANAN),
        "乙": registered(OTHER, "乙", township=HESHI, park="luojiang_economic_zone"),
        "丙": registered("91350504MA00001700", "丙", township=WANAN),
    }
    assert {row.name for row in search_enterprises(actor).rows} == seen
    for name, firm in firms.items():
        if name in seen:
            assert get_seen_enterprise(firm.uscc, actor) == firm
        else:
            with pytest.raises(NoSuchEnterprise):
                get_seen_enterprise(firm.uscc, actor)


def test_search_goes_by_parts_of_names_and_beginnings_of_codes(registered) -> None:
    registered(USCC, "福建省铁拓示例机械股份有限公司")
    registered(OTHER, "泉州示例礼品有限公司", industry="crafts", township=HESHI)
    found = {
        text: [row.uscc for row in search_enterprises(OFFICER, text).rows]
        for text in ("铁拓", "示例", "铁 拓", "91350504MA2000019", "９１３５０５０４ｍａ20000277", "礼品 铁拓", "拓", "%", "没有")
    }
    assert found == {
        "铁拓": [USCC], "示例": [USCC, OTHER], "铁 拓": [USCC], "91350504MA2000019": [USCC],
        "９１３５０５０４ｍａ20000277": [OTHER], "礼品 铁拓": [], "拓": [USCC], "%": [], "没有": [],
    }  # fmt: skip
    assert search_enterprises(OFFICER, "", HESHI, "crafts").count == 1
    assert search_enterprises(OFFICER, "", HESHI, "machinery").count == 0


def test_names_stand_in_pinyin_order_and_pages_end(registered) -> None:
    codes = ("91350504MA00001700", "91350504MA00004020", USCC, OTHER)
    for uscc, name in zip(codes, ("珠海厂", "安溪厂", "一厂", "马甲厂"), strict=True):
        registered(uscc, name)
    page = search_enterprises(OFFICER, page=9, size_of_page=3)
    assert [row.name for row in search_enterprises(OFFICER).rows] == ["安溪厂", "马甲厂", "一厂", "珠海厂"]
    assert ([row.name for row in page.rows], page.count, page.page, page.pages) == (["珠海厂"], 4, 2, 2)


def test_words_go_by_the_index(registered) -> None:
    registered()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT 1 FROM parties_enterprise WHERE parties_bigrams(search_text) @> parties_bigrams('示例机械')"
        )
        assert "parties_by_bigrams" in str(cursor.fetchall())


# -- lists ---------------------------------------------------------------------------------------------------


def test_above_size_is_a_dated_fact(registered) -> None:
    registered()
    record_standings([(USCC, above("2022-01-01"))], actor=OFFICER, at=AT)
    ended = record_standings([(USCC, above("2022-01-01", "2023-01-01"))], actor=OFFICER, at=AT)
    again = record_standings([(USCC, above("2022-01-01", "2023-01-01"))], actor=OFFICER, at=AT)
    assert ((ended.new, ended.changed, ended.same), again.same) == ((0, 1, 0), 1)
    assert standing_codes(ABOVE, date(2022, 12, 31)) == {USCC}
    assert standing_codes(ABOVE, date(2023, 1, 1)) == frozenset()
    assert search_enterprises(OFFICER, above_on=date(2022, 6, 1)).count == 1


def test_periods_of_one_standing_never_overlap(registered) -> None:
    firm = registered()
    record_standings([(USCC, above("2022-01-01", "2023-01-01"))], actor=OFFICER, at=AT)
    with pytest.raises(Overlaps, match="2022-01-01 至 2023-01-01"):
        record_standings([(USCC, above("2022-12-31"))], actor=OFFICER, at=AT)
    with pytest.raises(IntegrityError, match="parties_one_above_designated_size"), transaction.atomic():
        Standing.objects.create(enterprise_id=firm.id, kind=ABOVE.value, from_on=date(2022, 5, 1), source="x", recorded_at=AT)
    record_standings([(USCC, above("2023-01-01"))], actor=OFFICER, at=AT)
    assert Standing.objects.count() == 2


def test_a_title_again_is_the_same_and_later_dates_are_written_to_it(registered) -> None:
    registered()
    title = HeldTitle(TitleKind.LITTLE_GIANT, TitleLevel.NATIONAL, date(2021, 7, 1), number="X-1", source="工信部名单")
    assert record_titles([(USCC, title)], actor=OFFICER, at=AT).new == 1
    assert record_titles([(USCC, title)], actor=OFFICER, at=AT).same == 1
    rechecked = HeldTitle(TitleKind.LITTLE_GIANT, TitleLevel.NATIONAL, date(2021, 7, 1), reverified_on=date(2024, 8, 1))
    assert record_titles([(USCC, rechecked)], actor=OFFICER, at=AT).changed == 1
    held = list_titles(USCC)[0]
    assert (held.reverified_on, held.number) == (date(2024, 8, 1), "X-1")


def test_one_unknown_code_keeps_the_whole_list_out(registered) -> None:
    registered()
    with pytest.raises(NoSuchEnterprise):
        record_standings([(USCC, above("2022-01-01")), (OTHER, above("2022-01-01"))], actor=OFFICER, at=AT)
    assert Standing.objects.count() == 0
    with pytest.raises(NotYourDuty):
        record_standings([(USCC, above("2022-01-01"))], actor=AGENT, at=AT)


# -- organisation --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("organisation")
def test_the_pack_fills_the_organisation_and_loading_again_changes_nothing() -> None:
    assert (len(list_townships()), len(list_units()), [park.name for park in list_parks()]) == (6, 15, ["洛江经济开发区"])
    assert (NamedEnterprise.objects.count(), Project.objects.count(), PostHolder.objects.count()) == (14, 19, 14)
    assert set(Project.objects.values_list("owner", "stage")) == {(None, "")}
    assert not Enterprise.objects.exists()
    load_pack_organisation()
    assert [entry.action for entry in list_entries("organisation")] == ["organisation.loaded"]


@pytest.mark.usefixtures("organisation")
def test_a_successor_takes_over_and_stays_when_the_pack_is_loaded_again() -> None:
    change_holder("finance", "黄某", date(2023, 5, 1), source="任免〔2023〕5号", actor=who.HEAD, at=AT)
    load_pack_organisation()
    held = list(PostHolder.objects.filter(seat__code="finance").order_by("from_on").values_list("name", "until_on"))
    assert held == [("苏永川", date(2023, 5, 1)), ("黄某", None)]
    with pytest.raises(Invalid, match="要晚于"):
        change_holder("finance", "丙", date(2023, 5, 1), source="x", actor=who.HEAD, at=AT)


@pytest.mark.usefixtures("organisation")
def test_a_named_enterprise_is_linked_by_an_officer_with_a_reason_never_by_its_name(registered) -> None:
    registered(name="福建省铁拓机械股份有限公司")
    assert NamedEnterprise.objects.get(code="E-01").enterprise is None
    with pytest.raises(Invalid, match="依据"):
        link_named("E-01", USCC, reason="", actor=OFFICER, at=AT)
    link_named("E-01", USCC, reason="核对营业执照", actor=OFFICER, at=AT)
    assert get_seen_enterprise(USCC, OFFICER).named_in_document == "E-01"
    registered(OTHER, "别家")
    with pytest.raises(AlreadyLinked):
        link_named("E-01", OTHER, reason="核对", actor=OFFICER, at=AT)
    unlink_named("E-01", reason="关联错了", actor=OFFICER, at=AT)
    assert get_seen_enterprise(USCC, OFFICER).named_in_document == ""
