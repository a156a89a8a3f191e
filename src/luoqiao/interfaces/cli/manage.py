"""luoqiao manage: passes through to the web framework's management commands, with the database running."""

from __future__ import annotations

import os
from argparse import REMAINDER, ArgumentParser, Namespace

from luoqiao.adapters.environment.options import read_options
from luoqiao.adapters.postgres.access import open_database

OFFLINE = {"help", "version", "check", "collectstatic", "findstatic", "diffsettings"}
"""Commands that need no database."""


def add_arguments(parser: ArgumentParser) -> None:
    """Everything after `manage` belongs to the management command."""
    parser.add_argument("words", nargs=REMAINDER, metavar="命令", help="例如 migrate、shell、showmigrations")


def run(arguments: Namespace) -> int:
    """Run the management command; it says itself what is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoqiao.config.settings")
    words = arguments.words or ["help"]
    if words[0] in OFFLINE:
        return _execute(words)
    options = read_options()
    options.data.mkdir(parents=True, exist_ok=True)
    with open_database(options.data, options.database_url) as (url, _):
        os.environ["DATABASE_URL"] = url
        return _execute(words)


def _execute(words: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["luoqiao manage", *words])
    return 0
