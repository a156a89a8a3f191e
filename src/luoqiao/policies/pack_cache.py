"""方案包的缓存: a pack once read, kept beside the data, so that a command answers at once.

The cache is keyed by the bytes of every file of the pack and of the code that reads it; a stale, foreign or damaged
file is simply not used. Only a file that this user alone could have written is read.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from pathlib import Path

from luoqiao.policies.pack import Pack

PACKS = Path(__file__).parent
CORE = PACKS.parent / "core"


def digest_of(name: str, root: Path = PACKS) -> str:
    """SHA-256 over the pack's files: the identity of a version of a pack."""
    folder = root / name
    return _digest(folder, sorted(p for p in folder.rglob("*") if p.suffix in (".md", ".toml", ".txt")))


def open_cached(name: str, folder: Path, root: Path = PACKS) -> Pack:
    """The pack, from the cache when nothing changed; raises what `open_pack` raises."""
    if name not in {path.parent.name for path in root.glob("*/pack.toml")}:
        return _open(name, root)
    code = sorted([*CORE.rglob("*.py"), *CORE.rglob("*.lark"), *PACKS.glob("*.py")])
    try:
        proofs = [file for file in [root / name / "proofs.json"] if file.is_file()]
        stamp = f"{digest_of(name, root)} {_digest(root / name, proofs)} {_stamp(code)}"
        key = hashlib.sha256(stamp.encode()).hexdigest()
    except OSError:
        return _open(name, root)  # says which file cannot be read
    file = folder / f"{name}-{key[:24]}.pickle"
    found = _read(file)
    if found is not None:
        return found
    pack = _open(name, root)
    _write(file, pack)
    return pack


def _open(name: str, root: Path) -> Pack:
    from luoqiao.policies.pack_reader import open_pack  # the parsers are only needed when nothing is cached

    return open_pack(name, root)


def _digest(folder: Path, files: list[Path]) -> str:
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return whole.hexdigest()


def _stamp(files: list[Path]) -> str:
    """Names, sizes and times of the code: cheaper than its bytes, and enough on one machine."""
    return " ".join(f"{f.name}:{s.st_size}:{s.st_mtime_ns}" for f in files for s in [f.stat()])


def _read(file: Path) -> Pack | None:
    try:
        if any(held.stat().st_uid != os.getuid() or held.stat().st_mode & 0o022 for held in (file, file.parent)):
            return None
        found = pickle.loads(file.read_bytes())  # noqa: S301 - our own file, written 0600 by this user
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, ValueError, TypeError):
        return None
    return found if isinstance(found, Pack) else None


def _write(file: Path, pack: Pack) -> None:
    """Write beside and rename, so that a killed process leaves no half file; a read-only place is no fault."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = file.with_suffix(f".{os.getpid()}")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                pickle.dump(pack, stream, pickle.HIGHEST_PROTOCOL)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
        for old in file.parent.glob(f"{file.name.rsplit('-', 1)[0]}-*.pickle"):
            if old != file:
                old.unlink(missing_ok=True)
    except OSError:
        return
