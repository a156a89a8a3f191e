"""存方案、删方案: the verbs of saved scenarios. Saving is idempotent under a key that the form carries."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from luoqiao.apps.whatif.errors import BadName, KeyTaken, NotYours, TooManyScenarios, UnknownScenario
from luoqiao.apps.whatif.limits import LONGEST_NAME, LONGEST_QUERY
from luoqiao.apps.whatif.models import Scenario

MOST_OWN = 50
MOST_ALL = 5000
_SAVING = 0x4C51_0002
"""Key of the advisory lock under which scenarios are counted and saved."""


@dataclass(frozen=True, slots=True)
class Draft:
    """要存的方案: every part of it, as the page computed it."""

    name: str
    clause: str
    clause_title: str
    query: str
    pack: str
    pack_digest: str
    population: str
    result: Mapping[str, object]


def save_scenario(*, draft: Draft, key: UUID, owner: str, at: datetime) -> UUID:
    """Keep a scenario and give its address; the same key from the same browser gives the one kept before.

    Refuses with BadName, TooManyScenarios or KeyTaken.
    """
    name = clean_name(draft.name)
    if len(draft.query) > LONGEST_QUERY:
        raise BadName("试算的字段太多，存不下；请减少总体参数的改动")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SAVING])
        before = Scenario.objects.filter(key=key).first()
        if before is not None:
            if (before.owner, before.name, before.query) != (owner, name, draft.query):
                raise KeyTaken
            return before.identifier
        if Scenario.objects.filter(owner=owner).count() >= MOST_OWN:
            raise TooManyScenarios(MOST_OWN, own=True)
        if Scenario.objects.count() >= MOST_ALL:
            raise TooManyScenarios(MOST_ALL, own=False)
        row = Scenario.objects.create(
            key=key, owner=owner, name=name, clause=draft.clause, clause_title=draft.clause_title, query=draft.query,
            pack=draft.pack, pack_digest=draft.pack_digest, population=draft.population[:200],
            result=dict(draft.result), saved_at=at,
        )  # fmt: skip
        return row.identifier


def delete_scenario(*, identifier: str, owner: str) -> str:
    """Delete a scenario of this browser and give its name; refuses with UnknownScenario or NotYours."""
    with transaction.atomic():
        try:
            row = Scenario.objects.select_for_update().get(identifier=UUID(identifier))
        except (ValueError, Scenario.DoesNotExist):
            raise UnknownScenario(identifier) from None
        if not owner or row.owner != owner:
            raise NotYours
        name = row.name
        row.delete()
        return name


def clean_name(text: str) -> str:
    """A name without blanks around it; refuses an empty or too long one, and characters that cannot be shown."""
    name = " ".join(text.split())
    if not name:
        raise BadName("请给方案起个名称，如“区级比例三成”")
    if len(name) > LONGEST_NAME:
        raise BadName(f"名称最多 {LONGEST_NAME} 个字，现在 {len(name)} 个")
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") for sign in name):
        raise BadName("名称里有不能显示的字符")
    return name
