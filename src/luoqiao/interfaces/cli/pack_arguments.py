"""命令行的公共参数: which pack, which day, which readings, where facts come from; and how answers are printed."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.kernel.exact_json import read_json_object
from luoqiao.core.kernel.text import nearest
from luoqiao.core.rules.dates import read_date
from luoqiao.core.rules.tree import Clause
from luoqiao.policies.pack import Pack

DEFAULT_PACK = "luojiang_2022_31"
MOST_BYTES = 1_000_000
MOST_PATH = 1_000


class UnknownClause(DomainError):
    """没有这条条款: with the nearest name."""

    code = "LQ-2003"

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        near = nearest(name, known)
        hint = f"；是不是 {near}？" if near else "。"
        super().__init__(f"没有条款“{name[:60]}”{hint}全部条款：{'、'.join(known)}")


def add_pack(parser: ArgumentParser) -> None:
    """--pack and --json."""
    parser.add_argument("--pack", default=DEFAULT_PACK, metavar="名称或文件夹", help="方案包，默认 %(default)s")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出")


def add_case(parser: ArgumentParser) -> None:
    """The facts of one case: clause, --facts, --earlier, --reading, --on."""
    parser.add_argument("clause", metavar="条款", help="条款标识或名称，如 cloud_adoption")
    parser.add_argument("--facts", default="{}", metavar="JSON", help="事实；@文件 从文件读，- 从标准输入读")
    parser.add_argument("--earlier", default="{}", metavar="JSON", help="此前已得，如 {\"city\":{\"enterprise_year\":\"70000\"}}")
    parser.add_argument("--reading", action="append", default=[], metavar="X-04=B", help="换一种读法，可写多次")
    parser.add_argument("--on", default="", metavar="日期", help="按哪一天的规则测算，如 2023-06-30")
    add_pack(parser)


def get_pack(arguments: Namespace) -> Pack:
    """The pack named on the command line: a name, or the folder of a pack."""
    from luoqiao.policies.pack_cache import open_cached

    name, root = find_pack(arguments.pack)
    return open_cached(name, cache_folder(), root)


def find_pack(given: str) -> tuple[str, Path]:
    """Name and root of a pack given by name or as a folder."""
    from luoqiao.policies.pack_cache import PACKS

    folder = Path(given)
    if len(given) < MOST_PATH and (folder / "pack.toml").is_file():
        return folder.resolve().name, folder.resolve().parent
    return given, PACKS


def cache_folder() -> Path:
    """Where packs once read are kept: $LUOQIAO_CACHE, else the user's cache folder."""
    given = os.environ.get("LUOQIAO_CACHE")
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(given) if given else Path(base) / "luoqiao"


def get_clause(pack: Pack, name: str) -> Clause:
    """A clause by identifier or title."""
    for clause in pack.clauses.values():
        if name in (clause.identifier, clause.title):
            return clause
    raise UnknownClause(name, tuple(pack.clauses))


def get_day(pack: Pack, arguments: Namespace) -> date:
    """The day of --on; else today while the pack is in force, else its last day in force."""
    if not arguments.on:
        return pack.default_day(date.today())  # noqa: DTZ011 - the day of the person at this terminal
    try:
        return read_date(arguments.on)
    except ValueError:
        message = f"“{arguments.on[:40]}”不是日期，或没有这一天；写成 2023-06-30"
        raise Invalid((FieldProblem("on", arguments.on[:40], "日期，如 2023-06-30", message, "LQ-2014"),)) from None


def get_readings(arguments: Namespace) -> dict[str, str]:
    """--reading X-04=B … ; two readings for one question are refused."""
    found: dict[str, str] = {}
    problems = []
    for text in (part for one in arguments.reading for part in one.split(",")):
        question, equal, letter = (part.strip().upper() for part in text.partition("="))
        if not equal or not letter:
            problems.append(FieldProblem("reading", text[:40], "X-04=B", f"读法写成 X-04=B，这里是“{text[:40]}”", "LQ-2032"))
        elif question in found and found[question] != letter:
            message = f"{question} 同时选了 {found[question]} 和 {letter}；一个问题只能选一种读法"
            problems.append(FieldProblem("reading", text[:40], "每个读法一个选项", message, "LQ-2033"))
        found[question] = letter
    if problems:
        raise Invalid(tuple(problems))
    return found


def get_object(text: str, field: str) -> Mapping[str, Any]:
    """A JSON object from the argument, a file (@name) or standard input (-); numbers stay exact."""
    return read_json_object(_raw(text, field), field, '{"annual_service_fee":"50000.05"}')


def _raw(text: str, field: str) -> bytes:
    if text != "-" and not text.startswith("@"):
        return text.encode("utf-8", "surrogateescape")
    try:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1) if text == "-" else _bytes(Path(text[1:]))
    except (OSError, ValueError):
        message = f"读不到文件 {text[1:60]}；请核对路径和权限"
        raise Invalid((FieldProblem(field, text[:40], "可读的文件", message, "LQ-2019"),)) from None
    if len(raw) > MOST_BYTES:
        message = f"{field} 超过 {MOST_BYTES // 1_000_000} MB；请拆开，或只留要算的事实"
        raise Invalid((FieldProblem(field, text[:40], "不超过 1 MB", message, "LQ-2017"),))
    return raw


def _bytes(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def print_json(data: object) -> None:
    """JSON on standard output, Chinese as written."""
    print(json.dumps(data, ensure_ascii=False, indent=1))
