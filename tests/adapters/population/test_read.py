"""读总体: the same firms from every kind of file, with or without the fast reader."""

from datetime import datetime

import openpyxl
import polars as pl
import pytest

from luoqiao.adapters.population.faults import (
    FileBroken,
    FileUnreadable,
    NoSuchColumn,
    UnknownFileType,
    WrongEncoding,
)
from luoqiao.core.kernel.errors import Invalid
from tests.adapters.population.firms import (
    EXPECTED,
    HEADS,
    ROWS,
    csv_text,
    plain,
    read,
    write_any,
    write_csv,
    write_xlsx,
)

LABELS = {"industry": "industry"}
FAST = pytest.mark.parametrize("fast", [True, False], ids=["fast", "by cell"])


@pytest.mark.parametrize("name", ["firms.parquet", "firms.arrow", "firms.feather", "firms.csv", "firms.xlsx"])
def test_the_same_firms_come_out_of_every_kind_of_file(tmp_path, name):
    gathered = read(write_any(tmp_path / name), labels=LABELS)
    assert gathered.bad == []
    assert plain(gathered.population()) == EXPECTED


@FAST
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_files_come_in_three_encodings(tmp_path, encoding, fast):
    path = write_csv(tmp_path / "firms.csv", HEADS, ROWS, encoding)
    assert plain(read(path, labels=LABELS, fast=fast).population()) == EXPECTED


@FAST
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_the_separator_is_found(tmp_path, separator, fast):
    path = tmp_path / "firms.csv"
    path.write_text(csv_text(HEADS, ROWS, separator), "utf-8")
    assert plain(read(path, labels=LABELS, fast=fast).population()) == EXPECTED


@FAST
@pytest.mark.parametrize("end", ["\r\n", "\n", ""])
def test_line_ends_do_not_matter(tmp_path, fast, end):
    path = tmp_path / "firms.csv"
    text = csv_text(HEADS, ROWS)
    path.write_bytes((text.replace("\n", end) if end else text.rstrip("\n")).encode())
    assert plain(read(path, labels=LABELS, fast=fast).population()) == EXPECTED


@FAST
def test_quotes_and_lines_within_quotes_are_one_cell(tmp_path, fast):
    path = tmp_path / "firms.csv"
    path.write_text(
        '企业名称,industry,年度服务费\n"甲\n""机械"", 厂","纸类,卫生","50000.05"\n"乙",,"1,234.56"\n\n丙,"","5万元"\n', "utf-8")
    gathered = read(path, labels=LABELS, fast=fast)
    assert gathered.bad == []
    found = plain(gathered.population())
    assert found["cloud_adoption.annual_service_fee"] == [5000005, 123456, 5000000]
    assert found["industry"] == ["纸类,卫生", None, None]
    assert gathered.population().row_numbers.tolist() == [2, 3, 5]


@FAST
def test_chinese_that_shows_late_in_the_file_is_still_read(tmp_path, fast):
    path = tmp_path / "firms.csv"
    rows = "1.00,machinery,new\n" * 80_000 + "2.00,机械装备,新认定\n"
    path.write_bytes(("annual_service_fee,industry,little_giant.event\n" + rows).encode("gb18030"))
    found = plain(read(path, labels=LABELS, fast=fast).population())
    assert found["industry"][-1] == "机械装备"
    assert found["little_giant.event"][-1] == 0


@FAST
def test_heads_alone_are_no_rows(tmp_path, fast):
    path = write_csv(tmp_path / "firms.csv", HEADS, ())
    assert read(path, labels=LABELS, fast=fast).population().rows == 0


@pytest.mark.parametrize("name", ["firms.parquet", "firms.arrow", "firms.xlsx"])
def test_a_file_without_rows_is_an_empty_population(tmp_path, name):
    population = read(write_any(tmp_path / name, HEADS, ()), labels=LABELS).population()
    assert population.rows == 0
    assert all(cells == [] for cells in plain(population).values())


def test_whole_money_is_fen_and_decimal_money_yuan_in_typed_files(tmp_path):
    frame = pl.DataFrame({
        "annual_service_fee": pl.Series([5000005, None, 0], dtype=pl.Int64),
        "provincial_base": pl.Series(["50000.05", None, "0"], dtype=pl.String).cast(pl.Decimal(20, 3)),
        "production_equipment_investment": pl.Series([50000.05, None, 0.1 + 0.7], dtype=pl.Float64).round(2),
        "approved_project_fund": pl.Series([7, 8, None], dtype=pl.Int32),
        "city_approved_rate": pl.Series([0.07, None, 0.0], dtype=pl.Float64),
        "plan": pl.Series([None, None, None], dtype=pl.Null),
        "annual_transaction": pl.Series([None, None, None], dtype=pl.Null),
    })  # fmt: skip
    frame.write_parquet(tmp_path / "firms.parquet")
    found = plain(read(tmp_path / "firms.parquet").population())
    assert found["cloud_adoption.annual_service_fee"] == [5000005, None, 0]
    assert found["technology_upgrade.provincial_base"] == [5000005, None, 0]
    assert found["technology_upgrade.production_equipment_investment"] == [5000005, None, 80]
    assert found["open_challenge.approved_project_fund"] == [7, 8, None]
    assert found["technology_upgrade.city_approved_rate"] == [700, None, 0]
    assert found["supply_chain_platform.annual_transaction"] == [None, None, None]


def test_typed_days_answers_choices_and_lists(tmp_path):
    frame = pl.DataFrame({
        "drawdown_on": pl.Series(["2023-06-30", None], dtype=pl.String).str.to_date(),
        "省级龙头企业": [True, None],
        "partner_bank": pl.Series([1, 0], dtype=pl.UInt8),
        "little_giant.event": pl.Series(["new", None]).cast(pl.Enum(["recheck_passed", "new"])),
        "srdi.event": pl.Series(["复核通过", None]).cast(pl.Categorical),
        "apps": [[{"last_year_service_expenditure": 305}, {"last_year_service_expenditure": None}], None],
        "months": pl.Series([6, None], dtype=pl.Int16),
    })  # fmt: skip
    frame.write_ipc(tmp_path / "firms.arrow")
    found = plain(read(tmp_path / "firms.arrow").population())
    assert found["upgrade_loan_interest.drawdown_on"] == [(2023 * 12 + 5) * 31 + 29, None]
    assert found["technology_upgrade.provincial_leading_enterprise"] == [1, None]
    assert found["upgrade_loan_interest.partner_bank"] == [1, 0]
    assert found["little_giant.event"] == [0, None]
    assert found["srdi.event"] == [1, None]
    spent = "last_year_service_expenditure"
    assert found["industrial_app.apps"] == [[{spent: 305}, {spent: None}], None]
    assert found["upgrade_loan_interest.months"] == [6, None]


def test_a_workbook_holds_numbers_days_and_answers(tmp_path):
    heads = ("年度服务费", "生产设备投资额（万元）", "drawdown_on", "partner_bank", "city_approved_rate")
    day = datetime(2023, 6, 30)  # noqa: DTZ001 - a day in a workbook has no time zone
    path = write_xlsx(tmp_path / "firms.xlsx", heads, [(50000.05, 12.5, day, True, 0.07), (50000, 3, "2023/6/30", "否", "7%")])
    found = plain(read(path).population())
    assert found["cloud_adoption.annual_service_fee"] == [5000005, 5000000]
    assert found["technology_upgrade.production_equipment_investment"] == [12500000, 3000000]
    assert len(set(found["upgrade_loan_interest.drawdown_on"])) == 1
    assert found["upgrade_loan_interest.partner_bank"] == [1, 0]
    assert found["technology_upgrade.city_approved_rate"] == [700, 700]


def test_what_a_formula_left_beyond_fifteen_digits_is_no_part_of_the_amount(tmp_path):
    rows = [(0.1 + 0.2,), (1234.5600000000001,), (9999999999999.99,), (6.0,)]
    found = plain(read(write_xlsx(tmp_path / "firms.xlsx", ("年度服务费",), rows)).population())
    assert found["cloud_adoption.annual_service_fee"] == [30, 123456, 999999999999999, 600]


def test_a_list_may_stand_on_a_sheet_of_its_own(tmp_path):
    path = write_xlsx(tmp_path / "firms.xlsx", ("编号", "年度服务费"), [(1, 10), (2, ""), (3, 30)])
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("工业APP")
    for row in (("编号", "上年度实际服务支出"), (3, 0.05), (1, "5万元"), (3, None)):
        sheet.append(row)
    book.save(path)
    found = plain(read(path).population())
    assert found["industrial_app.apps"] == [
        [{"last_year_service_expenditure": 5000000}], None,
        [{"last_year_service_expenditure": 5}, {"last_year_service_expenditure": None}],
    ]  # fmt: skip


def test_an_input_may_be_a_label_too(tmp_path):
    path = write_any(tmp_path / "firms.csv")
    for fast in (True, False):
        found = plain(read(path, labels={"event": "little_giant.event"}, fast=fast).population())
        assert found["event"] == ["new", None, "recheck_passed", None]


def test_a_label_may_stand_under_its_chinese_name(tmp_path):
    path = write_csv(tmp_path / "firms.csv", ("行业", "年度服务费"), [("机械装备", "1")])
    assert plain(read(path, labels=LABELS).population())["industry"] == ["机械装备"]


# files that cannot be read


def test_a_missing_label_names_the_nearest_column(tmp_path):
    with pytest.raises(NoSuchColumn, match="industry"):
        read(write_any(tmp_path / "firms.csv"), labels={"industri": "industri"})


def test_a_missing_file_and_a_folder_are_said(tmp_path):
    with pytest.raises(FileUnreadable, match="没有这个文件"):
        read(tmp_path / "none.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(FileUnreadable, match="文件夹"):
        read(tmp_path / "folder.csv")


def test_an_unknown_kind_of_file_says_which_are_known(tmp_path):
    (tmp_path / "firms.pdf").write_bytes(b"%PDF")
    with pytest.raises(UnknownFileType, match="parquet"):
        read(tmp_path / "firms.pdf")


@pytest.mark.parametrize(("made", "called"), [("a.parquet", "b.csv"), ("a.xlsx", "b.parquet"), ("a.arrow", "b.xlsx")])
def test_a_file_that_is_something_else_than_its_name_is_refused(tmp_path, made, called):
    write_any(tmp_path / made).rename(tmp_path / called)
    with pytest.raises(UnknownFileType, match="扩展名"):
        read(tmp_path / called)


@pytest.mark.parametrize("name", ["a.parquet", "a.arrow", "a.xlsx"])
@pytest.mark.parametrize("share", [0.5, 0.98])
def test_a_truncated_file_is_broken_not_short(tmp_path, name, share):
    path = write_any(tmp_path / name)
    raw = path.read_bytes()
    path.write_bytes(raw[: int(len(raw) * share)])
    with pytest.raises(FileBroken):
        read(path)


@pytest.mark.parametrize("name", ["a.parquet", "a.xlsx", "a.csv"])
def test_an_empty_file_is_broken(tmp_path, name):
    (tmp_path / name).touch()
    with pytest.raises(FileBroken, match="空"):
        read(tmp_path / name)


def test_text_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes("年度服务费\n1\n".encode("utf-16"))
    with pytest.raises(WrongEncoding, match="UTF-16"):
        read(tmp_path / "a.csv")
    (tmp_path / "b.csv").write_bytes(b"\xff\xff\xfe,annual_service_fee\n1,2\n")
    with pytest.raises(WrongEncoding):
        read(tmp_path / "b.csv")
    with pytest.raises(WrongEncoding):
        read(write_csv(tmp_path / "c.csv", HEADS, ROWS, "gb18030"), encoding="utf-8")


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\x00\x01\x02" * 100)
    with pytest.raises(FileBroken, match="不是文字"):
        read(tmp_path / "a.csv")


def test_heads_that_mean_nothing_name_the_file(tmp_path):
    with pytest.raises(Invalid, match=r"a\.csv"):
        read(write_csv(tmp_path / "a.csv", ("名称", "电话"), [("甲", "1")]))


def test_a_quote_that_never_closes_is_one_bad_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('年度服务费,企业\n1,甲\n2,"乙\n3,丙\n', "utf-8")
    gathered = read(path, fast=True)
    assert [(cell.row, cell.code) for cell in gathered.bad] == [(1, "LQ-4321")]
    assert plain(gathered.population())["cloud_adoption.annual_service_fee"] == [100]

