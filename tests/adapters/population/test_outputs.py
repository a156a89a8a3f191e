"""写结果: files appear whole or not at all, whatever stops the run."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from luoqiao.adapters.population.faults import CannotWrite, TooManyRows, UnknownFileType
from luoqiao.adapters.population.outputs import Outputs
from luoqiao.adapters.population.write import write_frame, write_population
from tests.adapters.population.firms import chosen_clauses, plain, read, write_any

LABELS = {"industry": "industry"}


@pytest.mark.parametrize("kind", ["parquet", "arrow", "feather", "csv", "xlsx"])
def test_a_population_written_is_read_back_the_same(tmp_path, kind):
    population = read(write_any(tmp_path / "firms.csv"), labels=LABELS).population()
    path = tmp_path / f"again.{kind}"
    write_population(population, path, chosen_clauses())
    again = read(path, labels=LABELS)
    assert again.bad == []
    assert plain(again.population()) == plain(population)


def test_text_can_be_written_for_programs_that_read_gb18030(tmp_path):
    population = read(write_any(tmp_path / "firms.csv"), labels=LABELS).population()
    write_population(population, tmp_path / "again.csv", chosen_clauses(), encoding="gb18030")
    assert (tmp_path / "again.csv").read_bytes().startswith("industry,".encode("gb18030"))
    assert plain(read(tmp_path / "again.csv", labels=LABELS).population()) == plain(population)


def test_nothing_has_its_name_before_all_is_finished(tmp_path):
    with Outputs() as outputs:
        first, second = tmp_path / "a.csv", tmp_path / "b.csv"
        for path in (first, second):
            outputs.open(path).write_text("x")
        assert list(tmp_path.iterdir()) == []
        outputs.finish()
    assert first.read_text() == second.read_text() == "x"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_failure_leaves_what_was_there(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("old")

    def fail() -> None:
        with Outputs() as outputs:
            outputs.open(path).write_text("new")
            raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_files_without_names_are_not_needed(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "O_TMPFILE")
    path = tmp_path / "a.csv"
    with Outputs() as outputs:
        outputs.open(path).write_text("x")
        assert [p.name.endswith(".part") for p in tmp_path.iterdir()] == [True]
        outputs.finish()
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
    with Outputs() as outputs:
        outputs.open(tmp_path / "b.csv")
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(("name", "said"), [("none/a.csv", "没有这个文件夹"), ("firms.csv", "读入的文件"), ("folder", "文件夹")])
def test_a_place_that_cannot_be_written_to_is_refused_first(tmp_path, name, said):
    source = write_any(tmp_path / "firms.csv")
    (tmp_path / "folder").mkdir()
    with Outputs() as outputs, pytest.raises(CannotWrite, match=said):
        outputs.open(tmp_path / name, inputs=(source,))


def test_two_results_in_one_file_are_refused(tmp_path):
    with Outputs() as outputs:
        outputs.open(tmp_path / "a.csv")
        with pytest.raises(CannotWrite, match="同一个文件"):
            outputs.open(tmp_path / "." / "a.csv")


def test_a_sheet_holds_no_more_rows_than_it_can(tmp_path):
    frame = pl.DataFrame({"a": pl.Series([1]).new_from_index(0, 1_048_576)})
    path = tmp_path / "a.xlsx"
    with Outputs() as outputs:
        place = outputs.open(path)
        with pytest.raises(TooManyRows, match="1,048,575"):
            write_frame(frame, path, place)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_kind_of_result_is_refused(tmp_path):
    with pytest.raises(UnknownFileType):
        write_frame(pl.DataFrame({"a": [1]}), tmp_path / "a.pdf", tmp_path / "a.pdf")


@pytest.mark.parametrize("killed_by", [signal.SIGKILL, signal.SIGTERM])
def test_a_run_killed_while_writing_leaves_nothing(tmp_path, killed_by):
    script = (
        "import sys,time\nfrom pathlib import Path\nimport polars as pl\n"
        "from luoqiao.adapters.population.outputs import Outputs\n"
        "from luoqiao.adapters.population.write import write_frame\n"
        "path = Path(sys.argv[1])\n"
        "with Outputs() as outputs:\n"
        "    place = outputs.open(path)\n"
        "    write_frame(pl.DataFrame({'a': range(100000)}), path, place)\n"
        "    print('written', flush=True)\n    time.sleep(60)\n    outputs.finish()\n"
    )
    source = Path(__file__).parents[3] / "src"
    child = subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "a.parquet")], stdout=subprocess.PIPE,
                             text=True, env={**os.environ, "PYTHONPATH": str(source)})  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "written\n"
    child.send_signal(killed_by)
    child.wait(timeout=30)
    child.stdout.close()
    time.sleep(0.1)
    assert list(tmp_path.iterdir()) == []
