"""Spark 集群与逐步说明一致: a real cluster on this machine, partitioned Parquet, and a worker that is lost on the way."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
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


def started(cluster: Cluster, given: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    """The real command on the cluster."""
    words = [sys.executable, "-m", "luoqiao.interfaces.cli.main", "cluster", str(given), str(out), "--master", cluster.master,
             "--on", str(ON), "--json", "--conf", "spark.ui.enabled=false", "--conf", "spark.executor.memory=600m",
             "--conf", "spark.sql.shuffle.partitions=4", *more]  # fmt: skip
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
    every = list(programme().clauses.values())
    rows = programme_rows(every, 60, seed=7)
    small = in_parts(frame_of(every, rows, BASIS), tmp_path / "small", 3)
    command = started(cluster, small, tmp_path / "answered", "--key", "row")
    printed, complaints = command.communicate(timeout=300)
    assert command.returncode == 0, complaints[-3000:]
    found = pl.read_parquet(tmp_path / "answered" / "*.parquet")
    assert wrong_cells(every, rows, found.to_dicts(), on=ON, readings={}, basis=BASIS) == []
    here = totals(found, every, BASIS.tiers)
    report = json.loads(printed)
    assert report["rows"] == 60
    for one in here.clauses:
        assert report["clauses"][one.clause]["totals"]["city"] == yuan_text(one.sums["city"][0])

    few = clauses_of("cloud_adoption", "industrial_app", "five_g_demo")
    sample = programme_rows(few, 50, seed=3)
    once = frame_of(few, sample, BASIS)
    many = pl.concat([once] * 2000).with_columns(pl.int_range(pl.len()).alias("row"))
    large = in_parts(many, tmp_path / "large", 24)
    out = tmp_path / "written"
    command = started(cluster, large, out, "--key", "row", "--conf", "spark.sql.files.maxPartitionBytes=100k",
                      "--conf", "spark.sql.shuffle.partitions=24", "--conf", "spark.sql.adaptive.enabled=false")  # fmt: skip
    try:
        while command.poll() is None and not list(out.glob("_temporary/*/*/*")):
            time.sleep(0.02)
        assert command.poll() is None, command.communicate()[1][-3000:]
        cluster.lose_a_worker()
        _, complaints = command.communicate(timeout=300)
    finally:
        command.kill()
        command.wait()
    assert command.returncode == 0, complaints[-3000:]
    written = pl.read_parquet(out / "*.parquet").sort("row")
    assert written["row"].to_list() == list(range(len(many)))
    assert written.equals(run(many, few, on=ON, basis=BASIS))
    first = written.head(len(sample)).to_dicts()
    assert wrong_cells(few, sample, first, on=ON, readings={}, basis=BASIS) == []
