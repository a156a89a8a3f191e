"""启动选项: PORT, HOST, DATA and DATABASE_URL read in one place, for the command line and the settings alike."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from luoqiao.core.kernel.errors import DomainError

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
HIGHEST_PORT = 65_535


class BadOption(DomainError):
    """启动选项有误: a value that cannot be used, with what is expected."""

    code = "LQ-0110"


@dataclass(frozen=True, slots=True)
class Options:
    """启动选项: `database_url` is empty when the embedded database is meant."""

    data: Path
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    database_url: str = ""

    @property
    def site_url(self) -> str:
        """网址: what to type into the browser."""
        host = DEFAULT_HOST if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 compared, never bound
        shown = f"[{host}]" if ":" in host else host
        return f"http://{shown}:{self.port}/"


def read_options(environment: Mapping[str, str] = os.environ) -> Options:
    """读启动选项: from the environment; raises BadOption."""
    return Options(
        data=data_folder(environment.get("DATA", "")),
        host=environment.get("HOST", "").strip() or DEFAULT_HOST,
        port=read_port(environment.get("PORT", "")),
        database_url=environment.get("DATABASE_URL", "").strip(),
    )


def read_port(text: str) -> int:
    """读端口: a whole number from 1 to 65535."""
    if not text.strip():
        return DEFAULT_PORT
    if text.strip().isascii() and text.strip().isdigit() and 1 <= int(text) <= HIGHEST_PORT:
        return int(text)
    raise BadOption(f"PORT={text} 不是端口号；请写 1 到 {HIGHEST_PORT} 之间的整数，例如 PORT={DEFAULT_PORT}。")


def data_folder(text: str) -> Path:
    """数据文件夹: as given, else var/ of the checkout, else a folder of the user's own."""
    if text.strip():
        return Path(text.strip()).expanduser().absolute()
    checkout = Path(__file__).resolve().parents[4]
    if (checkout / "pyproject.toml").exists():
        return checkout / "var"
    return Path.home() / ".local" / "share" / "luoqiao"
