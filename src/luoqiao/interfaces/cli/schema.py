"""luoqiao schema: the questions of a claim as JSON Schema."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from luoqiao.core.rules.form import form_schema
from luoqiao.interfaces.cli import pack_arguments as common


def add_arguments(parser: ArgumentParser) -> None:
    """The clause."""
    parser.add_argument("clause", metavar="条款", help="条款标识或名称")
    common.add_pack(parser)


def run(arguments: Namespace) -> int:
    """Print the schema; it is JSON with or without --json."""
    pack = common.get_pack(arguments)
    common.print_json(form_schema(common.get_clause(pack, arguments.clause), pack.basis))
    return 0
