"""查事实: what is known about a subject on a day, as it was known at an instant; and how that came about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from django.db.models import Q, QuerySet

from luoqiao.apps.evidence.errors import NotThere
from luoqiao.apps.evidence.keys import known_keys
from luoqiao.apps.evidence.models import CorrectionReport
from luoqiao.apps.evidence.models import Fact as Row
from luoqiao.apps.evidence.scope import evidence_scope, seen_enterprise
from luoqiao.core.evidence.fact import Fact, adopt, latest_by_source, read_subject, subject_uscc
from luoqiao.core.evidence.fact_key import FactKey
from luoqiao.core.evidence.fact_sheet import FactSheet, make_sheet
from luoqiao.core.evidence.fact_value import Value
from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.period import Period
from luoqiao.core.parties.actor import Actor

_Told: TypeAlias = list[Any]
"""A row as read: number, value, first day, end, source, when recorded."""
_SAME = ("subject", "key", "source", "from_on", "until_on")


@dataclass(frozen=True, slots=True)
class Report:
    """一条数据更正: what an enterprise says is wrong, and the answer once there is one."""

    id: int
    uscc: str
    name: str
    key: FactKey
    shown: str
    value: Value
    period: Period
    note: str
    who: str
    reported_at: datetime
    accepted: bool | None
    answer: str
    answered_name: str
    answered_at: datetime | None


def list_keys() -> Mapping[str, FactKey]:
    """Every fact that can be recorded, by its id: general ones first, then inputs of clauses."""
    return known_keys()


def fact_sheet(
    subject: str, on: date, known_at: datetime, actor: Actor, *, keys: Iterable[str] | None = None
) -> FactSheet:  # fmt: skip
    """Everything known about a subject on a day, as known at an instant, sources side by side; some keys only, if named.

    Refuses with BadSubject, NoSuchEnterprise or, for a project out of scope, gives an empty sheet. Two queries.
    """
    uscc = subject_uscc(read_subject(subject))
    if uscc:
        seen_enterprise(uscc, actor)
    rows = _known(Row.objects.filter(evidence_scope(actor, "enterprise"), subject=subject), on, known_at)
    if keys is not None:
        rows = rows.filter(key__in=tuple(keys))
    return make_sheet(subject, on, known_at, _held(rows), known_keys())


def fact_history(subject: str, key: str, actor: Actor) -> tuple[Fact, ...]:
    """Everything ever recorded about one thing, the latest first; a value of None was withdrawn."""
    rows = Row.objects.filter(evidence_scope(actor, "enterprise"), subject=read_subject(subject), key=key)
    return tuple(_fact(row) for row in rows.order_by("-recorded_at", "-pk"))


def list_years(subject: str, actor: Actor) -> tuple[int, ...]:
    """The years about which something whole was recorded, the latest first."""
    rows = Row.objects.filter(evidence_scope(actor, "enterprise"), subject=read_subject(subject), until_on__isnull=False)
    return tuple(sorted(set(rows.values_list("from_on__year", flat=True)), reverse=True))


def adopted_values(
    on: date, known_at: datetime, *, subjects: Iterable[str] | None = None, keys: Iterable[str] | None = None
) -> dict[str, dict[str, Value]]:
    """The adopted value of every key of many subjects, for matching all enterprises at once; whoever asks. One query."""
    rows = Row.objects.all()
    if subjects is not None:
        rows = rows.filter(subject__in=tuple(subjects))
    if keys is not None:
        rows = rows.filter(key__in=tuple(keys))
    found: dict[tuple[str, str], list[_Told]] = {}
    columns = ("subject", "key", "pk", "value", "from_on", "until_on", "source", "recorded_at")
    for subject, key, *told in _known(rows, on, known_at).exclude(withdrawn=True).values_list(*columns):
        found.setdefault((subject, key), []).append(told)
    values: dict[str, dict[str, Value]] = {}
    for (subject, key), facts in found.items():
        values.setdefault(subject, {})[key] = facts[0][1] if len(facts) == 1 else _adopted(key, facts)
    return values


def _adopted(key: str, told: Iterable[_Told]) -> Value:
    """Of several sources the value that counts."""
    facts = [Fact(pk, key, value, Period(first, end), Source(source), "", at) for pk, value, first, end, source, at in told]
    return adopt(latest_by_source(facts).values()).value


def list_reports(actor: Actor, *, enterprise: str = "", open_only: bool = False, most: int = 100) -> tuple[Report, ...]:
    """Corrections asked for within scope, open ones first, then the latest."""
    rows = CorrectionReport.objects.filter(evidence_scope(actor, "enterprise")).select_related("fact", "enterprise")
    if enterprise:
        rows = rows.filter(enterprise__uscc=enterprise)
    if open_only:
        rows = rows.filter(answered_at__isnull=True)
    found = tuple(rows.order_by("-answered_at", "-reported_at")[:most])
    keys = known_keys() if found else {}
    return tuple(_report(row, keys) for row in found)


def get_report(report: int, actor: Actor) -> Report:
    """One correction asked for; refuses with NotThere."""
    rows = CorrectionReport.objects.filter(evidence_scope(actor, "enterprise")).select_related("fact", "enterprise")
    row = rows.filter(pk=report).first()
    if row is None:
        raise NotThere("这条数据更正")
    return _report(row, known_keys())


def _report(row: CorrectionReport, keys: Mapping[str, FactKey]) -> Report:
    fact = row.fact
    return Report(
        row.pk, row.enterprise.uscc, row.enterprise.name, keys[fact.key], row.shown, fact.value,
        Period(fact.from_on, fact.until_on), fact.note, fact.recorded_name, row.reported_at, row.accepted, row.answer,
        row.answered_name, row.answered_at,
    )  # fmt: skip


def _known(rows: QuerySet[Row], on: date, known_at: datetime) -> QuerySet[Row]:
    """Of the rows about a day the last recorded by an instant: one for each subject, key, source and period."""
    about = rows.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), from_on__lte=on, recorded_at__lte=known_at)
    last = about.order_by(*_SAME, "-recorded_at", "-pk").distinct(*_SAME)
    return Row.objects.filter(pk__in=last.values("pk"))


def _held(rows: QuerySet[Row]) -> tuple[Fact, ...]:
    return tuple(_fact(row) for row in rows.order_by("pk") if not row.withdrawn)


def _fact(row: Row) -> Fact:
    return Fact(
        row.pk, row.key, None if row.withdrawn else row.value, Period(row.from_on, row.until_on), Source(row.source),
        row.recorded_name, row.recorded_at, row.origin, row.note, row.document_id, row.recorded_by,
    )  # fmt: skip
