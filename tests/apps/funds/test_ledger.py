"""台账：the database itself refuses what does not balance, what is changed afterwards, and what a budget does not have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from luoqiao.apps.funds.models import Account, Journal, Posting
from luoqiao.apps.funds.posting import Booking, NotInTransaction, book, book_all
from luoqiao.apps.funds.queries.balances import balance_at
from luoqiao.core.funds.budget import BudgetExhausted
from luoqiao.core.funds.move import Move, moved, reversed_entries
from luoqiao.core.funds.stage import Stage
from tests.apps.cases.stories import AT
from tests.apps.funds.funds_stories import FINANCE, a_line, appropriate, balances, stands

pytestmark = pytest.mark.usefixtures("programme")


def booked(move: Move, line: int, fen: int, reference: str, minutes: int = 0) -> int:
    with transaction.atomic():
        return book(Booking(move, moved(move, line, fen), reference), actor=FINANCE, at=AT + timedelta(minutes=minutes))


def test_an_appropriation_can_be_reserved_to_the_last_fen_and_no_further() -> None:
    line = a_line(100)
    booked(Move.RESERVE, line, 100, "a")
    stands(line, reserved=100)
    with pytest.raises(BudgetExhausted, match="余额不够"):
        booked(Move.RESERVE, line, 1, "b")
    stands(line, reserved=100)


def test_the_same_reference_is_booked_once() -> None:
    line = a_line(100)
    assert booked(Move.RESERVE, line, 40, "once") == booked(Move.RESERVE, line, 40, "once")
    stands(line, reserved=40, available=60)


def test_a_reversal_brings_everything_back() -> None:
    line = a_line(100)
    entries = moved(Move.RESERVE, line, 40)
    first = booked(Move.RESERVE, line, 40, "first")
    with transaction.atomic():
        book(Booking(Move.REVERSE, reversed_entries(entries), "back", reverses=first), actor=FINANCE, at=AT)
    stands(line, available=100)


def test_ten_at_once_are_ten_journals_in_order() -> None:
    line = a_line(100)
    many = [Booking(Move.RESERVE, moved(Move.RESERVE, line, 3), f"m{number}") for number in range(10)]
    with transaction.atomic():
        numbers = book_all(many, actor=FINANCE, at=AT)
    assert len(set(numbers.values())) == 10
    reserved = Account.objects.get(line=line, stage=Stage.RESERVED.value)
    postings = Posting.objects.filter(account=reserved).order_by("seq").values_list("seq", "balance")
    assert list(postings) == [(number, 3 * number) for number in range(1, 11)]
    stands(line, available=70, reserved=30)


def test_nothing_is_booked_outside_a_transaction(transactional_db: None) -> None:
    with pytest.raises(NotInTransaction):
        book(Booking(Move.RESERVE, moved(Move.RESERVE, 1, 1), "x"), actor=FINANCE, at=AT)


def _an_unbalanced_journal(line: int) -> None:
    journal = Journal.objects.create(move=Move.RESERVE.value, at=AT, reference="raw", name="手工")
    account = Account.objects.get(line=line, stage=Stage.AVAILABLE.value)
    Posting.objects.create(
        journal=journal, account=account, amount=-5, seq=account.seq + 1, balance=account.balance - 5, booked_at=AT
    )


def _an_empty_journal(line: int) -> None:
    Journal.objects.create(move=Move.RESERVE.value, at=AT, reference="raw", name="手工")


def _a_gap(line: int) -> None:
    journal = Journal.objects.create(move=Move.RESERVE.value, at=AT, reference="raw", name="手工")
    account = Account.objects.get(line=line, stage=Stage.AVAILABLE.value)
    Posting.objects.create(
        journal=journal, account=account, amount=5, seq=account.seq + 2, balance=account.balance + 5, booked_at=AT
    )


def _a_wrong_balance(line: int) -> None:
    Account.objects.filter(line=line, stage=Stage.AVAILABLE.value).update(balance=1)


def _a_changed_posting(line: int) -> None:
    Posting.objects.filter(account__line=line).update(amount=7)


def _a_deleted_journal(line: int) -> None:
    Journal.objects.filter(postings__account__line=line).delete()


def _a_renamed_journal(line: int) -> None:
    Journal.objects.filter(postings__account__line=line).update(name="别人")


def _overdrawn_behind_the_service(line: int) -> None:
    accounts = {one.stage: one for one in Account.objects.filter(line=line)}
    journal = Journal.objects.create(move=Move.RESERVE.value, at=AT, reference="raw", name="手工")
    for stage, fen in ((Stage.AVAILABLE, -101), (Stage.RESERVED, 101)):
        account = accounts[stage.value]
        Posting.objects.create(
            journal=journal, account=account, amount=fen, seq=account.seq + 1, balance=account.balance + fen, booked_at=AT
        )


def carried_out(attack: Callable[[int], None], line: int) -> None:
    """In a transaction, to its very end."""
    with transaction.atomic():
        attack(line)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "attack",
    [_an_unbalanced_journal, _an_empty_journal, _a_gap, _a_wrong_balance, _a_changed_posting, _a_deleted_journal,
     _a_renamed_journal, _overdrawn_behind_the_service],
)  # fmt: skip
def test_the_database_refuses(attack: Callable[[int], None]) -> None:
    line = a_line(100)
    before = balances(line), Journal.objects.count(), Posting.objects.count()
    with pytest.raises((IntegrityError, DatabaseError)):
        carried_out(attack, line)
    assert (balances(line), Journal.objects.count(), Posting.objects.count()) == before


def test_the_balance_of_any_past_instant_is_known() -> None:
    line = a_line()
    for minute in (10, 20, 30):
        appropriate(line, 100, at=AT + timedelta(minutes=minute))
    at = [balance_at(line, Stage.AVAILABLE, AT + timedelta(minutes=minute)) for minute in (5, 10, 19, 25, 30, 99)]
    assert at == [0, 100, 100, 200, 300, 300]


def test_a_booking_that_is_late_counts_from_when_it_was_booked() -> None:
    line = a_line(100, at=AT + timedelta(minutes=10))
    booked(Move.RESERVE, line, 40, "late", minutes=5)
    assert balance_at(line, Stage.AVAILABLE, AT + timedelta(minutes=7)) == 0
    assert balance_at(line, Stage.AVAILABLE, AT + timedelta(minutes=10)) == 60
