"""规律三：钱的常理: shares add up, halves lose nothing, grants rule, a larger base is never less money."""

import random
from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.core.rules.asking import ask, quickly, settled_shares
from tests.core.rules.strategies import IN_FORCE, LIMITS, Posed, amounts, cases, written
from tests.oracle.luojiang import CLAUSES

Key = TypeVar("Key")
Value = TypeVar("Value")


@quickly
@given(cases())
def test_the_shares_add_up_to_the_total(posed: Posed) -> None:
    """省、市、区之和即合计."""
    answer = ask(posed)
    total = sum(settled_shares(answer).values())
    assert (answer.total.low, answer.total.high) == (total, total)
    assert (answer.outcome == "entitled") == (total > 0)


@quickly
@given(amounts(*LIMITS["it_investment"]))
def test_the_two_halves_of_an_industrial_internet_project_lose_no_fen(investment: int) -> None:
    """1:1 分摊不丢一分: the halves differ by at most one fen and make up the subsidy."""
    facts: dict[str, object] = {"it_investment": written(investment)}
    shares = settled_shares(ask(Posed("industrial_internet_demo", facts, IN_FORCE)))
    whole = min((investment + 5) // 10, 100_000_000)
    assert shares["city"] + shares["district"] == whole
    assert 0 <= shares["city"] - shares["district"] <= 1


@quickly
@given(st.lists(amounts(*LIMITS["last_year_service_expenditure"]), max_size=6))
def test_apps_are_rounded_one_by_one_and_then_halved(spent: list[int]) -> None:
    """工业 APP 逐个到分再相加."""
    apps = [{"last_year_service_expenditure": written(fen)} for fen in spent]
    shares = settled_shares(ask(Posed("industrial_app", {"apps": apps}, IN_FORCE)))
    assert shares["city"] + shares["district"] == sum(min((3 * fen + 5) // 10, 10_000_000) for fen in spent)
    assert 0 <= shares["city"] - shares["district"] <= 1


@quickly
@given(st.lists(amounts(*LIMITS["last_year_service_expenditure"]), max_size=6), st.randoms())
def test_the_order_of_apps_is_irrelevant(spent: list[int], chance: random.Random) -> None:
    """清单次序无关."""
    apps = [{"last_year_service_expenditure": written(fen)} for fen in spent]
    mixed = chance.sample(apps, len(apps))
    first = ask(Posed("industrial_app", {"apps": apps}, IN_FORCE))
    assert settled_shares(first) == settled_shares(ask(Posed("industrial_app", {"apps": mixed}, IN_FORCE)))


@quickly
@given(cases(), st.randoms())
def test_the_order_of_facts_readings_and_earlier_grants_is_irrelevant(
    posed: Posed, chance: random.Random
) -> None:
    """填写次序无关: the whole answer is the same, explanation included."""

    def mix(mapping: dict[Key, Value]) -> dict[Key, Value]:
        return dict(chance.sample(list(mapping.items()), len(mapping)))

    mixed = replace(posed, facts=mix(posed.facts), readings=mix(posed.readings), earlier=mix(posed.earlier))
    assert ask(mixed) == ask(posed)


GRANTED = sorted(
    (clause, fact.removeprefix("granted_"))
    for clause, entry in CLAUSES.items()
    for fact in entry.optional
    if fact.startswith("granted_")
)


@quickly
@given(st.sampled_from(GRANTED), st.data())
def test_a_grant_is_the_share_of_its_tier_unless_a_condition_fails(
    clause_and_tier: tuple[str, str], data: st.DataObject
) -> None:
    """实拨即该级金额；条件不符时误拨也不改变结论."""
    clause, tier = clause_and_tier
    grant = data.draw(st.one_of(amounts(), st.integers(1, 10**12)))
    posed = data.draw(cases(clause, at_random_day=False)).with_facts(**{f"granted_{tier}": written(grant)})
    answer = ask(posed)
    shares = settled_shares(answer)
    if answer.outcome == "entitled":
        assert shares[tier] == grant
    else:
        assert shares == dict.fromkeys(shares, 0)


@quickly
@given(cases("technology_upgrade", at_random_day=False), amounts(), amounts())
def test_the_district_follows_the_grants_and_not_the_estimates(
    posed: Posed, province: int, city: int
) -> None:
    """区级按实拨的 20%，不按预估."""
    posed = replace(posed, readings={**posed.readings, "X-03": "A"})
    granted = posed.with_facts(granted_province=written(province), granted_city=written(city))
    assert settled_shares(ask(granted))["district"] == (2 * (province + city) + 5) // 10


GROWING = sorted(
    (clause, name)
    for clause, entry in CLAUSES.items()
    for name in (*entry.needed, *entry.optional)
    if name in LIMITS
)


@pytest.mark.parametrize(("clause", "name"), GROWING)
def test_a_larger_base_is_never_less_money(clause: str, name: str) -> None:
    """基数越大，各级都不会越少."""

    @quickly
    @given(cases(clause), amounts(*LIMITS[name]), amounts(*LIMITS[name]))
    def grow(posed: Posed, one: int, other: int) -> None:
        less, more = sorted((one, other))
        first = settled_shares(ask(posed.with_facts(**{name: written(less)})))
        second = settled_shares(ask(posed.with_facts(**{name: written(more)})))
        assert all(first[tier] <= second[tier] for tier in first)

    grow()


@quickly
@given(cases("upgrade_loan_interest"), st.integers(0, 1200), st.integers(0, 1200))
def test_more_months_are_never_less_interest(posed: Posed, one: int, other: int) -> None:
    """计息月数越多，贴息不会越少."""
    first = settled_shares(ask(posed.with_facts(months=min(one, other))))
    second = settled_shares(ask(posed.with_facts(months=max(one, other))))
    assert all(first[tier] <= second[tier] for tier in first)


@quickly
@given(cases("industrial_app"), amounts(*LIMITS["last_year_service_expenditure"]))
def test_another_app_is_never_less_money(posed: Posed, spent: int) -> None:
    """多一个 APP 不会更少."""
    apps = posed.facts["apps"]
    assert isinstance(apps, list)
    more = posed.with_facts(apps=[*apps, {"last_year_service_expenditure": written(spent)}])
    first, second = settled_shares(ask(posed)), settled_shares(ask(more))
    assert all(first[tier] <= second[tier] for tier in first)


@quickly
@given(cases("technology_upgrade"))
def test_a_provincial_leading_enterprise_never_gets_less(posed: Posed) -> None:
    """龙头企业不会更少."""
    plain = settled_shares(ask(posed.with_facts(provincial_leading_enterprise=False)))
    leading = settled_shares(ask(posed.with_facts(provincial_leading_enterprise=True)))
    assert all(plain[tier] <= leading[tier] for tier in plain)


ORDERED = [
    ("cloud_adoption", "X-12", "BA"),
    ("cloud_adoption", "X-11", "BA"),
    ("technology_upgrade", "X-03", "CAB"),
    ("upgrade_loan_interest", "X-03", "AB"),
    ("first_set_national", "X-13", "BA"),
    ("first_set_national", "X-16", "AB"),
    ("first_set_provincial", "X-16", "AB"),
    ("first_set_national", "X-26", "AB"),
    ("first_set_provincial", "X-26", "AB"),
    ("supply_chain_platform", "X-26", "AB"),
    ("industrial_internet_demo", "X-06", "BAC"),
    ("five_g_demo", "X-08", "BA"),
    ("five_g_demo", "X-10", "AB"),
    ("supply_chain_platform", "X-04", "BA"),
    ("supply_chain_platform", "X-05", "CAB"),
]
"""Options of a question from the narrowest to the widest."""


@pytest.mark.parametrize(("clause", "question", "letters"), ORDERED)
def test_a_wider_reading_never_pays_less(clause: str, question: str, letters: str) -> None:
    """读法由窄到宽，合计不会越少."""

    @quickly
    @given(cases(clause))
    def widen(posed: Posed) -> None:
        under = CLAUSES[clause].needed_under.get((question, "B"), ())
        assume(all(name in posed.facts for name in under))
        totals = [
            ask(replace(posed, readings={**posed.readings, question: letter})).total.low for letter in letters
        ]
        assert totals == sorted(totals)

    widen()


@quickly
@given(cases())
def test_the_default_reading_is_the_first_option(posed: Posed) -> None:
    """未裁定按默认: leaving a question open is the same money as reading A."""
    spelled = dict.fromkeys(CLAUSES[posed.clause].questions, "A")
    assert settled_shares(ask(posed)) == settled_shares(
        ask(replace(posed, readings={**spelled, **posed.readings}))
    )
