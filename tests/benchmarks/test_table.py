"""测量的表：what nobody fills is left out, a goal is met or not, and a missing comparison says how to get it."""

import json
from pathlib import Path

import pytest

from benchmarks.measure import Row, report

ROWS = [
    Row("甲", 3, 0.02, 0.01, 0.03, goal="≤ 30 ms", met="yes", wrong="0 of 4"),
    Row("ways without rounds", 0, 0.0, 0.0, 0.0, baseline="12 MB"),
]


def test_columns_that_no_row_fills_are_left_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATA", str(tmp_path))
    report("tried", ROWS)
    head, first, second = capsys.readouterr().out.splitlines()
    assert head.split("  ")[0] == "work"
    assert "× ours" not in head
    assert "wrong cells" in head
    assert "20 ms" in first
    assert second.split() == ["ways", "without", "rounds", "12", "MB"]
    assert json.loads((tmp_path / "bench" / "tried.json").read_text("utf-8"))["rows"][0]["met"] == "yes"


def test_without_its_environment_openfisca_has_one_row_that_says_how_to_set_it_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("numba")
    pytest.importorskip("polars")
    from benchmarks.peers import seven_items
    from benchmarks.population_data import make_columns

    monkeypatch.setenv("DATA", str(tmp_path))
    field = seven_items.Field("few firms", make_columns(10, 1), {}, 1)
    (row,) = seven_items.rows_of_openfisca(field, 1.0, 1.0)
    assert "benchmarks/setup-openfisca" in row.baseline


def test_a_goal_is_met_at_its_limit_and_not_beyond() -> None:
    pytest.importorskip("numpy")
    from benchmarks.peers.contest import Goal

    assert [Goal("≤ 1 s", 1.0).verdict(seconds) for seconds in (0.5, 1.0, 1.01)] == ["yes", "yes", "NO"]
