"""全部企业比对全部条款：equal to the explanation to the fen; what is claimed, lacking or refused is counted as such."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoqiao.apps.cases.matching import match_all
from luoqiao.apps.cases.models import Case
from luoqiao.apps.evidence.services import record_facts
from luoqiao.apps.parties.services import record_titles
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.cases.potential import ClauseMatch, Matched
from luoqiao.core.evidence.fact import NewFact, enterprise_subject
from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.period import year_period
from luoqiao.core.parties.actor import Actor, Post, Role
from luoqiao.core.parties.title import HeldTitle, TitleKind, TitleLevel
from luoqiao.core.parties.uscc import check_character
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import read_facts
from tests.apps.cases.stories import (
    AT,
    CLERK,
    MINE,
    OFFICER,
    OTHERS,
    a_claim,
    an_invoice,
    handed_in,
    register_firm,
)

pytestmark = pytest.mark.usefixtures("firms")
ON = date(2023, 6, 12)
FEE = "cloud_adoption.annual_service_fee"


def known(*facts: tuple[str, str, object], source: Source = Source.DECLARED) -> None:
    """(Credit code, key, value) of 2023."""
    rows = [NewFact(enterprise_subject(uscc), key, value, year_period(2023), source) for uscc, key, value in facts]
    record_facts(facts=rows, actor=OFFICER, at=AT)


def of(matched: Matched, clause: str) -> ClauseMatch:
    return next(one for one in matched.clauses if one.clause == clause)


def test_who_could_claim_and_has_not_is_listed_with_the_money_by_tier() -> None:
    known((MINE, FEE, "186400"), (OTHERS, FEE, "400000"))
    matched = match_all(ON)
    assert [(row.uscc, row.shares) for row in matched.left] == [
        (OTHERS, (0, 10_000_000, 2_000_000)), (MINE, (0, 5_592_000, 1_118_400)),
    ]  # fmt: skip
    assert (matched.enterprises, matched.year, matched.left_amount) == (2, 2023, 18_710_400)
    assert [(one.township, one.firms, one.left) for one in matched.by_place()] == [("350504002", 2, 2)]


def test_a_case_of_the_year_counts_as_claimed() -> None:
    handed_in(a_claim({an_invoice(18_640_000): 18_640_000}))
    matched = match_all(ON)
    cloud = of(matched, "cloud_adoption")
    assert (cloud.entitled, cloud.claimed, cloud.left, cloud.left_amount) == (1, 1, 0, 0)
    assert matched.left == ()


def test_what_is_refused_and_what_lacks_a_fact_are_counted_apart() -> None:
    known(
        (MINE, FEE, "50000"), (MINE, "technology_upgrade.production_equipment_investment", "1000000"),
        (OTHERS, "industrial_app.apps", [{}]),
    )  # fmt: skip
    matched = match_all(ON)
    assert (of(matched, "cloud_adoption").refused, of(matched, "technology_upgrade").lacking) == (1, 1)
    assert of(matched, "industrial_app").lacking == 1
    assert matched.rows == ()


def test_titles_of_the_register_are_known_facts() -> None:
    title = HeldTitle(TitleKind.LITTLE_GIANT, TitleLevel.NATIONAL, date(2023, 5, 4), source="名单")
    record_titles(titles=[(MINE, title)], actor=OFFICER, at=AT)
    giant = of(match_all(ON), "little_giant")
    assert (giant.automatic, giant.left, giant.left_amount) == (True, 1, 80_000_000)


def test_caps_that_decided_cases_took_up_are_taken_off() -> None:
    number = handed_in(a_claim({an_invoice(18_640_000): 18_640_000}))
    Case.objects.filter(number=number).update(
        ending="removed", stage="closed", decided=True, amounts={"city": 9_000_000, "district": 1_800_000}
    )
    (row,) = match_all(ON).left
    assert row.shares == (0, 1_000_000, 200_000)


def test_a_clerk_is_matched_with_the_own_township_alone() -> None:
    elsewhere = "91350504MA2000035"
    elsewhere += check_character(elsewhere)
    register_firm(elsewhere, "泉州他镇机械有限公司", "350504100")
    known((MINE, FEE, "186400"), (elsewhere, FEE, "186400"))
    assert {row.uscc for row in match_all(ON).left} == {MINE, elsewhere}
    assert {row.uscc for row in match_all(ON, actor=CLERK).left} == {MINE}
    assert match_all(ON, actor=Actor(7, "无岗", (Post(Role.EXPERT),))).enterprises == 0


def test_the_sums_are_those_of_the_explanation_and_the_queries_do_not_grow() -> None:
    apps = [{"last_year_service_expenditure": "7"}]
    known((MINE, FEE, "186400"), (OTHERS, FEE, "50000.05"), (MINE, "industrial_app.apps", apps))
    with CaptureQueriesContext(connection) as few:
        matched = match_all(ON)
    pack = get_pack()
    for row in matched.rows:
        facts = {"cloud_adoption": {"annual_service_fee": "186400" if row.uscc == MINE else "50000.05"},
                 "industrial_app": {"apps": apps}}[row.clause]  # fmt: skip
        clause = pack.clauses[row.clause]
        answer = explain(clause, read_facts(clause, facts, pack.basis.tiers), on=ON, basis=pack.basis)
        assert row.shares == tuple(share.amount.low for share in answer.shares.values())
    for at in range(5):
        uscc = f"91350504MA20001{at}0"
        uscc += check_character(uscc)
        register_firm(uscc, f"泉州第{at}机械有限公司")
        known((uscc, FEE, "90000"))
    with CaptureQueriesContext(connection) as many:
        assert len(match_all(ON).rows) == len(matched.rows) + 5
    assert len(many) == len(few)
