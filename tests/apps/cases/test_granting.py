"""认定办结：the title stands in the register when the notice has passed, with the case as its source; once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from luoqiao.apps.cases.history import go_on, open_case
from luoqiao.apps.cases.models import NoticeRow
from luoqiao.apps.cases.services import filing
from luoqiao.apps.cases.services.notices import end_due_notices
from luoqiao.apps.cases.services.opening import Wanted, open_application
from luoqiao.apps.parties.queries import list_titles
from luoqiao.core.cases.events import ScoringClosed
from luoqiao.core.parties.actor import SYSTEM
from luoqiao.core.parties.title import TitleKind, TitleLevel
from tests.apps.cases.notice_stories import posted
from tests.apps.cases.stories import AGENT, AT, CLERK, HEAD, MINE, OFFICER, ZONE, approved, handed_in

pytestmark = pytest.mark.usefixtures("firms")
FORM = {
    "workshop_name": "装配车间", "equipment_count": "40", "controlled_count": "30", "networked_count": "28",
    "execution_system": "是", "description": "数据采集、生产管控、设备联网都已做到", "subject": "装配车间",
}  # fmt: skip


def a_workshop_at_its_notice() -> str:
    wanted = Wanted(MINE, 2023, procedure="recognition_workshop", subject="装配车间")
    number = open_application(wanted=wanted, actor=AGENT, at=AT, key=uuid4())
    filing.save_draft(number=number, form=FORM, invoices=[], actor=AGENT, at=AT)
    filing.attach_document(number=number, document=1, requirement="设备清单", actor=AGENT, at=AT)
    approved(handed_in(number), CLERK, OFFICER)
    with transaction.atomic():
        opened = open_case(number, SYSTEM, lock=True)
        go_on(opened, (ScoringClosed("scoring", 8600, 3, True),), actor=SYSTEM, at=AT + timedelta(days=1))
    return approved(number, OFFICER, HEAD)


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
