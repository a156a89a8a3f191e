"""设岗的规矩: which posts exclude one another (三员分立), which need a place, which may be delegated, who keeps accounts.

The system administrator makes accounts, the security administrator grants posts, the audit administrator reads what both
did: three persons, none of whom holds any other post, and nobody grants a post to himself.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import DUTY_OF_UNITS, SYSTEM, Actor, Post, Role

THREE_ADMINS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
PLACED = DUTY_OF_UNITS | {Role.TOWN_CLERK, Role.PARK_MANAGER, Role.ENTERPRISE_AGENT}
"""Roles that are held somewhere; all others are held in the whole district."""
DELEGABLE = frozenset(Role) - THREE_ADMINS - {Role.EXPERT}
"""An expert is chosen as a person; the three administrators would no longer be apart."""
LONGEST_DELEGATION_DAYS = 366


class AccountDeed(StrEnum):
    """账号的事."""

    MAKE_ACCOUNT = "make_account"
    DISABLE_ACCOUNT = "disable_account"
    RESET_PASSWORD = "reset_password"  # noqa: S105 the name of a deed
    GRANT_POST = "grant_post"
    END_POST = "end_post"
    REMOVE_FACTOR = "remove_factor"
    UNLOCK = "unlock"
    CONFIRM_AGENT = "confirm_agent"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LABELS[self]

    @property
    def roles(self) -> tuple[Role, ...]:
        """Whose duty it is."""
        return _DUTIES[self]


_LABELS = {
    AccountDeed.MAKE_ACCOUNT: "建账号", AccountDeed.DISABLE_ACCOUNT: "停用和启用账号", AccountDeed.RESET_PASSWORD: "重设密码",
    AccountDeed.GRANT_POST: "设岗", AccountDeed.END_POST: "撤岗", AccountDeed.REMOVE_FACTOR: "解除动态码",
    AccountDeed.UNLOCK: "解锁", AccountDeed.CONFIRM_AGENT: "确认企业账号",
}  # fmt: skip
_DUTIES: dict[AccountDeed, tuple[Role, ...]] = {
    AccountDeed.MAKE_ACCOUNT: (Role.SYSTEM_ADMIN,),
    AccountDeed.DISABLE_ACCOUNT: (Role.SYSTEM_ADMIN,),
    AccountDeed.RESET_PASSWORD: (Role.SYSTEM_ADMIN,),
    AccountDeed.GRANT_POST: (Role.SECURITY_ADMIN,),
    AccountDeed.END_POST: (Role.SECURITY_ADMIN,),
    AccountDeed.REMOVE_FACTOR: (Role.SECURITY_ADMIN,),
    AccountDeed.UNLOCK: (Role.SECURITY_ADMIN,),
    AccountDeed.CONFIRM_AGENT: (Role.TOWN_CLERK, Role.OFFICER, Role.UNIT_HEAD),
}


class NotYourAccountDuty(DomainError):
    """账号的事不归这个岗位办."""

    code = "LQ-5208"

    def __init__(self, deed: AccountDeed) -> None:
        super().__init__(f"{deed.label}不归您的岗位办；由{'、'.join(role.label for role in deed.roles)}办")


class ThreeAdminsApart(DomainError):
    """三员分立."""

    code = "LQ-5209"

    def __init__(self, held: Iterable[Role]) -> None:
        said = "、".join(dict.fromkeys(role.label for role in held))
        super().__init__(f"三员分立：系统管理员、安全管理员、审计管理员各由一人专任，不能兼任；这个人在那几天已任{said}")


class NotForOneself(DomainError):
    """不能给自己办."""

    code = "LQ-5210"

    def __init__(self, deed: AccountDeed) -> None:
        super().__init__(f"不能给自己{deed.label}；请另一位管理员办")


class NotDelegable(DomainError):
    """这个岗位不能委托."""

    code = "LQ-5211"

    def __init__(self, role: Role) -> None:
        super().__init__(f"{role.label}由本人专任，不能委托")


def check_duty(actor: Actor, deed: AccountDeed, user: int = 0) -> Post | None:
    """The post under which the deed may be done to the account; None for the system itself.

    Refuses who has not that duty (NotYourAccountDuty), and what nobody does for himself (NotForOneself).
    """
    if actor == SYSTEM:
        return None
    post = next((one for one in actor.posts if one.role in deed.roles), None)
    if post is None:
        raise NotYourAccountDuty(deed)
    if user and user in set(actor.persons()):
        raise NotForOneself(deed)
    return post


def check_apart(role: Role, held: Iterable[Role]) -> None:
    """Refuse a post that the posts of the same days exclude (ThreeAdminsApart)."""
    others = [other for other in held if other is not role]
    if others and (role in THREE_ADMINS or THREE_ADMINS & set(others)):
        raise ThreeAdminsApart(others)


def check_delegable(role: Role) -> None:
    """Refuse to delegate what is held as a person (NotDelegable)."""
    if role not in DELEGABLE:
        raise NotDelegable(role)
