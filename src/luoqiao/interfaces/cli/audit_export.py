"""luoqiao audit export: the chain of a year as one file, streamed; everything that waits is linked first."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from luoqiao.core.kernel.errors import DomainError
from luoqiao.interfaces.cli.site_database import read_year, site_database


class CannotWrite(DomainError):
    """写不了文件."""

    code = "LQ-6011"

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"写不了 {file}：{why}；没有导出，请换一个位置")


def add_arguments(parser: ArgumentParser) -> None:
    """Which year, into which file."""
    parser.add_argument("--year", required=True, metavar="年度", help="哪一年，如 2023")
    parser.add_argument("--out", required=True, type=Path, metavar="文件", help="写到哪里；已有的文件会被换掉")


def run(arguments: Namespace) -> int:
    """Write the file whole or not at all."""
    year, out = read_year(arguments.year), arguments.out
    with site_database():
        _export(year, out)
    print(f"已导出 {year} 年审计链：{out}（{out.stat().st_size:,} 字节）；核对用 luoqiao audit verify {out}")
    return 0


def _export(year: int, out: Path) -> None:
    from luoqiao.apps.audit.chain_queries import export_year
    from luoqiao.apps.audit.chaining import chain_waiting, seal_ended_days
    from luoqiao.apps.clock.queries import now

    chain_waiting(now())
    seal_ended_days(now())
    half = out.with_name(f".{out.name}.part")
    lines = export_year(year)
    try:
        with half.open("wb") as file:
            file.writelines(lines)
        half.replace(out)
    except OSError as fault:
        raise CannotWrite(out, fault.strerror or "磁盘错误") from None
    finally:
        if half.parent.is_dir():
            half.unlink(missing_ok=True)
