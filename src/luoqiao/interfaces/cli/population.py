"""luoqiao population: load a file of enterprises as the district's population, say which one is in use, withdraw it."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from luoqiao.adapters.environment.options import read_options
from luoqiao.adapters.postgres.access import open_database
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.interfaces.cli import pack_arguments as common

if TYPE_CHECKING:
    from luoqiao.apps.whatif.population import LoadedFile


class NotPrepared(DomainError):
    """数据库里还没有表: the site was never started on this data folder."""

    code = "LQ-4507"

    def __init__(self) -> None:
        super().__init__("数据库还没有准备好；请先运行一次 luoqiao run，再导入")


def add_arguments(parser: ArgumentParser) -> None:
    """load FILE, show, withdraw."""
    told = "load 导入、show 看现在用哪个、withdraw 撤下"
    parser.add_argument("act", choices=("load", "show", "withdraw"), metavar="动作", help=told)
    parser.add_argument("file", nargs="?", default="", metavar="文件", help="导入的企业文件：csv、xlsx、parquet、arrow")
    common.add_pack(parser)


def run(arguments: Namespace) -> int:
    """Do it with the database running; bad input is refused by the frame with exit status 2."""
    if (arguments.act == "load") != bool(arguments.file):
        said = "load 后面写一个文件；show 和 withdraw 后面什么也不写"
        raise Invalid((FieldProblem("file", arguments.file[:60], "luoqiao population load firms.xlsx", said, "LQ-4508"),))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoqiao.config.settings")
    options = read_options()
    options.data.mkdir(parents=True, exist_ok=True)
    with open_database(options.data, options.database_url) as (url, _):
        os.environ["DATABASE_URL"] = url
        return _act(arguments)


def _act(arguments: Namespace) -> int:
    import django

    django.setup()
    from django.db.utils import ProgrammingError
    from django.utils import timezone

    from luoqiao.apps.whatif.population import find_population, withdraw_population

    pack = common.get_pack(arguments).meta.name
    try:
        if arguments.act == "load":
            return _load(arguments)
        if arguments.act == "withdraw":
            was = withdraw_population(pack=pack, at=timezone.now())
            _say(None, arguments, f"已撤下 {was.name}，改用合成总体。" if was else "本来就在用合成总体，没有改动。")
        else:
            found = find_population(pack)
            _say(found, arguments, _title(found) if found else "现在用合成总体（示例）。")
    except ProgrammingError:
        raise NotPrepared from None
    return 0


def _load(arguments: Namespace) -> int:
    from luoqiao.adapters.population.faults import check_extra

    check_extra()
    from django.utils import timezone

    from luoqiao.adapters.population.stated_rows import read_stated
    from luoqiao.apps.whatif.population import load_population

    pack = common.get_pack(arguments)
    path = Path(arguments.file)
    stated = read_stated(path, tuple(pack.clauses.values()), pack.basis)
    loaded = load_population(
        name=path.name, content=path.read_bytes(), firms=stated.rows, bad_rows=stated.bad, pack=pack.meta.name,
        by=f"{getpass.getuser()}（命令行）", at=timezone.now(),
    )  # fmt: skip
    for problem in stated.problems:
        print(f"洛桥：{path.name} {problem}", file=sys.stderr)
    _say(loaded, arguments, f"已{_title(loaded)}；试算政策的页面改用这些企业。")
    return 0


def _title(loaded: LoadedFile) -> str:
    bad = f"，另有 {loaded.bad_rows:,} 行读不成，已略去" if loaded.bad_rows else ""
    from django.utils import timezone

    on = timezone.localtime(loaded.loaded_at).date()
    return f"导入：{loaded.name}，{on}，{loaded.rows:,} 家{bad}；{loaded.loaded_by}"


def _say(loaded: LoadedFile | None, arguments: Namespace, words: str) -> None:
    if not arguments.json:
        print(words)
        return
    data: dict[str, object] = {"synthetic": loaded is None}
    if loaded is not None:
        data |= {
            "file": loaded.name, "digest": loaded.digest, "rows": loaded.rows, "bad_rows": loaded.bad_rows,
            "loaded_by": loaded.loaded_by, "loaded_at": loaded.loaded_at.isoformat(),
        }  # fmt: skip
    common.print_json(data)
