"""luoqiao audit recompute: every grant of a year worked out again from its frozen snapshot; status 1 when something differs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from luoqiao.core.kernel.money import show_yuan
from luoqiao.interfaces.cli.pack_arguments import print_json
from luoqiao.interfaces.cli.site_database import read_year, site_database

if TYPE_CHECKING:
    from luoqiao.apps.cases.queries.recomputing import Recomputation


def add_arguments(parser: ArgumentParser) -> None:
    """Which year, which clause."""
    parser.add_argument("--year", required=True, metavar="年度", help="案件的年度，如 2023")
    parser.add_argument("--clause", default="", metavar="条款", help="只算这一条，如 cloud_adoption；不写则全部")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出")
    parser.epilog = "只读，不改任何数据。退出状态：0 没有差异，1 有差异。"


def run(arguments: Namespace) -> int:
    """Work it out on the database of the data folder, whether the site runs or not."""
    year = read_year(arguments.year)
    with site_database():
        return _recompute(arguments, year)


def _recompute(arguments: Namespace, year: int) -> int:
    from luoqiao.apps.cases.queries.recomputing import recompute_year
    from luoqiao.core.parties.actor import SYSTEM

    found = recompute_year(SYSTEM, year=year, clause=arguments.clause)
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
