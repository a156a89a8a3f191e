"""案件页面测试的准备: two enterprises of one township, their agents and the clerk, on a day of the programme; an office."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from luoqiao.apps.clock.services import set_demonstration_clock
from luoqiao.core.parties.actor import Role
from tests.apps.accounts.account_builder import a_person, signed_in
from tests.apps.cases.challenge_stories import day
from tests.apps.cases.conftest import firms, programme  # noqa: F401 # fixtures, asked for by name
from tests.apps.cases.stories import AT, MINE, OTHERS, TOWN
from tests.interfaces.portal.cases.challenge_office import ChallengeOffice, a_challenge_office, on
from tests.interfaces.portal.cases.office import Office, an_office


@pytest.fixture
def on_the_day(firms: None) -> None:  # noqa: F811 # the fixture of that name
    """2023-06-12, in the middle of the programme."""
    set_demonstration_clock(AT + timedelta(hours=1))


@pytest.fixture
def agent(on_the_day: None) -> Client:
    """林若澄, who acts for the first enterprise."""
    return signed_in(a_person("lin", (Role.ENTERPRISE_AGENT, MINE), name="林若澄"))


@pytest.fixture
def other_agent(on_the_day: None) -> Client:
    """许一诺, who acts for the second."""
    return signed_in(a_person("xu", (Role.ENTERPRISE_AGENT, OTHERS), name="许一诺"))


@pytest.fixture
def clerk(on_the_day: None) -> Client:
    """苏以宁, clerk of the township of both."""
    return signed_in(a_person("su", (Role.TOWN_CLERK, TOWN), name="苏以宁"))


@pytest.fixture
def office(firms: None) -> Office:  # noqa: F811 # the fixture of that name
    """Everybody who takes part, on 13 June 2023, a working day after the story's beginning."""
    set_demonstration_clock(AT + timedelta(days=1))
    return an_office()


@pytest.fixture
def science(firms: None) -> ChallengeOffice:  # noqa: F811 # the fixture of that name
    """揭榜挂帅的各方, on 21 June 2023."""
    on(day(6, 21))
    return a_challenge_office()
