"""案件带着钱走: after every event the shares of the tiers are brought to where the case stands, in its transaction.

Reserved once it is decided, given back when that is taken back, owed when the case is closed and granted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from luoqiao.apps.cases.calculation import calculation_of
from luoqiao.apps.cases.contents import facts_of, handed_in
from luoqiao.apps.cases.models import Case
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.funds.services.following import GrantOf, Standing, Wanted, follow
from luoqiao.core.cases.state import Ending
from luoqiao.core.parties.actor import Actor
from luoqiao.core.rules.explain import payees_of
from luoqiao.core.rules.leaning import leans_on

Stood = tuple[Standing, Mapping[str, int] | None]
"""Where the money of a case stood, and with which amounts."""


def where_it_stands(opened: Opened) -> Stood:
    """What the money follows: whether the case is decided or granted, and the amounts; for cases of a clause."""
    row, state = opened.row, opened.matter.state
    if not row.clause or state.amounts is None:
        return Standing.NONE, None
    if state.ending is Ending.GRANTED:
        return Standing.GRANTED, dict(state.amounts)
    return (Standing.DECIDED, dict(state.amounts)) if row.decided else (Standing.NONE, None)


def money_follows(after: Opened, before: Stood, *, actor: Actor, at: datetime) -> None:
    """Move the money when the case has moved; nothing happens while it stands where it stood."""
    standing, amounts = where_it_stands(after)
    if (standing, amounts) == before:
        return
    waits = waiting_for(after) if before[0] is Standing.NONE else {}
    follow(grant_of(after.row), _wanted_of(after, amounts or {}, waits), standing, actor=actor, at=at)


def tell_money(opened: Opened, standing: Standing, *, actor: Actor, at: datetime) -> None:
    """A history told at once: the money of a case that was decided, as it stood at that moment of its past."""
    amounts = opened.matter.state.amounts or {}
    waits = waiting_for(opened) if standing is Standing.DECIDED else {}
    follow(grant_of(opened.row), _wanted_of(opened, amounts, waits), standing, actor=actor, at=at)


def _wanted_of(
    opened: Opened, amounts: Mapping[str, int], waits: Mapping[str, tuple[str, ...]]
) -> dict[str, Wanted]:
    banks = through_banks(opened)
    return {tier: _wanted(fen, waits.get(tier, ()), tier in banks) for tier, fen in amounts.items()}


def _wanted(fen: int, waits: tuple[str, ...], through_bank: bool) -> Wanted:
    """What a bank lets off waits for nobody: what it reports is what there was."""
    return Wanted(fen, () if through_bank else waits, through_bank)


def through_banks(opened: Opened) -> frozenset[str]:
    """The tiers whose money the rule gives to a payee that is recorded and not paid."""
    recorded = opened.pack.funds.recorded_payees
    clause = opened.pack.clauses.get(opened.row.clause)
    if clause is None or not any(payee.identifier in recorded for payee in payees_of(clause).values()):
        return frozenset()
    calculation = calculation_of(opened)
    shares = calculation.answer.shares.values() if calculation else ()
    return frozenset(share.tier.code for share in shares if share.payee_identifier in recorded)


def grant_of(row: Case) -> GrantOf:
    """What the money is told about the case."""
    return GrantOf(
        row.number, row.title, row.pack, row.year, row.clause, row.industry, row.uscc, row.enterprise_name
    )


def waiting_for(opened: Opened) -> dict[str, tuple[str, ...]]:
    """By tier the tiers above whose grant decides its amount and is not known yet; what gives nothing is not waited for."""
    calculation = calculation_of(opened)
    if calculation is None:
        return {}
    known = facts_of(opened, handed_in(opened))
    amounts = opened.matter.state.amounts or {}
    found = {
        tier: tuple(one for one in above if amounts.get(one) and f"granted_{one}" not in known)
        for tier, above in leans_on(calculation.answer).items()
    }
    return {tier: above for tier, above in found.items() if above}
