"""台账核对：whatever somebody changes behind the database's back is found and named; an honest ledger gives nothing."""

from __future__ import annotations

import pytest
from django.db import connection

from luoqiao.apps.funds.queries.checking import check_ledger
from luoqiao.apps.funds.services.following import Standing
from tests.apps.funds.funds_stories import a_line, bring
from tests.apps.funds.test_clawback import decided, paid, received, wanted

pytestmark = pytest.mark.usefixtures("programme")


@pytest.fixture
def books() -> None:
    """Shares at every stage."""
    a_line(5000)
    number = decided(wanted(paid(), 600, yearly="0.05"))
    received(number, 100)
    bring(Standing.DECIDED, "LQ-2023-0002", minutes=1, district=300)
    bring(Standing.GRANTED, "LQ-2023-0003", minutes=2, district=400)
    bring(Standing.DECIDED, "LQ-2023-0004", minutes=3, district=99_999)
    bring(Standing.DECIDED, "LQ-2023-0005", minutes=4, district=10, awaiting="city")


def meddled(statement: str) -> set[str]:
    """What is found after a change with all triggers and constraints asleep."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        assert cursor.rowcount
        cursor.execute("SET session_replication_role = DEFAULT")
    return {one.code for one in check_ledger().findings}


def test_honest_books_agree(books: None) -> None:
    report = check_ledger()
    assert report.findings == ()
    assert report.journals == 10
    assert report.shares == 5


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("UPDATE funds_posting SET amount = amount + 1 WHERE id = (SELECT min(id) FROM funds_posting)", {"LQ-6121", "LQ-6122"}),
        ("DELETE FROM funds_posting WHERE id = (SELECT max(id) FROM funds_posting)", {"LQ-6121", "LQ-6123"}),
        ("UPDATE funds_account SET balance = balance + 1 WHERE stage = 'available'", {"LQ-6123"}),
        ("UPDATE funds_share SET amount = amount - 1 WHERE case_number = 'LQ-2023-0003'", {"LQ-6125"}),
        ("UPDATE funds_share SET state = 'paid' WHERE case_number = 'LQ-2023-0003'", {"LQ-6125"}),
        ("UPDATE funds_clawback SET received_principal = received_principal + 1", {"LQ-6125"}),
        ("UPDATE funds_budgetorder SET state = 'proposed'", {"LQ-6126"}),
        ("DELETE FROM funds_journal WHERE id = (SELECT max(id) FROM funds_journal)", {"LQ-6121"}),
    ],
)
def test_what_was_meddled_with_is_found(books: None, statement: str, codes: set[str]) -> None:
    assert codes <= meddled(statement)
