"""审计发现: one line of a list that an auditor reads: which record, what is the matter, why it was done, how grave it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from luoqiao.apps.cases.models import Case


class Grade(StrEnum):
    """轻重: what the rules forbid, or what they allow and somebody may still want to see."""

    CHECK = "check"
    LOOK = "look"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"check": "要查", "look": "供查看"}[self.value]


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """一条发现: `case` is empty where only a notice is meant; `amount` in fen; `because` is the reason that was given."""

    case: str
    enterprise_name: str
    title: str
    amount: int | None
    said: str
    grade: Grade = Grade.LOOK
    because: str = ""
    who: str = ""
    at: datetime | None = None
    notice: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """哪一件: what every finding says of its case."""

    number: str
    enterprise_name: str
    title: str
    amount: int | None

    def finding(self, said: str, grade: Grade = Grade.LOOK, **more: Any) -> AuditFinding:
        """A finding about this case."""
        return AuditFinding(self.number, self.enterprise_name, self.title, self.amount, said, grade, **more)


def about_cases(keys: Iterable[int]) -> dict[int, About]:
    """What findings say of these cases, by key."""
    rows = Case.objects.filter(pk__in=tuple(keys)).values_list("pk", "number", "enterprise_name", "title", "amount")
    return {pk: About(number, name, title, amount) for pk, number, name, title, amount in rows}


def worst_first(found: Iterable[AuditFinding]) -> tuple[AuditFinding, ...]:
    """What the rules forbid first, then by number of the case."""
    return tuple(sorted(found, key=lambda one: (one.grade is Grade.LOOK, one.case, one.notice, one.at is None, one.at or 0)))
