"""案件页面的话: moments, days, desks and money as the pages of cases say them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils import timezone

from luoqiao.core.kernel.money import show_yuan
from luoqiao.core.parties.actor import DUTY_OF_UNITS, Role
from luoqiao.policies.pack import Pack

WEEKDAYS = "一二三四五六日"


def day_words(on: date) -> str:
    """2023-06-29（周四）."""
    return f"{on:%Y-%m-%d}（周{WEEKDAYS[on.weekday()]}）"


def short_day(at: datetime | date, today: date) -> str:
    """06-29; with the year when it is another one."""
    on = timezone.localdate(at) if isinstance(at, datetime) else at
    return f"{on:%m-%d}" if on.year == today.year else f"{on:%Y-%m-%d}"


def moment(at: datetime, today: date) -> str:
    """06-19 16:48; with the year when it is another one."""
    local = timezone.localtime(at)
    return f"{local:%m-%d %H:%M}" if local.year == today.year else f"{local:%Y-%m-%d %H:%M}"


def desk_words(desk: str, pack: Pack) -> str:
    """Who works at a desk: 区工信局, 区工信局 负责人, 双阳街道, 企业, 区领导."""
    role_name, _, place = desk.partition("@")
    if role_name not in {one.value for one in Role}:
        return "系统"
    role = Role(role_name)
    if role is Role.ENTERPRISE_AGENT:
        return "企业"
    if role in DUTY_OF_UNITS:
        unit = unit_name(place, pack)
        return f"{unit} 负责人" if role is Role.UNIT_HEAD else unit
    if role is Role.TOWN_CLERK:
        return township_name(place, pack)
    return role.label


def desks_words(desks: Iterable[str], pack: Pack) -> str:
    """Several desks in one line, each once."""
    return "、".join(dict.fromkeys(desk_words(desk, pack) for desk in desks))


def unit_name(unit: str, pack: Pack) -> str:
    """区工信局."""
    return next((one.name for one in pack.units if one.id == unit), unit)


def township_name(code: str, pack: Pack) -> str:
    """双阳街道."""
    return next((one.name for one in pack.townships.members if one.code == code), code)


def industry_name(identifier: str, pack: Pack) -> str:
    """机械装备."""
    return next((one.name for one in pack.industries if one.id == identifier), identifier)


def tiers_words(amounts: Mapping[str, int] | None, pack: Pack) -> str:
    """市级 51,600.00 元，区级 10,320.00 元; tiers that give nothing are left out."""
    given = amounts or {}
    shown = [f"{tier.label} {show_yuan(given[tier.code])}" for tier in pack.basis.tiers if given.get(tier.code)]
    return "，".join(shown)


def ordinal(letter: str) -> str:
    """甲, 乙 for A, B: how officials number alternatives."""
    at = "ABCDEFGHIJ".find(letter)
    return "甲乙丙丁戊己庚辛壬癸"[at] if at >= 0 else letter
