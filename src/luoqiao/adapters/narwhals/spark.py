"""Spark 集群: a session on an existing cluster, Parquet in and out; what can go wrong said in one sentence.

The executors need neither Python nor this package: a rule reaches them as expressions that Spark itself works out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from luoqiao.core.kernel.errors import DomainError

SETTINGS: Mapping[str, str] = {
    "spark.ui.showConsoleProgress": "false",
    # the first committer moves files only when the whole job is done: a task that ran twice leaves its rows once
    "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "1",
    # a sum that does not fit is an error, never a wrong number
    "spark.sql.ansi.enabled": "true",
    # where in this program an expression was written is of no use to a reader, and costs several calls an expression
    "spark.sql.dataFrameQueryContext.enabled": "false",
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
}
LOOPBACK: Mapping[str, str] = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


class SparkMissing(DomainError):
    """没有装 Spark 部件."""

    code = "LQ-4210"

    def __init__(self) -> None:
        super().__init__("在集群上计算要用 pyspark、narwhals、numpy，还没有装全；请运行 scripts/setup spark，再试一次。")


class ClusterUnavailable(DomainError):
    """集群用不上: no Java, no master, or the job failed there; nothing is kept."""

    code = "LQ-4211"


class NoInput(DomainError):
    """没有输入，或读不成."""

    code = "LQ-4212"


class OutputTaken(DomainError):
    """输出的位置已有内容，或不能写."""

    code = "LQ-4213"


def check_extra() -> None:
    """Refuse in one sentence where the packages for a cluster are not installed."""
    if any(find_spec(name) is None for name in ("pyspark", "narwhals", "numpy")):
        raise SparkMissing


@contextmanager
def session(master: str, settings: Mapping[str, str]) -> Iterator[Any]:
    """A session on this master (empty: what the environment names); it is stopped at the end."""
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("luoqiao")
    if master:
        builder = builder.master(master)
    here = master.startswith("local") or "//127.0.0.1" in master or "//localhost" in master
    if here:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    for name, value in {**SETTINGS, **(LOOPBACK if here else {}), **settings}.items():
        builder = builder.config(name, value)
    try:
        opened = builder.getOrCreate()
    except (PySparkException, OSError) as error:
        raise ClusterUnavailable(f"Spark 起不来（{_first_line(error)}）；请检查 Java 17 或更高版本和 --master") from None
    except Exception as error:
        if not _from_java(error):
            raise
        raise ClusterUnavailable(f"连不上集群 {master}（{_first_line(error)}）；请检查 --master 和网络") from None
    try:
        opened.sparkContext.setLogLevel("ERROR")
        yield opened
    finally:
        opened.stop()


def read_parquet(opened: Any, path: str) -> Any:
    """A frame over Parquet files or a folder of them. Raises NoInput."""
    from pyspark.errors import PySparkException

    try:
        return opened.read.parquet(path)
    except PySparkException as error:
        raise NoInput(f"{path[:200]} 读不成（{_first_line(error)}）；请给 Parquet 文件或文件夹") from None


def write_parquet(frame: Any, path: str, *, replace: bool) -> None:
    """Write a frame; the files appear when the whole job is done. Raises OutputTaken, ClusterUnavailable."""
    from pyspark.errors import PySparkException

    try:
        frame.write.mode("overwrite" if replace else "errorifexists").parquet(path)
    except PySparkException as error:
        if error.getCondition() == "PATH_ALREADY_EXISTS":
            raise OutputTaken(f"{path[:200]} 已有内容；请换一个位置，或加 --replace") from None
        raise ClusterUnavailable(f"集群没有算完（{_first_line(error)}）；没有写出结果，可以再运行一次") from None
    except Exception as error:
        if not _from_java(error):
            raise
        raise ClusterUnavailable(f"集群没有算完（{_first_line(error)}）；没有写出结果，可以再运行一次") from None


def _from_java(error: Exception) -> bool:
    return type(error).__module__.startswith("py4j.")


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
