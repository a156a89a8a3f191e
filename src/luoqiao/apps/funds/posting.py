"""记账: the one place that writes journals and postings, one or ten thousand at a time, in the caller's transaction.

Accounts are locked in the order of their ids, so two bookings never wait for each other in a circle. A reference that was
booked before is not booked again. What goes beyond a budget is refused before the database has to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from luoqiao.apps.audit.services import Deed, record_many
from luoqiao.core.funds.budget import BudgetExhausted
from luoqiao.core.funds.move import Entries, Entry, Move
from luoqiao.core.funds.stage import SOURCES, Stage
from luoqiao.core.parties.actor import Actor, Post


class NotInTransaction(RuntimeError):
    """A booking that could be kept while its deed is lost, or the other way round."""


@dataclass(frozen=True, slots=True)
class Booking:
    """要记的一笔: balanced entries; `reference` names the deed, once and for all; `share`, `case`, … say whose money it is."""

    move: Move
    entries: Entries
    reference: str
    share: int | None = None
    case: str = ""
    uscc: str = ""
    industry: str = ""
    reason: str = ""
    reverses: int | None = None


def book(booking: Booking, *, actor: Actor, at: datetime, post: Post | None = None) -> int:
    """Book one journal and give its number; booked before under the same reference it gives that one. BudgetExhausted."""
    return book_all([booking], actor=actor, at=at, post=post)[booking.reference]


def book_all(
    bookings: Sequence[Booking], *, actor: Actor, at: datetime, post: Post | None = None
) -> Mapping[str, int]:
    """Book journals in order and give their numbers by reference; all or none. Refuses with BudgetExhausted."""
    if not connection.in_atomic_block:
        raise NotInTransaction
    kept = _journals(bookings, actor, at)
    fresh = [one for one in bookings if kept[one.reference][1]]
    if fresh:
        _postings(fresh, {one.reference: kept[one.reference][0] for one in fresh}, at)
        record_many(at=at, actor=actor, post=post, deeds=[_deed(one) for one in fresh])
    return {reference: number for reference, (number, _) in kept.items()}


def lock_accounts(lines: Iterable[int], stages: Iterable[Stage]) -> dict[tuple[int, Stage], int]:
    """Lock these accounts until the end of the transaction and give their balances."""
    locked = _lock({(line, stage) for line in lines for stage in stages})
    return {key: account.balance for key, account in locked.items()}


@dataclass(slots=True)
class _Locked:
    id: int
    balance: int
    seq: int
    last_at: datetime


_JOURNALS = """
    INSERT INTO funds_journal
        (move, at, reference, share_id, case_number, uscc, industry, "user", name, reason, reverses_id)
    SELECT move, %(at)s, reference, share, case_number, uscc, industry, %(user)s, %(name)s, reason, reverses
      FROM unnest(%(moves)s::text[], %(references)s::text[], %(shares)s::bigint[], %(cases)s::text[], %(usccs)s::text[],
                  %(industries)s::text[], %(reasons)s::text[], %(reverses)s::bigint[])
           WITH ORDINALITY AS t (move, reference, share, case_number, uscc, industry, reason, reverses, place)
     ORDER BY place
    ON CONFLICT (reference) DO NOTHING
    RETURNING reference, id"""
_ACCOUNTS = """
    SELECT a.id, a.line_id, a.stage, a.balance, a.seq, a.last_at
      FROM funds_account a
      JOIN unnest(%s::bigint[], %s::text[]) AS t (line, stage) ON t.line = a.line_id AND t.stage = a.stage
     ORDER BY a.id FOR UPDATE OF a"""
_POSTINGS = """
    INSERT INTO funds_posting (journal_id, account_id, amount, seq, balance, booked_at)
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::timestamptz[])"""


def _journals(bookings: Sequence[Booking], actor: Actor, at: datetime) -> dict[str, tuple[int, bool]]:
    """By reference the number of the journal and whether it is new."""
    with connection.cursor() as cursor:
        cursor.execute(_JOURNALS, {
            "at": at, "user": actor.user, "name": actor.name, "moves": [one.move.value for one in bookings],
            "references": [one.reference for one in bookings], "shares": [one.share for one in bookings],
            "cases": [one.case for one in bookings], "usccs": [one.uscc for one in bookings],
            "industries": [one.industry for one in bookings], "reasons": [one.reason[:300] for one in bookings],
            "reverses": [one.reverses for one in bookings],
        })  # fmt: skip
        found = {str(reference): (int(number), True) for reference, number in cursor.fetchall()}
        missing = [one.reference for one in bookings if one.reference not in found]
        if missing:
            cursor.execute("SELECT reference, id FROM funds_journal WHERE reference = ANY(%s)", [missing])
            found |= {str(reference): (int(number), False) for reference, number in cursor.fetchall()}
    return found


def _postings(bookings: Sequence[Booking], numbers: Mapping[str, int], at: datetime) -> None:
    entries = [(numbers[one.reference], entry) for one in bookings for entry in one.entries]
    accounts = _lock({(entry.line, entry.stage) for _, entry in entries})
    _refuse_beyond(accounts, [entry for _, entry in entries])
    rows = []
    for journal, entry in entries:
        account = accounts[entry.line, entry.stage]
        account.balance += entry.fen
        account.seq += 1
        account.last_at = max(account.last_at, at)
        rows.append((journal, account.id, entry.fen, account.seq, account.balance, account.last_at))
    with connection.cursor() as cursor:
        cursor.execute(_POSTINGS, [list(column) for column in zip(*rows, strict=True)])


def _lock(keys: set[tuple[int, Stage]]) -> dict[tuple[int, Stage], _Locked]:
    ordered = sorted(keys)
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNTS, [[line for line, _ in ordered], [stage.value for _, stage in ordered]])
        found = {
            (int(line), Stage(stage)): _Locked(number, balance, seq, last_at)
            for number, line, stage, balance, seq, last_at in cursor.fetchall()
        }
    missing = keys - found.keys()
    if missing:
        raise LookupError(f"no account for {sorted(missing)[0]}")
    return found


def _refuse_beyond(accounts: Mapping[tuple[int, Stage], _Locked], entries: Iterable[Entry]) -> None:
    """The same limits as the database's, in words."""
    sums: dict[tuple[int, Stage], int] = {}
    for one in entries:
        sums[one.line, one.stage] = sums.get((one.line, one.stage), 0) + one.fen
    for (line, stage), fen in sums.items():
        left = accounts[line, stage].balance
        beyond = left + fen > 0 if stage in SOURCES else left + fen < 0
        if beyond:
            raise BudgetExhausted(f"“{stage.label}”", abs(fen), abs(left))


def _deed(booking: Booking) -> Deed:
    subject = f"case:{booking.case}" if booking.case else f"budget:{booking.entries[0].line}"
    entries = [[one.line, one.stage.value, one.fen] for one in booking.entries]
    return Deed(f"funds.{booking.move.value}", subject, {"reference": booking.reference, "entries": entries}, booking.reason)
