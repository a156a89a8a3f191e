"""安装依赖: builds .venv from the pinned, hashed requirements; runs again only when something it reads changed.

Standard library only: this file runs before anything is installed. The extras (compute, proof, schedule, field, s3,
spark) are sets of the same lock, asked for by name: `scripts/setup run compute`.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
STAMPS = ENVIRONMENT / "luoqiao-stamps"
SETS = ("run", "dev", "compute", "proof", "schedule", "field", "spark", "s3")


class SetupRefused(Exception):
    """安装中止: one sentence for the reader, Chinese first."""


def main(names: list[str]) -> int:
    """Install the named sets and the package itself; 0 when everything is in place."""
    unknown = [name for name in names if name not in SETS]
    if unknown or not names:
        print(f"洛桥：没有这个依赖组 {'、'.join(unknown)}；可选：{'、'.join(SETS)}。（LQ-0102）", file=sys.stderr)
        return 2
    try:
        with (ROOT / ".venv.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for name in names:
                install_set(name)
            install_package()
    except SetupRefused as refused:
        print(f"洛桥：{refused}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("洛桥：安装中断；再运行一次会接着装。", file=sys.stderr)
        return 130
    except PermissionError as error:
        print(f"洛桥：不能写入 {error.filename}；请把项目放在可以写的文件夹里再运行一次。（LQ-0103）", file=sys.stderr)
        return 1
    return 0


def install_set(name: str) -> None:
    """Install requirements/<name>.txt unless its stamp says that this very file is already installed."""
    requirements = ROOT / "requirements" / f"{name}.txt"
    mark = fingerprint(requirements.read_bytes())
    if is_done(name, mark):
        return
    ensure_environment()
    print(f"正在安装依赖（{name}），第一次约需一分钟……", flush=True)
    pip("install", "--no-compile", "--require-hashes", "--requirement", str(requirements))
    finish(name, mark)


def install_package() -> None:
    """Install luoqiao itself, editable, through the backend that the hashed set already brought."""
    mark = fingerprint((ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode())
    if is_done("luoqiao", mark) and (ENVIRONMENT / "bin" / "luoqiao").exists():
        return
    pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    finish("luoqiao", mark)


def ensure_environment() -> None:
    """Create .venv, or complete one that has no pip."""
    if not PYTHON.exists():
        venv.EnvBuilder(with_pip=True, clear=ENVIRONMENT.exists(), symlinks=True).create(ENVIRONMENT)
    elif subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode != 0:
        given = subprocess.run([PYTHON, "-m", "ensurepip", "--default-pip"], capture_output=True, check=False)
        if given.returncode != 0:
            raise SetupRefused(".venv 里没有 pip，也补不上；请删除 .venv 文件夹，再运行一次。（LQ-0106）")


def pip(*arguments: str) -> None:
    """Run the environment's own pip quietly; its last words are shown when it fails."""
    command = [PYTHON, "-m", "pip", "--disable-pip-version-check", *arguments, "--quiet"]
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if ended.returncode != 0:
        print(ended.stdout.strip()[-2000:], file=sys.stderr)
        raise SetupRefused(
            "依赖没有装成（上面是安装程序的原话）；请检查网络或软件源设置后再运行一次，已下载的部分会保留。（LQ-0104）"
        )


def fingerprint(*parts: bytes) -> str:
    """A hash of what was read and of the Python that reads it."""
    digest = hashlib.sha256(repr(sys.version_info[:3]).encode())
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def is_done(name: str, mark: str) -> bool:
    """Whether the stamp for this set matches."""
    stamp = STAMPS / name
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == mark


def finish(name: str, mark: str) -> None:
    """Write the stamp, last of all."""
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / name).write_text(mark)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
