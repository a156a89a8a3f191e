"""只增不减: what is seen to grow without a solver does grow; what looks at the amount is left to the solver."""

from __future__ import annotations

from datetime import date

import pytest

from luoqiao.core.rules.basis import choose
from luoqiao.core.rules.growth import grows
from luoqiao.core.rules.lower import lower
from luoqiao.policies import open_pack

PACK = open_pack("luojiang_2022_31")
ON = date(2023, 6, 30)


@pytest.mark.parametrize(
    ("clause", "column", "seen"),
    [
        ("technology_upgrade", "production_equipment_investment", True),
        ("technology_upgrade", "provincial_base", True),
        ("upgrade_loan_interest", "principal", True),
        ("industrial_app", "apps.last_year_service_expenditure", False),
        ("open_challenge", "approved_project_fund", True),
        ("industrial_internet_demo", "it_investment", False),
        ("cloud_adoption", "annual_service_fee", False),
        ("supply_chain_platform", "annual_transaction", False),
    ],
)
def test_growth_is_seen_where_no_test_looks_at_the_amount(clause: str, column: str, seen: bool) -> None:
    one = PACK.clauses[clause]
    letters = {used.question: used.letter for used in choose(one, PACK.basis, {}, ON)}
    assert grows(lower(one, letters, ON, PACK.basis), column) is seen
