"""提交标记: the same form sent twice is one deed. The key comes with the form; its use is written in the deed's transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from luoqiao.apps.audit.keys import lock_key
from luoqiao.apps.cases.models import ActionKey, Case
from luoqiao.core.cases.refusals import KeyUsedForAnother
from luoqiao.core.parties.actor import Actor


def used_before(key: UUID, *, actor: Actor, deed: str, contents: Mapping[str, object]) -> str | None:
    """The number of the case on which this very deed was done before; None when the key is new. KeyUsedForAnother."""
    lock_key(key)
    row = ActionKey.objects.select_related("case").filter(key=key).first()
    if row is None:
        return None
    if (row.user, row.deed, row.digest) != (actor.user, deed, _digest(contents)):
        raise KeyUsedForAnother
    return row.case.number


def keep_key(key: UUID, case: Case, *, actor: Actor, deed: str, contents: Mapping[str, object], at: datetime) -> None:
    """The key is used for this deed."""
    try:
        with transaction.atomic():
            ActionKey.objects.create(
                key=key, user=actor.user, case=case, deed=deed, digest=_digest(contents), at=at
            )
    except IntegrityError:
        raise KeyUsedForAnother from None


def _digest(contents: Mapping[str, object]) -> str:
    text = json.dumps(contents, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
