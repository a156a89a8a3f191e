"""luoqiao cluster: the same calculation on a Spark cluster: Parquet in, Parquet out, a summary printed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import ReadingUsed, choose, switches
from luoqiao.interfaces.cli import pack_arguments as common
from luoqiao.policies.pack import Pack

if TYPE_CHECKING:
    from luoqiao.interfaces.cli.simulate_report import Report


@dataclass(frozen=True, slots=True)
class Settings:
    """这一次怎么算: pack, clauses, readings, day, labels to group by."""

    pack: Pack
    clauses: tuple[t.Clause, ...]
    readings: Mapping[str, str]
    on: date
    by: tuple[str, ...]


def add_arguments(parser: ArgumentParser) -> None:
    """input, output, cluster, clauses, readings, day, grouping."""
    parser.add_argument("input", metavar="输入", help="Parquet 文件或文件夹，集群能读到的路径或地址")
    parser.add_argument("output", metavar="输出", help="结果写到这个文件夹（Parquet）")
    parser.add_argument("--master", default="", metavar="地址", help="集群，如 spark://主机:7077、yarn；默认按环境设置")
    parser.add_argument("--conf", action="append", default=[], metavar="名=值", help="Spark 设置，可写多次")
    parser.add_argument("--key", default="", metavar="列", help="不重复的一列；有清单时要写，如统一社会信用代码")
    parser.add_argument("--clauses", default="", metavar="条款,…", help="只算这些条款；默认全部有列的条款")
    parser.add_argument("--by", default="", metavar="列,…", help="按这些列分组汇总，如 industry,township")
    parser.add_argument("--reading", action="append", default=[], metavar="X-04=B", help="换一种读法，可写多次")
    parser.add_argument("--on", default="", metavar="日期", help="按哪一天的规则测算，如 2023-06-30")
    parser.add_argument("--replace", action="store_true", help="输出的位置已有内容时换掉")
    common.add_pack(parser)


def run(arguments: Namespace) -> int:
    """Read, calculate on the cluster, write, add up what was written."""
    from luoqiao.adapters.narwhals import spark

    spark.check_extra()
    from luoqiao.interfaces.cli.simulate_report import as_data, as_lines

    settings = _settings(arguments)
    with spark.session(arguments.master, _conf(arguments)) as session:
        report = _calculate(session, settings, arguments)
    if arguments.json:
        common.print_json(as_data(report, ()))
    else:
        print("\n".join([*as_lines(report, ()), "", f"逐家结果写在 {arguments.output}"]))
    return 0


def _settings(arguments: Namespace) -> Settings:
    pack = common.get_pack(arguments)
    clauses = tuple(common.get_clause(pack, name) for name in _words(arguments.clauses))
    readings, on = common.get_readings(arguments), common.get_day(pack, arguments)
    return Settings(pack, tuple(dict.fromkeys(clauses)), readings, on, _words(arguments.by))


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in text.replace("，", ",").split(",") if word.strip()))


def _conf(arguments: Namespace) -> dict[str, str]:
    found = {}
    for text in arguments.conf:
        name, equal, value = text.partition("=")
        if not equal or not name.startswith("spark."):
            message = f"设置写成 spark.executor.memory=4g，这里是“{text[:40]}”"
            raise Invalid((FieldProblem("conf", text[:40], "spark.名=值", message, "LQ-4214"),))
        found[name] = value
    return found


def _calculate(session: Any, settings: Settings, arguments: Namespace) -> Report:
    """One job that writes every row; the summary is added up from what was written."""
    from luoqiao.adapters.narwhals import spark
    from luoqiao.adapters.narwhals.engine import clauses_in, run
    from luoqiao.adapters.narwhals.totals import totals
    from luoqiao.interfaces.cli.simulate_report import Report

    pack = settings.pack
    frame = spark.read_parquet(session, arguments.input)
    clauses = settings.clauses or clauses_in(frame, list(pack.clauses.values()), pack.basis)
    others = tuple(name for c in pack.clauses.values() for name in (c.identifier, c.title))
    judged = run(frame, clauses, on=settings.on, readings=settings.readings, basis=pack.basis,
                 key=arguments.key, others=others)  # fmt: skip
    spark.write_parquet(judged, arguments.output, replace=arguments.replace)
    summary = totals(spark.read_parquet(session, arguments.output), clauses, pack.basis.tiers, settings.by)
    used = _readings(clauses, settings)
    return Report(arguments.input, tuple(clauses), pack.basis.tiers, settings.on, used, summary, 0, "", ())


def _readings(clauses: tuple[t.Clause, ...], settings: Settings) -> tuple[ReadingUsed, ...]:
    """The readings that took part, in order of number."""
    found: dict[str, ReadingUsed] = {}
    for clause in clauses:
        available = switches(clause, settings.pack.basis.cap_period_question)
        own = {question: letter for question, letter in settings.readings.items() if question in available}
        found |= {used.question: used for used in choose(clause, settings.pack.basis, own, settings.on)}
    return tuple(found[question] for question in sorted(found))
