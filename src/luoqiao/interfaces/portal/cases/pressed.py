"""按下的按钮: which form was sent: its key and how far the history went when the page was read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import QueryDict

from luoqiao.apps.cases.services.pressing import Press
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor

MOST_DIGITS = 9


class DamagedForm(DomainError):
    """表单不完整: the hidden parts are missing or altered."""

    code = "LQ-5903"

    def __init__(self) -> None:
        super().__init__("表单缺了一部分，可能是页面没有打开完整")


def read_press(sent: QueryDict, number: str, actor: Actor, at: datetime) -> Press:
    """The press of a button; refuses a form without its hidden parts (DamagedForm)."""
    return Press(number, actor, at, read_key(sent.get("key", "")), read_seq(sent.get("seen_seq", "")))


def read_key(text: str) -> UUID:
    """The form's key."""
    try:
        return UUID(text)
    except ValueError:
        raise DamagedForm from None


def read_seq(text: str) -> int:
    """How far the history went."""
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise DamagedForm
    return int(text)
