"""办事的人: who acts, in which posts, for whom; the one value that every service asks before it changes anything.

A post is a role in a place: an officer of a bureau, a clerk of a township, an agent of an enterprise. Posts have
periods; a delegated post is held for somebody else and names that person. Who may do what is decided by the part
that owns the deed; here is only who somebody is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """岗位: what somebody may be in a place."""

    ENTERPRISE_AGENT = "enterprise_agent"
    TOWN_CLERK = "town_clerk"
    OFFICER = "officer"
    UNIT_HEAD = "unit_head"
    PARK_MANAGER = "park_manager"
    FINANCE_OFFICER = "finance_officer"
    EXPERT = "expert"
    AUDITOR = "auditor"
    LEADER = "leader"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _LABELS[self.value]


_LABELS = {
    "enterprise_agent": "企业经办", "town_clerk": "镇街经办", "officer": "部门经办", "unit_head": "部门负责人",
    "park_manager": "园区经理", "finance_officer": "财政经办", "expert": "评审专家", "auditor": "审计人员",
    "leader": "区领导", "system_admin": "系统管理员", "security_admin": "安全管理员", "audit_admin": "审计管理员",
}  # fmt: skip

OFFICIALS = frozenset(Role) - {Role.ENTERPRISE_AGENT}
"""Everybody who acts for the district: they sign in with a second factor."""
DUTY_OF_UNITS = frozenset({Role.OFFICER, Role.UNIT_HEAD, Role.FINANCE_OFFICER})


@dataclass(frozen=True, slots=True)
class Post:
    """岗位: a role in a place.

    `place` is the unit's id (units.toml) for officers, heads and finance officers, the nine-digit code for clerks of a
    township, the park's code for park managers, the credit code for agents of an enterprise, and empty for roles of the
    whole district. `for_user` is the id of the person for whom a delegated post is held, else 0.
    """

    role: Role
    place: str = ""
    for_user: int = 0
    for_name: str = ""

    @property
    def desk(self) -> str:
        """办事的桌: where work for this post is put, `officer@industry_information`."""
        return f"{self.role.value}@{self.place}"


@dataclass(frozen=True, slots=True)
class Actor:
    """办事的人: a signed-in person with the posts held on the day of the deed. `user` 0 is the system itself."""

    user: int
    name: str
    posts: tuple[Post, ...] = ()

    def has(self, *roles: Role) -> bool:
        """Whether any of the roles is held, in any place."""
        return any(post.role in roles for post in self.posts)

    def places(self, *roles: Role) -> tuple[str, ...]:
        """The places in which one of the roles is held, each once, in order."""
        return tuple(dict.fromkeys(post.place for post in self.posts if post.role in roles))

    def holds(self, role: Role, place: str) -> Post | None:
        """The post of that role in that place: one's own before a delegated one; None when not held."""
        found = [post for post in self.posts if post.role is role and post.place == place]
        return min(found, key=lambda post: post.for_user, default=None)

    @property
    def desks(self) -> tuple[str, ...]:
        """Every desk at which this person works."""
        return tuple(dict.fromkeys(post.desk for post in self.posts))

    def persons(self) -> Iterator[int]:
        """The person and everybody for whom a post is held: four eyes count them all as one."""
        yield self.user
        yield from (post.for_user for post in self.posts if post.for_user)


SYSTEM = Actor(0, "系统")
"""What the clock does: deadlines that pass, notices that end, lists that arrive."""
