"""luoqiao ledger check: add the books up anew and list what does not agree. Exit status 1 when something does not."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from luoqiao.interfaces.cli.pack_arguments import print_json
from luoqiao.interfaces.cli.site_database import site_database

MOST_SHOWN = 50


def add_arguments(parser: ArgumentParser) -> None:
    """check."""
    parser.add_argument("act", choices=("check",), metavar="动作", help="check 核对台账")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出")


def run(arguments: Namespace) -> int:
    """Check with the database running; nothing is changed."""
    with site_database():
        return _check(as_json=arguments.json)


def _check(*, as_json: bool) -> int:
    from luoqiao.apps.funds.queries.checking import check_ledger

    report = check_ledger()
    if as_json:
        print_json({
            "ok": report.whole, "lines": report.lines, "journals": report.journals, "postings": report.postings,
            "shares": report.shares,
            "findings": [{"code": one.code, "subject": one.subject, "message": one.message} for one in report.findings],
        })  # fmt: skip
        return 0 if report.whole else 1
    for one in report.findings[:MOST_SHOWN]:
        print(one)
    if len(report.findings) > MOST_SHOWN:
        print(f"……还有 {len(report.findings) - MOST_SHOWN} 处；用 --json 看全部")
    counted = f"{report.lines} 个预算项，{report.journals} 笔账，{report.postings} 条分录，{report.shares} 份资金"
    print(f"台账{'核对无误' if report.whole else f'有 {len(report.findings)} 处不符'}：{counted}")
    return 0 if report.whole else 1
