"""luoqiao audit check: the entries in the database against the chain of their year; status 1 when something does not agree."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from luoqiao.interfaces.cli.pack_arguments import print_json
from luoqiao.interfaces.cli.site_database import read_year, site_database

if TYPE_CHECKING:
    from luoqiao.apps.audit.chain_queries import Checked


def add_arguments(parser: ArgumentParser) -> None:
    """Which year."""
    parser.add_argument("--year", required=True, metavar="年度", help="哪一年，如 2023")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出")


def run(arguments: Namespace) -> int:
    """Check, after linking what waits."""
    year = read_year(arguments.year)
    with site_database():
        return _check(year, as_json=arguments.json)


def _check(year: int, *, as_json: bool) -> int:
    from luoqiao.apps.audit.chain_queries import check_year
    from luoqiao.apps.audit.chaining import chain_waiting
    from luoqiao.apps.clock.queries import now

    chain_waiting(now())
    found = check_year(year)
    if as_json:
        print_json(as_data(found))
    else:
        print(said(found))
    return 1 if found.fault else 0


def as_data(found: Checked) -> dict[str, object]:
    """For programs: how many, the head, and the first fault."""
    fault = found.fault
    return {
        "year": found.year, "whole": fault is None, "links": found.links, "waiting": found.waiting, "seals": found.seals,
        "sha256": found.heads.sha256.hex(), "sm3": found.heads.sm3.hex(),
        "fault": None if fault is None else {"kind": fault.kind, "seq": fault.seq, "id": fault.number, "message": fault.words},
    }  # fmt: skip


def said(found: Checked) -> str:
    """For people."""
    counted = f"{found.year} 年审计链 {found.links:,} 条，等入链 {found.waiting} 条，封条 {found.seals} 个"
    if found.fault is None:
        return f"完整：{counted}。"
    return f"不完整：第 {found.fault.seq} 条（编号 {found.fault.number or '看不出'}）{found.fault.words}。{counted}。"
