"""重复享受查找: what stands behind more than one case: an invoice, a document, a project, a machine, an account, a home.

What the database already refuses (the same part of an invoice line twice) cannot be here. A hit proves nothing: it says where
to look, with both sides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from luoqiao.apps.cases.models import Case, CaseDocument
from luoqiao.apps.cases.scope import case_scope
from luoqiao.apps.evidence.queries.doubles import list_shared_invoices, same_contents
from luoqiao.apps.parties.queries.shared import SharedKind, list_shared
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.parties.actor import Actor

MOST_SIDES = 20
"""So many cases a hit names; it says how many there are."""
SHORTEST_SUBJECT = 4


class HitKind(StrEnum):
    """同一个什么."""

    INVOICE = "invoice"
    DOCUMENT = "document"
    PROJECT = "project"
    EQUIPMENT = "equipment"
    ACCOUNT = "account"
    PHONE = "phone"
    ADDRESS = "address"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LABELS[self]


_LABELS = {
    HitKind.INVOICE: "同一张发票", HitKind.DOCUMENT: "同一份材料", HitKind.PROJECT: "同一个项目名称",
    HitKind.EQUIPMENT: "同一台设备", HitKind.ACCOUNT: "同一个收款账户", HitKind.PHONE: "同一个联系电话",
    HitKind.ADDRESS: "同一个住所",
}  # fmt: skip


class Strength(StrEnum):
    """多要紧: 要看 (several enterprises, or the same thing paid twice) · 线索."""

    LOOK = "look"
    HINT = "hint"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"look": "要看", "hint": "线索"}[self.value]


@dataclass(frozen=True, slots=True)
class Side:
    """一边的案件: `amount` decided or worked out, in fen; `said` what of the shared thing it uses."""

    case: str
    uscc: str
    enterprise: str
    title: str
    clause: str
    year: int
    amount: int | None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """一处: what is shared, how grave it is, the sides, and how many there are in all."""

    kind: HitKind
    shared: str
    strength: Strength
    sides: tuple[Side, ...]
    many: int

    @property
    def total(self) -> int:
        """The amounts of the sides that are named."""
        return sum(side.amount or 0 for side in self.sides)


def find_doubles(actor: Actor, *, kind: HitKind | None = None, case: str = "") -> tuple[Hit, ...]:
    """Every hit among the cases that this person may see, what is graver first; of one kind, or about one case.

    Cases that were refused or taken back are left out. A handful of queries, however many cases there are.
    """
    sides = _sides(actor)
    hits: Iterable[Hit] = (
        *_invoices(sides), *_documents(sides), *_projects(sides), *_related(sides),
    )  # fmt: skip
    found = (one for one in hits if kind is None or one.kind is kind)
    chosen = [one for one in found if not case or any(side.case == case for side in one.sides)]
    kinds = list(HitKind)
    return tuple(sorted(chosen, key=lambda one: (one.strength is Strength.HINT, kinds.index(one.kind), -one.many, one.shared)))


def _sides(actor: Actor) -> dict[str, Side]:
    """Cases that were handed in and are open or granted, by number."""
    rows = Case.objects.filter(case_scope(actor), ending__in=("", "granted"), submitted_at__isnull=False)
    fields = ("number", "uscc", "enterprise_name", "title", "clause", "year", "amount")
    return {values[0]: Side(*values) for values in rows.exclude(clause="").values_list(*fields)}


def _invoices(sides: Mapping[str, Side]) -> Iterator[Hit]:
    for one in list_shared_invoices():
        known = [_with(sides[case], f"用了 {show_yuan(fen)}") for case, fen in one.by_case if case in sides]
        if len(known) > 1:
            said = f"{one.number}，不含税 {show_yuan(one.ex_tax)}"
            yield _hit(HitKind.INVOICE, said, known)


def _documents(sides: Mapping[str, Side]) -> Iterator[Hit]:
    rows = CaseDocument.objects.filter(dropped_at=None, case__number__in=list(sides)).values_list(
        "document", "case__number", "requirement"
    )
    uses: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for document, case, requirement in rows:
        uses[document].append((case, requirement))
    for digest, documents in same_contents(uses).items():
        by_case = {case: requirement for document in documents for case, requirement in uses[document]}
        known = [_with(sides[case], f"用作{requirement}") for case, requirement in sorted(by_case.items())]
        if len({(side.uscc, side.clause) for side in known}) > 1:
            yield _hit(HitKind.DOCUMENT, f"SHA-256 {digest[:12]}…", known)


def _projects(sides: Mapping[str, Side]) -> Iterator[Hit]:
    rows = Case.objects.filter(number__in=list(sides)).exclude(subject="").values_list("number", "subject")
    named: dict[str, list[Side]] = defaultdict(list)
    for case, subject in rows.order_by("number"):
        plain = "".join(subject.split())
        if len(plain) >= SHORTEST_SUBJECT:
            named[plain].append(sides[case])
    for subject, known in named.items():
        if len({(side.uscc, side.clause) for side in known}) > 1:
            yield _hit(HitKind.PROJECT, subject, known)


def _related(sides: Mapping[str, Side]) -> Iterator[Hit]:
    """Enterprises that share something, where more than one of them has a case."""
    by_firm: dict[str, list[Side]] = defaultdict(list)
    for side in sides.values():
        by_firm[side.uscc].append(side)
    for one in list_shared():
        known = [side for uscc in one.codes for side in by_firm.get(uscc, ())]
        if len({side.uscc for side in known}) > 1:
            hint = one.kind in (SharedKind.PHONE, SharedKind.ADDRESS)
            yield _hit(HitKind(one.kind.value), one.shown, known, hint=hint)


def _hit(kind: HitKind, shared: str, sides: list[Side], *, hint: bool = False) -> Hit:
    several = len({side.uscc for side in sides}) > 1 or len({side.clause for side in sides}) > 1
    strength = Strength.LOOK if several and not hint else Strength.HINT
    return Hit(kind, shared, strength, tuple(sides[:MOST_SIDES]), len(sides))


def _with(side: Side, said: str) -> Side:
    return Side(side.case, side.uscc, side.enterprise, side.title, side.clause, side.year, side.amount, said)
