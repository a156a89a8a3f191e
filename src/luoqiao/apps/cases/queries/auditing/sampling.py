"""抽样: the grants of a year with what makes them worth a look, and a sample drawn from them under a seed that is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from luoqiao.apps.cases.frozen import Frozen, decided_cases, frozen_cases
from luoqiao.apps.cases.scope import case_scope
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import events as e
from luoqiao.core.cases.recompute import recompute
from luoqiao.core.cases.risk import Risk, Sign, draw, signs_of_history, signs_of_rule
from luoqiao.core.parties.actor import Actor


@dataclass(frozen=True, slots=True)
class Sampled:
    """抽到的一件: under which head, and every sign that was found on it."""

    number: str
    enterprise_name: str
    title: str
    amount: int
    risk: Risk
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """一份样本: out of how many cases, how many of each risk there are, and what was drawn."""

    year: int
    seed: str
    sizes: Mapping[Risk, int]
    cases: int
    amount: int
    able: Mapping[Risk, int]
    drawn: tuple[Sampled, ...]


def draw_sample(actor: Actor, *, year: int, seed: str, sizes: Mapping[Risk, int]) -> Sample:
    """Look at every grant of the year that this person may see, and draw."""
    rows: dict[str, tuple[str, str, int]] = {}
    signs: dict[str, tuple[Sign, ...]] = {}
    for one in frozen_cases(decided_cases(case_scope(actor), year=year)):
        rows[one.row.number] = (one.row.enterprise_name, one.row.title, one.state.total)
        signs[one.row.number] = tuple(dict.fromkeys(_signs(one)))
    drawn = draw(signs, sizes, seed)
    able = {risk: sum(any(sign.risk is risk for sign in found) for found in signs.values()) for risk in Risk}
    able[Risk.RANDOM] = len(rows)
    return Sample(
        year, seed, sizes, len(rows), sum(amount for _, _, amount in rows.values()), able,
        tuple(Sampled(one.number, *rows[one.number], one.risk, signs[one.number]) for one in drawn),
    )  # fmt: skip


def _signs(one: Frozen) -> Iterator[Sign]:
    answer = recompute(one.granted, one.clause, one.pack.basis).answer
    if answer is not None:
        yield from signs_of_rule(answer)
    submitted = [
        (recorded.seq, timezone.localdate(recorded.at))
        for recorded in one.history
        if isinstance(recorded.event, e.Submitted) and recorded.user
    ]
    yield from signs_of_history(one.history, submitted, _last_days(one))


def _last_days(one: Frozen) -> Iterator[date]:
    """The end of the year that is claimed for, the end of the clause, and the last day of each correction."""
    yield date(one.row.year, 12, 31)
    yield one.clause.header.last
    calendar = policy.get_calendar()
    for recorded in one.history:
        if isinstance(recorded.event, e.Returned):
            yield calendar.add(timezone.localdate(recorded.at), recorded.event.days or 0).last_on
    yield _last_working_day(one.row.year)


def _last_working_day(year: int) -> date:
    calendar, day = policy.get_calendar(), date(year, 12, 31)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day
