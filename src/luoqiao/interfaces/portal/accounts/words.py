"""账号的话: days, delegations and deeds in words."""

from __future__ import annotations

from datetime import date, timedelta

from luoqiao.apps.accounts.people import Lent

WEEKDAYS = "一二三四五六日"
DEEDS = {
    "account.signed_in": "登录", "account.signed_out": "退出", "account.sign_in_failed": "登录未成",
    "account.locked": "锁住", "account.created": "建账号", "account.corrected": "更正账号",
    "account.disabled": "停用账号", "account.enabled": "启用账号", "account.unlocked": "解锁",
    "account.password_changed": "改密码", "account.password_reset": "重设密码", "account.rescued": "命令行重新放进来",
    "account.factor_removed": "解除动态码", "account.factor_set_up": "绑定动态码", "post.granted": "设岗",
    "post.ended": "撤岗", "post.delegated": "委托", "post.taken_back": "收回委托", "agent.asked": "申请企业账号",
    "agent.confirmed": "确认企业账号", "agent.refused": "不同意企业账号", "data.unmasked": "查看隐去的信息",
}  # fmt: skip
"""Deeds of accounts by the word of the audit; other parts' words are shown as they are kept."""


def day_words(day: date) -> str:
    """2023-06-29（周四）."""
    return f"{day:%Y-%m-%d}（周{WEEKDAYS[day.weekday()]}）"


def last_day(until_on: date | None) -> str:
    """The last day of a period whose end is the first day without it."""
    return "长期" if until_on is None else day_words(until_on - timedelta(days=1))


def lent_words(one: Lent, user: int) -> str:
    """Who acts for whom, as one of the two reads it."""
    return f"{one.to_name}代我" if one.from_user == user else f"我代{one.from_name}"
