"""案件测试的准备: the programme loaded, people in their posts, two enterprises of one township."""

from __future__ import annotations

import pytest

from luoqiao.apps.policy.services import load_packs
from tests.apps.cases.stories import AT, MINE, OTHERS, register_firm


@pytest.fixture
def programme(db: None) -> None:
    """方案包 as `prepare` loads it."""
    load_packs(AT)


@pytest.fixture
def firms(programme: None) -> None:
    """两家企业."""
    register_firm(MINE, "泉州示例机械有限公司")
    register_firm(OTHERS, "泉州另例机械有限公司")
