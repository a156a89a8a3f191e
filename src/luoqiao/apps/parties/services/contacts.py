"""联系人: kept, ended, and seen whole with a reason that is recorded; the same for the number of an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from luoqiao.apps.audit.services import Deed, record, record_unmasking
from luoqiao.apps.parties.change import one_change
from luoqiao.apps.parties.errors import NotInRegister
from luoqiao.apps.parties.models import BankAccount, Contact
from luoqiao.apps.parties.rows import get_seen, places_of
from luoqiao.apps.parties.scope import enterprise_scope
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.text import fold_all_width
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.duty import RegisterDeed, get_duty
from luoqiao.core.parties.enterprise import subject_of
from luoqiao.core.parties.enterprise_fields import clean

FEWEST_DIGITS, MOST_PHONE = 7, 30


@dataclass(frozen=True, slots=True)
class ContactFields:
    """联系人的栏目."""

    name: str
    phone: str
    duty: str = ""


def keep_contact(uscc: str, fields: ContactFields, *, actor: Actor, at: datetime, contact: int = 0) -> int:
    """Add a contact, or with `contact` correct one; gives its number. The same again changes nothing.

    NoSuchEnterprise, NotYourDuty, NotInRegister, Invalid.
    """
    with one_change(actor, "contact.kept"):
        enterprise = get_seen(uscc, actor, lock=True)
        post = get_duty(actor, RegisterDeed.KEEP_CONTACTS, places_of(enterprise))
        told = _read(fields)
        rows = Contact.objects.filter(enterprise=enterprise)
        row = rows.filter(pk=contact).first() if contact else rows.filter(ended_on=None, phone=told.phone, name=told.name).first()
        if contact and row is None:
            raise NotInRegister("联系人")
        if row is not None and (row.name, row.phone, row.duty) == (told.name, told.phone, told.duty):
            return int(row.pk)
        row = row or Contact(enterprise=enterprise)
        row.name, row.phone, row.duty = told.name, told.phone, told.duty
        row.save()
        record(at=at, actor=actor, post=post, deed=Deed("contact.kept", subject_of(uscc), {"contact": row.pk, "duty": row.duty}))
    return int(row.pk)


def end_contact(contact: int, *, on: date, actor: Actor, at: datetime) -> None:
    """Say that this person is no longer the one to ring up. NotInRegister, NotYourDuty."""
    with one_change(actor, "contact.ended"):
        row = _contact(contact, actor)
        post = get_duty(actor, RegisterDeed.KEEP_CONTACTS, places_of(row.enterprise))
        if row.ended_on is not None:
            return
        row.ended_on = on
        row.save(update_fields=["ended_on"])
        deed = Deed("contact.ended", subject_of(row.enterprise.uscc), {"contact": row.pk})
        record(at=at, actor=actor, post=post, deed=deed)


def unmask_contact(contact: int, *, reason: str, actor: Actor, at: datetime) -> ContactFields:
    """The contact whole, once, for a reason that is recorded first. NotInRegister, NotYourDuty, Invalid."""
    row = _contact(contact, actor)
    post = get_duty(actor, RegisterDeed.UNMASK, places_of(row.enterprise))
    subject = subject_of(row.enterprise.uscc)
    record_unmasking(at=at, actor=actor, subject=subject, fields=(f"contact:{row.pk}",), reason=reason, post=post)
    return ContactFields(row.name, row.phone, row.duty)


def unmask_account(account: int, *, reason: str, actor: Actor, at: datetime) -> str:
    """The whole number of an account, once, for a reason that is recorded first. NotInRegister, NotYourDuty, Invalid."""
    rows = BankAccount.objects.select_related("enterprise").filter(enterprise_scope(actor, "enterprise__"))
    row = rows.filter(pk=account).first()
    if row is None:
        raise NotInRegister("收款账户")
    post = get_duty(actor, RegisterDeed.UNMASK, places_of(row.enterprise))
    subject = subject_of(row.enterprise.uscc)
    record_unmasking(at=at, actor=actor, subject=subject, fields=(f"account:{row.pk}",), reason=reason, post=post)
    return row.number


def _contact(contact: int, actor: Actor) -> Contact:
    rows = Contact.objects.select_related("enterprise").filter(enterprise_scope(actor, "enterprise__"))
    row = rows.filter(pk=contact).first()
    if row is None:
        raise NotInRegister("联系人")
    return row


def _read(fields: ContactFields) -> ContactFields:
    name, duty = clean(fields.name)[:60], clean(fields.duty)[:60]
    phone = fold_all_width(clean(fields.phone)).replace(" ", "")
    problems = [] if name else [FieldProblem("name", "", "姓名", "请填联系人姓名", "LQ-5376")]
    if sum(map(str.isdigit, phone)) < FEWEST_DIGITS or len(phone) > MOST_PHONE or set(phone) - set("0123456789+-转()"):
        said = "电话应是手机号或带区号的固定电话，如 13800001234、0595-22001234"
        problems.append(FieldProblem("phone", phone[:4], "手机号或固定电话", said, "LQ-5377"))
    if problems:
        raise Invalid(tuple(problems))
    return ContactFields(name, phone, duty)
