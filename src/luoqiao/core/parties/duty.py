"""名录的职责: who may do what to an enterprise of the register, as a table: deed, role, and whether the place must fit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import SYSTEM, Actor, Post, Role


class RegisterDeed(StrEnum):
    """名录里的事."""

    REGISTER = "register"
    CORRECT = "correct"
    RECORD_LISTS = "record_lists"
    KEEP_EQUIPMENT = "keep_equipment"
    KEEP_CONTACTS = "keep_contacts"
    PROPOSE_ACCOUNT = "propose_account"
    CONFIRM_ACCOUNT = "confirm_account"
    LINK_NAMED = "link_named"
    KEEP_POSTS = "keep_posts"
    UNMASK = "unmask"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LABELS[self]


_LABELS = {
    RegisterDeed.REGISTER: "登记企业", RegisterDeed.CORRECT: "更正企业信息", RegisterDeed.RECORD_LISTS: "登记名单",
    RegisterDeed.KEEP_EQUIPMENT: "登记车间、产线和设备", RegisterDeed.KEEP_CONTACTS: "登记联系人",
    RegisterDeed.PROPOSE_ACCOUNT: "提出收款账户", RegisterDeed.CONFIRM_ACCOUNT: "确认收款账户",
    RegisterDeed.LINK_NAMED: "关联文件点名的企业和项目", RegisterDeed.KEEP_POSTS: "登记任职人",
    RegisterDeed.UNMASK: "查看隐去的信息",
}  # fmt: skip
_OFFICE = (Role.OFFICER, Role.UNIT_HEAD)
_DUTIES: dict[RegisterDeed, tuple[Role, ...]] = {
    RegisterDeed.REGISTER: (*_OFFICE, Role.TOWN_CLERK),
    RegisterDeed.CORRECT: (*_OFFICE, Role.TOWN_CLERK),
    RegisterDeed.RECORD_LISTS: _OFFICE,
    RegisterDeed.KEEP_EQUIPMENT: (Role.ENTERPRISE_AGENT, Role.TOWN_CLERK, *_OFFICE),
    RegisterDeed.KEEP_CONTACTS: (Role.ENTERPRISE_AGENT, Role.TOWN_CLERK, *_OFFICE),
    RegisterDeed.PROPOSE_ACCOUNT: (Role.ENTERPRISE_AGENT,),
    RegisterDeed.CONFIRM_ACCOUNT: (*_OFFICE, Role.FINANCE_OFFICER),
    RegisterDeed.LINK_NAMED: _OFFICE,
    RegisterDeed.KEEP_POSTS: _OFFICE,
    RegisterDeed.UNMASK: (Role.ENTERPRISE_AGENT, Role.TOWN_CLERK, *_OFFICE, Role.FINANCE_OFFICER, Role.AUDITOR),
}


class NotYourDuty(DomainError):
    """不归这个岗位办."""

    code = "LQ-5303"

    def __init__(self, deed: RegisterDeed) -> None:
        who = "、".join(role.label for role in _DUTIES[deed])
        super().__init__(f"{deed.label}不归您的岗位办；由{who}在其范围内办", details={"deed": deed.value})


@dataclass(frozen=True, slots=True)
class Places:
    """企业在哪里: what a post's place is compared with; empty ones fit nobody's."""

    uscc: str = ""
    township: str = ""
    park: str = ""


_BY_SYSTEM = frozenset({RegisterDeed.REGISTER, RegisterDeed.CORRECT, RegisterDeed.RECORD_LISTS, RegisterDeed.KEEP_EQUIPMENT})
"""What the operator's own programmes may do: lists that arrive, imports from the command line."""


def find_duty(actor: Actor, deed: RegisterDeed, places: Places | None = None) -> Post | None:
    """The post under which the deed may be done there: one's own before a delegated one; None when there is none."""
    fitting = [post for post in actor.posts if post.role in _DUTIES[deed] and _fits(post, places)]
    return min(fitting, key=lambda post: post.for_user, default=None)


def get_duty(actor: Actor, deed: RegisterDeed, places: Places | None = None) -> Post | None:
    """The post under which the deed may be done, None for the system; refuses with who does it (NotYourDuty)."""
    post = find_duty(actor, deed, places)
    if post is None and not (actor.user == SYSTEM.user and deed in _BY_SYSTEM):
        raise NotYourDuty(deed)
    return post


def _fits(post: Post, places: Places | None) -> bool:
    place = {Role.ENTERPRISE_AGENT: "uscc", Role.TOWN_CLERK: "township", Role.PARK_MANAGER: "park"}.get(post.role)
    if place is None:
        return True
    return places is not None and bool(post.place) and getattr(places, place) == post.place
