"""luoqiao audit: what an auditor runs on the database; each subcommand is a module of its own, started from this table.

A command that joins adds one line. Exit status 0 nothing found, 1 something found or refused, 2 bad input.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True, slots=True)
class Subcommand:
    """子命令: its name, the module that does it, one line of help."""

    name: str
    module: str
    help: str


_HERE = "luoqiao.interfaces.cli"
SUBCOMMANDS = (
    Subcommand("recompute", f"{_HERE}.audit_recompute", "从审定时的快照重算一年的全部案件，列出差异"),
    Subcommand("export", f"{_HERE}.audit_export", "导出一年的审计链，可以交第三方核对"),
    Subcommand("verify", f"{_HERE}.audit_verify", "核对导出的审计链，指出第一处改动"),
    Subcommand("check", f"{_HERE}.audit_check", "核对库里的审计记录与审计链"),
    Subcommand("verifier", f"{_HERE}.audit_verifier", "写出单个文件的核对程序，不用安装洛桥"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Every subcommand with its own options."""
    chosen = parser.add_subparsers(dest="subcommand", required=True, metavar="动作")
    for one in SUBCOMMANDS:
        module = import_module(one.module)
        inner = chosen.add_parser(one.name, help=one.help, description=one.help)
        module.add_arguments(inner)
        inner.set_defaults(chosen=module.run)


def run(arguments: Namespace) -> int:
    """Do the one that was asked for."""
    return int(arguments.chosen(arguments))
