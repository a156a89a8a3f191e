"""决定案卷: everything behind one grant, gathered for whoever checks it: the frozen snapshot, the rule as it was, the documents'
digests, who agreed when, what was published, what happened and what the audit recorded.

For auditors and officials in scope; what a reader is not told on the page of the case is not in here either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from luoqiao.apps.audit.queries import Recorded as Entry
from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.cases.frozen import Frozen, frozen_cases
from luoqiao.apps.cases.models import Case, NoticeRow, Objection
from luoqiao.apps.cases.queries.case_file import CaseFile, get_case_file
from luoqiao.apps.evidence.queries.documents import DocumentSeen, find_documents
from luoqiao.apps.funds.queries.shares import BookedLine, list_journals_of, list_shares_of
from luoqiao.apps.policy.queries import find_clause_file
from luoqiao.core.cases.follow_up import told_of_rating
from luoqiao.core.cases.recompute import Recomputed, recompute
from luoqiao.core.cases.refusals import NoSuchCase
from luoqiao.core.funds.share import ShareView
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor

TAKEN = "case.packet_taken"
"""The action under which a download is recorded; those records are in no packet, else no two would ever be the same."""


class NothingDecided(DomainError):
    """还没有审定, so there is no packet."""

    code = "LQ-6053"

    def __init__(self, number: str) -> None:
        super().__init__(f"案件 {number} 还没有审定金额，没有决定案卷；审定以后再来下载")


@dataclass(frozen=True, slots=True)
class PostedRow:
    """公示的一行和它所在的公示."""

    notice: str
    title: str
    place: int
    posted_name: str
    prepared_name: str
    posted_at: datetime | None
    first_on: date | None
    last_on: date | None
    amounts: Mapping[str, int] | None
    amount: int | None
    state: str
    because: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Objected:
    """对这一行的异议: never who objected, nor in which words."""

    receipt: str
    notice: str
    state: str
    received_at: datetime
    answer_due_on: date
    upheld: bool | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PacketSource:
    """案卷的来源: what the parts are made from. `clause_file` is the clause byte for byte as in the pinned version."""

    file: CaseFile
    frozen: Frozen
    content: Mapping[str, Any]
    done: Recomputed
    clause_file: bytes
    documents: tuple[tuple[str, DocumentSeen], ...]
    notices: tuple[PostedRow, ...]
    objections: tuple[Objected, ...]
    entries: tuple[Entry, ...]
    shares: tuple[ShareView, ...]
    booked: tuple[BookedLine, ...]


def gather_packet(number: str, actor: Actor) -> PacketSource:
    """Everything behind the grant. NoSuchCase for whoever may not see it from inside, NothingDecided before there is one."""
    file = get_case_file(number, actor)
    if not file.inside:
        raise NoSuchCase(number)
    row = Case.objects.filter(number=number, decided=True).exclude(clause="").values_list("pk", flat=True).first()
    frozen = next(iter(frozen_cases([row])), None) if row is not None else None
    if frozen is None:
        raise NothingDecided(number)
    content = frozen.granted.content or {}
    return PacketSource(
        file, frozen, content, recompute(frozen.granted, frozen.clause, frozen.pack.basis),
        find_clause_file(frozen.row.pack, frozen.row.pack_digest, frozen.row.clause), _documents(content), _notices(number),
        _objections(number), _entries(number, file, actor), list_shares_of(number), list_journals_of(number),
    )  # fmt: skip


def _documents(content: Mapping[str, Any]) -> tuple[tuple[str, DocumentSeen], ...]:
    """What was attached when it was decided, with what each is used as."""
    attached = [(str(one["requirement"]), int(one["id"])) for one in content.get("documents", ())]
    known = find_documents(document for _, document in attached)
    return tuple((requirement, known[document]) for requirement, document in attached if document in known)


def _notices(number: str) -> tuple[PostedRow, ...]:
    rows = NoticeRow.objects.filter(case__number=number, notice__posted_at__isnull=False).order_by("notice_id")
    return tuple(
        PostedRow(*values)
        for values in rows.values_list(
            "notice__number", "notice__title", "place", "notice__posted_name", "notice__prepared_name", "notice__posted_at",
            "notice__first_on", "notice__last_on", "amounts", "amount", "state", "because", "settled_at",
        )
    )  # fmt: skip


def _objections(number: str) -> tuple[Objected, ...]:
    rows = Objection.objects.filter(row__case__number=number).order_by("pk")
    fields = ("receipt", "notice__number", "state", "received_at", "answer_due_on", "upheld", "closed_at")
    return tuple(Objected(*values) for values in rows.values_list(*fields))


def _entries(number: str, file: CaseFile, actor: Actor) -> tuple[Entry, ...]:
    """The audit of the case, without what this reader is not told: who the experts are, what was said in a rating."""
    hidden = {TAKEN}
    if not told_of_rating(actor, file.matter.parties):
        hidden |= {"case.rated", "case.followed_up"}
    shown = (one for one in list_entries(f"case:{number}") if one.action not in hidden)
    if file.told_of_experts:
        return tuple(shown)
    return tuple(one for one in shown if not one.action.startswith("case.expert_") and one.action != "case.scoring_closed")
