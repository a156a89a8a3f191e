"""认定办结：the title stands in the register when the notice has passed, with the case as its source; once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from luoqiao.apps.cases.models import NoticeRow
from luoqiao.apps.cases.services.notices import end_due_notices
from luoqiao.apps.parties.queries import list_titles
from luoqiao.core.parties.title import TitleKind, TitleLevel
from tests.apps.cases.notice_stories import posted
from tests.apps.cases.scoring_stories import accounts_begin_high, at_scoring, closed, scored, some_experts
from tests.apps.cases.stories import AT, HEAD, MINE, OFFICER, ZONE, approved

pytestmark = pytest.mark.usefixtures("firms")


def a_workshop_at_its_notice() -> str:
    accounts_begin_high()
    return approved(closed(scored(at_scoring(), some_experts(), 90, 86, 82)), OFFICER, HEAD)


def test_a_recognised_workshop_is_written_into_the_register_when_its_notice_ends() -> None:
    notice = posted(a_workshop_at_its_notice(), at=AT + timedelta(days=2))
    row = NoticeRow.objects.get(notice__number=notice)
    assert (row.title, row.amount, row.amounts) == ("数字化车间认定", None, None)
    assert list_titles(MINE) == ()
    end_due_notices(datetime(2023, 6, 22, 0, 30, tzinfo=ZONE))
    end_due_notices(datetime(2023, 6, 22, 0, 35, tzinfo=ZONE))
    (title,) = list_titles(MINE)
    assert (title.kind, title.level) == (TitleKind.DIGITAL_WORKSHOP, TitleLevel.DISTRICT)
    assert (title.product, title.recognised_on, title.source) == ("装配车间", date(2023, 6, 22), "案件 LQ-2023-0001")
