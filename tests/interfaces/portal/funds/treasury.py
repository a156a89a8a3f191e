"""资金页面测试的财政: people of the finance bureau and of a bureau, each with a browser in which they are signed in."""

from __future__ import annotations

from dataclasses import dataclass

from luoqiao.core.parties.actor import Role
from tests.apps.accounts.account_builder import a_person
from tests.apps.cases.stories import MINE
from tests.interfaces.portal.cases.office import UNIT, Person


@dataclass
class Treasury:
    """财政和部门: who has to do with money."""

    one: Person
    other: Person
    head: Person
    officer: Person
    unit_head: Person
    auditor: Person
    agent: Person


def a_treasury() -> Treasury:
    """Everybody, each with one post."""

    def person(username: str, name: str, role: Role, place: str = "") -> Person:
        return Person(a_person(username, (role, place), name=name))

    return Treasury(
        one=person("cai", "蔡文博", Role.FINANCE_OFFICER, "finance"),
        other=person("qiu", "邱雅琴", Role.FINANCE_OFFICER, "finance"),
        head=person("lin", "林局长", Role.UNIT_HEAD, "finance"),
        officer=person("chen", "陈知行", Role.OFFICER, UNIT),
        unit_head=person("du", "杜局长", Role.UNIT_HEAD, UNIT),
        auditor=person("shen", "审计员", Role.AUDITOR),
        agent=person("su", "苏子衿", Role.ENTERPRISE_AGENT, MINE),
    )
