"""规律二：封顶: no share is above its cap, whatever came before; several cases together reach it exactly."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.core.rules.asking import ask, quickly, settled_shares
from tests.core.rules.strategies import IN_FORCE, LIMITS, WAN, Posed, amounts, cases, written

CAPS: dict[str, dict[str, int]] = {
    "cloud_adoption": {"city": 10, "district": 2},
    "technology_upgrade": {"province": 1000, "city": 200, "district": 240},
    "first_set_national": {"province": 200, "city": 200, "district": 30},
    "first_set_provincial": {"province": 200, "city": 50, "district": 10},
    "open_challenge": {"city": 200, "district": 10},
    "industrial_internet_demo": {"city": 100, "district": 100},
    "five_g_demo": {"province": 300, "city": 20, "district": 15},
    "supply_chain_platform": {"city": 90, "district": 30},
    "champion_national": {"province": 100, "district": 30},
    "champion_provincial": {"province": 50, "district": 10},
    "little_giant": {"province": 50, "city": 5, "district": 30},
    "srdi": {"province": 20, "city": 5, "district": 10},
}
"""The most that each tier can pay one case under any reading, in 万元; interest has no cap of its own."""

KEPT = {
    ("cloud_adoption", "市级", "单家年度"): ("city", 10),
    ("cloud_adoption", "区级", "单家年度"): ("district", 2),
    ("open_challenge", "市级", "单个项目"): ("city", 200),
    ("five_g_demo", "市级", "单个项目"): ("city", 20),
    ("technology_upgrade", "市级", "单家年度"): ("city", 200),
    ("supply_chain_platform", "市级", "单家累计"): ("city", 90),
}
"""Caps that count several cases together, with the tier that they bind, in 万元."""


def ungranted(posed: Posed) -> Posed:
    """What an upper tier grants rules over cap and rate, so these laws leave it away."""
    return posed.without("granted_province", "granted_city", "provincial_iot_demo")


@quickly
@given(st.sampled_from(sorted(CAPS)).flatmap(cases).map(ungranted))
def test_no_share_is_above_its_cap(posed: Posed) -> None:
    """不超过最高额."""
    for tier, share in settled_shares(ask(posed)).items():
        assert 0 <= share <= CAPS[posed.clause].get(tier, 0) * WAN


@quickly
@given(cases("industrial_app"))
def test_no_app_brings_more_than_its_cap(posed: Posed) -> None:
    """工业 APP 按个封顶，企业不另封顶 (X-07)."""
    apps = posed.facts["apps"]
    assert isinstance(apps, list)
    assert sum(settled_shares(ask(posed)).values()) <= 10 * WAN * len(apps)


@quickly
@given(st.sampled_from(sorted(KEPT)), st.data())
def test_earlier_grants_leave_only_the_rest_of_the_cap(
    key: tuple[str, str, str], data: st.DataObject
) -> None:
    """此前已得加本次不超过最高额；此前已满则本次为零."""
    clause, what, unit = key
    tier, most = KEPT[key]
    posed = ungranted(data.draw(cases(clause)))
    readings: dict[str, str] = {question: "A" for question in ("X-05", "X-22") if question in posed.readings}
    before = data.draw(amounts(most * WAN))
    posed = replace(
        posed, readings={**posed.readings, **readings}, earlier={**posed.earlier, (what, unit): before}
    )
    assert settled_shares(ask(posed))[tier] <= max(0, most * WAN - before)


@quickly
@given(st.sampled_from(sorted(KEPT)), st.data())
def test_more_granted_before_is_never_more_now(key: tuple[str, str, str], data: st.DataObject) -> None:
    """此前越多，本次不会越多."""
    clause, what, unit = key
    posed = data.draw(cases(clause))
    less, more = sorted((data.draw(amounts()), data.draw(amounts())))
    first = settled_shares(ask(replace(posed, earlier={**posed.earlier, (what, unit): less})))
    second = settled_shares(ask(replace(posed, earlier={**posed.earlier, (what, unit): more})))
    assert all(second[tier] <= first[tier] for tier in first)


@quickly
@given(st.lists(amounts(*LIMITS["annual_service_fee"]), min_size=1, max_size=5))
def test_the_cases_of_one_year_together_reach_the_cap_exactly(fees: list[int]) -> None:
    """同一年度多案: together the lesser of the sum and the cap, after each case."""
    city = district = alone = 0
    for fee in fees:
        one = Posed("cloud_adoption", {"annual_service_fee": written(fee)}, IN_FORCE)
        alone += settled_shares(ask(one))["city"]
        before = {("市级", "单家年度"): city, ("区级", "单家年度"): district}
        shares = settled_shares(ask(replace(one, earlier=before)))
        city, district = city + shares["city"], district + shares["district"]
        assert city == min(alone, 10 * WAN)
        assert district <= 2 * WAN


@quickly
@given(st.lists(amounts(*LIMITS["annual_transaction"]), min_size=1, max_size=5))
def test_a_platform_that_grows_gets_the_prize_of_its_highest_step(volumes: list[int]) -> None:
    """供应链平台升档补差 (X-05 A): together as much as the highest step alone."""
    city = district = 0
    for volume in volumes:
        before = {("市级", "单家累计"): city, ("区级", "单家累计"): district}
        shares = settled_shares(
            ask(Posed("supply_chain_platform", {"annual_transaction": written(volume)}, IN_FORCE, {}, before))
        )
        city, district = city + shares["city"], district + shares["district"]
    best = settled_shares(
        ask(Posed("supply_chain_platform", {"annual_transaction": written(max(volumes))}, IN_FORCE))
    )
    assert (city, district) == (best["city"], best["district"])
