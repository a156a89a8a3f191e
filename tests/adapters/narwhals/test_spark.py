"""Spark 集群与逐步说明一致: a real cluster on this machine, partitioned Parquet, and a worker that is lost on the way."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from luoqiao.adapters.narwhals.engine import run
from luoqiao.adapters.narwhals.totals import totals
from luoqiao.core.kernel.money import yuan_text
from luoqiao.core.rules import tree as t
from tests.adapters.narwhals.asked_rows import frame_of, programme_rows, wrong_cells
from tests.adapters.narwhals.spark_cluster import Cluster, environment, running_cluster, why_not
from tests.core.rules.asking import programme

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "集群可用")
ON = date(2023, 6, 30)
BASIS = programme().basis


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running_cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


DRIVER = """
import json, sys
from luoqiao.interfaces.cli.main import main
for words in json.loads(sys.argv[1]):
    status = main(words)
    print(flush=True)
    if status:
        sys.exit(status)
"""
"""The real command several times in one process: starting Java takes longer than the work."""


def words_of(cluster: Cluster, given: Path, out: Path, *more: str) -> list[str]:
    """The command line of one run on the cluster."""
    return ["cluster", str(given), str(out), "--master", cluster.master, "--on", str(ON), "--key", "row", "--json",
            "--conf", "spark.ui.enabled=false", "--conf", "spark.executor.memory=600m",
            "--conf", "spark.sql.shuffle.partitions=4", *more]  # fmt: skip


def started(commands: Sequence[list[str]]) -> subprocess.Popen[str]:
    """A process that runs the commands one after another."""
    words = [sys.executable, "-c", DRIVER, json.dumps(commands)]
    path = {"PYTHONPATH": str(Path(__file__).parents[3] / "src")}
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**environment(), **path})


def in_parts(frame: pl.DataFrame, folder: Path, parts: int) -> Path:
    """The frame as so many Parquet files."""
    folder.mkdir()
    size = -(-len(frame) // parts)
    for number in range(parts):
        frame[number * size : (number + 1) * size].write_parquet(folder / f"part-{number:03}.parquet")
    return folder


def clauses_of(*names: str) -> list[t.Clause]:
    return [programme().clauses[name] for name in names]


def test_a_cluster_answers_as_explain_does_and_loses_no_row_with_a_worker(cluster: Cluster, tmp_path: Path) -> None:
    """集群与逐步说明分文不差；丢了一台机器，一行不少、一行不多."""
    every, few = list(programme().clauses.values()), clauses_of("cloud_adoption", "industrial_app", "five_g_demo")
    rows, sample = programme_rows(every, 60, seed=7), programme_rows(few, 50, seed=3)
    many = pl.concat([frame_of(few, sample, BASIS)] * 1200).with_columns(pl.int_range(pl.len()).alias("row"))
    small = in_parts(frame_of(every, rows, BASIS), tmp_path / "small", 3)
    large = in_parts(many, tmp_path / "large", 24)
    answered, written = tmp_path / "answered", tmp_path / "written"
    slowly = ["--conf", "spark.sql.files.maxPartitionBytes=100k", "--conf", "spark.sql.adaptive.enabled=false",
              "--conf", "spark.sql.shuffle.partitions=24"]  # fmt: skip
    driver = started([words_of(cluster, small, answered), words_of(cluster, large, written, *slowly)])
    try:
        while driver.poll() is None and not list(written.glob("_temporary/*/*/*")):
            time.sleep(0.02)
        assert driver.poll() is None, driver.communicate()[1][-3000:]
        cluster.lose_a_worker()
        printed, complaints = driver.communicate(timeout=300)
    finally:
        driver.kill()
        driver.wait()
    assert driver.returncode == 0, complaints[-3000:]
    first, second = (json.loads(text) for text in printed.strip().split("\n\n"))
    found = pl.read_parquet(answered / "*.parquet")
    assert wrong_cells(every, rows, found.to_dicts(), on=ON, readings={}, basis=BASIS) == []
    for one in totals(found, every, BASIS.tiers).clauses:
        assert first["clauses"][one.clause]["totals"]["city"] == yuan_text(one.sums["city"][0])
    again = pl.read_parquet(written / "*.parquet").sort("row")
    assert second["rows"] == len(again) == len(many)
    assert again["row"].to_list() == many["row"].to_list()
    assert again.equals(run(many, few, on=ON, basis=BASIS))
    repeated = again.head(len(sample)).to_dicts()
    assert wrong_cells(few, sample, repeated, on=ON, readings={}, basis=BASIS) == []
