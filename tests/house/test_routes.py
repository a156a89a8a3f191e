"""每个网址、每种岗位：every route says who may enter, and the site keeps to it, walked with a real person of each role.

Everything is derived from the table of routes, so a new route is walked without a word here. Dummies stand for the parts
of an address: a record that is not there is a good answer, a fault never is.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from luoqiao.apps.policy.services import load_packs
from luoqiao.core.parties.actor import DUTY_OF_UNITS, Actor, Post, Role
from luoqiao.interfaces.portal.navigation import items_for
from luoqiao.interfaces.route_table import Route, list_routes
from tests.apps.accounts.account_builder import a_person, signed_in

ROOT = Path(__file__).resolve().parents[2]
NOT_YOURS = "LQ-5901"
PLACES = {Role.TOWN_CLERK: "350504002", Role.PARK_MANAGER: "luojiang_edz", Role.ENTERPRISE_AGENT: "91350504MA2000019C"}
BY_NAME = {"uscc": "91350504MA2000019C", "year": "2023", "day": "2026-11-30", "month": "2023-05"}
BY_CONVERTER = {"int": "999999", "uuid": "00000000-0000-4000-8000-000000000000"}
ROUTES = list_routes()
GUARDED = [route for route in ROUTES if route.entry is not None and not route.entry.public]


def address(route: Route) -> str:
    """The address with dummies for its parts."""
    filled = route.pattern
    for part in route.parameters:
        dummy = BY_CONVERTER.get(part.converter) or BY_NAME.get(part.name, "nothing")
        for written in (f"<{part.converter}:{part.name}>", f"<{part.name}>"):
            filled = filled.replace(written, dummy)
    return filled


def asked(client: Client, route: Route) -> list[tuple[str, HttpResponse]]:
    """What each method of the route answers."""
    return [(one, client.generic(one, address(route))) for one in route.methods if one in {"GET", "POST"}]  # type: ignore[misc]


@pytest.fixture
def site(db: None) -> None:
    """方案包已载入."""
    load_packs(datetime(2023, 6, 30, tzinfo=UTC))


def test_every_route_says_who_may_enter_and_by_which_methods() -> None:
    assert [route.pattern for route in ROUTES if route.entry is None] == []
    assert [route.pattern for route in ROUTES if not route.methods] == []


def test_no_address_and_no_name_stands_twice() -> None:
    assert [one for one, times in Counter(route.pattern for route in ROUTES).items() if times > 1] == []
    assert [one for one, times in Counter(filter(None, (r.name for r in ROUTES))).items() if times > 1] == []


@pytest.mark.usefixtures("site")
def test_a_stranger_enters_no_guarded_route() -> None:
    client = Client(raise_request_exception=False)
    entered = [
        (route.pattern, method, answer.status_code)
        for route in GUARDED
        for method, answer in asked(client, route)
        if not (answer.status_code == 302 and answer.headers["Location"].startswith("/account/login/"))
    ]
    assert entered == []


@pytest.mark.usefixtures("site")
def test_public_routes_never_fail() -> None:
    client = Client(raise_request_exception=False)
    failed = [
        (route.pattern, method, answer.status_code)
        for route in ROUTES
        if route.entry is not None and route.entry.public and route.plain
        for method, answer in asked(client, route)
        if answer.status_code >= 500
    ]
    assert failed == []


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: role.value if role else "no_post")
def test_each_role_enters_where_it_is_listed_and_nowhere_else(role: Role | None) -> None:
    place = "industry_information" if role in DUTY_OF_UNITS else PLACES.get(role, "") if role else ""
    client = signed_in(a_person("somebody", *([(role, place)] if role else [])))
    client.raise_request_exception = False
    wrong = []
    for route in GUARDED:
        listed = not route.roles or role in route.roles
        for method, answer in asked(client, route):
            kept_out = answer.status_code == 403 and NOT_YOURS in answer.content.decode()
            if answer.status_code >= 500 or kept_out is listed:
                wrong.append((route.pattern, method, answer.status_code, "listed" if listed else "not listed"))
    assert wrong == []


@pytest.mark.parametrize("role", Role)
def test_nobody_is_shown_a_way_that_is_shut(role: Role) -> None:
    """Items of the navigation lead only where the role may enter."""
    entries = {route.name: route for route in ROUTES}
    shown = [entries[item.route] for item in items_for(Actor(1, "某人", (Post(role),))) if item.route in entries]
    assert [one.name for one in shown if one.roles and role not in one.roles] == []


def test_the_command_line_lists_the_same_routes() -> None:
    command = [sys.executable, "-m", "luoqiao.interfaces.cli.main", "routes", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT / "src", env={"PATH": "/usr/bin:/bin"})
    listed = json.loads(done.stdout)
    assert {one["pattern"] for one in listed} >= {route.pattern for route in ROUTES}
    (sign_in,) = [one for one in listed if one["name"] == "account_login"]
    assert (sign_in["entry"], sign_in["who"], sign_in["methods"]) == ("public", "任何人", ["GET", "HEAD", "POST"])
