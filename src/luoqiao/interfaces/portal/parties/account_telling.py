"""确认账户并告诉企业: the register lies below the messages, so the two are joined here, in one transaction.

Whoever is told of a change that nobody of the firm asked for can still stop it: the account is not used before its day.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from luoqiao.apps.outbox.services import post
from luoqiao.apps.parties.queries import get_enterprise
from luoqiao.apps.parties.services import confirm_account, refuse_account
from luoqiao.core.messages.kind import Kind
from luoqiao.core.messages.notice import Notice, desk
from luoqiao.core.messages.slot import Slot
from luoqiao.core.parties.account import AccountView
from luoqiao.core.parties.actor import Actor, Post, Role
from luoqiao.core.parties.masking import mask_bank_account


def confirm_and_tell(account: int, *, actor: Actor, at: datetime, on: date, usable_from: date) -> AccountView:
    """Confirm, and tell everybody who acts for the firm from when the account is used. Raises what `confirm_account` does."""
    with transaction.atomic():
        done = confirm_account(account, actor=actor, at=at, on=on, usable_from=usable_from)
        by = f"{done.proposed_by_name}提出、{actor.name}确认"
        values = {Slot.CHANGED_BY: by, Slot.EFFECTIVE_ON: str(usable_from), Slot.NOTE: ""}
        post(at=at, actor=actor, notices=(_notice(Kind.BANK_ACCOUNT_CHANGED, done, values),))
    return done


def refuse_and_tell(account: int, *, reason: str, actor: Actor, at: datetime) -> AccountView:
    """Refuse with a reason, and tell the firm. Raises what `refuse_account` does."""
    with transaction.atomic():
        done = refuse_account(account, reason=reason, actor=actor, at=at)
        post(at=at, actor=actor, notices=(_notice(Kind.BANK_ACCOUNT_REFUSED, done, {Slot.REASON: done.refused_because}),))
    return done


def _notice(kind: Kind, account: AccountView, values: dict[Slot, str]) -> Notice:
    firm = get_enterprise(account.uscc)
    told = values | {Slot.ENTERPRISE: firm.name, Slot.ACCOUNT: f"{account.bank}，{mask_bank_account(account.number)}"}
    return Notice(
        kind, (desk(Post(Role.ENTERPRISE_AGENT, account.uscc).desk),), {slot.value: text for slot, text in told.items()},
        reverse("parties:enterprise", args=(account.uscc,)) + "#accounts", firm.subject,
        f"{firm.subject}:account:{account.id}:{account.state.value}",
    )  # fmt: skip
