"""导入的总体: load a file's enterprises, withdraw them, say which are in use; the page then says which it is.

What enterprises state is kept as compressed JSON beside the file itself, so that a page needs no reader of files.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from django.db import connection, transaction

from luoqiao.apps.whatif.errors import NothingLoaded
from luoqiao.apps.whatif.limits import LONGEST_FILE_NAME
from luoqiao.apps.whatif.models import PopulationFile

_LOADING = 0x4C51_0003
"""Key of the advisory lock under which populations are loaded and withdrawn."""


@dataclass(frozen=True, slots=True)
class StatedFirm:
    """一家所报: its name, its labels (产业、镇街、规模), facts and earlier grants by clause in JSON form."""

    name: str
    labels: tuple[str, ...]
    facts: Mapping[str, Mapping[str, object]]
    earlier: Mapping[str, Mapping[str, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """在用的文件: what it is, who loaded it when, how many rows."""

    number: int
    name: str
    digest: str
    pack: str
    rows: int
    bad_rows: int
    loaded_by: str
    loaded_at: datetime


_FIELDS = ("pk", "name", "digest", "pack", "rows", "bad_rows", "loaded_by", "loaded_at")


def load_population(
    *, name: str, content: bytes, firms: Sequence[object], bad_rows: int, pack: str, by: str, at: datetime
) -> LoadedFile:
    """Make the enterprises of a file the district's population; the same file loaded again changes nothing.

    `firms` are values with name, labels, facts and earlier. Refuses a file without any (NothingLoaded).
    """
    if not firms:
        raise NothingLoaded(name)
    digest = sha256(content).hexdigest()
    listed = [asdict(one) for one in firms if is_dataclass(one) and not isinstance(one, type)]
    packed = zlib.compress(json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode(), 6)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOADING])
        now = find_population(pack)
        if now is not None and now.digest == digest and now.name == name[:LONGEST_FILE_NAME]:
            return now
        PopulationFile.objects.filter(pack=pack, withdrawn_at=None).update(withdrawn_at=at)
        row = PopulationFile.objects.create(
            name=name[:LONGEST_FILE_NAME], digest=digest, content=content, stated=packed, pack=pack, rows=len(listed),
            bad_rows=bad_rows, loaded_by=by[:100], loaded_at=at,
        )  # fmt: skip
        return LoadedFile(row.pk, row.name, digest, pack, row.rows, bad_rows, row.loaded_by, at)


def withdraw_population(*, pack: str, at: datetime) -> LoadedFile | None:
    """Go back to the made-up enterprises; the file that was in use, kept on record, or None."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOADING])
        now = find_population(pack)
        PopulationFile.objects.filter(pack=pack, withdrawn_at=None).update(withdrawn_at=at)
        return now


def find_population(pack: str) -> LoadedFile | None:
    """The file in use for a pack; None while the enterprises are made up."""
    row = PopulationFile.objects.filter(pack=pack, withdrawn_at=None).values_list(*_FIELDS).first()
    return LoadedFile(*row) if row is not None else None


@lru_cache(maxsize=4)
def get_firms(number: int) -> tuple[StatedFirm, ...]:
    """What the enterprises of a loaded file state; kept in the process, for a loaded file never changes."""
    packed = PopulationFile.objects.values_list("stated", flat=True).get(pk=number)
    listed = json.loads(zlib.decompress(bytes(packed)))
    return tuple(StatedFirm(one["name"], tuple(one["labels"]), one["facts"], one["earlier"]) for one in listed)
