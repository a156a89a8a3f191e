"""代码指纹: changes whenever tables, packs, static files or installed packages do; tells whether to prepare again."""

from __future__ import annotations

import hashlib
import site
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import luoqiao

PACKAGE = Path(luoqiao.__file__).parent
PATTERNS = ("apps/*/migrations/*.py", "policies/**/*", "core/**/*.py", "interfaces/*/static/**/*")


def code_fingerprint(built: Path) -> str:
    """代码指纹: `built` holds the static files that a build step wrote."""
    digest = hashlib.sha256(luoqiao.__version__.encode())
    for name in sorted(_installed()):
        digest.update(name.encode())
    for path in _files(built):
        digest.update(str(path).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(built: Path) -> Iterator[Path]:
    for pattern in PATTERNS:
        yield from sorted(p for p in PACKAGE.glob(pattern) if p.is_file() and p.suffix != ".pyc")
    if built.is_dir():
        yield from sorted(path for path in built.rglob("*") if path.is_file())


def _installed() -> set[str]:
    """The names of installed distributions with their versions, as their folders are called."""
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *site.getsitepackages()}
    return {entry.name for folder in folders for entry in Path(folder).glob("*.dist-info")}
