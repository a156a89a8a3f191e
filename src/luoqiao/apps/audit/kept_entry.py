"""表里的一条: an entry read in bulk as the value that is chained."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from luoqiao.core.audit.chain import ChainEntry

ENTRY_COLUMNS = 'e.id, e.at, e."user", e.name, e.post, e.for_user, e.action, e.subject, e.reason, e.detail'


def entry_of(row: Sequence[Any]) -> ChainEntry:
    """A row of `ENTRY_COLUMNS` as a value; `detail` comes as the database writes it."""
    number, at, user, name, post, for_user, action, subject, reason, detail = row
    return ChainEntry(number, at, user, name, post, for_user, action, subject, reason, json.loads(detail))
