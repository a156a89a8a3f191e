"""收款账户: proposed by the firm, confirmed by an official who is nobody of the firm, usable after the cooling period."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.parties.change import one_change
from luoqiao.apps.parties.errors import AccountNotOpen, AccountPending, NotInRegister, SamePerson, TooSoon
from luoqiao.apps.parties.models import BankAccount
from luoqiao.apps.parties.rows import as_account, get_seen, places_of
from luoqiao.apps.parties.scope import enterprise_scope
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.parties.account import AccountPurpose, AccountState, AccountView, cooled, same_person
from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.duty import RegisterDeed, get_duty
from luoqiao.core.parties.enterprise import subject_of


@dataclass(frozen=True, slots=True)
class ProposedAccount:
    """要提出的账户: bank, branch, the name in which it is held, its number, what for, and why it changes."""

    bank: str
    holder: str
    number: str
    branch: str = ""
    purpose: AccountPurpose = AccountPurpose.SUBSIDY
    reason: str = ""


def propose_account(uscc: str, account: ProposedAccount, *, key: UUID, actor: Actor, at: datetime) -> AccountView:
    """Propose an account; sending the same form twice proposes once. The account in use stays in use.

    NoSuchEnterprise, NotYourDuty, Invalid, AccountPending.
    """
    with one_change(actor, "account.proposed"):
        enterprise = get_seen(uscc, actor, lock=True)
        post = get_duty(actor, RegisterDeed.PROPOSE_ACCOUNT, places_of(enterprise))
        rows = BankAccount.objects.select_related("enterprise").filter(enterprise=enterprise)
        again = rows.filter(key=key).first()
        if again is not None:
            return as_account(again)
        clean = _read(account, enterprise.name)
        pending = rows.filter(purpose=clean.purpose.value, state=AccountState.PROPOSED.value).first()
        if pending is not None:
            raise AccountPending(pending.bank, pending.number[-4:])
        row = BankAccount.objects.create(
            enterprise=enterprise, purpose=clean.purpose.value, bank=clean.bank, branch=clean.branch, holder=clean.holder,
            number=clean.number, state=AccountState.PROPOSED.value, reason=clean.reason, key=key, proposed_by=actor.user,
            proposed_by_name=actor.name, proposed_persons=sorted(set(actor.persons())), proposed_at=at,
        )  # fmt: skip
        record(at=at, actor=actor, post=post, deed=Deed("account.proposed", subject_of(uscc), _told(row), clean.reason))
    return as_account(row)


def confirm_account(
    account: int, *, actor: Actor, at: datetime, on: date, usable_from: date
) -> AccountView:
    """Confirm a proposed account: from `usable_from` it is the one to pay to, and the one before it until then.

    NotInRegister, NotYourDuty, AccountNotOpen, SamePerson, TooSoon.
    """
    with one_change(actor, "account.confirmed"):
        row = _locked(account, actor)
        post = get_duty(actor, RegisterDeed.CONFIRM_ACCOUNT, places_of(row.enterprise))
        if row.state != AccountState.PROPOSED.value:
            raise AccountNotOpen(AccountState(row.state))
        if same_person(row.proposed_persons, actor.persons()) or row.proposed_by == actor.user:
            raise SamePerson("收款账户")
        if not cooled(on, usable_from):
            raise TooSoon(usable_from)
        _end_earlier(row, usable_from)
        row.state = AccountState.CONFIRMED.value
        row.confirmed_by, row.confirmed_by_name, row.confirmed_at = actor.user, actor.name, at
        row.usable_from = usable_from
        row.save()
        detail = _told(row) | {"usable_from": str(usable_from)}
        record(at=at, actor=actor, post=post, deed=Deed("account.confirmed", subject_of(row.enterprise.uscc), detail))
    return as_account(row)


def refuse_account(account: int, *, reason: str, actor: Actor, at: datetime) -> AccountView:
    """Refuse a proposed account with a reason; the one in use stays. NotInRegister, NotYourDuty, AccountNotOpen, Invalid."""
    if not reason.strip():
        raise Invalid((FieldProblem("reason", "", "一句理由", "请写不予确认的理由", "LQ-5321"),))
    return _close(account, AccountState.REFUSED, RegisterDeed.CONFIRM_ACCOUNT, reason.strip(), actor, at)


def withdraw_account(account: int, *, actor: Actor, at: datetime) -> AccountView:
    """Take back what was proposed, before anybody confirmed it. NotInRegister, NotYourDuty, AccountNotOpen."""
    return _close(account, AccountState.WITHDRAWN, RegisterDeed.PROPOSE_ACCOUNT, "", actor, at)


def _close(
    account: int, state: AccountState, duty: RegisterDeed, reason: str, actor: Actor, at: datetime
) -> AccountView:
    action = f"account.{state.value}"
    with one_change(actor, action):
        row = _locked(account, actor)
        post = get_duty(actor, duty, places_of(row.enterprise))
        if row.state != AccountState.PROPOSED.value:
            raise AccountNotOpen(AccountState(row.state))
        row.state, row.refused_because = state.value, reason[:300]
        row.save(update_fields=["state", "refused_because"])
        record(at=at, actor=actor, post=post, deed=Deed(action, subject_of(row.enterprise.uscc), _told(row), reason))
    return as_account(row)


def _end_earlier(row: BankAccount, usable_from: date) -> None:
    """The account in use ends when this one begins; one that would only begin then or later never does."""
    others = BankAccount.objects.filter(
        enterprise=row.enterprise_id, purpose=row.purpose, state=AccountState.CONFIRMED.value
    ).filter(Q(usable_until=None) | Q(usable_until__gt=usable_from))
    for other in others:
        if other.usable_from is not None and other.usable_from < usable_from:
            other.usable_until = usable_from
        else:
            other.state = AccountState.REPLACED.value
        other.save(update_fields=["usable_until", "state"])


def _locked(account: int, actor: Actor) -> BankAccount:
    rows = BankAccount.objects.select_related("enterprise").select_for_update()
    row = rows.filter(enterprise_scope(actor, "enterprise__")).filter(pk=account).first()
    if row is None:
        raise NotInRegister("收款账户")
    return row


def _read(account: ProposedAccount, name: str) -> ProposedAccount:
    number = re.sub(r"[\s-]", "", account.number)
    problems = [
        FieldProblem(field, "", "不空的文字", f"请填{label}", "LQ-5323")
        for field, label, value in (("bank", "开户银行", account.bank), ("holder", "户名", account.holder))
        if not value.strip()
    ]
    if not re.fullmatch(r"[0-9]{8,30}", number):
        said = "账号应是 8 到 30 位数字，可以写空格"
        problems.append(FieldProblem("number", account.number[:4] + "…", "8 到 30 位数字", said, "LQ-5324"))
    if account.holder.strip() and account.holder.strip() != name and not account.reason.strip():
        said = f"户名与企业名称“{name}”不一致；请改正，或写明理由"
        problems.append(FieldProblem("holder", account.holder[:100], name, said, "LQ-5325"))
    if problems:
        raise Invalid(tuple(problems))
    return ProposedAccount(
        account.bank.strip()[:100], account.holder.strip()[:200], number, account.branch.strip()[:100], account.purpose,
        account.reason.strip()[:300],
    )  # fmt: skip


def _told(row: BankAccount) -> dict[str, object]:
    """For the audit: which account, without its whole number."""
    return {"account": row.pk, "purpose": row.purpose, "bank": row.bank, "last": row.number[-4:], "state": row.state}
