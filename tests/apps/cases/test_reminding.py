"""催办: once before the last day, once after it, and then the seat above is told who is late, in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from luoqiao.apps.cases.services.reminding import remind
from luoqiao.apps.outbox.queries import list_about, list_messages
from luoqiao.core.messages.kind import Group, Kind
from tests.apps.cases.stories import AT, CLERK, HEAD, OFFICER, a_claim, an_invoice, handed_in

pytestmark = pytest.mark.usefixtures("firms")


def test_what_is_late_is_told_to_the_desk_and_to_the_seat_above_once() -> None:
    number = handed_in(a_claim({an_invoice(17_200_000): 17_200_000}))
    for days in range(40):
        remind(AT + timedelta(days=days))
    told = [one for one in list_about(f"case:{number}") if one.kind.described.group is Group.DEADLINE]
    assert [one.kind for one in told] == [Kind.DUE_SOON, Kind.OVERDUE, Kind.ESCALATED]
    assert all("@" not in one.subject + one.body for one in told), "desks in words"
    soon, over, above = told
    assert "个工作日" in soon.subject
    assert "期限过了不会自动通过" in over.body
    assert "承办" in above.body
    late = {one.kind for who in (OFFICER, CLERK) for one in list_messages(who, group=Group.DEADLINE)}
    assert late == {Kind.DUE_SOON, Kind.OVERDUE}
    assert [one.kind for one in list_messages(HEAD, group=Group.DEADLINE)] == [Kind.ESCALATED]
