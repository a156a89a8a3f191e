"""原文页的索引: clauses, readings, targets, tasks …, each a link to the words that it quotes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from luoqiao.core.rules.coverage import MarkKind
from luoqiao.interfaces.portal.document_address import Address
from luoqiao.interfaces.portal.parts import Link
from luoqiao.policies.pack import Pack


@dataclass(frozen=True, slots=True)
class IndexGroup:
    """索引一组: a kind of thing, a link for each, and the page that tells more of them."""

    label: str
    entries: tuple[Link, ...]
    more: Link | None = None


def index(pack: Pack, address: Address) -> tuple[IndexGroup, ...]:
    """Everything that quotes the document, by kind, in the order of the pack."""

    def links(kind: MarkKind, named: Iterable[tuple[str, str]]) -> tuple[Link, ...]:
        return tuple(Link(label, address.with_thing(f"{kind.value}:{key}")) for key, label in named)

    supports = links(
        MarkKind.CLAUSE_UNCODED, ((s.id, f"{s.name}（没有金额）") for s in pack.uncoded.supports)
    )
    clauses = links(MarkKind.CLAUSE, ((key, clause.title) for key, clause in pack.clauses.items()))
    readings = ((q.id, f"{q.id} {q.question}") for q in pack.readings.questions)
    targets, tasks, mechanisms, systems = (
        links(kind, ((one.id, f"{one.id} {one.name}") for one in held))
        for kind, held in (
            (MarkKind.TARGET, pack.targets),
            (MarkKind.TASK, pack.tasks),
            (MarkKind.MECHANISM, pack.mechanisms),
            (MarkKind.SYSTEM, pack.systems),
        )
    )
    corrections = ((c.id, f"{c.id} {c.corrected}") for c in pack.corrections)
    tables = reverse("portal:tasks")
    return (
        IndexGroup("条款", (*clauses, *supports), Link("政策目录", reverse("portal:catalogue"))),
        IndexGroup("读法", links(MarkKind.READING, readings), Link("全部读法", reverse("portal:readings"))),
        IndexGroup("目标", targets, Link("目标表", reverse("portal:targets"))),
        IndexGroup("任务", tasks, Link("任务表", f"{tables}#tasks")),
        IndexGroup("机制", mechanisms, Link("机制表", f"{tables}#mechanisms")),
        IndexGroup("系统和平台", systems, Link("系统和平台表", f"{tables}#systems")),
        IndexGroup("更正", links(MarkKind.CORRECTION, corrections)),
    )
