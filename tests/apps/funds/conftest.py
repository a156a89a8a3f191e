"""资金测试的准备: the programme loaded."""

from __future__ import annotations

import pytest

from luoqiao.apps.policy.services import load_packs
from tests.apps.cases.stories import AT


@pytest.fixture
def programme(db: None) -> None:
    """方案包 as `prepare` loads it."""
    load_packs(AT)
