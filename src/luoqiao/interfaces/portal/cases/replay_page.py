"""逐步重放 `/cases/<number>/replay/`: every event of a case replayed, the state after it, its audit entries, its snapshot; and
whether the row in the database is what the events give. `/cases/<number>/snapshots/<digest>/` shows a snapshot.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from luoqiao.apps.audit.queries import Recorded as Entry
from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.cases.queries.case_file import CaseFile, get_case_file
from luoqiao.apps.cases.queries.replaying import (
    KeptSnapshot,
    Replayed,
    RowDifference,
    compare_row,
    get_snapshot,
    replay_case,
)
from luoqiao.apps.clock import queries as clock
from luoqiao.core.cases import events as e
from luoqiao.core.cases.case_facts import FactSource
from luoqiao.core.cases.decide import STAGES
from luoqiao.core.cases.procedure import Begin
from luoqiao.core.cases.state import Stage
from luoqiao.core.kernel.money import show_yuan
from luoqiao.interfaces.portal.cases.history_words import happened
from luoqiao.interfaces.portal.cases.words import day_words, desks_words, tiers_words
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.page import page

SHORT = 12
ABOUT_EXPERTS = "case.expert_"
"""Audit entries of a round of experts: only for those who are told who they are."""


@dataclass(frozen=True, slots=True)
class ReplayRow:
    """重放的一步."""

    seq: int
    at: str
    place: str
    name: str
    what: str
    lines: tuple[str, ...]
    stage: str
    step: str
    amount: str
    tiers: str
    waiting: str
    deadline: str
    reasons: tuple[str, ...]
    digest: str
    snapshot_href: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReplayPage:
    """重放."""

    number: str
    name: str
    version: str
    rows: tuple[ReplayRow, ...]
    differences: tuple[RowDifference, ...]
    other_entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SnapshotPage:
    """一份快照: the parts that people read, and the whole as it is kept."""

    number: str
    digest: str
    at: str
    intact: bool
    kind: str
    parts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    whole: str


@never_cache
def replay(request: HttpRequest, number: str) -> HttpResponse:
    """Every step, the oldest first, as it happened."""
    actor, on = the_actor(request), clock.today()
    steps, file = replay_case(number, actor), get_case_file(number, actor)
    by_seq: dict[int, list[str]] = {}
    others: list[str] = []
    for entry in list_entries(f"case:{number}"):
        if entry.action.startswith(ABOUT_EXPERTS) and not file.told_of_experts:
            continue
        seq = entry.detail.get("seq")
        by_seq.setdefault(seq, []).append(_entry(entry)) if isinstance(seq, int) else others.append(_entry(entry))
    shown = ReplayPage(
        number, f"{file.row.enterprise_name}　{file.row.title}", file.pack_digest[:SHORT],
        tuple(_row(one, file, on, tuple(by_seq.get(one.recorded.seq, ()))) for one in steps),
        compare_row(number, actor), tuple(others),
    )  # fmt: skip
    return render(request, "pages/cases/replay.html", page(file.pack, "cases", f"重放 {number}") | {"replay": shown})


@never_cache
def snapshot(request: HttpRequest, number: str, digest: str) -> HttpResponse:
    """What was handed in or decided on; as a page, or whole as JSON."""
    actor = the_actor(request)
    kept = get_snapshot(number, digest, actor)
    whole = json.dumps(kept.content, ensure_ascii=False, indent=2, sort_keys=True)
    if request.GET.get("as") == "json":
        answer = HttpResponse(whole, content_type="application/json; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{number}-{digest[:SHORT]}.json"'
        return answer
    file = get_case_file(number, actor)
    shown = _snapshot(number, kept, whole)
    return render(request, "pages/cases/snapshot.html", page(file.pack, "cases", f"快照 {number}") | {"kept": shown})


def _row(one: Replayed, file: CaseFile, on: date, entries: tuple[str, ...]) -> ReplayRow:
    said = happened(one.recorded, file, on)
    sheets = isinstance(one.recorded.event, e.ScoringClosed) and not file.told_of_experts
    digest = "" if sheets else str(getattr(one.recorded.event, "snapshot", ""))
    step = file.step_name(one.state.step)
    begins = one.state.stage is Stage.DRAFT and file.procedure.begin is Begin.LIST
    stage = one.state.ending.label if one.state.ending else "立案" if begins else STAGES[one.state.stage]
    return ReplayRow(
        one.recorded.seq, f"{timezone.localtime(one.recorded.at):%Y-%m-%d %H:%M:%S}",
        said.place, said.name, said.what, said.lines,
        stage, step,
        show_yuan(one.state.total) if file.clause and one.state.amounts is not None else "—",
        tiers_words(one.state.amounts, file.pack), "—" if begins else desks_words(one.waiting, file.pack) or "—",
        day_words(one.deadline.last_on) if one.deadline else "—",
        tuple(f"{reason.text}，到 {day_words(reason.last_on)}" for reason in one.deadline.reasons) if one.deadline else (),
        digest[:SHORT], reverse("cases:snapshot", args=(file.row.number, digest)) if digest else "", entries,
    )  # fmt: skip


def _entry(entry: Entry) -> str:
    """No. 17 case.approved 陈知行 officer@… : what an auditor compares."""
    who = f"{entry.name}（代 {entry.for_user}）" if entry.for_user else entry.name
    return f"#{entry.id} {entry.action} {who} {entry.post}".strip()


def _snapshot(number: str, kept: KeptSnapshot, whole: str) -> SnapshotPage:
    content = kept.content
    kind = {"submission": "提交时", "decision": "同意时", "scoring": "评审结束时"}.get(str(content.get("kind")), "快照")
    titles = {"form": "填报", "amounts": "金额（元）", "earlier": "此前已得（元）", "rule": "规则", "credit": "信用核查"}
    parts = [(title, _pairs(content[name])) for name, title in titles.items() if isinstance(content.get(name), Mapping)]
    facts = content.get("facts")
    if isinstance(facts, list):
        adopted = tuple((str(one.get("label")), f"{one.get('adopted')}（{_source(one.get('source'))}）") for one in facts)
        parts.insert(1, ("采用的事实", adopted))
    experts = content.get("experts")
    if isinstance(experts, list):
        parts.append(("评分", tuple(_sheet(one) for one in experts)))
    return SnapshotPage(
        number, kept.digest, f"{timezone.localtime(kept.at):%Y-%m-%d %H:%M:%S}", kept.intact, kind,
        tuple(part for part in parts if part[1]), whole,
    )  # fmt: skip


def _sheet(one: Mapping[str, Any]) -> tuple[str, str]:
    """An expert and the points, or why there are none."""
    if one["points"] is None:
        return str(one["name"]), str(one["conflict"] or one["released"])
    return str(one["name"]), f"{'＋'.join(str(points) for points in one['points'].values())}＝{sum(one['points'].values())}"


def _source(name: object) -> str:
    known = {one.value: one.label for one in FactSource}
    return known.get(str(name), str(name))


def _pairs(values: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in values.items() if value not in ("", None))
