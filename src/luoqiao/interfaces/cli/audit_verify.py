"""luoqiao audit verify: an exported chain, without a database; 0 whole, 1 altered (the first bad entry named), 2 no export."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from luoqiao.core.audit.verify_export import report


def add_arguments(parser: ArgumentParser) -> None:
    """Which file, which seals."""
    parser.add_argument("file", type=Path, metavar="文件", help="导出的 .jsonl 文件")
    parser.add_argument("--seals", type=Path, metavar="封条", help="另存的封条：一个文件或一个文件夹")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出")
    parser.epilog = "退出状态：0 完整，1 改动过，2 读不了。"


def run(arguments: Namespace) -> int:
    """Verify and say."""
    return report(arguments.file, arguments.seals, as_json=arguments.json, own_sm3=False)
