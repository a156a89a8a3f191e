"""luoqiao population: a file of enterprises takes the place of the made-up ones, and the pages say which it is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.http import QueryDict
from openpyxl import Workbook

from luoqiao.adapters.population.faults import NoSuchColumn
from luoqiao.adapters.population.stated_rows import read_stated
from luoqiao.apps.whatif.errors import NothingLoaded
from luoqiao.apps.whatif.models import PopulationFile
from luoqiao.apps.whatif.population import find_population, get_firms, load_population, withdraw_population
from luoqiao.core.kernel.errors import Invalid
from luoqiao.interfaces.portal.whatif_page import WhatIfPage, assemble, read_trial
from luoqiao.policies import open_pack
from luoqiao.policies.pack import Pack

AT = datetime(2023, 6, 30, 9, 0, tzinfo=UTC)
CLOUD = "cloud_adoption"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return open_pack("luojiang_2022_31")


def _csv(folder: Path) -> Path:
    path = folder / "firms.csv"
    path.write_text(
        "企业名称,产业,镇街,cloud_adoption.annual_service_fee,cloud_adoption.earlier.区级.单家累计,认定事项\n"
        "甲,机械装备,双阳街道,80000,,\n"
        "乙,textiles_footwear,350504102,40万元,1000,\n"
        "丙,机械装备,,abc,,\n"
        "丁,,,,,\n",
        "utf-8",
    )
    return path


def _load(pack: Pack, path: Path) -> None:
    clauses = tuple(clause for clause in pack.clauses.values() if clause.identifier == CLOUD)
    stated = read_stated(path, clauses, pack.basis)
    load_population(
        name=path.name, content=path.read_bytes(), firms=stated.rows, bad_rows=stated.bad, pack=pack.meta.name,
        by="测试", at=AT,
    )  # fmt: skip


def _page(pack: Pack, query: str) -> WhatIfPage:
    typed, population = read_trial(pack, pack.clauses[CLOUD], QueryDict(query))
    assert population is not None
    return assemble(pack, pack.clauses[CLOUD], typed, population)


def test_rows_of_a_file_state_facts_in_the_form_of_single_cases(pack: Pack, tmp_path: Path) -> None:
    path = tmp_path / "firms.csv"
    path.write_text(_csv(tmp_path).read_text("utf-8").replace(",认定事项", "").replace(",\n", "\n"), "utf-8")
    stated = read_stated(path, (pack.clauses[CLOUD],), pack.basis)
    assert [(one.name, one.labels, one.facts) for one in stated.rows if one.facts] == [
        ("甲", ("机械装备", "双阳街道", ""), {CLOUD: {"annual_service_fee": "80000.00"}}),
        ("乙", ("textiles_footwear", "350504102", ""), {CLOUD: {"annual_service_fee": "400000.00"}}),
    ]
    assert stated.rows[1].earlier == {CLOUD: {"区级": {"enterprise": "1000.00"}}}
    assert stated.bad == 1
    assert "第 4 行" in stated.problems[0]


def test_lists_of_a_workbook_come_along(pack: Pack, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["企业名称"])
    sheet.append(["甲"])
    apps = book.create_sheet("工业APP")
    apps.append(["企业名称", "上年度实际服务支出"])
    apps.append(["甲", 200000])
    apps.append(["甲", 80000.5])
    book.save(tmp_path / "firms.xlsx")
    (one,) = read_stated(tmp_path / "firms.xlsx", tuple(pack.clauses.values()), pack.basis).rows
    items = [{"last_year_service_expenditure": "200000.00"}, {"last_year_service_expenditure": "80000.50"}]
    assert one.facts == {"industrial_app": {"apps": items}}


@pytest.mark.django_db
def test_the_page_runs_over_the_file_and_says_so(pack: Pack, tmp_path: Path) -> None:
    path = tmp_path / "firms.csv"
    rows = ("企业名称,产业,镇街,annual_service_fee", "甲,机械装备,双阳街道,80000", "乙,textiles_footwear,350504102,40万元")
    path.write_text("\n".join(rows), "utf-8")
    _load(pack, path)
    shown = _page(pack, "district.rate=30")
    assert shown.population.title == "导入：firms.csv，2023-06-30，2 家"
    assert not shown.population.synthetic
    assert shown.headline == "区级比例从 20% 提到 30%：区级一年多付 0.24 万元（按默认读法），1 家受益。"
    assert [group.name for group in shown.answer.compared.groups if group.label == "industry"] == ["机械装备", "纺织鞋服"]
    made_up = _page(pack, "district.rate=30&population=synthetic")
    assert made_up.population.synthetic
    assert made_up.query == "district.rate=30&population=synthetic"


@pytest.mark.django_db
def test_loading_the_same_file_twice_changes_nothing_and_withdrawing_keeps_the_record(pack: Pack, tmp_path: Path) -> None:
    path = tmp_path / "firms.csv"
    path.write_text("企业名称,annual_service_fee\n甲,80000\n", "utf-8")
    _load(pack, path)
    _load(pack, path)
    assert PopulationFile.objects.count() == 1
    kept = find_population(pack.meta.name)
    assert kept is not None
    assert get_firms(kept.number)[0].name == "甲"
    was = withdraw_population(pack=pack.meta.name, at=AT)
    assert was == kept
    assert find_population(pack.meta.name) is None
    assert PopulationFile.objects.count() == 1
    assert _page(pack, "").population.synthetic


@pytest.mark.django_db
def test_a_file_without_one_good_row_leaves_everything_as_it_was(pack: Pack, tmp_path: Path) -> None:
    path = tmp_path / "firms.csv"
    path.write_text("企业名称,annual_service_fee\n甲,abc\n", "utf-8")
    with pytest.raises(NothingLoaded):
        _load(pack, path)
    assert not PopulationFile.objects.exists()


def test_a_file_that_states_nothing_is_refused(pack: Pack, tmp_path: Path) -> None:
    path = tmp_path / "firms.csv"
    path.write_text("企业名称,电话\n甲,1\n", "utf-8")
    with pytest.raises((Invalid, NoSuchColumn)):
        read_stated(path, tuple(pack.clauses.values()), pack.basis)
