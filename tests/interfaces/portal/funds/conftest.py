"""资金页面测试的准备: the programme, a day of it, and the people who have to do with money."""

from __future__ import annotations

from datetime import timedelta

import pytest

from luoqiao.apps.clock.services import set_demonstration_clock
from luoqiao.apps.policy.services import load_packs
from tests.apps.cases.stories import AT
from tests.interfaces.portal.funds.treasury import Treasury, a_treasury


@pytest.fixture
def treasury(db: None) -> Treasury:
    """Everybody, on 13 June 2023."""
    load_packs(AT)
    set_demonstration_clock(AT + timedelta(days=1))
    return a_treasury()
