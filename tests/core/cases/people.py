"""办案的人: actors for tests, each with what the test is about."""

from __future__ import annotations

from luoqiao.core.cases.procedure import Parties
from luoqiao.core.parties.actor import Actor, Post, Role

USCC = "91350504MA2000019C"
PARTIES = Parties(USCC, "350504001", "industry_information")


def person(user: int, *desks: str) -> Actor:
    """A person by number with posts written as desks, `officer@finance`."""
    posts = tuple(Post(Role(desk.partition("@")[0]), desk.partition("@")[2]) for desk in desks)
    return Actor(user, f"人{user}", posts)


def standing_in(user: int, for_user: int, desk: str) -> Actor:
    """A person who holds a post for somebody else."""
    role, _, place = desk.partition("@")
    return Actor(user, f"人{user}", (Post(Role(role), place, for_user, f"人{for_user}"),))


AGENT = person(1, f"enterprise_agent@{USCC}")
CLERK = person(2, "town_clerk@350504001")
OFFICER = person(3, "officer@industry_information")
SECOND_OFFICER = person(4, "officer@industry_information")
HEAD = person(5, "unit_head@industry_information")
FINANCE = person(6, "finance_officer@finance")
PLANNER = person(7, "officer@development_reform")
LEADER = person(8, "leader@")
STRANGER = person(9, "officer@commerce")
EVERYBODY = (AGENT, CLERK, OFFICER, SECOND_OFFICER, HEAD, FINANCE, PLANNER, LEADER, STRANGER)
