"""案件经过: what can happen to a case, as typed events; the one truth from which its state is worked out.

An event says what happened, never what follows. How it is kept stands in `event_values.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

Amounts = Mapping[str, int]
"""Fen by code of the tier."""


@dataclass(frozen=True, slots=True)
class ReturnItem:
    """补正的一项: a field, a document, an invoice or the case as a whole, and what is wrong with it."""

    kind: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Opened:
    """立案: by an application or by a list (`origin` names it)."""

    kind: ClassVar[str] = "opened"
    procedure: str
    clause: str
    origin: str = ""
    assisted: bool = False


@dataclass(frozen=True, slots=True)
class Submitted:
    """提交: the digest of everything that was handed in, and what the rule gives for it."""

    kind: ClassVar[str] = "submitted"
    snapshot: str
    amounts: Amounts
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """封存: what was handed in is not seen by any official until this day has passed."""

    kind: ClassVar[str] = "sealed"
    step: str
    until: date


@dataclass(frozen=True, slots=True)
class Unsealed:
    """打开: the day has passed, everything that was sealed until it is opened alike."""

    kind: ClassVar[str] = "unsealed"
    step: str


@dataclass(frozen=True, slots=True)
class FactDecided:
    """认定事实: an officer adopts another value than the sources give, with a reason; None takes that back."""

    kind: ClassVar[str] = "fact_decided"
    step: str
    desk: str
    key: str
    value: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Approved:
    """同意: at which step and desk, what was decided on (`snapshot`), with which amounts; `credit` as `credit_check` keeps it."""

    kind: ClassVar[str] = "approved"
    step: str
    desk: str
    opinion: str = ""
    snapshot: str = ""
    amounts: Amounts | None = None
    lowered_because: str = ""
    next_user: int = 0
    credit: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """一次性告知补正: everything that is missing, all at once; afterwards the case goes on at `resume_at`."""

    kind: ClassVar[str] = "returned"
    step: str
    desk: str
    items: tuple[ReturnItem, ...]
    resume_at: str
    days: int


@dataclass(frozen=True, slots=True)
class SentBack:
    """退回重审: the persons after do not agree; it goes back inside the house, the applicant is not troubled."""

    kind: ClassVar[str] = "sent_back"
    step: str
    desk: str
    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """拟不予支持: a proposal until somebody else confirms it."""

    kind: ClassVar[str] = "rejected"
    step: str
    desk: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """撤回: by the applicant; `lapsed` when the time for correction passed and an officer closed the case."""

    kind: ClassVar[str] = "withdrawn"
    reason: str = ""
    lapsed: bool = False


@dataclass(frozen=True, slots=True)
class Consented:
    """意愿确认: the enterprise wants the award and gives what is needed to pay it."""

    kind: ClassVar[str] = "consented"
    step: str


@dataclass(frozen=True, slots=True)
class Declined:
    """放弃: the enterprise does not want the award."""

    kind: ClassVar[str] = "declined"
    step: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NoticePosted:
    """公示开始: in which notice, on which days."""

    kind: ClassVar[str] = "notice_posted"
    step: str
    notice: str
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class NoticeHeld:
    """异议: this row of the notice is held; the others go on."""

    kind: ClassVar[str] = "notice_held"
    objection: str


@dataclass(frozen=True, slots=True)
class ObjectionAnswered:
    """异议已处理: upheld leads back to review and to a new notice."""

    kind: ClassVar[str] = "objection_answered"
    objection: str
    upheld: bool
    answer: str = ""


@dataclass(frozen=True, slots=True)
class NoticeWithdrawn:
    """撤下公示: a posted row is never edited; it is taken off, to be decided anew (`back`) or only to be posted anew."""

    kind: ClassVar[str] = "notice_withdrawn"
    notice: str
    reason: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class NoticeEnded:
    """公示期满."""

    kind: ClassVar[str] = "notice_ended"
    notice: str


@dataclass(frozen=True, slots=True)
class ScoringClosed:
    """评审结束: the average in hundredths of a point, how many scored; below the line the case is not recommended.

    `snapshot` is the digest of every sheet, `experts` the accounts of those who were asked.
    """

    kind: ClassVar[str] = "scoring_closed"
    step: str
    average: int
    count: int
    passed: bool
    snapshot: str = ""
    experts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reported:
    """月报: the month it is about (its first day), the digest of what was reported; `done`: the project is finished, it says."""

    kind: ClassVar[str] = "reported"
    month: date
    snapshot: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class ReportMissed:
    """未报: the day by which the report of the month was due has passed."""

    kind: ClassVar[str] = "report_missed"
    month: date


@dataclass(frozen=True, slots=True)
class Finished:
    """项目完成: the reporting ends because the project is done."""

    kind: ClassVar[str] = "finished"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Continued:
    """尚未完成: the officer does not confirm that the project is done; the reporting goes on from this month."""

    kind: ClassVar[str] = "continued"
    reason: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """里程碑: what is to be reached by when, and in which words it is checked."""

    name: str
    due_on: date
    words: str = ""


@dataclass(frozen=True, slots=True)
class MilestonesProposed:
    """拟定任务书 (or a change of it): it holds once the enterprise has confirmed it; `document` is the id of a document."""

    kind: ClassVar[str] = "milestones_proposed"
    step: str
    milestones: tuple[Milestone, ...]
    document: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MilestonesReturned:
    """退回任务书: the enterprise does not agree; what held before still holds."""

    kind: ClassVar[str] = "milestones_returned"
    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class MilestonesAgreed:
    """任务书: the milestones that both sides signed."""

    kind: ClassVar[str] = "milestones_agreed"
    step: str
    milestones: tuple[Milestone, ...]
    document: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneReported:
    """报里程碑: the enterprise says that it is reached, in which way, with ids of documents."""

    kind: ClassVar[str] = "milestone_reported"
    step: str
    number: int
    words: str
    documents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MilestonePassed:
    """里程碑通过 (or not): checked by whom the step names."""

    kind: ClassVar[str] = "milestone_passed"
    step: str
    number: int
    passed: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reminded:
    """催办: the desk was told that the deadline is near or past."""

    kind: ClassVar[str] = "reminded"
    step: str
    desk: str
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Escalated:
    """上报: the seat above was told that the deadline has passed; it never decides by itself."""

    kind: ClassVar[str] = "escalated"
    step: str
    to: str


@dataclass(frozen=True, slots=True)
class Supervised:
    """督办: somebody above asks in writing for the case to move."""

    kind: ClassVar[str] = "supervised"
    step: str
    text: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Migrated:
    """换用新流程: the case goes on under another version of its procedure, at this step; an explicit act with a reason.

    `fresh`: the step begins anew; else the case was at it before, and the days that have passed count. `keeps`: the numbers of
    the approvals that still hold under the new version.
    """

    kind: ClassVar[str] = "migrated"
    pack_digest: str
    step: str
    reason: str
    fresh: bool = True
    keeps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Arranged:
    """按预算安排: the budget was too small, or the tier above gave less; these are the amounts from now on, never higher ones."""

    kind: ClassVar[str] = "arranged"
    amounts: Amounts
    reason: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Rated:
    """好差评: given once after the case, of free will."""

    kind: ClassVar[str] = "rated"
    grade: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """差评整改和回访: what was put right, and what the applicant said when called back."""

    kind: ClassVar[str] = "followed_up"
    text: str
    answer: str


Event = (
    Opened | Submitted | FactDecided | Approved | Returned | SentBack | Rejected | Withdrawn | Consented | Declined
    | NoticePosted | NoticeHeld | ObjectionAnswered | NoticeWithdrawn | NoticeEnded | ScoringClosed | Reported | ReportMissed
    | Finished | Continued | MilestonesProposed | MilestonesReturned | MilestonesAgreed | MilestoneReported | MilestonePassed
    | Sealed | Unsealed | Reminded | Escalated | Supervised | Migrated | Rated
    | FollowedUp | Arranged
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recorded:
    """记下的经过: the event with its number in the case, when, by whom, in which post and for whom.

    `persons`: everybody who counts as one with the person who acted (four eyes).
    """

    seq: int
    at: datetime
    event: Event
    user: int = 0
    name: str = "系统"
    post: str = ""
    for_user: int = 0
    for_name: str = ""

    @property
    def persons(self) -> frozenset[int]:
        """The person and the one acted for; the system is nobody."""
        return frozenset({self.user, self.for_user} - {0})
