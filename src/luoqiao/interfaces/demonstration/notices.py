"""示例的公示: the cases that were posted on one day by one unit under one procedure stand on one notice, numbered in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from luoqiao.apps.cases.bulk import ToldCase, ToldNotice
from luoqiao.core.cases import events as e
from luoqiao.core.cases.state import replay
from luoqiao.core.parties.actor import Actor
from luoqiao.interfaces.demonstration.people import Desks


def number_notices(
    told: Sequence[ToldCase], desks: Desks, number_for: Callable[[int], str]
) -> tuple[list[ToldCase], list[ToldNotice]]:
    """Give every notice its number (`number_for` a year), name it in the histories, and say who prepared and who posted it."""
    posted: dict[str, list[tuple[ToldCase, e.Recorded]]] = {}
    for case in told:
        for one in case.history:
            if isinstance(one.event, e.NoticePosted):
                posted.setdefault(one.event.notice, []).append((case, one))
    ordered = sorted(posted, key=lambda key: (posted[key][0][1].at, key))
    names = {key: number_for(posted[key][0][1].at.year) for key in ordered}
    return [_renamed(case, names) for case in told], [_notice(names[key], posted[key], told, desks) for key in ordered]


def _renamed(case: ToldCase, names: dict[str, str]) -> ToldCase:
    history = tuple(replace(one, event=_with_name(one.event, names)) for one in case.history)
    state = replay(case.matter.procedure, history)
    return replace(case, history=history, matter=replace(case.matter, state=state))


def _with_name(event: e.Event, names: dict[str, str]) -> e.Event:
    if isinstance(event, e.NoticePosted | e.NoticeEnded):
        return replace(event, notice=names.get(event.notice, event.notice))
    return event


def _notice(
    number: str, rows: Sequence[tuple[ToldCase, e.Recorded]], told: Sequence[ToldCase], desks: Desks
) -> ToldNotice:
    first = rows[0][1]
    lead = rows[0][0].row.lead_unit
    preparer = _another(desks.at(f"officer@{lead}"), first.user)
    ended = [
        one.at
        for case, recorded in rows
        for one in case.history
        if isinstance(one.event, e.NoticeEnded) and one.seq > recorded.seq
    ]
    titles = sorted({case.row.title for case, _ in rows})
    what = "拟支持名单" if rows[0][0].row.clause else "拟认定名单"
    title = f"{titles[0]}{what}公示" if len(titles) == 1 else f"{titles[0]}等 {len(titles)} 项{what}公示"
    return ToldNotice(
        number, title, (preparer.user, preparer.name), (first.user, first.name), first.at - timedelta(hours=17), first.at,
        max(ended) if len(ended) == len(rows) else None, tuple(case.row.number for case, _ in rows),
    )  # fmt: skip


def _another(people: Sequence[Actor], user: int) -> Actor:
    return next((one for one in people if one.user != user), people[0])
