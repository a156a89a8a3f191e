"""luoqiao simulate: every enterprise of a file under all clauses: what it costs by tier, clause and label, who gets what."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from luoqiao.adapters.population.faults import check_extra
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import ReadingUsed, choose, switches
from luoqiao.interfaces.cli import pack_arguments as common
from luoqiao.policies.pack import Pack

if TYPE_CHECKING:
    from luoqiao.adapters.population.gathered import Gathered
    from luoqiao.adapters.population.outputs import Outputs
    from luoqiao.interfaces.cli.simulate_report import Report

MOST_LISTED = 20
TOGETHER = ("enterprise", "year", "project", "subject")
"""What tells rows that count together against a cap, as the engine names it."""


class BadRows(Invalid):
    """有读不成的行，按要求停止."""

    code = "LQ-4340"


@dataclass(frozen=True, slots=True)
class Settings:
    """这一次怎么算: pack, clauses, readings, day, labels to group by."""

    pack: Pack
    clauses: tuple[t.Clause, ...]
    readings: Mapping[str, str]
    on: date
    by: tuple[str, ...]
    labels: Mapping[str, str]
    """Columns kept as labels, by the name they get; those that tell which rows belong together begin with @."""
    named: bool
    """Whether the clauses were named on the command line."""


def add_arguments(parser: ArgumentParser) -> None:
    """file, clauses, readings, day, grouping, outputs."""
    parser.add_argument("file", metavar="文件", help="企业文件：.parquet、.arrow、.feather、.csv 或 .xlsx")
    parser.add_argument("--clauses", default="", metavar="条款,…", help="只算这些条款；默认全部")
    parser.add_argument("--by", default="", metavar="列,…", help="按这些列分组汇总，如 industry,township")
    parser.add_argument("--reading", action="append", default=[], metavar="X-04=B", help="换一种读法，可写多次")
    parser.add_argument("--on", default="", metavar="日期", help="按哪一天的规则测算，如 2023-06-30")
    parser.add_argument("--out", default="", metavar="文件", help="逐家结果写到这里，格式看扩展名")
    parser.add_argument("--summary-out", default="", metavar="文件", help="汇总写到这里，格式看扩展名")
    parser.add_argument("--bad-out", default="", metavar="文件", help="读不成的行写到这里；默认写在企业文件旁边")
    parser.add_argument("--stop-on-bad", action="store_true", help="有一行读不成就停止，什么也不写")
    parser.add_argument("--enterprise", default="", metavar="列", help="企业列：同一家的各行合起来算上限")
    parser.add_argument("--year", default="", metavar="列", help="年度列：与企业列一起，按年度合起来算上限")
    parser.add_argument("--project", default="", metavar="列", help="项目列：同一项目的各行合起来算“单个项目”的上限")
    parser.add_argument("--subject", default="", metavar="列", help="对象列：同一对象的各行合起来算“一次性”")
    parser.add_argument("--keep", default="", metavar="列,…", help="逐家结果里保留这些列，如 企业名称")
    parser.add_argument("--encoding", default="", metavar="编码", help="CSV 的编码：utf-8 或 gb18030；默认自己辨认")
    common.add_pack(parser)


def run(arguments: Namespace) -> int:
    """Read, calculate, add up, write; bad input is refused by the frame with exit status 2."""
    check_extra()
    from luoqiao.adapters.population.outputs import Outputs
    from luoqiao.interfaces.cli.simulate_report import as_data, as_lines

    settings = _settings(arguments)
    gathered = _read(Path(arguments.file), settings, arguments)
    problems = gathered.problems()
    if problems and arguments.stop_on_bad:
        raise BadRows(problems[:MOST_LISTED])
    with Outputs() as outputs:
        report = _calculate(settings, gathered, arguments, outputs)
        outputs.finish()
    for remark in report.remarks:
        print(f"洛桥：{remark}", file=sys.stderr)
    if arguments.json:
        common.print_json(as_data(report, problems[:MOST_LISTED]))
    else:
        print("\n".join(as_lines(report, problems[:MOST_LISTED])))
    return 0


def _settings(arguments: Namespace) -> Settings:
    pack = common.get_pack(arguments)
    names = _words(arguments.clauses)
    clauses = tuple(common.get_clause(pack, name) for name in names) or tuple(pack.clauses.values())
    readings = common.get_readings(arguments)
    _check_readings(clauses, readings, pack)
    by = _words(arguments.by)
    labels = {name: name for name in (*by, *_words(arguments.keep))}
    if arguments.year and not arguments.enterprise:
        said = "--year 要和 --enterprise 一起写：按哪一家、哪一年合起来算"
        raise Invalid((FieldProblem("year", arguments.year[:40], "--enterprise 列", said, "LQ-4341"),))
    labels |= {f"@{unit}": getattr(arguments, unit) for unit in TOGETHER if getattr(arguments, unit)}
    return Settings(pack, tuple(dict.fromkeys(clauses)), readings, common.get_day(pack, arguments), by, labels, bool(names))


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in text.replace("，", ",").split(",") if word.strip()))


def _check_readings(clauses: Sequence[t.Clause], readings: Mapping[str, str], pack: Pack) -> None:
    """Every reading asked for belongs to one of the clauses, with that option."""
    question_of_cap = pack.basis.cap_period_question
    known = {q: letters for clause in clauses for q, letters in switches(clause, question_of_cap).items()}
    problems = []
    for question, letter in readings.items():
        if question not in known:
            expected = "、".join(known) or "（这些条款没有读法）"
            said = f"没有一个条款可以按读法 {question[:20]} 切换；可用的是 {expected}"
            problems.append(FieldProblem("reading", f"{question}={letter}", expected, said, "LQ-2030"))
        elif letter not in known[question]:
            expected = "、".join(known[question])
            said = f"读法 {question} 没有选项 {letter}；可选 {expected}"
            problems.append(FieldProblem("reading", f"{question}={letter}", expected, said, "LQ-2031"))
    if problems:
        raise Invalid(tuple(problems))


def _read(file: Path, settings: Settings, arguments: Namespace) -> Gathered:
    from luoqiao.adapters.population.plan import Request, limits_for
    from luoqiao.adapters.population.read import read_file

    basis = settings.pack.basis
    limits = limits_for(settings.clauses, settings.on, settings.readings, basis)
    others = tuple(name for c in settings.pack.clauses.values() for name in (c.identifier, c.title))
    request = Request(settings.clauses, settings.labels, limits, basis, others)
    return read_file(file, request, encoding=arguments.encoding)


def _calculate(settings: Settings, gathered: Gathered, arguments: Namespace, outputs: Outputs) -> Report:
    """The engine over what was read; outputs are opened first, so that a place that cannot be written to costs nothing."""
    from luoqiao.adapters.numba.engine import run as run_engine
    from luoqiao.adapters.numba.write_kernel import Want
    from luoqiao.adapters.population.summary import summarise
    from luoqiao.interfaces.cli.simulate_files import Files
    from luoqiao.interfaces.cli.simulate_report import Report

    files = Files(arguments, outputs, gathered)
    population = gathered.population()
    basis = settings.pack.basis
    wide = bool(settings.by or arguments.out)
    together = {name[1:]: labels for name, labels in population.labels.items() if name.startswith("@")}
    answered = run_engine(
        replace(population, labels=together), settings.clauses, on=settings.on, readings=settings.readings, basis=basis,
        cache_folder=common.cache_folder() / "kernels", want=Want(shares=wide, outcomes=wide, clause_sums=True),
    )  # fmt: skip
    tiers = tuple(tier.code for tier in basis.tiers)
    stated = {key[0] for key in population.columns}
    shown = tuple(c for c in settings.clauses if settings.named or c.identifier in stated)
    summary = summarise(population, shown, answered.clauses, tiers, settings.by)
    remarks = [*gathered.plan.remarks, *_out_of_force(shown, settings.on)]
    report = Report(
        gathered.file, shown, basis.tiers, settings.on, _readings(shown, settings), summary, len(gathered.bad_rows),
        files.bad_name, tuple(remarks),
    )  # fmt: skip
    files.write(population, answered.clauses, tiers, report)
    return report


def _out_of_force(clauses: Sequence[t.Clause], on: date) -> list[str]:
    return [f"{c.title} {on} 不在期限内（{c.header.first} 至 {c.header.last}），没有计算" for c in clauses
            if not c.header.first <= on <= c.header.last]  # fmt: skip


def _readings(clauses: Sequence[t.Clause], settings: Settings) -> tuple[ReadingUsed, ...]:
    """The readings that took part, in order of number."""
    found: dict[str, ReadingUsed] = {}
    for clause in clauses:
        available = switches(clause, settings.pack.basis.cap_period_question)
        own = {question: letter for question, letter in settings.readings.items() if question in available}
        for used in choose(clause, settings.pack.basis, own, settings.on):
            found[used.question] = used
    return tuple(found[question] for question in sorted(found))
