"""隐去: what is shown of a person's data: phone 138****1234, account by its last four, a name as 张*, an ID number by its ends.

The name of a person is masked only where the name is not itself what is published. A value that is too short to be hidden
behind its ends is hidden whole. Nothing is guessed: whoever may see the whole asks for it with a reason (`audit.services`).
"""

from __future__ import annotations

import re

HIDDEN = "****"
STAR = "*"
MOBILE_DIGITS = 11
ACCOUNT_END = 4
ID_START, ID_END = 6, 4
_LINE = re.compile(r"(0\d{2,3})[- ]?(\d{7,8})(?:[-转 ]\d+)?")
_COMPOUND = (
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊", "赫连",
    "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于",
    "司空", "令狐",
)  # fmt: skip
"""Surnames of two characters that are in use; others have one."""


def mask_phone(phone: str) -> str:
    """手机 138****1234; a fixed line keeps its area and the last two digits; anything else is hidden whole."""
    bare = phone.strip()
    digits = re.sub(r"[\s-]", "", bare).removeprefix("+86")
    if len(digits) == MOBILE_DIGITS and digits.isdigit() and digits[0] == "1":
        return f"{digits[:3]}{HIDDEN}{digits[-4:]}"
    line = _LINE.fullmatch(bare)
    if line:
        return f"{line[1]}-{HIDDEN}{line[2][-2:]}"
    return HIDDEN if bare else ""


def mask_bank_account(number: str) -> str:
    """账户: only the last four, `**** 1234`."""
    bare = re.sub(r"[\s-]", "", number)
    if not bare:
        return ""
    return f"{HIDDEN} {bare[-ACCOUNT_END:]}" if len(bare) > 2 * ACCOUNT_END else HIDDEN


def mask_name(name: str) -> str:
    """姓名 张*: the surname stays, every other character becomes a star; a foreign name keeps its first letter."""
    bare = name.strip()
    if not bare:
        return ""
    kept = 2 if len(bare) > 2 and bare.startswith(_COMPOUND) else 1
    if re.search(r"[A-Za-z]", bare):
        return f"{bare[0]}{HIDDEN}"
    return bare[:kept] + STAR * max(len(bare) - kept, 1)


def mask_identity_number(number: str) -> str:
    """身份证号: the first six and the last four."""
    bare = number.strip()
    if not bare:
        return ""
    return f"{bare[:ID_START]}{HIDDEN}{bare[-ID_END:]}" if len(bare) >= ID_START + ID_END + 5 else HIDDEN


def mask_email(email: str) -> str:
    """邮箱: the first letter and the domain, `z****@example.com`."""
    name, at, domain = email.strip().partition("@")
    return f"{name[:1]}{HIDDEN}@{domain}" if at and name and domain else (HIDDEN if email.strip() else "")
