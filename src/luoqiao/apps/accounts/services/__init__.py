"""账号的动词: one module for each matter; each verb is one transaction with its audit entry."""

from __future__ import annotations

from luoqiao.apps.accounts.services.agents import (
    AgentAsks,
    ask_to_act,
    confirm_agent,
    refuse_agent,
    register_agent,
)
from luoqiao.apps.accounts.services.delegating import delegate, end_delegation
from luoqiao.apps.accounts.services.first import create_first_administrator, rescue_administrator
from luoqiao.apps.accounts.services.keeping import (
    NewAccount,
    correct_account,
    create_account,
    disable_account,
    enable_account,
    remove_second_factor,
    unlock_account,
)
from luoqiao.apps.accounts.services.passwords import change_own_password, reset_password
from luoqiao.apps.accounts.services.posts import NewPost, end_post, grant_post

__all__ = [
    "AgentAsks",
    "NewAccount",
    "NewPost",
    "ask_to_act",
    "change_own_password",
    "confirm_agent",
    "correct_account",
    "create_account",
    "create_first_administrator",
    "delegate",
    "disable_account",
    "enable_account",
    "end_delegation",
    "end_post",
    "grant_post",
    "refuse_agent",
    "register_agent",
    "remove_second_factor",
    "rescue_administrator",
    "reset_password",
    "unlock_account",
]
