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


SUBCOMMANDS = (Subcommand("recompute", "luoqiao.interfaces.cli.audit_recompute", "从审定时的快照重算一年的全部案件，列出差异"),)


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
