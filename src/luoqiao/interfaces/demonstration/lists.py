"""示例的名单: the awards of one clause that arrived on one day stand on one list, numbered in order of their days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from luoqiao.apps.cases.bulk import ToldCase
from luoqiao.apps.cases.list_bulk import ToldList, ToldRow
from luoqiao.core.cases import events as e
from luoqiao.core.cases.recognition_list import NEW
from luoqiao.interfaces.demonstration.awards import LIST_DAYS
from luoqiao.interfaces.demonstration.people import Desks
from luoqiao.interfaces.demonstration.world import ZONE

HEADER_ROWS = 1


def number_lists(
    told: Sequence[ToldCase], desks: Desks, number_for: Callable[[int], str]
) -> tuple[list[ToldCase], list[ToldList]]:
    """Give every list its number (`number_for` a year), name list and row as the origin of each case, say who confirmed it."""
    arrived: dict[tuple[str, str], list[ToldCase]] = {}
    for case in told:
        if case.row.clause in LIST_DAYS:
            arrived.setdefault((f"{case.history[0].at.astimezone(ZONE):%Y-%m-%d}", case.row.clause), []).append(case)
    lists, origins = [], dict[str, str]()
    for (_, clause), cases in sorted(arrived.items()):
        listed = sorted(cases, key=lambda one: one.row.number)
        one = _list(number_for(listed[0].history[0].at.year), clause, listed, desks)
        lists.append(one)
        origins |= {row.case: f"list:{one.number}:{row.place}" for row in one.rows}
    return [_with_origin(case, origins[case.row.number]) if case.row.number in origins else case for case in told], lists


def _list(number: str, clause: str, cases: Sequence[ToldCase], desks: Desks) -> ToldList:
    lead = cases[0].row.lead_unit
    importer, *others = desks.at(f"officer@{lead}")
    confirmer = others[0] if others else desks.at(f"unit_head@{lead}")[0]
    at = min(case.history[0].at for case in cases)
    rows = tuple(
        ToldRow(place, str(case.form.get("event", NEW)), case.row.number)
        for place, case in enumerate(cases, HEADER_ROWS + 1)
    )
    return ToldList(
        number, clause, f"示例文〔{at.year}〕{number[-4:].lstrip('0')}号", "上级部门（示例）", at.astimezone(ZONE).date(),
        (importer.user, importer.name), (confirmer.user, confirmer.name), at - timedelta(minutes=5), rows,
    )  # fmt: skip


def _with_origin(case: ToldCase, origin: str) -> ToldCase:
    case.row.origin = origin
    history = tuple(
        replace(one, event=replace(one.event, origin=origin)) if isinstance(one.event, e.Opened) else one
        for one in case.history
    )
    return replace(case, history=history)
