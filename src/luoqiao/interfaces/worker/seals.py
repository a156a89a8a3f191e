"""封条文件: each day that ended is sealed and its seal written as a small file of its own, to be copied elsewhere.

A file that is there is never written over: one that says something else is a sign that somebody changed the chain or the file.
"""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from django.conf import settings

from luoqiao.apps.audit.chain_queries import list_seals
from luoqiao.apps.audit.chaining import chain_waiting, seal_ended_days
from luoqiao.core.audit.chain import Sealed, seal_text

log = logging.getLogger("luoqiao.worker")


def seal_days(at: datetime) -> tuple[str, ...]:
    """Chain, seal, write; the names of seal files that say something else than the database."""
    chain_waiting(at)
    seal_ended_days(at)
    folder = Path(settings.SEALS_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    wrong = tuple(seal_name(seal) for seal in list_seals() if not _written(folder / seal_name(seal), seal))
    for name in wrong:
        log.error("seal file %s differs from the database; neither was changed", name)
    return wrong


def seal_name(seal: Sealed) -> str:
    """seal-2023-2023-06-12.json: the year of the chain, the day that ended."""
    return f"seal-{seal.year}-{seal.day}.json"


def _written(file: Path, seal: Sealed) -> bool:
    """Whether the file says what the seal says; written when it is not there."""
    told = seal_text(seal).encode()
    try:
        with file.open("xb") as fresh:
            fresh.write(told)
    except FileExistsError:
        return file.read_bytes() == told
    return True
