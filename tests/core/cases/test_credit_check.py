"""信用核查：asked for where the step says so, read whole, told in one line."""

from __future__ import annotations

from datetime import date

import pytest

from luoqiao.core.cases.credit_check import (
    BadCreditCheck,
    CreditNotChecked,
    Found,
    from_values,
    read_credit_check,
)
from luoqiao.core.cases.events import Approved
from tests.core.cases.case_builder import a_case
from tests.core.cases.people import CLERK, HEAD, OFFICER

TODAY = date(2023, 6, 20)
CLEAN = {"found": "none", "source": "信用中国", "on": "2023-06-20", "note": ""}


def test_a_step_that_checks_credit_is_not_approved_without_it() -> None:
    case = a_case().submitted().approved(OFFICER).approved(CLERK)
    with pytest.raises(CreditNotChecked):
        case.approved(OFFICER, credit=None)
    case.approved(OFFICER)
    event = case.history[-1].event
    assert isinstance(event, Approved)
    assert event.credit is not None
    assert from_values(event.credit).found is Found.NONE


def test_confirming_a_refusal_needs_none() -> None:
    case = a_case().submitted().approved(OFFICER).approved(CLERK).rejected(OFFICER)
    case.approved(HEAD, credit=None)
    assert case.state.ending is not None


def test_nothing_filled_in_is_nothing_checked() -> None:
    assert read_credit_check({"on": "2023-06-20"}, TODAY) is None


def test_a_check_says_itself_in_one_line() -> None:
    read = read_credit_check(CLEAN, TODAY)
    assert read is not None
    assert read.words == "信用核查：信用中国，2023-06-20 查，未见失信记录"
    assert from_values(read.as_values()) == read


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"found": ""}, ["credit_found"]),
        ({"source": ""}, ["credit_source"]),
        ({"on": "2023-06-21"}, ["credit_on"]),
        ({"on": "昨天"}, ["credit_on"]),
        ({"found": "hit"}, ["credit_note"]),
        ({"found": "x", "source": "", "on": ""}, ["credit_found", "credit_source", "credit_on"]),
    ],
)
def test_what_is_wrong_is_listed_whole(change: dict[str, str], fields: list[str]) -> None:
    with pytest.raises(BadCreditCheck) as refused:
        read_credit_check({**CLEAN, **change}, TODAY)
    assert [one.field for one in refused.value.problems] == fields
