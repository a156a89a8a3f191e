"""限制申报：whom a decision to claw back keeps out opens no case, by application or by a list, and comes in again afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from luoqiao.apps.cases.models import Case, ListRow
from luoqiao.apps.cases.services.list_rows import carry_out_lists
from luoqiao.apps.cases.services.lists import check_list, confirm_list
from luoqiao.apps.cases.services.opening import Wanted, open_application
from luoqiao.apps.parties.models import Title
from luoqiao.core.funds.clawback import StillExcluded
from tests.apps.cases.list_stories import a_file, a_head, arrived
from tests.apps.cases.stories import AGENT, AT, MINE, OFFICER, SECOND_OFFICER
from tests.apps.funds.funds_stories import a_line
from tests.apps.funds.test_clawback import decided, paid, wanted

pytestmark = pytest.mark.usefixtures("firms")
UNTIL = date(2023, 12, 31)


def opened(days: int = 0) -> str:
    asked = Wanted(MINE, 2023, "cloud_adoption")
    return open_application(wanted=asked, actor=AGENT, at=AT + timedelta(days=days), key=uuid4())


def test_until_the_day_named_no_case_is_opened_and_the_day_after_one_is() -> None:
    a_line(1000)
    decided(wanted(paid(), excluded_until=UNTIL))
    with pytest.raises(StillExcluded, match="2023-12-31（含）以前不得申报"):
        opened()
    with pytest.raises(StillExcluded):
        opened((UNTIL - AT.date()).days)
    assert opened((UNTIL - AT.date()).days + 1)


def test_a_list_gives_it_the_title_but_no_case() -> None:
    a_line(1000)
    decided(wanted(paid(), excluded_until=UNTIL))
    number = arrived(a_head(), a_file(("泉州示例机械有限公司", MINE, "新认定", "CX-001")))
    check_list(number=number, actor=OFFICER, at=AT)
    confirm_list(number=number, actor=SECOND_OFFICER, at=AT)
    carry_out_lists(AT)
    assert "不得申报" in ListRow.objects.get().result_said
    assert Title.objects.filter(enterprise__uscc=MINE).exists()
    assert not Case.objects.exists()
