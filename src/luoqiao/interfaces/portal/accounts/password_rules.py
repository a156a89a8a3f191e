"""密码的规矩: ten characters or more of three kinds, not one that everybody uses, not one's own name. Said in Chinese."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

FEWEST = 10
KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")
KINDS_NEEDED = 3
PARTS_COUNTED = 4
"""A username or phone number shorter than this may occur in a password by chance."""


class LongAndMixed:
    """长度和种类."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a short password, or one of fewer than three kinds of characters."""
        if len(password) < FEWEST:
            raise ValidationError(f"密码至少 {FEWEST} 位，现为 {len(password)} 位", code="password_too_short")
        if sum(bool(re.search(kind, password)) for kind in KINDS) < KINDS_NEEDED:
            raise ValidationError("密码要含大写字母、小写字母、数字、符号中的三种", code="password_not_mixed")

    def get_help_text(self) -> str:
        """The rule for the form."""
        return f"至少 {FEWEST} 位，含大写字母、小写字母、数字、符号中的三种"


class NotCommon(CommonPasswordValidator):
    """常见密码: the framework's list of twenty thousand, also with an ending like 123 or !."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password of the list, as typed or without digits and signs at its ends."""
        bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password.lower())
        if password.lower().strip() in self.passwords or (len(bare) >= PARTS_COUNTED and bare in self.passwords):
            raise ValidationError("这个密码太常见，容易被猜到", code="password_too_common")

    def get_help_text(self) -> str:
        """The rule for the form."""
        return "不能是常见的密码"


class NotOneself:
    """不含自己的账号: username and phone are the first that somebody tries."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password that contains the username or the phone number."""
        known = [str(getattr(user, name, "") or "") for name in ("username", "phone")]
        if any(len(part) >= PARTS_COUNTED and part.lower() in password.lower() for part in known):
            raise ValidationError("密码不能含账号或手机号", code="password_too_similar")

    def get_help_text(self) -> str:
        """The rule for the form."""
        return "不能含自己的账号或手机号"
