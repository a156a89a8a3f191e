"""事实: one statement about a subject with its pedigree; several sources side by side, and which of them is adopted.

Nothing is thrown away: the ranking of sources decides which value counts, the others stay and are shown. How statements are
gathered into a sheet that a case freezes is `fact_sheet`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from luoqiao.core.evidence.fact_key import FactKey
from luoqiao.core.evidence.fact_value import Value, say_difference, show_value
from luoqiao.core.evidence.source import Source, explain_choice
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.period import Period

SUBJECT = re.compile(r"enterprise:[0-9A-HJ-NPQRTUWXY]{18}|project:[0-9A-Za-z_-]{1,40}")


class BadSubject(DomainError):
    """不是事实的主体: neither an enterprise nor a project."""

    code = "LQ-5418"

    def __init__(self, subject: str) -> None:
        super().__init__(f"“{subject[:60]}”不是企业也不是项目；写成 enterprise:信用代码 或 project:编号")


def enterprise_subject(uscc: str) -> str:
    """The subject of an enterprise."""
    return f"enterprise:{uscc}"


def project_subject(project: int | str) -> str:
    """The subject of a project."""
    return f"project:{project}"


def read_subject(subject: str) -> str:
    """The subject when it is one; raises BadSubject."""
    if SUBJECT.fullmatch(subject) is None:
        raise BadSubject(subject)
    return subject


def subject_uscc(subject: str) -> str:
    """The credit code of an enterprise's subject; empty for a project."""
    kind, _, rest = subject.partition(":")
    return rest if kind == "enterprise" else ""


@dataclass(frozen=True, slots=True)
class NewFact:
    """要记的一条事实: `value` as read by `fact_value`; `origin` says from what (发票 4 张，合计; 统计局名录库).

    `enterprise` (credit code) is only given for the fact of a project that belongs to one.
    """

    subject: str
    key: str
    value: object
    period: Period
    source: Source
    origin: str = ""
    note: str = ""
    document: int | None = None
    enterprise: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """事实的一条: what, about which days, from which source, who recorded it when and from what."""

    id: int
    key: str
    value: Value
    period: Period
    source: Source
    who: str
    recorded_at: datetime
    origin: str = ""
    note: str = ""
    document: int | None = None
    user: int = 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """不一致: an adopted value, those that differ from it, how far apart they are, and why the adopted one counts."""

    adopted: Fact
    others: tuple[Fact, ...]
    difference: str
    why: str

    @property
    def settled(self) -> bool:
        """Whether somebody has decided it."""
        return self.adopted.source is Source.DECIDED

    @property
    def words(self) -> str:
        """`不一致，差 14,400.00 元`."""
        return f"不一致，{self.difference}" if self.difference else "不一致"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """一行事实: the key, at most one fact from each source, and the adopted one."""

    key: FactKey
    facts: Mapping[Source, Fact]
    adopted: Fact
    conflict: Conflict | None

    @property
    def shown(self) -> str:
        """The adopted value in words."""
        return show_value(self.key, self.adopted.value)


def adopt(facts: Iterable[Fact]) -> Fact:
    """The fact of the highest source; there is at least one."""
    return min(facts, key=lambda fact: fact.source.rank)


def latest_by_source(facts: Iterable[Fact]) -> dict[Source, Fact]:
    """Of several facts of one source about one day the one with the shortest period, then the latest recorded."""
    found: dict[Source, Fact] = {}
    for fact in facts:
        held = found.get(fact.source)
        if held is None or _closeness(fact) > _closeness(held):
            found[fact.source] = fact
    return dict(sorted(found.items(), key=lambda item: item[0].rank))


def _closeness(fact: Fact) -> tuple[int, int, datetime, int]:
    until = fact.period.until_on
    days = (until - fact.period.from_on).days if until else 1_000_000
    return -days, fact.period.from_on.toordinal(), fact.recorded_at, fact.id


def make_row(key: FactKey, facts: Sequence[Fact]) -> SheetRow:
    """Lay the sources side by side and say which counts."""
    by_source = latest_by_source(facts)
    adopted = adopt(by_source.values())
    others = tuple(fact for fact in by_source.values() if fact.value != adopted.value)
    return SheetRow(key, by_source, adopted, _conflict(key, adopted, others) if others else None)


def _conflict(key: FactKey, adopted: Fact, others: tuple[Fact, ...]) -> Conflict:
    apart = next((said for one in reversed(others) if (said := say_difference(key, adopted.value, one.value))), "")
    why = explain_choice(adopted.source, tuple(one.source for one in others))
    if adopted.source is Source.DECIDED:
        why = f"由 {adopted.who} 认定：{adopted.note}"
    return Conflict(adopted, others, apart, why)
