"""命令的数据库: the database of the data folder, whether the site runs or not; and a year as commands take it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from luoqiao.adapters.environment.options import read_options
from luoqiao.adapters.postgres.access import open_database
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid

FIRST_YEAR, LAST_YEAR = 2000, 2999


class NotPrepared(DomainError):
    """数据库里还没有表: the site was never started on this data folder."""

    code = "LQ-6050"

    def __init__(self) -> None:
        super().__init__("数据库还没有准备好；请先运行一次 luoqiao run")


@contextmanager
def site_database() -> Iterator[None]:
    """The database is there and Django is ready; a database without tables is refused (NotPrepared)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoqiao.config.settings")
    options = read_options()
    options.data.mkdir(parents=True, exist_ok=True)
    with open_database(options.data, options.database_url) as (url, _):
        os.environ["DATABASE_URL"] = url
        import django

        django.setup()
        from django.db.utils import ProgrammingError

        try:
            yield
        except ProgrammingError:
            raise NotPrepared from None


def read_year(text: str) -> int:
    """A year of four figures (Invalid)."""
    if text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    message = f"年度写成“{text[:20]}”，读不成；应为四位数字，如 2023"
    raise Invalid((FieldProblem("year", text[:20], "四位数字的年度", message, "LQ-6051"),))
