"""记账的种类：every move balances, and whatever is booked in whatever order, no fen is made or lost."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from luoqiao.core.funds.move import (
    STEPS,
    Entries,
    advanced,
    balanced,
    carried_over,
    moved,
    recovered,
    reversed_entries,
    upstream_settled,
)
from luoqiao.core.funds.queue import QueueRule, Waiting, arrange
from luoqiao.core.funds.stage import Stage

AT = datetime(2023, 6, 12, tzinfo=UTC)
LINE = st.integers(1, 3)
FEN = st.integers(1, 10**12)
ENTRIES: st.SearchStrategy[Entries] = st.one_of(
    st.builds(moved, st.sampled_from(sorted(STEPS)), LINE, FEN),
    st.builds(carried_over, st.just(1), st.just(2), FEN),
    st.builds(advanced, st.just(1), st.just(2), FEN),
    st.builds(upstream_settled, st.just(1), st.just(2), FEN),
    st.builds(recovered, LINE, principal=FEN, interest=st.integers(0, 10**9), same_year=st.booleans()),
)


@given(st.lists(ENTRIES, max_size=30))
def test_all_stages_of_all_lines_always_add_up_to_nothing(journals: list[Entries]) -> None:
    assert sum(one.fen for journal in journals for one in journal) == 0
    for journal in journals:
        assert [(one.line, one.stage) for one in journal] == sorted({(one.line, one.stage) for one in journal})


@given(ENTRIES)
def test_a_reversal_undoes_exactly(entries: Entries) -> None:
    assert balanced((*entries, *reversed_entries(entries))) == ()


@given(FEN, st.integers(0, 10**9))
def test_principal_that_comes_back_is_available_or_surrendered_once(principal: int, interest: int) -> None:
    for same_year in (True, False):
        sums = {one.stage: one.fen for one in recovered(1, principal=principal, interest=interest, same_year=same_year)}
        assert sums[Stage.PAID] == -principal
        assert sums.get(Stage.AVAILABLE, 0) == (principal if same_year else 0)
        assert sums.get(Stage.SURRENDERED, 0) == interest + (0 if same_year else principal)


QUEUE = st.lists(st.integers(1, 10**9), max_size=20).map(
    lambda amounts: [Waiting(number, fen, AT) for number, fen in enumerate(amounts, 1)]
)


@given(QUEUE, st.integers(0, 10**10), st.sampled_from(QueueRule), st.randoms(use_true_random=False))
def test_nobody_gets_more_than_was_approved_and_all_together_not_more_than_there_is(
    queue: list[Waiting], available: int, rule: QueueRule, chance: object
) -> None:
    given_ = arrange(queue, available, rule)
    assert sum(given_.values()) <= available
    assert all(given_[one.share] <= one.wanted for one in queue if one.share in given_)
    shuffled = list(queue)
    chance.shuffle(shuffled)  # type: ignore[attr-defined] # what hypothesis gives
    assert arrange(shuffled, available, rule) == given_


@given(QUEUE, st.integers(0, 10**10))
def test_in_turn_nobody_overtakes(queue: list[Waiting], available: int) -> None:
    served = [one.share in arrange(queue, available, QueueRule.FIRST_COME) for one in queue]
    assert served == sorted(served, reverse=True)


@given(QUEUE, st.integers(0, 10**10))
def test_in_proportion_everything_there_is_is_given(queue: list[Waiting], available: int) -> None:
    given_ = arrange(queue, available, QueueRule.PRO_RATA)
    assert sum(given_.values()) == min(available, sum(one.wanted for one in queue))
