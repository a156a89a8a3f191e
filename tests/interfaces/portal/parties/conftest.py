"""名录的页的测试准备: the programme and its organisation are loaded, people in their posts, a firm or two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from luoqiao.apps.parties.services import register_enterprise
from luoqiao.apps.policy.services import load_packs
from luoqiao.core.kernel.money import wan
from luoqiao.core.parties.actor import SYSTEM, Role
from luoqiao.core.parties.enterprise import EnterpriseRecord
from tests.apps.accounts.account_builder import a_person, signed_in
from tests.apps.parties.conftest import load_pack_organisation
from tests.apps.parties.people import AT, HESHI, OTHER, USCC, WANAN

NAME, OTHER_NAME = "泉州示例机械有限公司", "福建别家礼品有限公司"
POSTS = {
    "officer": (Role.OFFICER, "industry_information"), "head": (Role.UNIT_HEAD, "industry_information"),
    "clerk": (Role.TOWN_CLERK, WANAN), "agent": (Role.ENTERPRISE_AGENT, USCC), "finance": (Role.FINANCE_OFFICER, "finance"),
    "leader": (Role.LEADER, ""), "auditor": (Role.AUDITOR, ""), "expert": (Role.EXPERT, ""),
    "park": (Role.PARK_MANAGER, "luojiang_economic_zone"), "system": (Role.SYSTEM_ADMIN, ""),
}  # fmt: skip

Browse = Callable[[str], Client]


@pytest.fixture(autouse=True)
def loaded(db: None) -> None:
    """方案包和组织已载入，登记了两家."""
    load_packs(datetime(2023, 6, 30, tzinfo=UTC))
    load_pack_organisation()
    for record in (
        EnterpriseRecord(USCC, NAME, "machinery", "3484", WANAN, "", "示例路 1 号", 120, wan(3500), 2022),
        EnterpriseRecord(OTHER, OTHER_NAME, "crafts", township=HESHI, park="luojiang_economic_zone"),
    ):
        register_enterprise(record, actor=SYSTEM, at=AT, source="测试")


@pytest.fixture
def browse() -> Browse:
    """登录: a browser of the person with that post."""
    kept: dict[str, Client] = {}

    def enter(who: str) -> Client:
        if who not in kept:
            kept[who] = signed_in(a_person(who, POSTS[who], name=f"{who}示例"))
        return kept[who]

    return enter
