"""全站一个今天: pages and answers of the policy speak of the day that the cases live in, in a demonstration too."""

from __future__ import annotations

import pytest
from django.test import Client

from luoqiao.apps.clock.services import set_demonstration_clock
from luoqiao.apps.policy.services import load_packs
from tests.apps.accounts.account_builder import at

IN_FORCE, OVER = at("2023-11-15"), at("2024-01-02")
PAGES = ("/", "/policies/", "/policies/cloud_adoption/", "/checkup/")
ENDED = "方案已于 2023-12-31 到期"


@pytest.fixture
def reader(db: None) -> Client:
    load_packs(at("2023-06-30"))
    return Client()


@pytest.mark.parametrize("address", PAGES)
def test_while_the_day_shown_is_in_force_no_page_says_it_is_over(reader: Client, address: str) -> None:
    set_demonstration_clock(IN_FORCE)
    assert ENDED not in reader.get(address).content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_after_the_last_day_every_page_says_by_which_day_it_counts(reader: Client, address: str) -> None:
    set_demonstration_clock(OVER)
    assert f"{ENDED}，现按 2023-12-31 的规则计算" in reader.get(address).content.decode()


def test_the_interface_counts_by_the_day_shown(reader: Client) -> None:
    set_demonstration_clock(IN_FORCE)
    asked = {"facts": {"annual_service_fee": 400000}}
    answer = reader.post("/api/v1/clauses/cloud_adoption/calculate", asked, content_type="application/json")
    assert answer.json()["on"] == "2023-11-15"
