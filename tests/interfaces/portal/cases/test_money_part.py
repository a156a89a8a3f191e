"""案件页上的资金：where each tier's money is, for the official and for the enterprise, once there is something to say."""

from __future__ import annotations

import pytest

from tests.apps.cases.stories import approved
from tests.apps.funds.funds_stories import a_line
from tests.interfaces.portal.cases.office import Office

pytestmark = pytest.mark.django_db


def test_both_sides_see_where_the_money_is(office: Office) -> None:
    a_line(1)
    number = office.reviewed()
    assert "case-money" not in office.officer.opens(f"/cases/{number}/").content.decode()
    approved(number, office.officer.actor, office.head.actor)
    inside = office.officer.opens(f"/cases/{number}/").content.decode()
    assert "排队等预算" in inside
    assert "/funds/firms/" in inside
    own = office.agent.opens(f"/cases/{number}/").content.decode()
    assert "资金到哪了" in own
    assert "/my/money/?uscc=" in own
