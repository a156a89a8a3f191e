"""luoqiao sweep: the question of the budget officer, answered; every way to write it wrong, said."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from luoqiao.interfaces.cli.main import main

BASE = ["sweep", "--synthetic", "--clause", "cloud_adoption", "--on", "2023-06-30"]


def _data(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main([*BASE, *words, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_question_of_the_budget_officer(capsys: pytest.CaptureFixture[str]) -> None:
    """区级上云补助比例从 20% 提到 30%，按不同读法，今年要多少钱，谁受益."""
    found = _data(capsys, "--set", "district.rate=0.2,0.3", "--reading", "X-12=*", "--by", "industry")
    assert found["population"]["synthetic"] is True
    by_name = {one["name"]: one for one in found["scenarios"]}
    assert list(by_name) == [f"district.rate={rate} X-12={x}" for rate in ("20%", "30%") for x in "AB"]
    raised = by_name["district.rate=30% X-12=B"]
    assert raised["words"] == ["X-12 取 B", "区级：市级实拨的比例 20% → 30%"]
    assert raised["against"]["name"] == "现行（读法相同）"
    assert raised["against"]["cost"] == by_name["district.rate=20% X-12=B"]["cost"]
    more = float(raised["cost"]["district"]) - float(raised["against"]["cost"]["district"])
    assert f"{more:.2f}" == raised["change"]["gained"]
    assert raised["change"]["losers"] == 0
    assert sum(group["change"]["winners"] for group in raised["groups"]) == raised["change"]["winners"] > 0


def test_it_is_answered_within_a_second_of_work_by_a_real_process() -> None:
    words = ["--set", "district.rate=0.2..0.3/0.05", "--pareto", "--json"]
    done = subprocess.run([sys.executable, "-m", "luoqiao.interfaces.cli.main", *BASE, *words], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert len(found["scenarios"]) == 3
    assert found["pareto"] == ["district.rate=20%"]


def test_a_budget_is_kept_and_one_number_is_found_that_meets_it(capsys: pytest.CaptureFixture[str]) -> None:
    found = _data(capsys, "--budget", "区级=30万", "--meet", "district=45万", "--free", "区级.比例")
    met = found["met"]
    assert 0 <= float(met["left"]) < 200
    assert met["tried"] < 60
    (scenario,) = found["scenarios"]
    assert scenario["budget"]["district"]["paid"] == "300000.00"
    assert scenario["paid"]["city"] == scenario["cost"]["city"]


def test_several_numbers_are_found_that_meet_a_budget(capsys: pytest.CaptureFixture[str]) -> None:
    found = _data(capsys, "--meet", "district=60万", "--free", "district.rate,district.cap")
    assert 0 <= float(found["met"]["left"]) < 100
    assert found == _data(capsys, "--meet", "district=60万", "--free", "district.rate,district.cap")


def test_designs_are_read_from_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    toml, as_json = tmp_path / "design.toml", tmp_path / "design.json"
    toml.write_text(
        '[clauses.cloud_adoption.values]\n"district.rate" = { from = 0.2, to = "30%", step = "5%" }\n'
        '[clauses.cloud_adoption.readings]\n"X-12" = ["A", "B"]\n',
        "utf-8",
    )
    as_json.write_text('{"clauses": {"cloud_adoption": {"values": {"district.cap": ["2万", 30000]}}}}', "utf-8")
    assert len(_data(capsys, "--design", str(toml))["scenarios"]) == 6
    assert [s["turned"]["cloud_adoption"]["values"] for s in _data(capsys, "--design", str(as_json))["scenarios"]] == [
        {"district.cap": "20000.00"}, {"district.cap": "30000.00"},
    ]  # fmt: skip
    toml.write_text("[clauses", "utf-8")
    assert main([*BASE, "--design", str(toml)]) == 2
    assert "不是 TOML" in capsys.readouterr().err


def test_a_random_design_is_the_same_for_the_same_seed(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--set", "district.rate=0..0.5", "--set", "district.cap=1万..5万", "--seed", "7"]
    once = _data(capsys, *words, "--random", "12")
    assert once == _data(capsys, *words, "--random", "12")
    assert len(once["scenarios"]) == len(_data(capsys, *words, "--latin", "12")["scenarios"]) == 12


def test_the_workbook_holds_every_scenario_exactly(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "结果.xlsx"
    found = _data(capsys, "--set", "district.rate=0.25,0.3", "--by", "size,township", "--out", str(out))
    book = load_workbook(out)
    assert book.sheetnames == ["设想", "再进一步", "谁受益"]
    cells = [[cell.value for cell in row] for row in book["设想"].iter_rows()]
    head = next(row for row in cells if row[0] == "设想")
    line = next(row for row in cells if row[0] == "district.rate=30%")
    assert f"{line[head.index('区级')]:.2f}" == found["scenarios"][1]["cost"]["district"]
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_the_parameters_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", "--parameters", "--clause", "上云上平台补助"]) == 0
    assert "district.rate" in capsys.readouterr().out
    assert main(["sweep", "--parameters", "--clause", "cloud_adoption", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["clauses"]["cloud_adoption"]
    assert listed[3]["value"] == "0.2"
    assert listed[3]["quotes"][0]["anchor"] == "三（一）1"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sweep"], "--synthetic"),
        ([*BASE, "--set", "district.rte=0.3"], "是不是“district.rate”"),
        ([*BASE, "--set", "district.rate"], "写成 参数=值"),
        ([*BASE, "--set", "district.rate=0.2..0.3"], "要写步长"),
        ([*BASE, "--set", "district.rate=0.2", "--set", "区级.比例=0.3"], "写了两次"),
        (["sweep", "--synthetic", "--set", "district.rate=0.3"], "都有参数“district.rate”"),
        ([*BASE, "--reading", "X-04=A"], "没有读法 X-04"),
        ([*BASE, "--reading", "X-12=C"], "没有选项 C"),
        ([*BASE, "--budget", "destrict=1万"], "是不是“district”"),
        ([*BASE, "--budget", "district=很多"], "读不成金额"),
        ([*BASE, "--meet", "district=1万"], "要一起写"),
        ([*BASE, "--meet", "district=1万", "--free", "term.last"], "是日期，不能凑"),
        ([*BASE, "--meet", "district=1万", "--free", "district.cap", "--set", "district.rate=0.2,0.3"], "只能写一个值"),
        ([*BASE, "--meet", "district=60万", "--free", "district.rate,term.last"], "是日期，不能凑"),
        ([*BASE, "--meet", "province=60万", "--free", "district.rate"], "不影响省级的花费"),
        ([*BASE, "--budget", "district=1万", "--budget", "区级=2万"], "预算写了两次"),
        ([*BASE, "--random", "5", "--latin", "5"], "只写一个"),
        ([*BASE, "--by", "industri"], "是不是“industry”"),
        ([*BASE, "--out", "a.txt"], "结果写成 xlsx"),
        ([*BASE, "--design", "nowhere.toml"], "读不到文件"),
        ([*BASE, "firms.csv"], "两样只写一样"),
    ],
)
def test_every_wrong_way_is_said(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""


def test_a_budget_that_nothing_meets_says_the_least(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*BASE, "--meet", "city=1元", "--free", "district.rate"]) == 2
    assert "最少也要" in capsys.readouterr().err


def test_a_budget_that_cannot_be_used_up_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert _data(capsys, "--meet", "district=100亿", "--free", "district.rate")["met"]["used_up"] is False
    assert _data(capsys, "--meet", "district=60万", "--free", "district.rate")["met"]["used_up"] is True
    assert main([*BASE, "--meet", "district=100亿", "--free", "district.rate"]) == 0
    assert "放到头也用不完" in capsys.readouterr().out


def test_several_free_parameters_may_be_written_apart(capsys: pytest.CaptureFixture[str]) -> None:
    apart = _data(capsys, "--meet", "district=60万", "--free", "district.rate", "--free", "district.cap")
    assert apart["met"] == _data(capsys, "--meet", "district=60万", "--free", "district.rate,district.cap")["met"]


def test_who_gains_most_stands_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*BASE, "--set", "district.rate=0.3", "--by", "industry"]) == 0
    assert capsys.readouterr().out.split("谁受益")[1].splitlines()[1].startswith("机械装备：28 家受益")


def test_a_file_of_enterprises_is_worked_out_by_kernels(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    firms = tmp_path / "firms.csv"
    firms.write_text("annual_service_fee,industry\n10万,甲\n20万,乙\n4万,甲\n,乙\n坏,甲\n", "utf-8")
    words = ["sweep", str(firms), "--clause", "cloud_adoption", "--on", "2023-06-30", "--by", "industry"]
    assert main([*words, "--set", "district.rate=0.3", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["population"] == {"title": "导入：firms.csv（1 行读不成，已略去）", "synthetic": False, "enterprises": 4}
    (scenario,) = found["scenarios"]
    assert scenario["cost"]["district"] == "27000.00"
    assert {g["name"]: g["change"]["gained"] for g in scenario["groups"]} == {"甲": "3000.00", "乙": "6000.00"}
    assert main([*words, "--budget", "district=1万"]) == 0
    assert "实付 1万元" in capsys.readouterr().out
