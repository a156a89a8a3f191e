"""导入名单：预览、整表或只要好行、可能重复由人定、说不上半张；同一份交两次等于一次。"""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.parties.errors import ImportNotOpen
from luoqiao.apps.parties.imports import ImportView
from luoqiao.apps.parties.models import Enterprise, EnterpriseName, ImportRun, Standing, Title
from luoqiao.apps.parties.queries import find_enterprise, get_import_report, list_titles, standing_codes
from luoqiao.apps.parties.services import (
    ReceivedFile,
    cancel_import,
    confirm_import,
    preview_import,
    start_import,
    write_import,
)
from luoqiao.apps.parties.services import importing as module
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.parties.duty import NotYourDuty
from luoqiao.core.parties.import_judging import Decision
from luoqiao.core.parties.import_kind import COLUMNS, ImportKind, ImportState
from luoqiao.core.parties.import_rows import ListSettings
from luoqiao.core.parties.import_table import SheetRow, read_table
from luoqiao.core.parties.standing import StandingKind
from luoqiao.core.parties.title import TitleKind
from luoqiao.core.parties.uscc import complete_uscc
from tests.apps.parties.people import AGENT, AT, CLERK, OFFICER, ON, OTHER, USCC, WANAN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]
THIRD = "91350504MA00001700"
STATISTICS = ListSettings("统计局")
INDUSTRIES = ["机械装备", "", "鞋", "工艺制品"]
Row = Sequence[str]


def firm(uscc: str = USCC, name: str = "泉州示例机械有限公司", industry: str = "机械装备", township: str = "万安街道") -> Row:
    return (uscc, name, industry, "3484", township, "", "示例路 1 号", "120", "3500", "2022")


def sent(kind: ImportKind, rows: Sequence[Row], told: ListSettings = STATISTICS) -> ImportView:
    """Receive and preview a list with the columns of its template."""
    file = ReceivedFile(kind, "名单.xlsx", b"x", told)
    view = start_import(file, key=uuid4(), actor=OFFICER, at=AT)
    header = tuple(column.label for column in COLUMNS[kind])
    sheet = [SheetRow(number, tuple(row)) for number, row in enumerate([header, *rows], 1)]
    return preview_import(view.identifier, read_table(kind, sheet), at=AT)


def done(view: ImportView, *, good_only: bool = False, **told: object) -> ImportView:
    confirm_import(view.identifier, good_rows_only=good_only, actor=OFFICER, at=AT, **told)  # type: ignore[arg-type]
    return write_import(view.identifier, at=AT, on=ON)


def said(view: ImportView) -> list[tuple[int, str, str]]:
    return [(row.number, row.outcome, row.said) for row in get_import_report(view.identifier)]


# -- 企业名录 ------------------------------------------------------------------------------------------------


def test_a_preview_writes_nothing_and_counts_every_row(registered: Callable[..., object]) -> None:
    registered()
    view = sent(ImportKind.ENTERPRISES, [
        firm(name="泉州示例机械有限公司", industry="纺织鞋服"),
        firm(OTHER, "泉州新厂有限公司"),
        firm("91350504MA2000019D", "错码厂"),
        firm(THIRD, "泉州示例机械有限公司"),
        firm(OTHER, "泉州新厂有限公司"),
    ])  # fmt: skip
    assert view.counts == {"new": 1, "same": 1, "changed": 1, "duplicate": 1, "bad": 1}
    assert (view.state, Enterprise.objects.count()) == (ImportState.READY, 1)
    rows = {number: text for number, _, text in said(view)}
    assert "方案产业：机械装备 → 纺织鞋服" in rows[2]
    assert rows[4].startswith("第 4 行 统一社会信用代码（A4）：校验码对不上")
    assert USCC in rows[5]
    assert rows[6] == "与第 3 行是同一家，内容相同"


def test_good_rows_only_leaves_bad_and_undecided_ones_out(registered: Callable[..., object]) -> None:
    registered(name="泉州示例机械有限公司", township="")
    rows = [firm(), firm(OTHER, "泉州新厂有限公司"), firm(THIRD, "泉州示例机械有限公司"), firm("123", "错码厂")]
    view = done(sent(ImportKind.ENTERPRISES, rows), good_only=True)
    assert view.state is ImportState.DONE
    assert set(Enterprise.objects.values_list("uscc", flat=True)) == {USCC, OTHER}
    found = find_enterprise(USCC)
    assert found is not None
    assert (found.township, found.size_year, found.size and found.size.value) == (WANAN, 2022, "small")


def test_whole_or_nothing_with_one_bad_row_is_nothing() -> None:
    view = done(sent(ImportKind.ENTERPRISES, [firm(), firm("123", "错码厂")]))
    assert (view.state, Enterprise.objects.count(), list_entries(f"import:{view.identifier}")) == (ImportState.REFUSED, 0, ())


def test_a_possible_duplicate_stops_the_whole_until_somebody_decides(registered: Callable[..., object]) -> None:
    registered()
    rows = [firm(THIRD), firm(OTHER, "泉州新厂有限公司")]
    assert done(sent(ImportKind.ENTERPRISES, rows)).state is ImportState.REFUSED
    assert done(sent(ImportKind.ENTERPRISES, rows), decisions={2: Decision.SKIP}).state is ImportState.DONE
    assert find_enterprise(THIRD) is None
    assert done(sent(ImportKind.ENTERPRISES, rows), rest=Decision.ANOTHER).state is ImportState.DONE
    assert find_enterprise(THIRD) is not None


def test_a_new_name_in_a_list_keeps_the_old_one(registered: Callable[..., object]) -> None:
    registered()
    done(sent(ImportKind.ENTERPRISES, [firm(name="福建示例智能装备有限公司")]))
    assert set(EnterpriseName.objects.values_list("name", "until_on")) == {
        ("泉州示例机械有限公司", ON), ("福建示例智能装备有限公司", None),
    }  # fmt: skip
    assert [entry.action for entry in list_entries(f"enterprise:{USCC}")] == ["enterprise.registered", "enterprise.corrected"]


def test_empty_cells_change_nothing(registered: Callable[..., object]) -> None:
    registered()
    view = sent(ImportKind.ENTERPRISES, [(USCC, "泉州示例机械有限公司", *[""] * 8)])
    assert view.counts["same"] == 1


def test_the_register_may_have_changed_since_the_preview(registered: Callable[..., object]) -> None:
    view = sent(ImportKind.ENTERPRISES, [firm(), firm(OTHER, "泉州新厂有限公司")])
    registered()
    ended = done(view)
    assert (ended.state, ended.counts["new"], ended.counts["changed"]) == (ImportState.DONE, 1, 1)


def test_every_row_is_audited_and_the_list_itself(registered: Callable[..., object]) -> None:
    view = done(sent(ImportKind.ENTERPRISES, [firm()]))
    assert [entry.action for entry in list_entries(f"enterprise:{USCC}")] == ["enterprise.registered"]
    entry = list_entries(f"import:{view.identifier}")[0]
    assert (entry.action, entry.detail["counts"]["new"], entry.name) == ("list.imported", 1, OFFICER.name)  # type: ignore[index]


# -- once, or not at all -------------------------------------------------------------------------------------


def test_the_same_form_sent_twice_is_one_import() -> None:
    file, key = ReceivedFile(ImportKind.ENTERPRISES, "a.csv", b"x", ListSettings("")), uuid4()
    one, other = (start_import(file, key=key, actor=OFFICER, at=AT) for _ in range(2))
    assert (one.identifier == other.identifier, ImportRun.objects.count()) == (True, 1)


def test_confirming_and_writing_again_changes_nothing() -> None:
    view = sent(ImportKind.ENTERPRISES, [firm()])
    done(view)
    again = done(view)
    assert (again.state, Enterprise.objects.count(), EnterpriseName.objects.count()) == (ImportState.DONE, 1, 1)


def test_a_fault_in_the_middle_leaves_nothing_and_it_can_be_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    view = sent(ImportKind.ENTERPRISES, [firm(), firm(OTHER, "泉州新厂有限公司")])
    real = module.record

    def killed(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "record", killed)
    with pytest.raises(KeyboardInterrupt):
        done(view)
    assert (Enterprise.objects.count(), EnterpriseName.objects.count()) == (0, 0)
    monkeypatch.setattr(module, "record", real)
    assert write_import(view.identifier, at=AT, on=ON).state is ImportState.DONE
    assert Enterprise.objects.count() == 2


def test_cancelled_while_it_waits_it_is_never_written() -> None:
    view = sent(ImportKind.ENTERPRISES, [firm()])
    assert cancel_import(view.identifier, actor=OFFICER, at=AT).state is ImportState.CANCELLED
    with pytest.raises(ImportNotOpen):
        done(view)
    assert Enterprise.objects.count() == 0


def test_cancelled_while_it_runs_nothing_is_kept() -> None:
    view = sent(ImportKind.ENTERPRISES, [firm()])
    confirm_import(view.identifier, good_rows_only=False, actor=OFFICER, at=AT)
    assert cancel_import(view.identifier, actor=OFFICER, at=AT).cancel_asked
    assert write_import(view.identifier, at=AT, on=ON).state is ImportState.CANCELLED
    assert Enterprise.objects.count() == 0


@pytest.mark.parametrize("person", [AGENT, CLERK])
def test_only_officers_import(person) -> None:
    with pytest.raises(NotYourDuty):
        start_import(ReceivedFile(ImportKind.ENTERPRISES, "a.csv", b"x", ListSettings("")), key=uuid4(), actor=person, at=AT)


@pytest.mark.parametrize(
    ("file", "field"),
    [
        (ReceivedFile(ImportKind.ENTERPRISES, "a.csv", b"", ListSettings("")), "file"),
        (ReceivedFile(ImportKind.ENTERPRISES, "a.csv", b"x" * 20_000_001, ListSettings("")), "file"),
        (ReceivedFile(ImportKind.TITLES, "a.csv", b"x", ListSettings(" ")), "source"),
    ],
)
def test_what_cannot_be_imported_is_said_at_once(file: ReceivedFile, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        start_import(file, key=uuid4(), actor=OFFICER, at=AT)
    assert [problem.field for problem in refused.value.problems] == [field]


# -- 规上、称号 ----------------------------------------------------------------------------------------------


def test_a_list_of_enterprises_above_size_is_dated(registered: Callable[..., object]) -> None:
    registered()
    rows = [(USCC, "泉州示例机械有限公司", "", ""), (OTHER, "没有登记的厂", "2023-01-01", "")]
    view = sent(ImportKind.ABOVE_SIZE, rows, ListSettings("统计局 2023 年 1 月", date(2023, 1, 1)))
    assert view.counts == {"new": 1, "same": 0, "changed": 0, "duplicate": 0, "bad": 1}
    assert "名录里没有这家企业" in said(view)[1][2]
    done(view, good_only=True)
    assert standing_codes(StandingKind.ABOVE_DESIGNATED_SIZE, date(2023, 1, 1)) == {USCC}
    left = sent(ImportKind.ABOVE_SIZE, [(USCC, "", "2023-01-01", "2024-01-01")])
    assert left.counts["changed"] == 1
    done(left)
    assert Standing.objects.get().until_on == date(2024, 1, 1)
    overlapping = sent(ImportKind.ABOVE_SIZE, [(USCC, "", "2023-06-01", "")])
    assert "重叠" in said(overlapping)[0][2]


def test_a_list_of_titles_knows_levels_days_and_names(registered: Callable[..., object]) -> None:
    registered()
    view = sent(ImportKind.TITLES, [
        (USCC, "", "小巨人", "", "A-1", "", "2022.8.15", "2025年8月14日", "", ""),
        (USCC, "别的名字", "专精特新", "", "", "", "2022-08-15", "", "", ""),
        (USCC, "", "专精特新", "国家级", "", "", "2022-08", "", "", ""),
    ])  # fmt: skip
    outcomes = [outcome for _, outcome, _ in said(view)]
    assert outcomes == ["new", "bad", "bad"]
    assert "这个代码登记的是“泉州示例机械有限公司”" in said(view)[1][2]
    assert all(word in said(view)[2][2] for word in ("级别应是省级", "没有写到日", "（D4）", "（G4）"))
    done(view, good_only=True)
    title = list_titles(USCC)[0]
    assert (title.kind, title.valid_until, title.source) == (TitleKind.LITTLE_GIANT, date(2025, 8, 15), "导入：统计局")
    assert sent(ImportKind.TITLES, [(USCC, "", "little_giant", "", "A-1", "", "20220815", "", "", "")]).counts["same"] == 1


def test_title_and_day_may_be_said_once_for_the_whole_list(registered: Callable[..., object]) -> None:
    registered()
    told = ListSettings("工信部", date(2022, 8, 15), TitleKind.LITTLE_GIANT, "工信厅〔2022〕1号")
    done(sent(ImportKind.TITLES, [(USCC, *[""] * 9)], told))
    row = Title.objects.get()
    assert (row.kind, row.level, row.document_number) == ("little_giant", "national", "工信厅〔2022〕1号")


# -- for any list --------------------------------------------------------------------------------------------

CODES = [complete_uscc(f"91350504MA30000{digit}") for digit in range(6)]
NAMES = ["甲公司", "乙公司", "丙公司"]
ROWS = st.lists(
    st.tuples(st.sampled_from([*CODES, "123", ""]), st.sampled_from([*NAMES, ""]), st.sampled_from(INDUSTRIES)).filter(any),
    min_size=1, max_size=8,
)  # fmt: skip


@given(first=ROWS, second=ROWS, good_only=st.booleans(), rest=st.sampled_from([None, *Decision]))
@settings(
    max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_list_is_imported_whole_or_its_good_rows_or_not_at_all(first, second, good_only: bool, rest) -> None:
    from django.db import transaction

    with transaction.atomic():
        done(sent(ImportKind.ENTERPRISES, [(*row, *[""] * 7) for row in first]), good_only=True, rest=Decision.ANOTHER)
        before = dict(Enterprise.objects.values_list("uscc", "name"))
        view = done(sent(ImportKind.ENTERPRISES, [(*row, *[""] * 7) for row in second]), good_only=good_only, rest=rest)
        after = dict(Enterprise.objects.values_list("uscc", "name"))
        assert sum(view.counts.values()) == len(second)
        if view.state is ImportState.REFUSED:
            assert after == before
            assert not good_only
        else:
            assert good_only or not view.counts["bad"]
            assert before.keys() <= after.keys()
            # A row that said too little of an unknown enterprise says enough of it once another row has made it known.
            good = [row for row, (_, outcome, _) in zip(second, said(view), strict=True) if outcome != "bad"]
            again = sent(ImportKind.ENTERPRISES, [(*row, *[""] * 7) for row in good or second])
            assert again.counts["new"] == again.counts["changed"] == 0
            assert set(EnterpriseName.objects.filter(until_on=None).values_list("enterprise__uscc", "name")) == set(after.items())
        transaction.set_rollback(True)
