"""快读与慢读相等: the fast reader of text equals the reader that judges every cell as a single case is judged."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from luoqiao.adapters.population import csv_reader
from tests.adapters.population.firms import csv_text, plain, read

HEADS = (
    "企业", "industry", "年度服务费", "生产设备投资额（万元）", "approved_project_fund（分）", "省级龙头企业",
    "city_approved_rate", "drawdown_on", "months", "little_giant.event", "industrial_app.apps",
    "cloud_adoption.earlier.city.enterprise_year",
)  # fmt: skip
NASTY = (
    "", " ", "0", "00", "0.0", ".5", "5.", "1.005", "-1", "+1", "1e5", "12345678", "123456789", "12345678.9",
    "123456789012.34", "9999999999999.99", "10000000000000", "10000000000000.01", "99999999999999999999",
    "1,234.56", "12,34", "5万元", "５", "１.５", "0.07", "7%", "7.01%", "0.07001", "100%", "101%", "1.0",
    "1.0001", "6", "1200", "1201", "6个月", "2年", "2023-06-30", "2023/6/3", "2023-6-30", "2023-02-29",
    "2024-02-29", "2023-13-01", "2023-00-01", "20230630", "2023年6月30日", "0000-01-01", "是", "否", "true",
    "FALSE", "True", "Yes", "1", "无", "new", "新认定", "recheck_passed", "recheck_passed ", "New",
    "复核通过", "[]", "[{}]", '[{"last_year_service_expenditure":"1.00"}]', "[{", "?", "？", "不清楚", "null",
    "机械装备", '"', 'a"b', 'a""b', "a,b", "a\nb", "a\r\nb", "\r", "=1+1", "12:30", "1/2", "1;2", "\t", "'1'",
)  # fmt: skip
cells = st.one_of(
    st.sampled_from(NASTY), st.sampled_from(NASTY),
    st.decimals(0, 10**14, places=2).map(str), st.integers(0, 10**6).map(str), st.dates().map(str),
    st.text(st.characters(codec="gb18030", exclude_categories=("Cs", "Cc")), max_size=12),
)  # fmt: skip
rows_of_one = [tuple([cell] * 12) for cell in NASTY if cell != "\r"]
tables = st.lists(st.tuples(*[cells] * len(HEADS)), max_size=12)


def lines(population) -> list[int] | None:
    """The lines that are left; None when all are."""
    return None if population.row_numbers is None else population.row_numbers.tolist()


def compared(path: Path, **how: object):
    gathered = read(path, labels={"industry": "industry", "企业": "企业"}, **how)
    bad = sorted((cell.row, cell.head, cell.given, cell.code) for cell in gathered.bad)
    return bad, gathered.blank, plain(gathered.population()), lines(gathered.population())


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=tables, encoding=st.sampled_from(["utf-8", "gb18030"]), end=st.sampled_from(["\n", "\r\n"]), last=st.booleans(),
       quoted=st.booleans())  # fmt: skip
@example(rows=[tuple([""] * 12)], encoding="utf-8", end="\n", last=True, quoted=False)
def test_the_fast_reader_equals_the_exact_one(rows, encoding, end, last, quoted):
    rows = [tuple(cell.replace("\r", "").replace("\n", end) for cell in row) for row in rows]
    text = csv_text(HEADS, rows).replace("\r\n", "\n").replace("\n", end)
    if quoted:
        text = end.join([",".join(HEADS), *(",".join('"' + c.replace('"', '""') + '"' for c in row) for row in rows), ""])
    if not last and rows:
        text = text[: -len(end)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "firms.csv"
        path.write_bytes(text.encode(encoding))
        assert compared(path, fast=True, encoding=encoding) == compared(path, fast=False, encoding=encoding)


@pytest.mark.parametrize("quoted", [True, False])
def test_every_nasty_cell_in_every_column_is_read_alike(tmp_path, quoted):
    for encoding in ("utf-8", "gb18030"):
        path = tmp_path / "firms.csv"
        text = csv_text(HEADS, rows_of_one)
        if quoted:
            text = "".join(",".join('"' + c.replace('"', '""') + '"' for c in row) + "\n" for row in (HEADS, *rows_of_one))
        path.write_bytes(text.encode(encoding))
        fast, slow = compared(path, fast=True, encoding=encoding), compared(path, fast=False, encoding=encoding)
        assert fast[0] == slow[0]
        assert fast == slow


def many_rows(number: int) -> list[tuple[str, ...]]:
    chance = random.Random(7)
    rows = []
    for at in range(number):
        fee = "" if chance.random() < 0.3 else f"{chance.randrange(10**9)}.{chance.randrange(100):02d}"
        industry = chance.choice(["机械装备", "纺织鞋服", "", "新材料"])
        odd = chance.choice(["", "", "", "3万元", "12.5", "x"]) if at % 50 == 0 else ""
        rows.append((f"企业{at}", industry, fee, odd, "", chance.choice(["是", "否", ""]), "", "", "", "", "", ""))
    return rows


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_many_threads_keep_the_order_of_the_file(tmp_path, threads, monkeypatch):
    monkeypatch.setattr(csv_reader, "STRETCH", 4096)
    path = tmp_path / "firms.csv"
    path.write_text(csv_text(HEADS, many_rows(5000)), "utf-8")
    slow = compared(path, fast=False)
    assert slow[0], "some cells are bad"
    assert compared(path, fast=True, threads=threads) == slow


def test_rows_that_get_shorter_along_the_file_find_room(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_reader, "STRETCH", 4096)
    rows = [("甲" * 300, "机械装备", "1.00", *[""] * 9)] * 50 + [("", "", "2", *[""] * 9)] * 4000
    path = tmp_path / "firms.csv"
    path.write_text(csv_text(HEADS, rows), "utf-8")
    found = read(path, labels={"industry": "industry"}, fast=True, threads=2).population()
    fees = found.columns["cloud_adoption", "annual_service_fee"].values
    assert fees.tolist() == [100] * 50 + [200] * 4000


def test_a_row_longer_than_a_stretch_is_read_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_reader, "STRETCH", 4096)
    rows = [("甲", "", "1", *[""] * 9), ("乙" * 30_000, "", "2", *[""] * 9), ("丙\n" * 5_000, "", "3", *[""] * 9)]
    path = tmp_path / "firms.csv"
    path.write_text(csv_text(HEADS, rows), "utf-8")
    assert compared(path, fast=True, threads=2) [2]["cloud_adoption.annual_service_fee"] == [100, 200, 300]


def test_there_may_be_as_many_labels_as_rows(tmp_path):
    number = 30_000
    rows = [(f"91350504{at % 20_000:010d}", "", "1", *[""] * 9) for at in range(number)]
    path = tmp_path / "firms.csv"
    path.write_text(csv_text(HEADS, rows), "utf-8")
    labels = read(path, labels={"firm": "企业"}, fast=True, threads=2).population().labels["firm"]
    assert len(labels.names) == 20_000
    assert [labels.names[code] for code in labels.codes[[0, 1, 20_000, 29_999]].tolist()] == [
        "913505040000000000", "913505040000000001", "913505040000000000", "913505040000009999"]  # fmt: skip
    assert np.unique(labels.codes).size == 20_000
