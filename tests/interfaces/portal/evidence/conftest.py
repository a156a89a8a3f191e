"""证据的页的测试准备: the programme is loaded, two enterprises are known, documents go to a folder of the test's own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from luoqiao.apps.policy.services import load_packs
from tests.apps.evidence.builders import OTHER_TOWN, OTHERS, a_firm


@pytest.fixture(autouse=True)
def loaded(db: None, settings: Settings, tmp_path: Path) -> None:
    """方案包已载入，名录有两家."""
    settings.DOCUMENTS_FOLDER = tmp_path / "documents"
    settings.PICTURES_FOLDER = tmp_path / "pictures"
    load_packs(datetime(2023, 6, 30, tzinfo=UTC))
    a_firm(name="泉州澄源精密机械有限公司", park="p1")
    a_firm(OTHERS, name="福建织锦鞋服有限公司", township=OTHER_TOWN)
