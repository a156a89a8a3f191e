"""岗位的话: a post in the words of people: 区工信局 经办, 双阳街道 经办, an enterprise by its name in the register."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from luoqiao.apps.parties.queries import list_enterprises
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import DUTY_OF_UNITS, Post, Role

SHORT = {
    Role.OFFICER: "经办", Role.UNIT_HEAD: "负责人", Role.FINANCE_OFFICER: "经办", Role.TOWN_CLERK: "经办",
    Role.PARK_MANAGER: "园区经理", Role.ENTERPRISE_AGENT: "企业经办",
}  # fmt: skip
"""What is said after the place; other roles have none and are said whole."""


def place_name(role: Role, place: str, firms: Mapping[str, str] | None = None) -> str:
    """The place in words: the unit, the township, the enterprise; else as it is kept.

    `firms` names enterprises by code where a page shows many; without it the register is asked.
    """
    if role is Role.ENTERPRISE_AGENT:
        return (firm_names({place}) if firms is None else firms).get(place, place)
    try:
        pack = get_pack()
    except DomainError:
        return place
    if role in DUTY_OF_UNITS:
        return next((unit.name for unit in pack.units if unit.id == place), place)
    if role is Role.TOWN_CLERK:
        return next((one.name for one in pack.townships.members if one.code == place), place)
    if role is Role.PARK_MANAGER:
        return next((one.name for one in pack.parks if one.code == place), place)
    return place


def firm_names(codes: Collection[str]) -> Mapping[str, str]:
    """Names of enterprises of the register by code, in one query."""
    return {one.uscc: one.name for one in list_enterprises(codes)} if codes else {}


def firms_of(posts: Iterable[Post]) -> Mapping[str, str]:
    """Names of the enterprises for which these posts act."""
    return firm_names({post.place for post in posts if post.role is Role.ENTERPRISE_AGENT})


def post_words(post: Post, firms: Mapping[str, str] | None = None) -> str:
    """The post on one line: place and what one is there; a delegated one says for whom."""
    place = place_name(post.role, post.place, firms) if post.place else ""
    said = f"{place} {SHORT.get(post.role, post.role.label)}" if place else post.role.label
    return f"{said}（代{post.for_name}）" if post.for_user else said


def desk_words(desk: str) -> str:
    """The same from how the audit keeps a post, `officer@industry_information`; an enterprise by its name in the register."""
    role, _, place = desk.partition("@")
    return post_words(Post(Role(role), place), {}) if role in set(Role) else desk
