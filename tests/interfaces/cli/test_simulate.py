"""luoqiao simulate: the real command over real files, held against *explain* row by row."""

import io
import json
import os
import random
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from luoqiao.adapters.population import faults
from luoqiao.core.kernel.money import yuan_text
from luoqiao.core.rules.columns import columns_of
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import read_facts
from luoqiao.interfaces.cli.main import main
from tests.adapters.population.firms import HEADS, ROWS, csv_text, write_any, write_csv
from tests.core.rules.asking import programme

SOURCE = Path(__file__).parents[3] / "src"
ON = "2023-06-30"
TIERS = ("province", "city", "district")


@dataclass(frozen=True)
class Done:
    """What a command printed."""

    stdout: str
    stderr: str


def simulate(*words: object, status: int = 0) -> Done:
    """The command within this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        ended = main(["simulate", *map(str, words)])
    assert ended == status, err.getvalue() or out.getvalue()
    return Done(out.getvalue(), err.getvalue())


def command(*words: object, status: int = 0) -> Done:
    """The real command as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "luoqiao.interfaces.cli.main", "simulate", *map(str, words)],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(SOURCE)}, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stderr or done.stdout
    return Done(done.stdout, done.stderr)


def answer(*words: object, run=simulate) -> dict:
    return json.loads(run(*words, "--on", ON, "--json").stdout)


# facts drawn at random, with gaps, for all clauses

AMOUNTS = ("0", "49999.99", "50000", "50000.01", "333333.34", "5000000", "9999999.99", "10000000", "28571428.57", "500000000",
           "2999999999.99", "3000000000")  # fmt: skip
DAYS = ("2020-09-15", "2022-09-01", "2022-12-31", "2023-01-01", "2023-12-31", "2024-01-01")


def random_rows(number: int) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    chance = random.Random(3)
    wanted = [(c, w) for c in programme().clauses.values() for w in columns_of(c) if w.input or w.name.startswith("granted_")]
    heads = ("企业", "industry", *(w.head for _, w in wanted))
    rows = []
    for at in range(number):
        cells = {}
        for clause in programme().clauses.values():
            gaps = chance.choice([0.0, 0.3, 1.0])
            for w in columns_of(clause):
                cells[w.head] = "" if chance.random() < gaps else _cell(w, chance)
        rows.append((f"企业{at}", chance.choice(["机械装备", "新材料", ""]), *(cells[w.head] for _, w in wanted)))
    return heads, rows


def _cell(wanted, chance: random.Random) -> str:
    one = wanted.input
    if one is None:
        return chance.choice(["", "", "0", "12345.67"])
    match one.kind.name:
        case "MONEY":
            return chance.choice(AMOUNTS)
        case "RATE":
            return chance.choice(["", "0.05", "7%"])
        case "MONTHS":
            return chance.choice(["0", "6", "60"])
        case "DATE":
            return chance.choice(DAYS)
        case "YES_NO":
            return chance.choice(["是", "否"])
        case "CHOICE":
            return chance.choice(one.options).identifier
    amounts = [chance.choice(["0.05", "200000", "333333.34", None]) for _ in range(chance.randrange(4))]
    return json.dumps([{one.fields[0].identifier: amount} if amount else {} for amount in amounts])


def explained(heads: tuple[str, ...], row: tuple[str, ...]) -> dict[str, object]:
    """Every clause that the row takes part in, by the reference answer."""
    found = {}
    cells = dict(zip(heads, row, strict=True))
    for clause in programme().clauses.values():
        facts = {}
        for wanted in columns_of(clause):
            text = cells.get(wanted.head, "")
            if text:
                facts[wanted.name] = json.loads(text) if text.startswith("[") else text
        if any(i.identifier in facts for i in clause.inputs if i.need.name != "KEPT"):
            known, on = read_facts(clause, facts), date.fromisoformat(ON)
            found[clause.identifier] = explain(clause, known, on=on, basis=programme().basis)
    return found


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    heads, rows = random_rows(120)
    folder = tmp_path_factory.mktemp("drawn")
    return folder, heads, rows, [explained(heads, row) for row in rows]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "arrow"])
def test_every_row_is_answered_as_explain_answers_it(drawn, kind):
    folder, heads, rows, answers = drawn
    path, out = write_any(folder / f"firms.{kind}", heads, rows), folder / f"results.{kind}.parquet"
    data = answer(path, "--out", out, "--by", "industry", run=command)
    results = pl.read_parquet(out).to_dicts()
    assert data["rows"] == len(rows) == len(results)
    assert data["bad_rows"] == 0
    for row, (expected, got) in enumerate(zip(answers, results, strict=True)):
        for clause in programme().clauses:
            low = {tier: got[f"{clause}.{tier}"] for tier in TIERS}
            shown = {tier: (low[tier], got.get(f"{clause}.{tier}.most", low[tier])) for tier in TIERS}
            if clause not in expected:
                assert got[f"{clause}.outcome"] is None, (row, clause)
                assert shown == dict.fromkeys(TIERS, (0, 0))
                continue
            one = expected[clause]
            assert got[f"{clause}.outcome"] == one.outcome.value, (row, clause)
            assert shown == {tier: tuple(one.shares[tier].amount) for tier in TIERS}, (row, clause)


def test_sums_are_the_sums_of_the_rows(drawn):
    folder, heads, rows, answers = drawn
    data = answer(write_any(folder / "sums.csv", heads, rows), "--by", "industry")
    for clause, summed in data["clauses"].items():
        mine = [found[clause] for found in answers if clause in found]
        assert summed["taking_part"] == len(mine)
        for outcome in ("entitled", "not_entitled", "undetermined"):
            assert summed[outcome] == sum(one.outcome.value == outcome for one in mine)
        for tier in TIERS:
            assert summed["totals"][tier] == yuan_text(sum(one.shares[tier].amount.low for one in mine))
            highs = [one.shares[tier].amount.high for one in mine]
            if "range" in summed:
                assert summed["range"][tier]["high"] == (None if None in highs else yuan_text(sum(highs)))
            else:
                assert sum(highs) == sum(one.shares[tier].amount.low for one in mine)
    for tier in (*TIERS, "total"):
        parts = [_fen(group["totals"][tier]) for group in data["by"]]
        assert sum(parts) == _fen(data["totals"][tier])
    assert sorted(group["industry"] for group in data["by"]) == sorted({"机械装备", "新材料", ""})
    assert sum(group["rows"] for group in data["by"]) == data["rows"]


def _fen(text: str) -> int:
    return int(text.replace(".", ""))


# how the command behaves


def test_the_plain_report_names_file_day_readings_and_money(tmp_path):
    said = command(write_any(tmp_path / "firms.csv"), "--on", ON, "--by", "industry").stdout
    for words in ("firms.csv：3 行", ON, "第 5 行", "X-11=A", "未裁定", "上云上平台补助", "机械装备", "合计", "至多"):
        assert words in said


def test_readings_and_days_are_passed_on(tmp_path):
    path = write_csv(tmp_path / "firms.csv", ("annual_transaction",), [("500000000",)])
    assert answer(path)["totals"]["district"] == "50000.00"
    other = json.loads(simulate(path, "--reading", "X-04=B", "--on", ON, "--json").stdout)
    assert other["totals"]["district"] == "0.00"
    assert "X-04=B" in other["readings"]
    late = simulate(path, "--on", "2024-01-01", "--json")
    assert json.loads(late.stdout)["totals"]["total"] == "0.00"
    assert "不在期限内" in late.stderr


def test_only_the_clauses_named_are_calculated(tmp_path):
    path = write_csv(tmp_path / "firms.csv", ("cloud_adoption.annual_service_fee", "newly_recognised"), [("60000", "是")])
    data = answer(path, "--clauses", "champion_national")
    assert list(data["clauses"]) == ["champion_national"]
    assert data["totals"]["total"] == "1300000.00"


def test_rows_of_one_enterprise_share_their_yearly_cap(tmp_path):
    rows = [("甲", "2022", "200000"), ("甲", "2022", "200000"), ("甲", "2023", "200000"), ("乙", "2022", "200000")]
    path = write_csv(tmp_path / "firms.csv", ("信用代码", "年度", "annual_service_fee"), rows)
    assert answer(path)["totals"]["city"] == "240000.00"
    data = answer(path, "--enterprise", "信用代码", "--year", "年度", "--out", tmp_path / "out.csv")
    assert data["totals"]["city"] == "220000.00"
    cities = [line.split(",")[3] for line in (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()]
    assert cities == ["cloud_adoption.city", "60000.00", "40000.00", "60000.00", "60000.00"]


def test_grouping_by_a_column_called_enterprise_joins_nothing(tmp_path):
    path = write_csv(tmp_path / "firms.csv", ("enterprise", "annual_service_fee"), [("甲", "200000"), ("甲", "200000")])
    assert answer(path, "--by", "enterprise")["totals"]["city"] == "120000.00"


def test_bad_rows_go_to_a_file_beside_the_input_and_the_run_goes_on(tmp_path):
    rows = [("甲", "60000"), ("乙", "x"), ("丙", "60000")]
    path = write_csv(tmp_path / "firms.csv", ("企业", "annual_service_fee"), rows, "gb18030")
    data = answer(path, run=command)
    assert (data["rows"], data["bad_rows"]) == (2, 1)
    assert data["problems"][0]["field"] == "firms.csv 第 3 行 annual_service_fee"
    side = tmp_path / "firms.bad.csv"
    assert data["bad_out"] == str(side)
    lines = side.read_text("gb18030").splitlines()
    assert lines[0] == "企业,annual_service_fee,行号,错误"
    assert lines[1].replace('"', "").startswith("乙,x,3,annual_service_fee：")


def test_corrected_bad_rows_can_be_read_again(tmp_path):
    path = write_csv(tmp_path / "firms.csv", HEADS, [ROWS[0], ("戊", "新材料", "6万圆", *[""] * 11)])
    answer(path)
    side = tmp_path / "firms.bad.csv"
    side.write_text(side.read_text("utf-8").replace("6万圆", "6万元", 1), "utf-8")
    assert answer(side)["clauses"]["cloud_adoption"]["totals"]["city"] == "18000.00"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_the_side_file_may_be_of_another_kind(tmp_path, kind):
    path = write_any(tmp_path / "firms.csv", ("annual_service_fee",), [("60000",), ("x",)])
    side = tmp_path / f"bad.{kind}"
    answer(path, "--bad-out", side)
    assert side.stat().st_size > 0


def test_the_run_stops_at_a_bad_row_when_told_to(tmp_path):
    path = write_csv(tmp_path / "firms.csv", ("annual_service_fee",), [("60000",), ("x",)])
    done = command(path, "--on", ON, "--stop-on-bad", "--out", tmp_path / "out.csv", status=2)
    assert done.stdout == ""
    assert "firms.csv 第 3 行 annual_service_fee" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["firms.csv"]


def test_an_approved_rate_beyond_its_ceiling_is_a_bad_row(tmp_path):
    path = write_csv(tmp_path / "firms.csv", ("生产设备投资额", "city_approved_rate"), [("100", "7%"), ("100", "7.01%")])
    assert answer(path)["bad_rows"] == 1
    assert json.loads(simulate(path, "--on", ON, "--reading", "X-01=B", "--json").stdout)["bad_rows"] == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "arrow"])
def test_results_and_summary_come_as_any_kind_of_file(tmp_path, kind):
    path = write_any(tmp_path / "firms.csv")
    out, summary = tmp_path / f"out.{kind}", tmp_path / f"summary.{kind}"
    answer(path, "--out", out, "--summary-out", summary, "--by", "industry", "--keep", "企业名称")
    if kind == "xlsx":
        rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
        found = dict(zip(rows[0], rows[1], strict=True))
        assert (found["行号"], found["企业名称"], found["cloud_adoption.city"]) == (2, "甲机械", 15000.02)
        return
    reader = {"csv": pl.read_csv, "parquet": pl.read_parquet, "arrow": pl.read_ipc}[kind]
    first = reader(out).row(0, named=True)
    assert (first["企业名称"], first["industry"]) == ("甲机械", "机械装备")
    assert first["cloud_adoption.city"] == (15000.02 if kind == "csv" else 1500002)
    assert "合计" in reader(summary)["条款"].to_list()


@pytest.mark.parametrize(("words", "said"), [
    (("none.csv",), "没有这个文件"), (("firms.csv", "--clauses", "cloud"), "cloud_adoption"),
    (("firms.csv", "--by", "行也"), "行也"),
    (("firms.csv", "--reading", "X-99=A"), "X-99"), (("firms.csv", "--reading", "X-11=Z"), "X-11"),
    (("firms.csv", "--on", "2023-02-30"), "不是日期"), (("firms.csv", "--out", "none/out.csv"), "没有这个文件夹"),
    (("firms.csv", "--out", "out.pdf"), "不认识"), (("firms.csv", "--out", "firms.csv"), "读入的文件"),
    (("firms.csv", "--year", "industry"), "--enterprise"), (("firms.csv", "--encoding", "latin1"), "latin1"),
])  # fmt: skip
def test_what_cannot_be_done_is_one_sentence_and_nothing_on_standard_output(tmp_path, monkeypatch, words, said):
    write_any(tmp_path / "firms.csv")
    monkeypatch.chdir(tmp_path)
    done = simulate(*words, status=2)
    assert done.stdout == ""
    assert said in done.stderr
    assert "LQ-" in done.stderr
    assert "Traceback" not in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["firms.csv"]


def test_without_the_packages_the_command_that_installs_them_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(faults, "find_spec", lambda name: None)
    done = simulate(write_any(tmp_path / "firms.csv"), status=2)
    assert done.stdout == ""
    assert "scripts/setup compute" in done.stderr
    assert "LQ-4300" in done.stderr


def test_a_file_without_rows_sums_to_nothing(tmp_path):
    data = answer(write_csv(tmp_path / "firms.csv", HEADS, ()), "--by", "industry", "--out", tmp_path / "out.parquet")
    assert (data["rows"], data["totals"]["total"], data["by"]) == (0, "0.00", [])
    assert pl.read_parquet(tmp_path / "out.parquet").height == 0


def test_a_large_file_takes_the_fast_way_to_the_same_sums(tmp_path):
    rows = [("甲", "机械装备", "60000.00"), ("乙", "新材料", "1万元"), ("丙", "", "")] * 6000
    path = tmp_path / "firms.csv"
    path.write_text(csv_text(("企业", "industry", "annual_service_fee"), rows), "utf-8")
    assert path.stat().st_size > 256 * 1024
    data = answer(path, "--by", "industry")
    assert data["clauses"]["cloud_adoption"]["entitled"] == 6000
    assert data["totals"]["city"] == yuan_text(6000 * 1800000)


def test_the_quick_commands_load_nothing_of_this():
    done = subprocess.run(
        [sys.executable, "-c", "import sys, luoqiao.interfaces.cli.main as m; m.main(['calc', 'srdi']); "
         "print([n for n in sys.modules if n.partition('.')[0] in ('numpy', 'polars', 'numba')])"],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(SOURCE)}, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_label_is_taken_for_a_formula(tmp_path, kind):
    path = write_csv(tmp_path / "firms.csv", ("企业", "annual_service_fee"), [("=HYPERLINK(1)", "60000"), ("乙", "60000")])
    out = tmp_path / f"out.{kind}"
    answer(path, "--out", out, "--keep", "企业")
    if kind == "xlsx":
        names = [row[1] for row in openpyxl.load_workbook(out).active.iter_rows(values_only=True)]
    else:
        names = [line.split(",")[1] for line in out.read_text("utf-8-sig").splitlines()]
    assert names == ["企业", "'=HYPERLINK(1)", "乙"]
