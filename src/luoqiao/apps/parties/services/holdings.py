"""企业名下的东西: entered by the firm, or for it by an official with the firm's consent (代填); ended, never deleted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, models, transaction

from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.parties.change import one_change
from luoqiao.apps.parties.errors import NotInRegister
from luoqiao.apps.parties.holding_rows import MODELS, HoldingRow, named_places
from luoqiao.apps.parties.models import Enterprise
from luoqiao.apps.parties.rows import get_seen, places_of
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.core.parties.duty import RegisterDeed, get_duty
from luoqiao.core.parties.enterprise import subject_of
from luoqiao.core.parties.holding import HoldingKind, read_holding, shown

_POINTERS = {"workshop": "workshop_id", "line": "line_id"}


def keep_holding(
    uscc: str, kind: HoldingKind, given: Mapping[str, str], *, actor: Actor, at: datetime, consent: str = "", row: int = 0
) -> int:
    """Enter something that the firm has, or with `row` correct it; gives its number. Who enters for a firm names who of
    the firm agreed. The same again changes nothing. NoSuchEnterprise, NotYourDuty, NotInRegister, Invalid."""
    with one_change(actor, f"{kind.value}.kept"):
        enterprise = get_seen(uscc, actor, lock=True)
        post = get_duty(actor, RegisterDeed.KEEP_EQUIPMENT, places_of(enterprise))
        values, problems = read_holding(kind, given, named_places(enterprise))
        assisted = post is None or post.role is not Role.ENTERPRISE_AGENT
        if assisted and not consent.strip():
            problems += (FieldProblem("consent", "", "企业的一个人", "代填要写明企业谁同意的", "LQ-5374"),)
        if problems:
            raise Invalid(problems)
        kept = _get(kind, enterprise, row) if row else MODELS[kind](enterprise=enterprise)
        wished = {_POINTERS.get(key, key): value for key, value in values.items()}
        wished |= {key: int(str(value)) for key, value in wished.items() if key in _POINTERS.values() and value is not None}
        changes = {key: value for key, value in wished.items() if getattr(kept, key) != value}
        if row and not changes:
            return row
        for key, value in {
            **wished, "entered_by": actor.user, "entered_by_name": actor.name, "assisted": assisted,
            "consent": consent.strip()[:100] if assisted else "", "entered_at": at,
        }.items():  # fmt: skip
            setattr(kept, key, value)
        _save(kept, kind)
        detail = {"row": kept.pk, "assisted": assisted, "consent": kept.consent} | {k: shown(v) for k, v in changes.items()}
        record(at=at, actor=actor, post=post, deed=Deed(f"{kind.value}.kept", subject_of(uscc), detail))
    return int(kept.pk)


def retire_holding(uscc: str, kind: HoldingKind, row: int, *, on: date, actor: Actor, at: datetime) -> None:
    """Say that it is no longer there; it stays on record. NoSuchEnterprise, NotYourDuty, NotInRegister."""
    with one_change(actor, f"{kind.value}.retired"):
        enterprise = get_seen(uscc, actor, lock=True)
        post = get_duty(actor, RegisterDeed.KEEP_EQUIPMENT, places_of(enterprise))
        kept = _get(kind, enterprise, row)
        if kept.retired_on is not None:
            return
        kept.retired_on = on
        kept.save(update_fields=["retired_on"])
        detail = {"row": row, "name": kept.name, "retired_on": str(on)}
        record(at=at, actor=actor, post=post, deed=Deed(f"{kind.value}.retired", subject_of(uscc), detail))


def _get(kind: HoldingKind, enterprise: Enterprise, row: int) -> HoldingRow:
    found = MODELS[kind].objects.filter(enterprise=enterprise, pk=row).first()
    if found is None:
        raise NotInRegister(kind.label)
    return found


def _save(kept: models.Model, kind: HoldingKind) -> None:
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        field = "serial_number" if kind is HoldingKind.EQUIPMENT else "name"
        what = "出厂编号" if kind is HoldingKind.EQUIPMENT else "名称"
        said = f"这家企业已经登记了同一{what}的{kind.label}；请改{what}，或打开原来那条更正"
        raise Invalid((FieldProblem(field, "", f"别的{what}", said, "LQ-5375"),)) from None
