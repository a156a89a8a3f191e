"""登记和更正: put an enterprise into the register, correct its fields with a reason, keep the names it had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.parties.change import one_change
from luoqiao.apps.parties.errors import AlreadyRegistered, ChangedMeanwhile
from luoqiao.apps.parties.models import Enterprise, EnterpriseName
from luoqiao.apps.parties.rows import as_view, get_seen, places_of
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.duty import Places, RegisterDeed, get_duty
from luoqiao.core.parties.enterprise import (
    EnterpriseRecord,
    EnterpriseView,
    name_order,
    search_text,
    subject_of,
)

SHORTEST_REASON = 2


@dataclass(frozen=True, slots=True)
class Correction:
    """更正: the whole record as it should be, why, and from which day a new name holds.

    `seen_at` is the time of the last correction that the form showed; when another came in between, it is refused.
    """

    record: EnterpriseRecord
    reason: str
    name_from_on: date | None = None
    active: bool | None = None
    seen_at: datetime | None = None


def register_enterprise(
    record_: EnterpriseRecord, *, actor: Actor, at: datetime, source: str, demonstration: bool = False
) -> EnterpriseView:
    """Put one enterprise into the register. NotYourDuty, AlreadyRegistered."""
    post = get_duty(actor, RegisterDeed.REGISTER, Places(record_.uscc, record_.township, record_.park))
    with one_change(actor, "enterprise.registered"):
        held = Enterprise.objects.filter(uscc=record_.uscc).first()
        if held is not None:
            raise AlreadyRegistered(held.uscc, held.name)
        row = Enterprise.objects.create(**columns(record_), created_at=at, changed_at=at, demonstration=demonstration)
        EnterpriseName.objects.create(enterprise=row, name=row.name, source=source)
        detail = {"source": source, **told(record_)}
        record(at=at, actor=actor, post=post, deed=Deed("enterprise.registered", subject_of(row.uscc), detail))
    return as_view(row)


def correct_enterprise(uscc: str, correction: Correction, *, actor: Actor, at: datetime, on: date) -> EnterpriseView:
    """Correct an enterprise; a reason is needed, a new name is kept beside the old one from its day.

    NoSuchEnterprise, NotYourDuty, ChangedMeanwhile, Invalid. Without any difference nothing is written.
    """
    with one_change(actor, "enterprise.corrected"):
        row = get_seen(uscc, actor, lock=True)
        post = get_duty(actor, RegisterDeed.CORRECT, places_of(row))
        if correction.seen_at is not None and correction.seen_at != row.changed_at:
            raise ChangedMeanwhile(row.name)
        changes = differences(row, replace(correction.record, uscc=row.uscc))
        if correction.active is not None and correction.active != row.active:
            changes["active"] = (row.active, correction.active)
        if not changes:
            return as_view(row)
        if len(correction.reason.strip()) < SHORTEST_REASON:
            said = "请写更正的理由：谁提供的、依据什么"
            raise Invalid((FieldProblem("reason", correction.reason[:40], "一句理由", said, "LQ-5321"),))
        if "name" in changes:
            rename(row, correction.record.name, correction.name_from_on or on, correction.reason.strip())
        apply_changes(row, changes, at)
        deed = Deed("enterprise.corrected", subject_of(uscc), detail_of(changes), correction.reason.strip())
        record(at=at, actor=actor, post=post, deed=deed)
    return as_view(row)


def columns(record_: EnterpriseRecord) -> dict[str, object]:
    """The columns of a record, those worked out from others included."""
    size = record_.size
    figures = {"staff": record_.staff, "revenue": record_.revenue, "size_year": record_.size_year} if size else {}
    return {
        "uscc": record_.uscc, "name": record_.name, "name_order": name_order(record_.name),
        "search_text": search_text([record_.name]), "industry": record_.industry, "industry_code": record_.industry_code,
        "township": record_.township, "park": record_.park, "address": record_.address,
        "size": size.value if size else "", **figures,
    }  # fmt: skip


def told(record_: EnterpriseRecord) -> dict[str, object]:
    """The record for the audit: what is written, without what is empty."""
    found = {field.name: getattr(record_, field.name) for field in fields(record_)}
    return {key: value for key, value in found.items() if value not in {"", None}}


Changes = dict[str, tuple[object, object]]
"""字段 → (原来, 现在)."""


def differences(row: Enterprise, record_: EnterpriseRecord) -> Changes:
    """What the record would change in the row."""
    size = record_.size
    wished = {field.name: getattr(record_, field.name) for field in fields(record_)} | {"size": size.value if size else ""}
    if size is None:
        wished |= {"staff": None, "revenue": None, "size_year": None}
    return {key: (getattr(row, key), value) for key, value in wished.items() if getattr(row, key) != value}


def apply_changes(row: Enterprise, changes: Mapping[str, tuple[object, object]], at: datetime) -> None:
    """Write the changed columns."""
    for key, (_, value) in changes.items():
        setattr(row, key, value)
    row.changed_at = at
    row.save(update_fields=[*changes, "changed_at", *(["name_order", "search_text"] if "name" in changes else [])])


def rename(row: Enterprise, name: str, from_on: date, source: str) -> None:
    """End the present name and begin the new one; the columns that follow from names are set, not yet saved.

    A name that began on that very day was a slip of the same day and is written over.
    """
    present = EnterpriseName.objects.filter(enterprise=row, until_on=None).first()
    if present is not None and present.from_on is not None and present.from_on > from_on:
        said = f"“{present.name}”从 {present.from_on} 起用，新名称的起日不能早于它"
        raise Invalid((FieldProblem("name_from_on", str(from_on), f"不早于 {present.from_on}", said, "LQ-5322"),))
    if present is not None and present.from_on == from_on:
        present.name, present.source = name, source[:200]
        present.save(update_fields=["name", "source"])
    else:
        if present is not None:
            present.until_on = from_on
            present.save(update_fields=["until_on"])
        EnterpriseName.objects.create(enterprise=row, name=name, from_on=from_on, source=source[:200])
    olds = EnterpriseName.objects.filter(enterprise=row).order_by("-from_on").values_list("name", flat=True)
    row.name_order = name_order(name)
    row.search_text = search_text([name, *olds])


def detail_of(changes: Mapping[str, tuple[object, object]]) -> dict[str, object]:
    """The changes for the audit: field, before, after."""
    return {key: {"from": before, "to": after} for key, (before, after) in changes.items()}
