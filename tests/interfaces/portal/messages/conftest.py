"""消息的页的测试准备: the programme is loaded, as on a site that runs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from luoqiao.apps.policy.services import load_packs


@pytest.fixture(autouse=True)
def loaded(db: None) -> None:
    """方案包已载入."""
    load_packs(datetime(2023, 6, 30, tzinfo=UTC))
