"""示例人物: who works in the district's offices, and who acts for the enterprises. Entered by a button, never by a password."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from luoqiao.core.parties.actor import Actor, Post, Role
from luoqiao.interfaces.demonstration.names import person_name

FROM = date(2022, 6, 30)
OFFICES: tuple[tuple[str, str, str], ...] = (
    ("officer", "industry_information", "陈知行"),
    ("officer", "industry_information", "郑立群"),
    ("officer", "industry_information", "洪书言"),
    ("unit_head", "industry_information", "杨景行"),
    ("officer", "science_technology", "赖修远"),
    ("officer", "science_technology", "曾敏学"),
    ("unit_head", "science_technology", "徐怀瑾"),
    ("officer", "commerce", "廖沛霖"),
    ("finance_officer", "finance", "蔡文博"),
    ("finance_officer", "finance", "邱雅琴"),
    ("officer", "development_reform", "何云起"),
    ("town_clerk", "350504001", "张望舒"),
    ("town_clerk", "350504002", "苏以宁"),
    ("town_clerk", "350504002", "江静姝"),
    ("town_clerk", "350504100", "庄建国"),
    ("town_clerk", "350504101", "谢丽华"),
    ("town_clerk", "350504102", "许志强"),
    ("town_clerk", "350504200", "郭秀英"),
    ("park_manager", "luojiang_economic_zone", "吴承泽"),
    ("auditor", "", "刘清和"),
    ("leader", "", "王安澜"),
    ("expert", "", "李思齐"),
    ("expert", "", "黄明远"),
    ("expert", "", "林予安"),
    ("system_admin", "", "系统管理员甲"),
    ("security_admin", "", "安全管理员乙"),
    ("audit_admin", "", "审计管理员丙"),
    ("expert", "", "周文澜"),
    ("expert", "", "吴若谷"),
    ("unit_head", "finance", "范书瑶"),
)
"""Role, place, name: made-up persons; the posts are those that the procedures need."""


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """要造的账号."""

    username: str
    name: str
    post: Post
    shown: bool


def officials() -> tuple[PlannedPerson, ...]:
    """The people of the offices."""
    return tuple(
        PlannedPerson(f"demo-{number:02d}", name, Post(Role(role), place), True)
        for number, (role, place, name) in enumerate(OFFICES, 1)
    )


def agents(codes: Iterable[str], shown: Iterable[str]) -> tuple[PlannedPerson, ...]:
    """An agent for each enterprise; those of the shown enterprises can be entered by a button."""
    offered = set(shown)
    return tuple(
        PlannedPerson(f"firm-{code}", person_name(f"agent/{code}"), Post(Role.ENTERPRISE_AGENT, code), code in offered)
        for code in codes
    )


class Desks:
    """谁坐哪张桌: the actors of the demonstration by the desks at which they work."""

    def __init__(self, people: Iterable[tuple[PlannedPerson, int]]) -> None:
        self._at: dict[str, list[Actor]] = {}
        for person, user in people:
            self._at.setdefault(person.post.desk, []).append(Actor(user, person.name, (person.post,)))

    def at(self, desk: str) -> list[Actor]:
        """Who works there."""
        return self._at.get(desk, [])
