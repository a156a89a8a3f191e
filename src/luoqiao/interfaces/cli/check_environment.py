"""启动前检查: what must hold before anything starts; each refusal says what happened and what to do."""

from __future__ import annotations

import errno
import os
import socket
import sys
import time
from pathlib import Path

from luoqiao.core.kernel.errors import DomainError

OLDEST_PYTHON = (3, 11)
PORT_PATIENCE_SECONDS = 6.0


class WrongPython(DomainError):
    """Python 版本不对."""

    code = "LQ-0100"


class FolderNotWritable(DomainError):
    """数据文件夹不能写."""

    code = "LQ-0111"


class PortTaken(DomainError):
    """端口已被占用."""

    code = "LQ-0112"


def check_python(version: tuple[int, int] = sys.version_info[:2]) -> None:
    """查 Python: raises WrongPython."""
    if version < OLDEST_PYTHON:
        shown = ".".join(map(str, version))
        raise WrongPython(f"正在用 Python {shown} 运行，需要 3.11 以上；请删除 .venv，装好新的 Python 后运行 make setup。")


def check_folder(folder: Path) -> None:
    """查数据文件夹: it is there or can be made, and can be written; raises FolderNotWritable."""
    probe = folder / f".write-test-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"luoqiao")
        probe.unlink()
    except OSError as error:
        reasons = {
            errno.EACCES: "没有写入权限",
            errno.EPERM: "没有写入权限",
            errno.EROFS: "所在磁盘是只读的",
            errno.ENOSPC: "磁盘已满",
            errno.ENOTDIR: "路径中有一段不是文件夹",
            errno.EEXIST: "同名的不是文件夹",
            errno.ENAMETOOLONG: "路径太长",
        }
        reason = reasons.get(error.errno or 0, "不能使用")
        raise FolderNotWritable(
            f"数据文件夹 {folder} 不能写入：{reason}；请改正权限，或用 DATA=别的文件夹 指定一个可以写的位置。"
        ) from error


def check_port(host: str, port: int, *, patience: float = 0.0) -> None:
    """查端口: nobody answers on it and we may bind it; raises PortTaken.

    `patience` waits for a predecessor that is just stopping.
    """
    deadline = time.monotonic() + patience
    while True:
        reason = _port_problem(host, port)
        if not reason:
            return
        if time.monotonic() >= deadline:
            raise PortTaken(f"{reason}；请先停止占用它的程序，或换一个端口，例如 make run PORT={_another(port)}。")
        time.sleep(0.1)


def _port_problem(host: str, port: int) -> str:
    """Several servers may share a port unnoticed, so first ask whether somebody answers."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise PortTaken(_wrong_host(host)) from None
    with socket.socket(family, socket.SOCK_STREAM) as asking:
        asking.settimeout(1.0)
        if asking.connect_ex(address) == 0:
            return f"端口 {port} 已有程序在应答"
    with socket.socket(family, socket.SOCK_STREAM) as binding:
        binding.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            binding.bind(address)
        except PermissionError:
            return f"没有权限使用端口 {port}"
        except OverflowError:
            return f"{port} 不是端口号"
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise PortTaken(_wrong_host(host)) from error
            return f"端口 {port} 已被占用"
    return ""


def _wrong_host(host: str) -> str:
    return f"HOST={host} 不是这台机器的地址；请改成本机的地址，只在本机用就写 127.0.0.1。"


def _another(port: int) -> int:
    return port + 1 if port < 65_535 else 8000
