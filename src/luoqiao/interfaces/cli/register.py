"""luoqiao register import: read a list into the register from the command line, as the import page does.

Exit status 1 when the list was not written: a bad row while everything must be right, or a file that cannot be read.
"""

from __future__ import annotations

import getpass
import os
import sys
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from luoqiao.adapters.environment.options import read_options
from luoqiao.adapters.postgres.access import open_database
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.parties.enterprise_fields import read_day
from luoqiao.core.parties.import_judging import Decision, RowOutcome
from luoqiao.core.parties.import_kind import ImportKind, ImportState
from luoqiao.core.parties.import_rows import ListSettings
from luoqiao.core.parties.title import TitleKind
from luoqiao.interfaces.cli.pack_arguments import print_json

if TYPE_CHECKING:
    from luoqiao.apps.parties.queries import ImportView, ReportRow

MOST_SHOWN = 20


class NotPrepared(DomainError):
    """数据库里还没有表: the site was never started on this data folder."""

    code = "LQ-5320"

    def __init__(self) -> None:
        super().__init__("数据库还没有准备好；请先运行一次 luoqiao run，再导入")


def add_arguments(parser: ArgumentParser) -> None:
    """import FILE and what is filled in beside it."""
    parser.add_argument("act", choices=("import",), metavar="动作", help="import 导入一份名单")
    parser.add_argument("file", metavar="文件", help="xlsx 或 csv，表头用模板的列名")
    kinds = "、".join(f"{kind.value} {kind.label}" for kind in ImportKind)
    parser.add_argument("--kind", required=True, choices=[kind.value for kind in ImportKind], metavar="名单", help=kinds)
    parser.add_argument("--source", default="", metavar="文字", help="名单来源：哪个单位、哪一期、什么文号")
    parser.add_argument("--on", default="", metavar="日期", help="表里没写时，全表的入库日期或认定日期")
    titles = [kind.value for kind in TitleKind]
    parser.add_argument("--title", default="", choices=titles, metavar="称号", help="表里没写时，全表的称号")
    parser.add_argument("--document-number", default="", metavar="文号", help="表里没写时，全表的认定文号")
    parser.add_argument("--good-rows-only", action="store_true", help="只导入无误的行；不写则全部无误才导入")
    duplicates = [decision.value for decision in Decision]
    told = "同名不同代码的行：another 是另一家，照常登记；skip 不导入"
    parser.add_argument("--duplicates", default="", choices=duplicates, metavar="处理", help=told)
    parser.add_argument("--preview", action="store_true", help="只看会导入什么，不写入")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出")


def run(arguments: Namespace) -> int:
    """Do it with the database running; bad input is refused by the frame with exit status 2."""
    content, settings = _content(arguments), _settings(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoqiao.config.settings")
    options = read_options()
    options.data.mkdir(parents=True, exist_ok=True)
    with open_database(options.data, options.database_url) as (url, _):
        os.environ["DATABASE_URL"] = url
        return _import(arguments, content, settings)


def _import(arguments: Namespace, content: bytes, settings: ListSettings) -> int:
    import django

    django.setup()
    from django.db.utils import ProgrammingError

    from luoqiao.apps.clock.queries import now
    from luoqiao.apps.parties.queries import get_import_report
    from luoqiao.apps.parties.services import ReceivedFile, cancel_import, confirm_import, start_import
    from luoqiao.core.parties.actor import SYSTEM, Actor
    from luoqiao.interfaces.worker.register_import import run_import

    actor = Actor(SYSTEM.user, f"{getpass.getuser()}（命令行）")
    file = ReceivedFile(ImportKind(arguments.kind), Path(arguments.file).name, content, settings)
    try:
        view = run_import(start_import(file, key=uuid4(), actor=actor, at=now()).identifier)
        if view.state is ImportState.READY and arguments.preview:
            view = cancel_import(view.identifier, actor=actor, at=now())
        elif view.state is ImportState.READY:
            rest = Decision(arguments.duplicates) if arguments.duplicates else None
            confirm_import(
                view.identifier, good_rows_only=arguments.good_rows_only, actor=actor, at=now(), rest=rest
            )
            view = run_import(view.identifier)
    except ProgrammingError:
        raise NotPrepared from None
    _say(arguments, view, get_import_report(view.identifier))
    return 0 if view.state is ImportState.DONE or (arguments.preview and not view.trouble) else 1


def _say(arguments: Namespace, view: ImportView, report: tuple[ReportRow, ...]) -> None:
    told = [row for row in report if row.outcome in {RowOutcome.BAD.value, RowOutcome.DUPLICATE.value}]
    if arguments.json:
        state = "preview" if arguments.preview and not view.trouble else view.state.value
        rows = [
            {"row": row.number, "outcome": row.outcome, "uscc": row.uscc, "name": row.name, "message": row.said}
            for row in told
        ]  # fmt: skip
        print_json({
            "import": str(view.identifier), "kind": view.kind.value, "file": view.file_name, "digest": view.digest,
            "state": state, "rows": view.rows, "counts": dict(view.counts), "trouble": view.trouble, "problems": rows,
        })  # fmt: skip
        return
    for row in told[:MOST_SHOWN]:
        print(row.said if row.outcome == RowOutcome.BAD.value else f"第 {row.number} 行：{row.said}", file=sys.stderr)
    if len(told) > MOST_SHOWN:
        print(f"……共 {len(told)} 行要看；加 --json 看全部。", file=sys.stderr)
    counted = "、".join(f"{outcome.label} {view.counts.get(outcome.value, 0):,}" for outcome in RowOutcome)
    state = "只是预览，没有写入" if arguments.preview and not view.trouble else view.state.label
    print(f"{view.file_name}：{view.trouble or f'{view.rows:,} 行，{counted}'}。{state}。")


def _content(arguments: Namespace) -> bytes:
    try:
        return Path(arguments.file).read_bytes()
    except (OSError, ValueError):
        said = f"打不开文件“{arguments.file[:200]}”；请看路径对不对、能不能读"
        raise Invalid((FieldProblem("file", arguments.file[:200], "一个能读的文件", said, "LQ-5347"),)) from None


def _settings(arguments: Namespace) -> ListSettings:
    on: date | None = None
    if arguments.on:
        on, said = read_day(arguments.on, "日期")
        if on is None:
            raise Invalid((FieldProblem("on", arguments.on[:20], "2023-06-30", said, "LQ-5352"),))
    title = TitleKind(arguments.title) if arguments.title else None
    return ListSettings(arguments.source, on, title, arguments.document_number)
