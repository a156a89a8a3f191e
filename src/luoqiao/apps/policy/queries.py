"""方案包的查询: frozen core values of the packs that are loaded; nothing here changes anything.

Packs are kept in the process by the digest of their version: reading and checking one costs a second, and a version
never changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from luoqiao.apps.policy.errors import DamagedVersion, PackNotLoaded, UnknownClause
from luoqiao.apps.policy.models import PackFile, PackVersion
from luoqiao.core.kernel.asked_once import once
from luoqiao.core.kernel.working_days import Calendar
from luoqiao.core.rules.coverage import Coverage
from luoqiao.core.rules.tree import Clause
from luoqiao.policies.calendar_reader import open_calendar
from luoqiao.policies.pack import Pack
from luoqiao.policies.pack_cache import PACKS, digest_of
from luoqiao.policies.pack_reader import list_packs as packs_on_disk
from luoqiao.policies.pack_reader import open_pack
from luoqiao.policies.pack_rules import all_coverage

CURRENT = "packs"
"""Under which question the current versions are kept while one page is made."""


@dataclass(frozen=True, slots=True)
class LoadedVersion:
    """已载入的版本: identity of a version of a pack, without its contents."""

    pack: str
    number: str
    title: str
    version: str
    digest: str
    source_checksum: str
    in_force_from: date
    in_force_until: date
    loaded_at: datetime
    current: bool


_FIELDS = (
    "pack", "number", "title", "version", "digest", "source_checksum", "in_force_from", "in_force_until", "loaded_at",
    "current",
)  # fmt: skip


def list_packs() -> tuple[LoadedVersion, ...]:
    """The current version of every pack, the one that came into force last first."""
    return once(CURRENT, _list_packs)


def _list_packs() -> tuple[LoadedVersion, ...]:
    rows = PackVersion.objects.filter(current=True).order_by("-in_force_from", "pack").values_list(*_FIELDS)
    return tuple(LoadedVersion(*row) for row in rows)


def list_versions(pack: str) -> tuple[LoadedVersion, ...]:
    """Every version of a pack that was ever loaded, in order of loading."""
    rows = PackVersion.objects.filter(pack=pack).order_by("loaded_at", "pk").values_list(*_FIELDS)
    return tuple(LoadedVersion(*row) for row in rows)


def get_version(pack: str | None = None) -> LoadedVersion:
    """The current version of a pack; without a name, of the pack that came into force last.

    Refuses a pack that is not loaded, with PackNotLoaded.
    """
    loaded = list_packs()
    for version in loaded:
        if pack in (None, version.pack):
            return version
    raise PackNotLoaded(pack or "", tuple(version.pack for version in loaded))


def get_pack(pack: str | None = None) -> Pack:
    """The current version of a pack with everything it defines; refuses as `get_version` does."""
    version = get_version(pack)
    return get_pack_of(version.pack, version.digest)


@lru_cache(maxsize=16)
def get_pack_of(pack: str, digest: str) -> Pack:
    """The pack exactly as it was in the version with this digest, from the files kept with it.

    Refuses a version that was never loaded (PackNotLoaded) or whose files were altered since (DamagedVersion).
    """
    if pack in packs_on_disk() and digest_of(pack) == digest:
        return open_pack(pack, PACKS)
    files = PackFile.objects.filter(version__digest=digest, version__pack=pack).values_list("path", "content")
    kept = [(path, bytes(content)) for path, content in files]
    if not kept:
        raise PackNotLoaded(f"{pack} {digest[:12]}", tuple(version.pack for version in list_packs()))
    with TemporaryDirectory(prefix="luoqiao-pack-") as folder:
        root = Path(folder)
        for path, content in kept:
            _write(root / pack, path, content)
        if digest_of(pack, root) != digest:
            raise DamagedVersion(digest)
        return open_pack(pack, root)


def find_clause_file(pack: str, digest: str, clause: str) -> bytes:
    """The file of a clause, byte for byte as it was in a version of its pack; nothing where that version has none."""
    rows = PackFile.objects.filter(version__pack=pack, version__digest=digest, path=f"clauses/{clause}.md")
    kept = rows.values_list("content", flat=True).first()
    return bytes(kept) if kept is not None else b""


def _write(folder: Path, path: str, content: bytes) -> None:
    file = (folder / path).resolve()
    if not file.is_relative_to(folder.resolve()):
        raise DamagedVersion(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def find_clause(identifier: str, pack: str | None = None) -> Clause | None:
    """The clause with this identifier in a pack, or none."""
    return get_pack(pack).clauses.get(identifier)


def get_clause(identifier: str, pack: str | None = None) -> Clause:
    """The clause with this identifier; refuses an unknown one with the nearest name (UnknownClause)."""
    clauses = get_pack(pack).clauses
    if identifier not in clauses:
        raise UnknownClause(identifier, clauses)
    return clauses[identifier]


def get_coverage(pack: str | None = None) -> Coverage:
    """What each sentence of the document drives."""
    return all_coverage(get_pack(pack))


def get_calendar() -> Calendar:
    """工作日历: the working days by the notices that came with the programme and those the operator added.

    Refuses, when nothing usable was read yet, a faulty notice with every finding (BrokenCalendar).
    """
    return open_calendar(settings.CALENDARS)
