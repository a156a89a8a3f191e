"""luoqiao deadline, luoqiao calendar: the same counting as the pages, and the notices behind it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from luoqiao.interfaces.cli.main import main

ROOT = Path(__file__).resolve().parents[3]
NEXT_YEAR = """
[[notices]]
year = 2027
number = "国办发明电〔2026〕9号"
title = "演练"
issued_on = 2026-11-03
holidays = [{ name = "元旦", first_on = 2027-01-01, last_on = 2027-01-04 }]
"""


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    monkeypatch.setenv("DATA", str(tmp_path))
    (tmp_path / "calendars").mkdir()
    return tmp_path


def test_it_tells_programs_the_last_day_and_what_was_skipped(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadline", "2026-09-28", "5", "--count-first-day", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["deadline", "provisional", "skipped"]
    assert (answer["deadline"], answer["provisional"]) == ("2026-10-09", False)
    assert answer["skipped"] == [{"date": f"2026-10-0{day}", "reason": "国庆节"} for day in range(1, 8)]


def test_people_read_how_it_was_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadline", "2026年9月28日", "5"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2026-10-10 周六"
    assert lines[1] == "  从 2026-09-28 周一起 5 个工作日，从次日数起"
    assert lines[3:] == ["  上班 10-10 国庆节调休上班", "  依据 国办发明电〔2025〕7号"]


def test_a_year_without_notice_is_provisional_until_the_operator_adds_it(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["deadline", "2026-12-31", "1"]) == 0
    assert capsys.readouterr().out.startswith("2027-01-01 周五（暂定）")
    (data / "calendars" / "2027.toml").write_text(NEXT_YEAR, "utf-8")
    assert main(["deadline", "2026-12-31", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["deadline"] == "2027-01-05"
    assert main(["calendar"]) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "2027 国办发明电〔2026〕9号　2026-11-03 印发", "  元旦 2027-01-01 至 2027-01-04 放假",
    ]  # fmt: skip
    assert main(["calendar", "--json"]) == 0
    assert [notice["year"] for notice in json.loads(capsys.readouterr().out)] == [2022, 2023, 2024, 2025, 2026, 2027]


def test_a_faulty_added_notice_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "calendars" / "2027.toml").write_text("year = 2027", "utf-8")
    assert main(["calendar"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "2027.toml" in printed.err
    assert "LQ-5110" in printed.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2026-02-30", "5"], ["没有这一天"]),
        (["明天", "五"], ["不是日期", "不是工作日数"]),
        (["2026-09-28", "-1"], ["不是工作日数"]),
        (["2026-09-28", "99999999999999"], ["不是工作日数"]),
        (["9999-12-31", "5"], ["数不到 5 个工作日"]),
    ],
)
def test_bad_arguments_are_refused_all_at_once(
    words: list[str], said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["deadline", *words, "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert all(part in printed.err for part in said)


@pytest.mark.parametrize("words", [["deadline", "2026-09-28", "5"], ["credit-code", "91350504MA00001700"], ["calendar"]])
def test_they_load_no_web_framework(words: list[str]) -> None:
    asked = f"import sys; from luoqiao.interfaces.cli.main import main; main({words!r}); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, cwd=ROOT / "src", check=False).returncode == 0
