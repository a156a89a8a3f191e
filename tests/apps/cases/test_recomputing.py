"""复算一年：an honest year has no difference; every planted error is found and named; on a real database."""

from __future__ import annotations

import pgtrigger
import pytest

from luoqiao.apps.cases.models import Case, NoticeRow, Snapshot
from luoqiao.apps.cases.queries.recomputing import Recomputation, recompute_year
from luoqiao.apps.evidence.models import Allocation
from luoqiao.core.cases.recompute import DifferenceKind
from luoqiao.core.parties.actor import SYSTEM
from tests.apps.cases.notice_stories import posted, waiting_claim
from tests.apps.cases.stories import (
    AGENT,
    CLERK,
    HEAD,
    MINE,
    OFFICER,
    a_claim,
    an_invoice,
    approved,
    handed_in,
)

pytestmark = pytest.mark.usefixtures("firms")


def found(year: int = 2023) -> list[tuple[str, DifferenceKind]]:
    return [(one.difference.case, one.difference.kind) for one in whole(year).differences]


def whole(year: int = 2023) -> Recomputation:
    return recompute_year(SYSTEM, year=year)


def second_claim() -> str:
    """Another project of the same enterprise in the same year."""
    line = an_invoice(40_000_000, "23352000000004812111")
    claim = a_claim({line: 40_000_000}, fee="400000", subject="二期", uscc=MINE, agent=AGENT)
    return approved(handed_in(claim), OFFICER, CLERK, OFFICER, HEAD)


def test_an_honest_year_has_no_difference() -> None:
    posted(waiting_claim())
    done = whole()
    assert (done.grants, done.recomputed, done.amount) == (1, 1, 3_600_000)
    assert done.differences == ()


def test_only_the_year_and_the_clause_asked_for_are_worked_out() -> None:
    waiting_claim()
    assert whole(2022).grants == 0
    assert recompute_year(SYSTEM, year=2023, clause="technology_upgrade").grants == 0
    assert recompute_year(SYSTEM, year=2023, clause="cloud_adoption").grants == 1


def test_a_case_that_is_not_decided_is_left_out() -> None:
    line = an_invoice(10_000_000)
    handed_in(a_claim({line: 10_000_000}, fee="100000"))
    assert whole().grants == 0


def test_an_amount_changed_in_the_row_is_named() -> None:
    case = waiting_claim()
    Case.objects.filter(number=case).update(amounts={"city": 9_000_000, "district": 600_000}, amount=9_600_000)
    assert found() == [(case, DifferenceKind.ROW)]
    (one,) = whole().differences
    assert one.difference.sentence == "经过算出的审定金额是 36,000.00 元，列表里是 96,000.00 元"


def test_an_amount_changed_in_a_snapshot_is_named() -> None:
    case = waiting_claim()
    kept = [one for one in Snapshot.objects.filter(case__number=case) if one.content["kind"] == "decision"][-1]
    kept.content["amounts"]["city"] = "90000.00"
    with pgtrigger.ignore("cases.Snapshot:cases_snapshots_are_append_only"):
        kept.save()
    assert found() == [(case, DifferenceKind.DIGEST), (case, DifferenceKind.CALCULATION)]


def test_an_amount_changed_in_the_notice_is_named() -> None:
    case = waiting_claim()
    notice = posted(case)
    with pgtrigger.ignore("cases.NoticeRow:cases_notice_rows_stand"):
        NoticeRow.objects.filter(case__number=case).update(amounts={"city": 1, "district": 0}, amount=1)
    assert found() == [(case, DifferenceKind.NOTICE)]
    assert notice in whole().differences[0].difference.sentence


def test_two_claims_within_the_cap_are_no_difference() -> None:
    waiting_claim()
    second_claim()
    assert [Case.objects.filter(decided=True).count(), found()] == [2, []]


def test_a_cap_exceeded_over_two_cases_is_named_at_the_later_one() -> None:
    first, second = waiting_claim(), second_claim()
    Case.objects.filter(number=first).update(amounts={"city": 9_000_000, "district": 600_000}, amount=9_600_000)
    assert found() == [(first, DifferenceKind.ROW), (second, DifferenceKind.CAP)]
    assert first in whole().differences[1].difference.sentence


def test_an_invoice_let_go_after_the_decision_is_named() -> None:
    case = waiting_claim()
    Allocation.objects.filter(case_number=case).update(state="released")
    assert found() == [(case, DifferenceKind.INVOICES)]
