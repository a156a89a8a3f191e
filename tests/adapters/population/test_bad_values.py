"""坏值: each kind of value that cannot be read is named by file, row and column, and its row is set aside."""

from decimal import Decimal

import polars as pl
import pytest

from luoqiao.adapters.population.bad_rows import bad_frame
from tests.adapters.population.firms import plain, read, write_any, write_csv, write_xlsx

BAD = {
    "年度服务费": ["-0.01", "abc", "0.001", "10000000000000.01", "1e5", "12,34", "99999999999999999999999", "5 万 6"],
    "city_approved_rate": ["1.01", "101%", "-0.1", "0.00001", "七", "7.01%"],
    "months": ["1201", "-1", "1.5", "六"],
    "drawdown_on": ["2023-02-29", "2023-13-01", "20230630", "明天"],
    "省级龙头企业": ["也许", "2", "-1"],
    "little_giant.event": ["旧认定", "0", "New"],
    "industrial_app.apps": ["[{", "{}", '[{"x":1}]', "7", '[{"last_year_service_expenditure":"-1"}]'],
    "cloud_adoption.granted_city": ["-1", "x"],
    "cloud_adoption.earlier.city.enterprise_year": ["-1", "x"],
}
CASES = [(head, text) for head, texts in BAD.items() for text in texts]


@pytest.mark.parametrize(("head", "text"), CASES)
@pytest.mark.parametrize("name", ["firms.csv", "firms.parquet", "firms.arrow", "firms.xlsx"])
def test_a_bad_value_is_named_and_its_row_set_aside(tmp_path, name, head, text):
    heads = ("上云上平台补助.年度服务费" if head == "年度服务费" else "年度服务费", "企业", head)
    if head == "年度服务费":
        heads = ("生产设备投资额", "企业", head)
    path = write_any(tmp_path / name, heads, [("1.00", "甲", ""), ("2.00", "乙", text), ("3.00", "丙", "")])
    modes = [{"fast": True}, {"fast": False}] if name.endswith("csv") else [{}]
    for how in modes:
        gathered = read(path, limited=True, **how)
        ((problem),) = gathered.problems()
        line = 3 if name.endswith(("csv", "xlsx")) else 2
        assert problem.field == f"{name} 第 {line} 行 {head}"
        assert problem.message
        assert problem.expected
        population = gathered.population()
        assert population.rows == 2
        assert population.row_numbers.tolist() == [line - 1, line + 1]
        first = plain(population)[".".join(gathered.plan.columns[0].wanted.key)]
        assert first == [100, 300]


@pytest.mark.parametrize(("head", "values", "kind"), [
    ("年度服务费", [100, -1, 5], pl.Int64), ("年度服务费", [100, 10**15 + 1, 5], pl.Int64),
    ("年度服务费", [100, 2**63, 5], pl.UInt64), ("年度服务费", [1.0, 0.001, 5.0], pl.Float64),
    ("年度服务费", [1.0, float("nan"), 5.0], pl.Float64), ("年度服务费", [1.0, float("inf"), 5.0], pl.Float64),
    ("年度服务费", [1.0, 1e300, 5.0], pl.Float64), ("年度服务费", [1.0, -5.0, 5.0], pl.Float64),
    ("months", [1, 1201, 5], pl.Int64), ("months", [1, -1, 5], pl.Int32), ("省级龙头企业", [1, 2, 0], pl.Int8),
    ("city_approved_rate", [0.07, 1.5, 0.0], pl.Float64), ("city_approved_rate", [0.07, 0.0701, 0.0], pl.Float64),
])  # fmt: skip
def test_numbers_out_of_bounds_in_typed_columns_are_bad(tmp_path, head, values, kind):
    path = tmp_path / "firms.parquet"
    pl.DataFrame({head: pl.Series(values, dtype=kind), "other": ["a", "b", "c"]}).write_parquet(path)
    gathered = read(path, limited=True)
    assert [cell.row for cell in gathered.bad] == [1]
    assert gathered.problems()[0].field == f"firms.parquet 第 2 行 {head}"
    assert gathered.population().rows == 2


@pytest.mark.parametrize(("values", "scale"), [
    (["1.00", "-0.01", "2.00"], 2), (["1", "0.001", "2"], 3), (["1", "10000000000000.01", "2"], 2),
    (["1", "99999999999999999999999999", "2"], 0),
])  # fmt: skip
def test_decimals_out_of_bounds_are_bad(tmp_path, values, scale):
    path = tmp_path / "firms.arrow"
    series = pl.Series([Decimal(v) for v in values], dtype=pl.Decimal(38, scale))
    pl.DataFrame({"年度服务费": series}).write_ipc(path)
    assert [cell.row for cell in read(path).bad] == [1]


def test_nulls_beside_bad_values_stay_unknown(tmp_path):
    path = tmp_path / "firms.parquet"
    pl.DataFrame({"年度服务费": [None, -1, 7], "months": [None, 3, None]}).write_parquet(path)
    found = read(path)
    assert [cell.row for cell in found.bad] == [1]
    assert plain(found.population())["cloud_adoption.annual_service_fee"] == [None, 7]


def test_several_bad_values_of_a_row_are_all_named_and_the_row_set_aside_once(tmp_path):
    path = write_csv(tmp_path / "firms.csv", ("年度服务费", "months"), [("x", "y"), ("1", "2")])
    for fast in (True, False):
        gathered = read(path, fast=fast)
        assert len(gathered.bad) == 2
        frame, _ = bad_frame(path, gathered)
        assert frame["行号"].to_list() == [2]
        assert "年度服务费" in frame["错误"][0]
        assert "months" in frame["错误"][0]


@pytest.mark.parametrize("fast", [True, False])
def test_rows_with_too_few_or_too_many_cells_are_bad(tmp_path, fast):
    path = tmp_path / "firms.csv"
    path.write_text("企业,年度服务费,months\n甲,1.00,2\n乙,2.00\n丙,3.00,4,5,6\n丁,4.00,5\n", "utf-8")
    gathered = read(path, fast=fast)
    assert [(cell.row, cell.code) for cell in gathered.bad] == [(1, "LQ-4320"), (2, "LQ-4320")]
    assert plain(gathered.population())["cloud_adoption.annual_service_fee"] == [100, 400]
    if fast:
        frame, _ = bad_frame(path, gathered)
        assert frame.row(1)[:4] == ("丙", "3.00", "4", "5,6")


@pytest.mark.parametrize("name", ["firms.csv", "firms.parquet", "firms.arrow", "firms.xlsx"])
def test_bad_rows_keep_every_cell_of_the_file(tmp_path, name):
    rows = [("甲", "1.00", "2", "备注一"), ("乙", "x", "3", "备注,二"), ("丙", "5", "", "")]
    path = write_any(tmp_path / name, ("企业", "年度服务费", "months", "备注"), rows)
    gathered = read(path)
    frame, _ = bad_frame(path, gathered)
    assert frame.columns == ["企业", "年度服务费", "months", "备注", "行号", "错误"]
    assert frame.row(0)[:4] == ("乙", "x", "3", "备注,二")


def test_a_list_sheet_that_does_not_fit_is_refused(tmp_path):
    import openpyxl

    from luoqiao.adapters.population.faults import FileBroken

    for sheet_rows, said in (
        ((("编号", "上年度实际服务支出"), (9, 1)), "主表里没有"),
        ((("别的", "上年度实际服务支出"), (1, 1)), "不是主表的列"),
        ((("编号", "别的"), (1, 1)), "没有清单的列"),
    ):
        path = write_xlsx(tmp_path / "firms.xlsx", ("编号", "年度服务费"), [(1, 10)])
        book = openpyxl.load_workbook(path)
        sheet = book.create_sheet("apps")
        for row in sheet_rows:
            sheet.append(row)
        book.save(path)
        with pytest.raises(FileBroken, match=said):
            read(path)
