"""组织: load what the pack names; link named enterprises and projects to the register; write who succeeds to a post.

Loading never deletes and never undoes what an official wrote: what a pack no longer names is only no longer current.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection
from django.db.models import Model

from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.parties.change import one_change
from luoqiao.apps.parties.errors import AlreadyLinked, NotInRegister
from luoqiao.apps.parties.models import (
    Enterprise,
    Industry,
    NamedEnterprise,
    Park,
    PostHolder,
    Project,
    Seat,
    Township,
    Unit,
)
from luoqiao.apps.parties.rows import get_seen
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.parties import industry, park, seat, township, unit
from luoqiao.core.parties.actor import SYSTEM, Actor
from luoqiao.core.parties.duty import RegisterDeed, get_duty
from luoqiao.core.targets import roadmap

KEY_PROJECT = "key_project"
_LOADING = 0x4C51_0005
"""Key of the advisory lock under which organisations are loaded."""


def load_organisation(
    *,
    units: Iterable[unit.Unit],
    seats: Iterable[seat.Seat],
    townships: Iterable[township.Township],
    parks: Iterable[park.Park],
    industries: Iterable[industry.Industry],
    projects: Iterable[roadmap.KeyProject],
    enterprises: Iterable[roadmap.NamedEnterprise],
    at: datetime,
) -> None:
    """Bring units, seats and their holders, townships, parks, industries, projects and named enterprises to the state
    of the packs, in one transaction; the second time changes nothing."""
    with one_change(SYSTEM, "organisation.loaded"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOADING])
        before = _fingerprint()
        _load(Unit, ((one.id, {
            "name": one.name, "short_name": one.short_name, "kind": one.kind.value, "addressed": one.addressed, "order": at_,
        }) for at_, one in enumerate(units, 1)))  # fmt: skip
        unit_keys = dict(Unit.objects.values_list("code", "pk"))
        listed = list(seats)
        _load(Seat, ((one.id, {
            "role": one.role.value, "post": one.post, "printed_post": one.printed_post, "also": one.also,
            "unit_id": unit_keys[one.unit], "order": at_,
        }) for at_, one in enumerate(listed, 1)))  # fmt: skip
        _load_holders(listed)
        _load(Township, ((one.code, {"name": one.name, "kind": one.kind.value}) for one in townships))
        _load(Park, ((one.code, {"name": one.name, "unit_id": unit_keys[one.unit], "order": at_})
                     for at_, one in enumerate(parks, 1)))  # fmt: skip
        _load(Industry, ((one.id, {"name": one.name, "leading": one.leading, "order": at_})
                         for at_, one in enumerate(industries, 1)))  # fmt: skip
        _load(NamedEnterprise, ((one.id, {
            "name": one.name, "named_as": one.named_as.value, "industry": one.industry, "open_list": one.open_list,
            "anchor": one.citation.anchor, "quote": one.citation.quote,
        }) for one in enterprises))  # fmt: skip
        _load(Project, ((one.id, {
            "name": one.name, "industry": one.industry, "kind": KEY_PROJECT, "open_list": one.open_list,
            "anchor": one.citation.anchor, "quote": one.citation.quote,
        }) for one in projects), "named_in_document")  # fmt: skip
        if _fingerprint() != before:
            record(at=at, actor=SYSTEM, deed=Deed("organisation.loaded", "organisation"))


def link_named(code: str, uscc: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """Say which enterprise of the register the document means by E-…; never from the name alone: a reason is needed.

    NotYourDuty, NotInRegister, NoSuchEnterprise, AlreadyLinked, Invalid.
    """
    post = get_duty(actor, RegisterDeed.LINK_NAMED)
    why = _reason(reason)
    with one_change(actor, "named.linked"):
        row = NamedEnterprise.objects.select_for_update().filter(code=code).first()
        if row is None:
            raise NotInRegister("文件点名的企业")
        enterprise = get_seen(uscc, actor, lock=True)
        if row.enterprise_id == enterprise.pk:
            return
        if row.enterprise is not None:
            raise AlreadyLinked(row.name, row.enterprise.name)
        if enterprise.named_in_document:
            raise AlreadyLinked(enterprise.name, enterprise.named_in_document)
        row.enterprise, row.linked_by, row.linked_at = enterprise, actor.name, at
        row.save(update_fields=["enterprise", "linked_by", "linked_at"])
        _mark_named(enterprise, code, at)
        deed = Deed("named.linked", f"enterprise:{uscc}", {"named": code, "as": row.name}, why)
        record(at=at, actor=actor, post=post, deed=deed)


def unlink_named(code: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """Undo a link that was wrong. NotYourDuty, NotInRegister, Invalid."""
    post = get_duty(actor, RegisterDeed.LINK_NAMED)
    why = _reason(reason)
    with one_change(actor, "named.unlinked"):
        row = NamedEnterprise.objects.select_for_update().filter(code=code, enterprise__isnull=False).first()
        if row is None or row.enterprise is None:
            raise NotInRegister("文件点名企业的关联")
        enterprise = row.enterprise
        row.enterprise, row.linked_by, row.linked_at = None, "", None
        row.save(update_fields=["enterprise", "linked_by", "linked_at"])
        _mark_named(enterprise, "", at)
        deed = Deed("named.unlinked", f"enterprise:{enterprise.uscc}", {"named": code}, why)
        record(at=at, actor=actor, post=post, deed=deed)


def link_project(project: int, uscc: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """Say who owns a project; an empty code takes the owner away. NotYourDuty, NotInRegister, NoSuchEnterprise, Invalid."""
    post = get_duty(actor, RegisterDeed.LINK_NAMED)
    why = _reason(reason)
    with one_change(actor, "project.owner_set"):
        row = Project.objects.select_for_update().filter(pk=project).first()
        if row is None:
            raise NotInRegister("项目")
        row.owner = get_seen(uscc, actor) if uscc else None
        row.save(update_fields=["owner"])
        detail = {"project": row.named_in_document or row.pk, "owner": uscc}
        record(at=at, actor=actor, post=post, deed=Deed("project.owner_set", f"project:{row.pk}", detail, why))


def change_holder(seat_code: str, name: str, from_on: date, *, source: str, actor: Actor, at: datetime) -> None:
    """由继任者自然接任: the successor holds the post from that day; the person before until then.

    NotYourDuty, NotInRegister, Invalid.
    """
    post = get_duty(actor, RegisterDeed.KEEP_POSTS)
    if not name.strip() or not source.strip():
        said = "请填任职人姓名和依据（如任免文号）"
        raise Invalid((FieldProblem("name", name[:20], "姓名和依据", said, "LQ-5326"),))
    with one_change(actor, "post.changed"):
        row = Seat.objects.select_for_update().filter(code=seat_code).first()
        if row is None:
            raise NotInRegister("席位")
        last = PostHolder.objects.filter(seat=row).order_by("-from_on").first()
        if last is not None and last.from_on >= from_on:
            said = f"{last.name}从 {last.from_on} 起任职，继任的起日要晚于它"
            raise Invalid((FieldProblem("from_on", str(from_on), f"晚于 {last.from_on}", said, "LQ-5327"),))
        if last is not None and (last.until_on is None or last.until_on > from_on):
            last.until_on = from_on
            last.save(update_fields=["until_on"])
        PostHolder.objects.create(seat=row, name=name.strip()[:60], from_on=from_on, source=source.strip()[:200])
        detail = {"name": name.strip(), "from_on": str(from_on), "before": last.name if last else ""}
        record(at=at, actor=actor, post=post, deed=Deed("post.changed", f"seat:{seat_code}", detail, source.strip()))


def _load(model: type[Model], wished: Iterable[tuple[str, dict[str, object]]], key: str = "code") -> None:
    rows = {getattr(row, key): row for row in model._default_manager.exclude(**{key: ""})}
    seen: set[str] = set()
    for code, columns in wished:
        seen.add(code)
        row = rows.get(code)
        told = columns | {"current": True}
        if row is None:
            model._default_manager.create(**{key: code}, **told)
        elif any(getattr(row, name) != value for name, value in told.items()):
            for name, value in told.items():
                setattr(row, name, value)
            row.save(update_fields=list(told))
    gone = [row.pk for code, row in rows.items() if code not in seen]
    model._default_manager.filter(pk__in=gone, current=True).update(current=False)


def _load_holders(seats: Iterable[seat.Seat]) -> None:
    """Holders of the document; one who has been succeeded meanwhile stays as he is."""
    keys = dict(Seat.objects.values_list("code", "pk"))
    held = {(row.seat_id, row.name, row.from_on): row for row in PostHolder.objects.all()}
    taken = {key for key, _, _ in held}
    for one in seats:
        for holder in one.holders:
            row = held.get((keys[one.id], holder.name, holder.from_on))
            if row is None and (keys[one.id] not in taken or not _meets_another(keys[one.id], holder)):
                PostHolder.objects.create(
                    seat_id=keys[one.id], name=holder.name, from_on=holder.from_on, until_on=holder.until_on, source="方案文件"
                )
            elif row is not None and row.until_on is None and holder.until_on is not None:
                row.until_on = holder.until_on
                row.save(update_fields=["until_on"])


def _meets_another(key: int, holder: seat.Holder) -> bool:
    rows = PostHolder.objects.filter(seat_id=key).values_list("from_on", "until_on")
    ends = holder.until_on or date.max
    return any(start < ends and holder.from_on < (end or date.max) for start, end in rows)


def _fingerprint() -> tuple[object, ...]:
    models: tuple[type[Model], ...] = (Unit, Seat, PostHolder, Township, Park, Industry, NamedEnterprise, Project)
    return tuple(tuple(model._default_manager.order_by("pk").values_list()) for model in models)


def _mark_named(enterprise: Enterprise, code: str, at: datetime) -> None:
    enterprise.named_in_document, enterprise.changed_at = code, at
    enterprise.save(update_fields=["named_in_document", "changed_at"])


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid((FieldProblem("reason", "", "一句理由", "请写依据：凭什么认定是这一家", "LQ-5321"),))
    return reason.strip()
