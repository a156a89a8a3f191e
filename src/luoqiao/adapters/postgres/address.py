"""数据库地址: a PostgreSQL that somebody else runs, named by DATABASE_URL; checked before anything starts."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import conninfo

from luoqiao.adapters.postgres.errors import DatabaseUnavailable

OLDEST_VERSION = 16
CONNECT_SECONDS = 5


def read_address(url: str) -> dict[str, Any]:
    """读数据库地址: its parts as the client library names them; raises DatabaseUnavailable."""
    if not url.startswith(("postgresql://", "postgres://")):
        raise DatabaseUnavailable(
            "DATABASE_URL 不是 PostgreSQL 的地址；请写成 postgresql://用户:密码@主机:5432/库名 的形式。"
        )
    try:
        return conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise DatabaseUnavailable(
            "DATABASE_URL 写法有误，读不出主机和库名；"
            "请写成 postgresql://用户:密码@主机:5432/库名，密码中的特殊字符要转写成 %XX。"
        ) from error


def check_address(url: str) -> None:
    """查数据库: it answers, is new enough, keeps Chinese text and lets us create tables; raises DatabaseUnavailable."""
    parts = read_address(url)
    place = f"{parts.get('host') or '本机'}:{parts.get('port') or 5432}/{parts.get('dbname') or ''}"
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as connection:
            version = connection.info.server_version // 10_000
            encoding = connection.info.parameter_status("server_encoding")
            row = connection.execute("SELECT has_schema_privilege(current_schema(), 'CREATE')").fetchone()
    except psycopg.OperationalError as error:
        raise DatabaseUnavailable(
            f"连不上 DATABASE_URL 指定的数据库（{place}）：{_reason(error)}；"
            "请检查地址、账号和网络，或去掉 DATABASE_URL 使用内置数据库。"
        ) from error
    if version < OLDEST_VERSION:
        raise DatabaseUnavailable(f"数据库（{place}）是 PostgreSQL {version}，需要 {OLDEST_VERSION} 以上；请升级后再启动。")
    if encoding != "UTF8":
        raise DatabaseUnavailable(f"数据库（{place}）的编码是 {encoding}，需要 UTF8；请用 ENCODING 'UTF8' 重新建库。")
    if not row or not row[0]:
        raise DatabaseUnavailable(f"数据库（{place}）不允许这个账号建表；请授予模式的 CREATE 权限。")


def _reason(error: psycopg.OperationalError) -> str:
    """The cause in Chinese, from the words that the client library uses."""
    words = str(error).lower()
    reasons = (
        ("password authentication failed", "账号或密码不对"),
        ("no password supplied", "没有给出密码"),
        ("does not exist", "没有这个库或账号"),
        ("connection refused", "对方拒绝连接，可能没有启动或端口不对"),
        ("timeout", "等待超时"),
        ("no such file", "本机没有数据库在运行"),
        ("pg_hba", "数据库不接受来自这台机器的连接"),
        ("resolve", "主机名无法解析"),
        ("name or service not known", "主机名无法解析"),
        ("too many", "连接数已满"),
    )
    return next((reason for sign, reason in reasons if sign in words), "没有应答")
