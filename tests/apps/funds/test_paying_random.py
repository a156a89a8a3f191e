"""拨付的随机走法：whatever order people and the bank act in, the books agree, each share's fen stand where its state says,
and nothing reaches an enterprise twice.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from luoqiao.apps.funds.models import PaymentBatch, PaymentLine, Posting, Share
from luoqiao.apps.funds.queries.checking import check_ledger
from luoqiao.apps.funds.services import approving, batches, returns
from luoqiao.core.funds.batch import BatchState, LineState
from luoqiao.core.kernel.errors import DomainError
from luoqiao.interfaces.portal.funds.payment_files import write_payment_file
from tests.apps.cases.stories import AT
from tests.apps.funds.funds_stories import FINANCE, FINANCE_HEAD, PACK, SECOND_FINANCE, YEAR, a_line, balances
from tests.apps.funds.payment_stories import ON, a_row, answered, nothing_against, owed, registered, seen

pytestmark = pytest.mark.usefixtures("programme")
TOTAL = 5_000
STEPS = (
    "prepare", "credit", "take_out", "withdraw", "first", "second", "paid", "back", "wrong", "unknown", "again", "retry",
    "send", "send",
)  # fmt: skip
WALKS = some.lists(some.tuples(some.sampled_from(STEPS), some.integers(0, 30)), min_size=6, max_size=40)


class Walk:
    """One district with five shares; every step is tried, a refusal changes nothing."""

    def __init__(self) -> None:
        self.line = a_line(TOTAL)
        self.shares = [owed(f"LQ-2023-{number:04d}", number * 100 + 700, minutes=number) for number in range(1, 5)]
        self.answers: list[str] = []
        self.steps: dict[str, Callable[[int], object]] = {
            "prepare": self._prepare, "credit": self._credit, "take_out": self._take_out, "withdraw": self._withdraw,
            "first": self._first, "second": self._second, "paid": lambda at: self._answer(at, paid=True),
            "back": lambda at: self._answer(at, paid=False), "wrong": lambda at: self._answer(at, paid=True, more=1),
            "unknown": lambda at: answered(a_row(f"ZF-2023-99{at:02d}-0001", 100)), "again": self._again, "retry": self._retry,
            "send": self._send,
        }  # fmt: skip

    def take(self, step: str, at: int) -> None:
        try:
            with transaction.atomic():
                self.steps[step](at)
        except DomainError:
            pass

    def check(self) -> None:
        assert check_ledger().findings == ()
        there = balances(self.line)
        for state, stage in (("paid", "paid"), ("sent", "in_transit"), ("returned", "returned")):
            held = sum(Share.objects.filter(state=state).values_list("amount", flat=True))
            assert there.get(stage, 0) == held
        for share in Share.objects.all():
            settled = Posting.objects.filter(journal__share=share.pk, account__stage="paid").values_list("amount", flat=True)
            assert sum(settled) in (0, share.amount)

    def _batch(self, at: int) -> str:
        found = list(PaymentBatch.objects.order_by("pk").values_list("number", flat=True))
        return found[at % len(found)] if found else "ZF-0000-0000"

    def _prepare(self, at: int) -> None:
        some_shares = tuple(share for place, share in enumerate(self.shares) if at & (1 << place)) or None
        batches.prepare_batch(batches.Chosen(PACK, YEAR, shares=some_shares), actor=FINANCE, at=AT, key=uuid4())

    def _credit(self, at: int) -> None:
        batches.record_credit(self._batch(at), source="信用中国", on=ON, found={}, actor=FINANCE, at=AT)

    def _take_out(self, at: int) -> None:
        batches.take_out(self._batch(at), [1 + at % 3], reason="缓拨", actor=FINANCE, at=AT)

    def _withdraw(self, at: int) -> None:
        batches.withdraw_batch(self._batch(at), reason="先不拨付", actor=FINANCE, at=AT)

    def _first(self, at: int) -> None:
        number = self._batch(at)
        approving.approve_first(number, seen=seen(number), cases=nothing_against, actor=SECOND_FINANCE, at=AT)

    def _second(self, at: int) -> None:
        number = self._batch(at)
        approving.approve_second(
            number, seen=seen(number), cases=nothing_against, write=write_payment_file, actor=FINANCE_HEAD, at=AT
        )

    def _send(self, at: int) -> None:
        """A whole batch at once, so that the bank has something to answer."""
        self._prepare(at)
        last = PaymentBatch.objects.count() - 1
        for step in (self._credit, self._first, self._second):
            step(last)

    def _answer(self, at: int, *, paid: bool, more: int = 0) -> None:
        lines = list(PaymentLine.objects.exclude(state=LineState.TAKEN_OUT.value).order_by("pk"))
        if lines:
            line = lines[at % len(lines)]
            row = a_row(line.reference, line.amount + more, paid=paid, voucher=f"PZ-{len(self.answers)}")
            self.answers.append(row)
            answered(row)

    def _again(self, at: int) -> None:
        if self.answers:
            answered(self.answers[at % len(self.answers)], a_row(f"ZF-2023-98{at:02d}-0001", 1))

    def _retry(self, at: int) -> None:
        returns.retry_payment(self.shares[at % len(self.shares)], reason="账户核对无误", actor=FINANCE, at=AT)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WALKS)
def test_any_walk_keeps_the_books(walk: list[tuple[str, int]]) -> None:
    outer = transaction.atomic()
    outer.__enter__()
    try:
        registered()
        going = Walk()
        for step, at in (*walk, ("credit", 0), ("first", 0), ("second", 0)):
            going.take(step, at)
        going.check()
        states = set(PaymentBatch.objects.values_list("state", flat=True))
        assert states <= {one.value for one in BatchState}
    finally:
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
