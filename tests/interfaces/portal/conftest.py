"""门户测试的准备: the programme pack as its pages read it."""

from __future__ import annotations

import pytest

from luoqiao.policies.pack import Pack
from luoqiao.policies.pack_cache import PACKS
from luoqiao.policies.pack_reader import open_pack


@pytest.fixture(scope="session")
def pack() -> Pack:
    """方案包: read once for all tests of the portal."""
    return open_pack("luojiang_2022_31", PACKS)
