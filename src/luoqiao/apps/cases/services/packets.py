"""下载案卷: whoever takes a packet away is recorded, with the digest of what was taken."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.cases.history import open_case
from luoqiao.apps.cases.queries.packet import TAKEN
from luoqiao.core.parties.actor import Actor


def record_taken(*, number: str, digest: str, actor: Actor, at: datetime) -> None:
    """This person took the packet of a case: SHA-256 of its bytes. NoSuchCase for whoever may not see it."""
    with transaction.atomic():
        opened = open_case(number, actor)
        record(at=at, actor=actor, deed=Deed(TAKEN, f"case:{opened.row.number}", {"sha256": digest}))
