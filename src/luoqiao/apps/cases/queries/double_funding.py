"""重复享受查找: what stands behind more than one case: an invoice, a document, a project, a machine, an account, a home.

What the database already refuses (the same part of an invoice line twice) cannot be here. A hit proves nothing: it says where
to look, with both sides. The database groups; only what is shared, and the cases behind it, is ever read. A side that the reader
may not see is counted and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Func, Max, Min, Q, QuerySet, TextField, Value
from django.db.models.functions import Length

from luoqiao.apps.cases.models import Case, CaseDocument
from luoqiao.apps.cases.scope import applies_only, case_scope
from luoqiao.apps.evidence.queries.doubles import list_shared_invoices, list_twins, same_contents
from luoqiao.apps.parties.queries.shared import list_shared
from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.parties.actor import Actor
from luoqiao.core.rules.tiers import TIERS

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
    """多要紧: 要看 (several enterprises or clauses) · 已挡住 (parts that the database keeps apart) · 线索."""

    LOOK = "look"
    BLOCKED = "blocked"
    HINT = "hint"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"look": "要看", "blocked": "已挡住", "hint": "线索"}[self.value]

    @property
    def explained(self) -> str:
        """What it means, in a sentence."""
        return {
            "look": "不同企业或者不同条款用着同一样东西，请核对两边。",
            "blocked": "同一企业同一条款各用一部分；合计超过发票时，数据库不让用。",
            "hint": "只是线索：可能是关联企业，也可能是巧合或者通用的材料。",
        }[self.value]


FIRST = {Strength.LOOK: 0, Strength.BLOCKED: 1, Strength.HINT: 2}


@dataclass(frozen=True, slots=True)
class Side:
    """一边的案件: `amount` decided or worked out, in fen, `tiers` by tier; `said` what of the shared thing it uses."""

    case: str
    uscc: str
    enterprise: str
    title: str
    clause: str
    year: int
    amount: int | None
    tiers: tuple[tuple[str, int], ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """一处: what is shared, how grave it is, the sides, how many there are in all, and how many the reader may not see."""

    kind: HitKind
    shared: str
    strength: Strength
    sides: tuple[Side, ...]
    many: int
    hidden: int = 0

    @property
    def total(self) -> int:
        """The amounts of the sides that are named."""
        return sum(side.amount or 0 for side in self.sides)


@dataclass(frozen=True, slots=True)
class _Group:
    """What is shared, and by case what it uses of it."""

    kind: HitKind
    shared: str
    uses: Mapping[str, str]


def find_doubles(actor: Actor, *, kind: HitKind | None = None, case: str = "", year: int = 0) -> tuple[Hit, ...]:
    """Every hit with a side that this official may see, what is graver first; of one kind, about one case, in one year.

    Cases that were refused or taken back are left out, and so is what is sealed. A handful of queries, however many cases.
    """
    if applies_only(actor):
        return ()
    groups = [one for one in _groups(case) if kind is None or one.kind is kind]
    sides, seen = _sides({number for one in groups for number in one.uses}, actor)
    hits = (_hit(one, sides, seen, case) for one in groups)
    found = [one for one in hits if one is not None and (not year or any(side.year == year for side in one.sides))]
    kinds = list(HitKind)
    return tuple(sorted(found, key=lambda one: (FIRST[one.strength], kinds.index(one.kind), -one.many, one.shared)))


def find_hits_of(case: str, actor: Actor) -> tuple[Hit, ...]:
    """What else stands behind one case: the same search, begun from what the case itself uses."""
    return find_doubles(actor, case=case)


def _live() -> QuerySet[Case]:
    """Cases that were handed in and are open or granted."""
    rows = Case.objects.filter(sealed=False, ending__in=("", "granted"), submitted_at__isnull=False)
    return rows.exclude(clause="").order_by()


def _groups(case: str) -> Iterator[_Group]:
    yield from _invoices(case)
    yield from _documents(case)
    yield from _projects(case)
    yield from _related(case)


def _invoices(case: str) -> Iterator[_Group]:
    for one in list_shared_invoices(case):
        uses = {number: f"用了 {show_yuan(fen)}" for number, fen in one.by_case}
        yield _Group(HitKind.INVOICE, f"{one.number}，不含税 {show_yuan(one.ex_tax)}", uses)


def _documents(case: str) -> Iterator[_Group]:
    """Documents used by more than one enterprise or clause, and those with the same bytes as another."""
    attached = CaseDocument.objects.filter(dropped_at=None, case__in=_live()).order_by()
    if case:
        own = tuple(attached.filter(case__number=case).values_list("document", flat=True))
        asked = {*own, *list_twins(own)}
    else:
        ends = {"low": Min("case__uscc"), "high": Max("case__uscc"), "first": Min("case__clause"), "last": Max("case__clause")}
        used = attached.values("document").annotate(**ends).filter(Q(low__lt=F("high")) | Q(first__lt=F("last")))
        asked = {*used.values_list("document", flat=True), *list_twins()}
    uses: dict[int, dict[str, str]] = defaultdict(dict)
    rows = attached.filter(document__in=list(asked)).order_by("case__number")
    for document, number, requirement in rows.values_list("document", "case__number", "requirement"):
        uses[document][number] = f"用作{requirement}"
    for digest, documents in same_contents(uses).items():
        by_case = {number: said for document in documents for number, said in uses[document].items()}
        yield _Group(HitKind.DOCUMENT, f"SHA-256 {digest[:12]}…", by_case)


def _projects(case: str) -> Iterator[_Group]:
    plain = Func(F("subject"), Value(r"\s+"), Value(""), Value("g"), function="regexp_replace", output_field=TextField())
    named = _live().exclude(subject="").annotate(plain=plain)
    if case:
        own = named.filter(number=case).values_list("plain", flat=True).first()
        if own is None:
            return
        named = named.filter(plain=own)
    ends = {"low": Min("uscc"), "high": Max("uscc"), "first": Min("clause"), "last": Max("clause")}
    groups = named.values("plain").annotate(numbers=ArrayAgg("number"), long=Length("plain"), **ends)
    several = groups.filter(Q(low__lt=F("high")) | Q(first__lt=F("last")), long__gte=SHORTEST_SUBJECT)
    for subject, numbers in several.values_list("plain", "numbers"):
        yield _Group(HitKind.PROJECT, subject, dict.fromkeys(sorted(numbers), ""))


def _related(case: str) -> Iterator[_Group]:
    """Enterprises that share something, where more than one of them has a case."""
    uscc = _live().filter(number=case).values_list("uscc", flat=True).first() if case else ""
    if uscc is None:
        return
    shared = list_shared(uscc)
    of_firm: dict[str, list[str]] = defaultdict(list)
    codes = sorted({code for one in shared for code in one.codes})
    for code, number in _live().filter(uscc__in=codes).order_by("number").values_list("uscc", "number"):
        of_firm[code].append(number)
    for one in shared:
        uses = {number: "" for code in one.codes for number in of_firm.get(code, ())}
        yield _Group(HitKind(one.kind.value), one.shown, uses)


def _sides(numbers: set[str], actor: Actor) -> tuple[dict[str, Side], set[str]]:
    """The live ones of these cases, and which of them the reader may see."""
    rows = _live().filter(number__in=list(numbers))
    fields = ("number", "uscc", "enterprise_name", "title", "clause", "year", "amount", "amounts")
    found: dict[str, Side] = {}
    for number, uscc, firm, title, clause, year, amount, amounts in rows.values_list(*fields):
        found[number] = Side(number, uscc, firm, title, clause, year, amount, _tiers(amounts))
    return found, set(rows.filter(case_scope(actor)).values_list("number", flat=True))


def _tiers(amounts: Mapping[str, int] | None) -> tuple[tuple[str, int], ...]:
    return tuple((tier.label, amounts[tier.code]) for tier in TIERS if amounts.get(tier.code)) if amounts else ()


def _hit(group: _Group, sides: Mapping[str, Side], seen: set[str], case: str) -> Hit | None:
    """The group as the reader sees it; none where it is no double, or none of its sides may be seen."""
    known = [replace(sides[number], said=said) for number, said in group.uses.items() if number in sides]
    shown = [side for side in known if side.case in seen]
    if not shown or (case and case not in seen) or (case and case not in {side.case for side in known}):
        return None
    strength = _strength(group.kind, known)
    if strength is None:
        return None
    first = sorted(shown, key=lambda side: side.case != case) if case else shown
    return Hit(group.kind, group.shared, strength, tuple(first[:MOST_SIDES]), len(known), len(known) - len(shown))


def _strength(kind: HitKind, known: list[Side]) -> Strength | None:
    """How grave: several enterprises, several clauses, or neither."""
    firms, clauses = {side.uscc for side in known}, {side.clause for side in known}
    if kind is HitKind.INVOICE:
        apart = len(firms) == len(clauses) == 1
        return None if len(known) < 2 else Strength.BLOCKED if apart else Strength.LOOK
    if kind is HitKind.DOCUMENT or kind is HitKind.PROJECT:
        if len(firms) == len(clauses) == 1 or not known:
            return None
        return Strength.HINT if kind is HitKind.DOCUMENT and len(firms) == 1 else Strength.LOOK
    if len(firms) < 2:
        return None
    return Strength.HINT if kind in (HitKind.PHONE, HitKind.ADDRESS) else Strength.LOOK
