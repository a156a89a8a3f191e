"""好差评: how an applicant found the handling of a case: five grades, the last two bad, once a case and of free will.

A bad rating opens a follow-up: put right and called back within fifteen working days of the rating.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.kernel.working_days import Calendar

FOLLOW_UP_DAYS = 15
"""Working days; the day of the rating does not count."""
LONGEST_TEXT = 500


class Grade(StrEnum):
    """五档评价, the best first."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    FAIR = "fair"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _LABELS[self.value]

    @property
    def bad(self) -> bool:
        """差评: the last two grades."""
        return self in (Grade.DISSATISFIED, Grade.VERY_DISSATISFIED)


_LABELS = {
    "very_satisfied": "非常满意", "satisfied": "满意", "fair": "基本满意", "dissatisfied": "不满意",
    "very_dissatisfied": "非常不满意",
}  # fmt: skip


class AlreadyRated(DomainError):
    """已经评价过: one case, one rating (一事一评)."""

    code = "LQ-5530"

    def __init__(self, grade: Grade) -> None:
        super().__init__(f"这件事已经评价为“{grade.label}”；一件事只评一次，不能改")


class NotYetRatable(DomainError):
    """还没有办完: only what has ended is rated."""

    code = "LQ-5531"

    def __init__(self) -> None:
        super().__init__("这件事还没有办完，办完以后再评价")


class UnreadableRating(DomainError):
    """评价读不成: an unknown grade, or a remark that is too long or cannot be shown."""

    code = "LQ-5532"


@dataclass(frozen=True, slots=True)
class Rating:
    """一次评价: the remark may be empty."""

    grade: Grade
    text: str
    on: date


@dataclass(frozen=True, slots=True)
class FollowUp:
    """差评整改: by when it must be put right and the applicant called back; 暂定 when a notice is not there yet."""

    last_on: date
    provisional: bool


def read_rating(grade: str, text: str, on: date) -> Rating:
    """What a form sent; refuses with UnreadableRating."""
    if grade not in set(Grade):
        raise UnreadableRating(f"请选一档：{'、'.join(one.label for one in Grade)}")
    remark = text.replace("\r\n", "\n").strip()
    if len(remark) > LONGEST_TEXT:
        raise UnreadableRating(f"意见最多 {LONGEST_TEXT} 个字，现在 {len(remark)} 个")
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") for sign in remark if sign not in "\n\t"):
        raise UnreadableRating("意见里有不能显示的字符，请重新输入")
    return Rating(Grade(grade), remark, on)


def rate(rating: Rating, *, ended: bool, earlier: Grade | None, calendar: Calendar) -> FollowUp | None:
    """Whether the rating counts, and the follow-up that it opens; None when it is not bad.

    Refuses with NotYetRatable or AlreadyRated.
    """
    if not ended:
        raise NotYetRatable
    if earlier is not None:
        raise AlreadyRated(earlier)
    if not rating.grade.bad:
        return None
    counted = calendar.add(rating.on, FOLLOW_UP_DAYS)
    return FollowUp(counted.last_on, counted.provisional)
