"""luoqiao audit recompute: every grant of a year worked out again from its frozen snapshot; status 1 when something differs."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from luoqiao.adapters.environment.options import read_options
from luoqiao.adapters.postgres.access import open_database
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.kernel.money import show_yuan
from luoqiao.interfaces.cli.pack_arguments import print_json

if TYPE_CHECKING:
    from luoqiao.apps.cases.queries.recomputing import Recomputation

FIRST_YEAR, LAST_YEAR = 2000, 2999


class NotPrepared(DomainError):
    """数据库里还没有表: the site was never started on this data folder."""

    code = "LQ-6050"

    def __init__(self) -> None:
        super().__init__("数据库还没有准备好；请先运行一次 luoqiao run，再复算")


def add_arguments(parser: ArgumentParser) -> None:
    """Which year, which clause."""
    parser.add_argument("--year", required=True, metavar="年度", help="案件的年度，如 2023")
    parser.add_argument("--clause", default="", metavar="条款", help="只算这一条，如 cloud_adoption；不写则全部")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出")
    parser.epilog = "只读，不改任何数据。退出状态：0 没有差异，1 有差异。"


def run(arguments: Namespace) -> int:
    """Work it out on the database of the data folder, whether the site runs or not."""
    year = _year(arguments.year)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoqiao.config.settings")
    options = read_options()
    options.data.mkdir(parents=True, exist_ok=True)
    with open_database(options.data, options.database_url) as (url, _):
        os.environ["DATABASE_URL"] = url
        import django

        django.setup()
        return _recompute(arguments, year)


def _recompute(arguments: Namespace, year: int) -> int:
    from django.db.utils import ProgrammingError

    from luoqiao.apps.cases.queries.recomputing import recompute_year
    from luoqiao.core.parties.actor import SYSTEM

    try:
        found = recompute_year(SYSTEM, year=year, clause=arguments.clause)
    except ProgrammingError:
        raise NotPrepared from None
    if arguments.json:
        print_json(as_data(found))
    else:
        _say(found)
    return 1 if found.differences else 0


def as_data(found: Recomputation) -> dict[str, object]:
    """For programs: how many, and each difference."""
    return {
        "year": found.year, "grants": found.grants, "recomputed": found.recomputed,
        "differences": [
            {"case": one.difference.case, "kind": one.difference.kind.value, "expected": one.difference.expected,
             "found": one.difference.found, "message": one.difference.sentence}
            for one in found.differences
        ],
    }  # fmt: skip


def _say(found: Recomputation) -> None:
    for one in found.differences:
        print(f"{one.difference.case}　{one.difference.kind.label}　{one.difference.sentence}")
    told = f"有 {len(found.differences)} 处差异" if found.differences else "没有差异"
    print(f"{found.year} 年度已审定 {found.grants} 件，共 {show_yuan(found.amount)}；复算 {found.recomputed} 件，{told}。")


def _year(text: str) -> int:
    if text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    message = f"年度写成“{text[:20]}”，读不成；应为四位数字，如 2023"
    raise Invalid((FieldProblem("year", text[:20], "四位数字的年度", message, "LQ-6051"),))
