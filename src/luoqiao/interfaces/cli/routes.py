"""luoqiao routes: every address of the site and who may enter, as it is really served."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from luoqiao.interfaces.cli.pack_arguments import print_json

if TYPE_CHECKING:
    from luoqiao.interfaces.route_table import Route


def add_arguments(parser: ArgumentParser) -> None:
    """Which routes, and how they are printed."""
    parser.add_argument("--for", dest="role", default="", metavar="岗位", help="只列这个岗位能进的，如 town_clerk 或 镇街经办")
    parser.add_argument("--json", action="store_true", help="用 JSON 输出")


def run(arguments: Namespace) -> int:
    """Print the table; it needs no database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoqiao.config.settings")
    import django

    django.setup()
    from luoqiao.interfaces.route_table import list_routes

    routes = [route for route in list_routes() if _open_to(route, arguments.role)]
    if arguments.json:
        print_json([_data(route) for route in routes])
        return 0
    for route in routes:
        print(f"{route.pattern}　{'/'.join(route.methods)}　{route.who}")
    return 0


def _open_to(route: Route, asked: str) -> bool:
    if not asked or route.entry is None or route.entry.public or not route.roles:
        return True
    return any(asked in {role.value, role.label} for role in route.roles)


def _data(route: Route) -> dict[str, object]:
    entry = route.entry
    return {
        "pattern": route.pattern,
        "name": route.name,
        "methods": list(route.methods),
        "entry": "unmarked" if entry is None else "public" if entry.public else "roles" if entry.roles else "signed_in",
        "roles": [{"role": role.value, "label": role.label} for role in route.roles],
        "who": route.who,
    }
