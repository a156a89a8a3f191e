"""luoqiao account: the first administrators of a new site, and the way back in when one lost everything.

A site in service begins without any account. Whoever runs it makes the first system, security and audit administrator here,
three persons; they make everybody else on the pages. All of it stands in the audit as done by the system itself.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from datetime import datetime

from luoqiao.adapters.environment.options import read_options
from luoqiao.adapters.postgres.access import open_database
from luoqiao.core.kernel.errors import DomainError
from luoqiao.interfaces.cli.pack_arguments import print_json

ROLES = {"system": "system_admin", "security": "security_admin", "audit": "audit_admin"}


class NotPrepared(DomainError):
    """数据库里还没有表: the site was never started on this data folder."""

    code = "LQ-5226"

    def __init__(self) -> None:
        super().__init__("数据库还没有准备好；请先运行一次 luoqiao run，再建账号")


def add_arguments(parser: ArgumentParser) -> None:
    """What to do, for whom."""
    parser.add_argument("do", choices=("create-admin", "reset-admin"), metavar="create-admin|reset-admin",
                        help="建一位管理员，或给丢了密码和手机的管理员一次性密码")  # fmt: skip
    parser.add_argument("role", nargs="?", default="", choices=("", *ROLES), metavar="system|security|audit",
                        help="建哪一员：系统管理员、安全管理员、审计管理员")  # fmt: skip
    parser.add_argument("--username", required=True, metavar="账号", help="小写字母开头，如 zhangsan")
    parser.add_argument("--name", default="", metavar="姓名", help="建账号时要写")
    parser.add_argument("--json", action="store_true", help="用 JSON 输出")
    parser.epilog = "三员各由一人专任。一次性密码只显示这一次，第一次登录要改，并绑定动态码。"


def run(arguments: Namespace) -> int:
    """Do it on the database of the data folder, whether the site runs or not."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoqiao.config.settings")
    options = read_options()
    options.data.mkdir(parents=True, exist_ok=True)
    with open_database(options.data, options.database_url) as (url, _):
        os.environ["DATABASE_URL"] = url
        import django

        django.setup()
        return _do(arguments)


def _do(arguments: Namespace) -> int:
    from django.db.utils import ProgrammingError
    from django.utils import timezone

    do = _create if arguments.do == "create-admin" else _reset
    try:
        label, password = do(arguments, timezone.now())
    except ProgrammingError:
        raise NotPrepared from None
    if arguments.json:
        print_json({"username": arguments.username, "role": label, "password": password})
    else:
        print(f"{label}　账号 {arguments.username}　一次性密码 {password}\n只显示这一次；第一次登录要改，并绑定动态码。")
    return 0


def _create(arguments: Namespace, at: datetime) -> tuple[str, str]:
    from luoqiao.apps.accounts.services import NewAccount, create_first_administrator
    from luoqiao.core.kernel.errors import FieldProblem, Invalid
    from luoqiao.core.parties.actor import Role

    if not arguments.role:
        message = "要写建哪一员：system、security 或 audit"
        raise Invalid((FieldProblem("role", "", "system、security 或 audit", message, "LQ-5224"),))
    role = Role(ROLES[arguments.role])
    asked = NewAccount(arguments.username, arguments.name)
    return role.label, create_first_administrator(asked=asked, role=role, at=at)


def _reset(arguments: Namespace, at: datetime) -> tuple[str, str]:
    from luoqiao.apps.accounts.services import rescue_administrator

    return rescue_administrator(username=arguments.username, at=at)
