"""luoqiao audit verifier: the single file with which anybody verifies an export, without this programme."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from luoqiao.core.audit import verify_export


def add_arguments(parser: ArgumentParser) -> None:
    """Into which file."""
    parser.add_argument("--out", required=True, type=Path, metavar="文件", help="写到哪里，如 verify_export.py")


def run(arguments: Namespace) -> int:
    """Write it."""
    arguments.out.write_bytes(verifier_bytes())
    print(f"已写出 {arguments.out}；用法：python {arguments.out.name} 审计链-2023.jsonl --seals 封条文件夹")
    return 0


def verifier_bytes() -> bytes:
    """The file as it is."""
    return Path(verify_export.__file__).read_bytes()
