"""统一社会信用代码: whether eighteen characters are a code, by GB 32100-2015, and if not, at which place and why.

A code that passes is written rightly; it proves nothing about the firm, its existence or where it works.
"""

from __future__ import annotations

from dataclasses import dataclass

from luoqiao.core.kernel.text import fold_all_width

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""代码字符集: no I, O, S, V, Z."""
LENGTH = 18
MODULUS = 31
LONGEST_READ = 100

AUTHORITIES = {
    "1": "机构编制", "2": "外交", "3": "司法行政", "4": "文化", "5": "民政", "6": "旅游", "7": "宗教", "8": "工会",
    "9": "市场监管", "A": "中央军委改革和编制", "N": "农业农村", "Y": "其他",
}  # fmt: skip
"""第 1 位: the authority that registers."""
KINDS_OF_BUSINESS = {"1": "企业", "2": "个体工商户", "3": "农民专业合作社", "9": "其他"}
"""第 2 位 under 9."""

_WEIGHTS = tuple(pow(3, place, MODULUS) for place in range(LENGTH - 1))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOOKS_LIKE = {"I": "数字 1", "O": "数字 0", "S": "数字 5", "Z": "数字 2", "V": "字母 U 或 Y"}
_UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_OLD_CODES = {9: "9 位是旧的组织机构代码", 10: "9 位是旧的组织机构代码", 13: "13 位是旧的注册号", 15: "15 位是旧的工商注册号"}

EMPTY, WRONG_LENGTH, WRONG_CHARACTER = "LQ-5380", "LQ-5381", "LQ-5382"
WRONG_AUTHORITY, WRONG_KIND, WRONG_DIVISION = "LQ-5383", "LQ-5384", "LQ-5385"
WRONG_ORGANISATION, WRONG_CHECK = "LQ-5386", "LQ-5387"


@dataclass(frozen=True, slots=True)
class UsccFault:
    """一处不对: the code of the fault, the place from 1 (0 for the whole), what is expected there, as a sentence."""

    code: str
    place: int
    expected: str
    message: str


@dataclass(frozen=True, slots=True)
class UsccVerdict:
    """查验结果: the code as it should be kept (half width, upper case, no blanks) and what is wrong with it."""

    code: str
    faults: tuple[UsccFault, ...]

    @property
    def valid(self) -> bool:
        """Whether it is a code."""
        return not self.faults

    @property
    def message(self) -> str:
        """All faults as one sentence; empty for a valid code."""
        return "；".join(fault.message for fault in self.faults)

    @property
    def authority(self) -> str:
        """登记管理部门, by the first place; empty when unknown."""
        return AUTHORITIES.get(self.code[:1], "")

    @property
    def kind(self) -> str:
        """机构类别, by the second place, for what the market authority registers; else empty."""
        return KINDS_OF_BUSINESS.get(self.code[1:2], "") if self.code[:1] == "9" else ""

    @property
    def division(self) -> str:
        """登记机关的区划代码: where it is registered, which is not where the firm works."""
        return self.code[2:8]

    @property
    def organisation_code(self) -> str:
        """组织机构代码, nine characters."""
        return self.code[8:17]


def check_uscc(text: str) -> UsccVerdict:
    """Whether a text is a credit code; every way in which it is not has a sentence."""
    code = fold_uscc(text)
    if not code:
        return UsccVerdict("", (UsccFault(EMPTY, 0, f"{LENGTH} 位代码", "没有填统一社会信用代码"),))
    faults = [fault for place, character in enumerate(code, 1) if (fault := _wrong_character(place, character))]
    if len(code) != LENGTH:
        return UsccVerdict(code, (_wrong_length(code), *faults))
    if not faults:
        faults = _wrong_parts(code)
    if not faults:
        faults = _wrong_checks(code)
    return UsccVerdict(code, tuple(faults))


def fold_uscc(text: str) -> str:
    """The text as a code is kept: half width, upper case, without blanks and characters that nobody sees."""
    folded = fold_all_width(text[:LONGEST_READ])
    seen = (c for c in folded if not c.isspace() and c not in _UNSEEN)
    return "".join(c.upper() if c.isascii() else c for c in seen)


def check_character(first: str) -> str:
    """校验码: the eighteenth character for the first seventeen; a sum that divides by 31 gives 0, not a 31st letter."""
    total = sum(ALPHABET.index(c) * weight for c, weight in zip(first, _WEIGHTS, strict=True))
    return ALPHABET[-total % MODULUS]


def organisation_check_digit(first: str) -> str:
    """组织机构代码的校验位 (GB 11714): for its first eight characters, which here count A to Z without gaps."""
    total = sum(_ORGANISATION_DIGITS.index(c) * w for c, w in zip(first, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def complete_uscc(first: str) -> str:
    """The code that begins with these sixteen characters: both check characters put where they belong."""
    seventeen = first + organisation_check_digit(first[8:16])
    return seventeen + check_character(seventeen)


def _wrong_length(code: str) -> UsccFault:
    hint = f"（{_OLD_CODES[len(code)]}，请填营业执照上的新代码）" if len(code) in _OLD_CODES else ""
    message = f"统一社会信用代码应是 {LENGTH} 位，这里是 {len(code)} 位{hint}"
    return UsccFault(WRONG_LENGTH, 0, f"{LENGTH} 位", message)


def _wrong_character(place: int, character: str) -> UsccFault | None:
    if character in ALPHABET:
        return None
    like = f"，看看是不是{_LOOKS_LIKE[character]}" if character in _LOOKS_LIKE else ""
    message = f"第 {place} 位“{character}”不能用：只用数字和大写字母，不用 I、O、S、V、Z{like}"
    return UsccFault(WRONG_CHARACTER, place, "数字或大写字母", message)


def _wrong_parts(code: str) -> list[UsccFault]:
    """The first eight places say who registered what, and where."""
    faults = []
    if code[0] not in AUTHORITIES:
        listed = "、".join(AUTHORITIES)
        faults.append(UsccFault(WRONG_AUTHORITY, 1, listed, f"第 1 位是登记管理部门，没有“{code[0]}”；应是 {listed} 之一"))
    if code[1] not in "123456789":
        faults.append(UsccFault(WRONG_KIND, 2, "1 至 9", f"第 2 位是机构类别，应是 1 至 9 的数字，这里是“{code[1]}”"))
    for place, character in enumerate(code[2:8], 3):
        if not character.isdigit():
            message = f"第 {place} 位在行政区划代码里，应是数字，这里是“{character}”"
            faults.append(UsccFault(WRONG_DIVISION, place, "数字", message))
    return faults


def _wrong_checks(code: str) -> list[UsccFault]:
    """Both check characters, each worked out from the places before it."""
    faults = []
    digit = organisation_check_digit(code[8:16])
    if code[16] != digit:
        message = f"第 9 至 17 位组织机构代码对不上：按前 8 位，第 17 位应是“{digit}”，这里是“{code[16]}”；多半有一位抄错"
        faults.append(UsccFault(WRONG_ORGANISATION, 17, digit, message))
    check = check_character(code[:17])
    if code[17] != check:
        message = f"校验码对不上：按前 17 位，第 18 位应是“{check}”，这里是“{code[17]}”；多半有一位抄错或两位颠倒"
        faults.append(UsccFault(WRONG_CHECK, 18, check, message))
    return faults
