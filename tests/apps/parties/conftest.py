"""名录的测试: the organisation of the pack loaded, people in their posts, enterprises to work on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from luoqiao.apps.parties.services import load_organisation, register_enterprise
from luoqiao.core.parties.actor import Actor, Post, Role
from luoqiao.core.parties.enterprise import EnterpriseRecord, EnterpriseView
from luoqiao.policies.pack_reader import open_pack

AT = datetime(2023, 3, 1, 9, 0, tzinfo=UTC)
ON = date(2023, 3, 1)
USCC, OTHER = "91350504MA2000019C", "91350504MA20000277"
WANAN, HESHI = "350504001", "350504102"
OFFICER = Actor(1, "林经办", (Post(Role.OFFICER, "industry_information"),))
HEAD = Actor(2, "杜局长", (Post(Role.UNIT_HEAD, "industry_information"),))
CLERK = Actor(3, "王小镇", (Post(Role.TOWN_CLERK, WANAN),))
AGENT = Actor(4, "陈会计", (Post(Role.ENTERPRISE_AGENT, USCC),))
PARK = Actor(5, "园区", (Post(Role.PARK_MANAGER, "luojiang_economic_zone"),))
FINANCE = Actor(6, "苏财政", (Post(Role.FINANCE_OFFICER, "finance"),))
AUDITOR = Actor(7, "审计员", (Post(Role.AUDITOR),))
LEADER = Actor(8, "区长", (Post(Role.LEADER),))
EXPERT = Actor(9, "专家", (Post(Role.EXPERT),))
ADMIN = Actor(10, "管理员", (Post(Role.SYSTEM_ADMIN), Post(Role.SECURITY_ADMIN), Post(Role.AUDIT_ADMIN)))


@pytest.fixture
def organisation(db: None) -> None:
    """组织: as `prepare` loads it."""
    load_pack_organisation()


def load_pack_organisation() -> None:
    pack = open_pack("luojiang_2022_31")
    load_organisation(
        units=pack.units, seats=pack.seats, townships=pack.townships.members, parks=pack.parks, industries=pack.industries,
        projects=pack.roadmap.projects, enterprises=pack.roadmap.enterprises, at=AT,
    )  # fmt: skip


@pytest.fixture
def registered(db: None) -> Callable[..., EnterpriseView]:
    """登记一家: an enterprise of 万安街道 unless the test says otherwise."""

    def register(uscc: str = USCC, name: str = "泉州示例机械有限公司", **fields: object) -> EnterpriseView:
        record = EnterpriseRecord(uscc, name, **({"industry": "machinery", "township": WANAN} | fields))  # type: ignore[arg-type]
        return register_enterprise(record, actor=OFFICER, at=AT, source="测试")

    return register
