"""名录的测试: the organisation of the pack loaded, people in their posts, enterprises to work on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from luoqiao.apps.parties.services import load_organisation, register_enterprise
from luoqiao.core.parties.enterprise import EnterpriseRecord, EnterpriseView
from luoqiao.policies.pack_reader import open_pack
from tests.apps.parties.people import AT, OFFICER, USCC, WANAN


@pytest.fixture
def organisation(db: None) -> None:
    """组织: as `prepare` loads it."""
    load_pack_organisation()


def load_pack_organisation() -> None:
    """The organisation of the first pack."""
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
