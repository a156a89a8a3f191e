"""写压缩包: files as a zip whose bytes depend on the names and contents alone: no clock, no order of arrival."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

BEGAN = (1980, 1, 1, 0, 0, 0)
"""The first moment that the format knows; the files tell themselves when they are of."""
READABLE = 0o644 << 16


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """The archive, its files in order of their names; names are UTF-8."""
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_STORED) as archive:
        for name in sorted(files):
            entry = ZipInfo(name, BEGAN)
            entry.external_attr, entry.create_system = READABLE, 3
            archive.writestr(entry, files[name])
    return kept.getvalue()
