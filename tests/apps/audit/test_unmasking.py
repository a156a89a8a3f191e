"""看全：who sees hidden data says why, and it is kept."""

from datetime import UTC, datetime

import pytest

from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.audit.services import record_unmasking
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.parties.actor import Actor, Post, Role

pytestmark = pytest.mark.django_db
AT = datetime(2023, 6, 20, 1, tzinfo=UTC)
CLERK = Actor(7, "苏以宁", (Post(Role.TOWN_CLERK, "350504002"),))


def test_it_is_kept_with_the_reason_and_the_fields() -> None:
    subject = "contact:3"
    (post,) = CLERK.posts
    record_unmasking(at=AT, actor=CLERK, subject=subject, fields=("phone", "name"), reason="电话核实补正材料", post=post)
    (entry,) = list_entries(subject)
    assert (entry.action, entry.reason, entry.post) == ("data.unmasked", "电话核实补正材料", "town_clerk@350504002")
    assert entry.detail == {"fields": ["name", "phone"]}


@pytest.mark.parametrize("reason", ["", "  ", "看看"])
def test_without_a_reason_nothing_is_shown(reason: str) -> None:
    with pytest.raises(Invalid, match="写明为什么要看"):
        record_unmasking(at=AT, actor=CLERK, subject="contact:3", fields=("phone",), reason=reason)
    assert list_entries("contact:3") == ()
