"""载入方案包: the verbs of the policy app. Loading is idempotent and leaves every older version where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from luoqiao.apps.evidence.services import load_fact_keys
from luoqiao.apps.outbox.wordings import keep_wordings
from luoqiao.apps.policy.errors import PackRefused
from luoqiao.apps.policy.models import PackFile, PackVersion
from luoqiao.apps.policy.queries import CURRENT
from luoqiao.core.evidence.fact_key import clause_keys
from luoqiao.core.kernel.asked_once import ask_anew
from luoqiao.policies.pack import Pack
from luoqiao.policies.pack_cache import PACKS, digest_of
from luoqiao.policies.pack_reader import BrokenPack, list_packs, open_pack
from luoqiao.policies.pack_rules import check_to_load

FILE_KINDS = (".md", ".toml", ".txt")
PROOFS = "proofs.json"
"""Kept with a version but no part of its identity: proofs can be made again from the rest."""

_LOADING = 0x4C51_0001
"""Key of the advisory lock that lets one process load at a time."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """载入的结果: the pack, the digest of its version, and whether this version is new here."""

    pack: str
    number: str
    digest: str
    new: bool


def load_packs(at: datetime, root: Path = PACKS) -> tuple[Loaded, ...]:
    """Load every pack of the platform in one transaction and make its version the current one.

    A pack with serious findings is refused with PackRefused and nothing at all is loaded. A pack that is no longer
    there keeps its versions but has no current one.
    """
    checked = [(name, _checked(name, root)) for name in list_packs(root)]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOADING])
        gone = PackVersion.objects.filter(current=True).exclude(pack__in=[name for name, _ in checked])
        gone.update(current=False)
        load_fact_keys([key for _, pack in checked for key in clause_keys(pack.clauses.values(), pack.basis.tiers)])
        by_force = sorted(checked, key=lambda one: (-one[1].meta.in_force_from.toordinal(), one[0]))
        keep_wordings((name, pack.wordings) for name, pack in by_force)
        loaded = tuple(_load(name, pack, at, root) for name, pack in checked)
    ask_anew(CURRENT)
    return loaded


def _checked(name: str, root: Path) -> Pack:
    try:
        pack = open_pack(name, root)
    except BrokenPack as refused:
        raise PackRefused(name, refused.findings) from refused
    serious = tuple(finding for finding in check_to_load(pack).findings if finding.serious)
    if serious:
        raise PackRefused(name, serious)
    return pack


def _load(name: str, pack: Pack, at: datetime, root: Path) -> Loaded:
    digest = digest_of(name, root)
    meta = pack.meta
    version, new = PackVersion.objects.get_or_create(
        pack=name,
        digest=digest,
        defaults={
            "number": meta.number, "title": meta.title, "version": meta.version,
            "source_checksum": meta.checksum, "in_force_from": meta.in_force_from,
            "in_force_until": meta.in_force_until, "loaded_at": at,
        },
    )  # fmt: skip
    if new:
        folder = root / name
        files = sorted(path for path in folder.rglob("*") if path.suffix in FILE_KINDS)
        PackFile.objects.bulk_create(
            PackFile(version=version, path=path.relative_to(folder).as_posix(), content=path.read_bytes())
            for path in files
        )
    _keep_proofs(version, root / name / PROOFS)
    if not version.current:
        PackVersion.objects.filter(pack=name, current=True).update(current=False)
        PackVersion.objects.filter(pk=version.pk).update(current=True)
    return Loaded(name, meta.number, digest, new)


def _keep_proofs(version: PackVersion, file: Path) -> None:
    """The proofs as they are now: the one file of a version that may be replaced, because it decides nothing."""
    if not file.is_file():
        return
    kept, content = PackFile.objects.filter(version=version, path=PROOFS), file.read_bytes()
    if not kept.exists():
        PackFile.objects.create(version=version, path=PROOFS, content=content)
    elif bytes(kept.get().content) != content:
        kept.update(content=content)
