"""拨付的任意先后：whatever is pressed in whatever order and whatever the bank says, twice or wrongly, no fen is paid twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from luoqiao.apps.funds.models import BankRow, Journal, PaymentBatch, PaymentFile, PaymentLine, Share
from luoqiao.apps.funds.queries.checking import check_ledger
from luoqiao.apps.funds.services import approving, batches, results, returns
from luoqiao.apps.policy.services import load_packs
from luoqiao.core.funds.batch import GONE_OUT, LIVE, BatchState
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor
from luoqiao.interfaces.portal.funds.payment_files import write_payment_file
from tests.apps.cases.stories import AT
from tests.apps.funds.funds_stories import FINANCE, FINANCE_HEAD, PACK, SECOND_FINANCE, YEAR, a_line, balances
from tests.apps.funds.payment_stories import (
    THIRD_FINANCE,
    a_batch,
    a_row,
    account_of,
    an_account,
    answered,
    nothing_against,
    owed,
    registered,
    seen,
    sent,
)

FEN = (1000, 2000, 700)
PEOPLE = st.sampled_from([FINANCE, SECOND_FINANCE, THIRD_FINANCE, FINANCE_HEAD])
RIGHT, WRONG, ALIKE = (SECOND_FINANCE, FINANCE_HEAD), (FINANCE, SECOND_FINANCE), (THIRD_FINANCE, THIRD_FINANCE)
PLACE = st.integers(0, 9)
Says = tuple[int, int, bool, int, bool]
SAYS = st.tuples(PLACE, st.sampled_from([0, 0, 0, 1]), st.booleans(), st.integers(0, 2), st.sampled_from([False, False, True]))


class Paying(RuleBasedStateMachine):
    """Three shares, four people, one bank that says anything."""

    def __init__(self) -> None:
        super().__init__()
        self._example = transaction.atomic()
        self._example.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._example.__exit__(None, None, None)

    @initialize(begun=st.sampled_from([True, True, False]))
    def begin(self, begun: bool) -> None:
        self.line = a_line(sum(FEN))
        self.shares = [owed(f"LQ-2023-000{at + 1}", fen, minutes=at) for at, fen in enumerate(FEN)]
        self.files: list[int] = []
        if begun:
            sent(a_batch(*self.shares[:2]))

    @rule(who=st.sampled_from([FINANCE, FINANCE, THIRD_FINANCE, FINANCE_HEAD]), every=st.booleans(), place=PLACE)
    def prepare(self, who: Actor, every: bool, place: int) -> None:
        chosen = batches.Chosen(PACK, YEAR, shares=None if every else (self.shares[place % 3],))
        pressed(lambda: batches.prepare_batch(chosen, actor=who, at=AT, key=uuid4()))

    @precondition(lambda self: open_batches())
    @rule(who=PEOPLE, place=PLACE, line=st.integers(1, 3))
    def take_out(self, who: Actor, place: int, line: int) -> None:
        pressed(lambda: batches.take_out(one_batch(place), [line], reason="缓拨", actor=who, at=AT))

    @precondition(lambda self: open_batches())
    @rule(who=PEOPLE, place=PLACE)
    def withdraw(self, who: Actor, place: int) -> None:
        pressed(lambda: batches.withdraw_batch(one_batch(place), reason="先不付", actor=who, at=AT))

    @precondition(lambda self: open_batches())
    @rule(who=st.sampled_from([RIGHT, RIGHT, RIGHT, WRONG, ALIKE]), place=PLACE, credit=st.sampled_from([True, True, False]))
    def approve(self, who: tuple[Actor, Actor], place: int, credit: bool) -> None:
        number, (first, second) = one_batch(place), who
        if credit:
            pressed(lambda: batches.record_credit(number, source="信用中国", on=AT.date(), found={}, actor=FINANCE, at=AT))
        looked = seen(number)
        pressed(lambda: approving.approve_first(number, seen=looked, cases=nothing_against, actor=first, at=AT))
        pressed(lambda: approving.approve_second(
            number, seen=looked, cases=nothing_against, write=write_payment_file, actor=second, at=AT
        ))  # fmt: skip

    @precondition(lambda self: sent_lines())
    @rule(answers=st.lists(SAYS, min_size=1, max_size=3), again=st.booleans(), who=PEOPLE, now=st.booleans())
    def bank_sends(self, answers: list[Says], again: bool, who: Actor, now: bool) -> None:
        """A file: about payments that were sent, or about none, with the right sum or another, once or twice."""
        rows = []
        for place, off, paid, day, wrong in answers:
            line = sent_lines()[place % len(sent_lines())]
            reference = f"{line.reference}9" if wrong else line.reference
            on = AT.date() + timedelta(days=day)
            rows.append(a_row(reference, line.amount + off, paid=paid, on=on, voucher=f"PZ-{day}", reason="" if paid else "退"))
        file = pressed(lambda: answered(*rows, *(rows if again else []), apply=False))
        self.files += [file] if isinstance(file, int) else []
        if now:
            pressed(lambda: results.apply_results(self.files[-1], actor=who, at=AT))

    @precondition(lambda self: self.files)
    @rule(who=PEOPLE, place=PLACE)
    def apply(self, who: Actor, place: int) -> None:
        pressed(lambda: results.apply_results(self.files[place % len(self.files)], actor=who, at=AT))

    @precondition(lambda self: waiting_rows())
    @rule(who=PEOPLE, place=PLACE, line=PLACE)
    def link(self, who: Actor, place: int, line: int) -> None:
        row, lines = waiting_rows()[place % len(waiting_rows())], list(PaymentLine.objects.order_by("pk"))
        reference = lines[line % len(lines)].reference
        pressed(lambda: results.link_row(row, reference, reason="流水号写错", actor=who, at=AT))

    @precondition(lambda self: waiting_rows())
    @rule(who=PEOPLE, place=PLACE)
    def dismiss(self, who: Actor, place: int) -> None:
        row = waiting_rows()[place % len(waiting_rows())]
        pressed(lambda: results.dismiss_row(row, reason="银行另出回执", actor=who, at=AT))

    @precondition(lambda self: Share.objects.filter(state="returned").exists())
    @rule(who=PEOPLE, place=PLACE, new=st.booleans())
    def send_anew(self, who: Actor, place: int, new: bool) -> None:
        if new:
            an_account(number=f"622848010000{account_of().pk:06d}")
        reason = "" if new else "已电话核实"
        pressed(lambda: returns.retry_payment(self.shares[place % 3], reason=reason, actor=who, at=AT))

    @invariant()
    def the_books_balance_and_every_share_stands_where_it_says(self) -> None:
        if hasattr(self, "line"):
            assert check_ledger().findings == ()
            assert sum(balances(self.line).values()) == 0

    @invariant()
    def nothing_is_paid_twice(self) -> None:
        for share in Share.objects.all():
            lines = list(share.payments.values_list("state", flat=True))
            assert sum(state in LIVE for state in lines) <= 1
            moved = {move: Journal.objects.filter(share=share, move=move).count() for move in ("settle", "bounce_later")}
            assert moved["settle"] - moved["bounce_later"] == (share.state == "paid")

    @invariant()
    def what_went_to_the_bank_was_approved_by_three_and_has_its_files(self) -> None:
        for batch in PaymentBatch.objects.filter(state__in=[BatchState.SENT.value, BatchState.CLOSED.value]):
            assert len({batch.prepared_by, batch.first_by, batch.second_by}) == 3
            assert PaymentFile.objects.filter(batch=batch).count() == 2
            waiting = batch.lines.filter(state="sent").exists()
            assert waiting == (batch.state == BatchState.SENT.value)


def pressed(deed: Callable[[], object]) -> object:
    """Press the button; a refusal is a good answer and leaves nothing behind."""
    try:
        with transaction.atomic():
            return deed()
    except DomainError:
        return None


def open_batches() -> list[str]:
    open_states = [one.value for one in BatchState if one.open]
    return list(PaymentBatch.objects.filter(state__in=open_states).order_by("pk").values_list("number", flat=True))


def one_batch(place: int) -> str:
    return open_batches()[place % len(open_batches())]


def sent_lines() -> list[PaymentLine]:
    return list(PaymentLine.objects.filter(state__in=[one.value for one in GONE_OUT]).order_by("pk"))


def waiting_rows() -> list[int]:
    return list(BankRow.objects.filter(waits=True).order_by("pk").values_list("pk", flat=True))


@pytest.mark.django_db
def test_in_any_order_no_fen_is_lost_and_none_is_paid_twice() -> None:
    load_packs(AT)
    registered()
    run_state_machine_as_test(Paying, settings=settings(max_examples=30, stateful_step_count=25, deadline=None))
