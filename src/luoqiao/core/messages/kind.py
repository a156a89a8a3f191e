"""消息的种类: one table: what each kind is called, where it belongs and which values a notice of it gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from luoqiao.core.messages.slot import Slot


class Group(StrEnum):
    """类别: under which heading a kind stands in lists and choices."""

    PROGRESS = "progress"
    DEADLINE = "deadline"
    PUBLIC_NOTICE = "public_notice"
    REGISTER = "register"
    REPORT = "report"
    SATISFACTION = "satisfaction"
    MONEY = "money"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _GROUPS[self.value]


_GROUPS = {
    "progress": "办理进度", "deadline": "期限与督办", "public_notice": "公示", "register": "账号与名录",
    "report": "报告与名单", "satisfaction": "好差评", "money": "资金",
}  # fmt: skip


class Kind(StrEnum):
    """种类: why somebody is told something."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURN_FOR_CORRECTION = "return_for_correction"
    RESUBMITTED = "resubmitted"
    APPROVED_STEP = "approved_step"
    STEPS_CHANGED = "steps_changed"
    REJECTED = "rejected"
    GRANTED = "granted"
    CONSENT_ASKED = "consent_asked"
    REVIEWER_ASSIGNED = "reviewer_assigned"
    REVIEWER_RELEASED = "reviewer_released"
    REVIEWER_STOOD_DOWN = "reviewer_stood_down"
    SCORES_COMPLETE = "scores_complete"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    SUPERVISED = "supervised"
    NOTICE_READY = "notice_ready"
    LIST_READY = "list_ready"
    NOTICE_STARTED = "notice_started"
    NOTICE_OBJECTION = "notice_objection"
    NOTICE_PASSED = "notice_passed"
    BANK_ACCOUNT_CHANGED = "bank_account_changed"
    BANK_ACCOUNT_REFUSED = "bank_account_refused"
    ACCOUNT_APPROVED = "account_approved"
    FACT_DISPUTED = "fact_disputed"
    FACT_ANSWERED = "fact_answered"
    INVOICE_DIFFERS = "invoice_differs"
    REPORT_DUE = "report_due"
    REPORT_MISSED = "report_missed"
    PROJECT_DONE = "project_done"
    PROJECT_GOES_ON = "project_goes_on"
    REMOVED_FROM_LIST = "removed_from_list"
    TASK_BOOK_PROPOSED = "task_book_proposed"
    TASK_BOOK_RETURNED = "task_book_returned"
    TASK_BOOK_AGREED = "task_book_agreed"
    MILESTONE_REPORTED = "milestone_reported"
    MILESTONE_CHECKED = "milestone_checked"
    MILESTONE_DUE = "milestone_due"
    MILESTONE_LATE = "milestone_late"
    SATISFACTION_ASKED = "satisfaction_asked"
    BAD_RATING = "bad_rating"
    MONEY_ARRANGED = "money_arranged"
    MONEY_PAID = "money_paid"
    MONEY_RETURNED = "money_returned"
    MONEY_RECLAIMED = "money_reclaimed"

    @property
    def described(self) -> Described:
        """Its line of the table."""
        return _TABLE[self]

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _TABLE[self].label


@dataclass(frozen=True, slots=True)
class Described:
    """一种消息: `needs` must be given and not be empty; `may` must be given too but may be empty."""

    label: str
    group: Group
    needs: tuple[Slot, ...]
    may: tuple[Slot, ...] = ()

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Every value that a wording of this kind can show."""
        return self.needs + self.may


_S = Slot
_CASE = (_S.CASE_NUMBER, _S.MATTER, _S.ENTERPRISE)
_PROJECT = (_S.PROJECT, _S.ENTERPRISE)
_TABLE: dict[Kind, Described] = {
    Kind.SUBMITTED: Described("提交申报", Group.PROGRESS, _CASE, (_S.DEADLINE,)),
    Kind.ACCEPTED: Described("受理", Group.PROGRESS, _CASE, (_S.NEXT_STEP, _S.DEADLINE)),
    Kind.RETURN_FOR_CORRECTION: Described(
        "退回补正", Group.PROGRESS, (*_CASE, _S.CORRECTIONS, _S.DEADLINE), (_S.NOTE,)
    ),
    Kind.RESUBMITTED: Described("补正后再次提交", Group.PROGRESS, _CASE, (_S.DEADLINE,)),
    Kind.APPROVED_STEP: Described("一步办完", Group.PROGRESS, (*_CASE, _S.STEP), (_S.NEXT_STEP, _S.DEADLINE, _S.NOTE)),
    Kind.STEPS_CHANGED: Described("换用新流程", Group.PROGRESS, (*_CASE, _S.NEXT_STEP, _S.REASON), (_S.DEADLINE,)),
    Kind.REJECTED: Described("不予支持", Group.PROGRESS, (*_CASE, _S.REASON), (_S.REMEDY,)),
    Kind.GRANTED: Described("办结", Group.PROGRESS, (*_CASE, _S.AMOUNT), (_S.TIERS, _S.NOTE)),
    Kind.CONSENT_ASKED: Described(
        "征求意愿", Group.PROGRESS, (_S.CASE_NUMBER, _S.MATTER, _S.ENTERPRISE, _S.AMOUNT, _S.BASIS, _S.DEADLINE)
    ),
    Kind.REVIEWER_ASSIGNED: Described("指派评审", Group.PROGRESS, (_S.CASE_NUMBER, _S.MATTER, _S.DEADLINE), (_S.NOTE,)),
    Kind.REVIEWER_RELEASED: Described("不再请您评审", Group.PROGRESS, (_S.CASE_NUMBER, _S.MATTER, _S.REASON)),
    Kind.REVIEWER_STOOD_DOWN: Described("专家回避", Group.PROGRESS, (*_CASE, _S.PERSON)),
    Kind.SCORES_COMPLETE: Described("专家打完分", Group.PROGRESS, (*_CASE, _S.COUNT)),
    Kind.DUE_SOON: Described("快到期限", Group.DEADLINE, (*_CASE, _S.STEP, _S.DEADLINE, _S.DAYS_LEFT)),
    Kind.OVERDUE: Described("超过期限", Group.DEADLINE, (*_CASE, _S.STEP, _S.DEADLINE, _S.DAYS_OVER)),
    Kind.ESCALATED: Described(
        "催办到上级", Group.DEADLINE, (*_CASE, _S.STEP, _S.DEADLINE, _S.DAYS_OVER, _S.HOLDER)
    ),
    Kind.SUPERVISED: Described(
        "督办", Group.DEADLINE, (*_CASE, _S.STEP, _S.ORDERED_BY, _S.INSTRUCTION), (_S.DEADLINE,)
    ),
    Kind.NOTICE_READY: Described("公示待发布", Group.PUBLIC_NOTICE, (_S.NOTICE_TITLE, _S.PERSON), (_S.COUNT,)),
    Kind.LIST_READY: Described("名单待确认", Group.REPORT, (_S.MATTER, _S.PERSON), (_S.COUNT,)),
    Kind.NOTICE_STARTED: Described("公示开始", Group.PUBLIC_NOTICE, (_S.NOTICE_TITLE, _S.FROM_ON, _S.UNTIL_ON), (_S.COUNT,)),
    Kind.NOTICE_OBJECTION: Described(
        "公示收到异议", Group.PUBLIC_NOTICE, (_S.NOTICE_TITLE, _S.ENTERPRISE, _S.DEADLINE)
    ),
    Kind.NOTICE_PASSED: Described("公示结束", Group.PUBLIC_NOTICE, (_S.NOTICE_TITLE, _S.RESULT), (_S.NEXT_STEP,)),
    Kind.BANK_ACCOUNT_CHANGED: Described(
        "收款账户变更", Group.REGISTER, (_S.ENTERPRISE, _S.ACCOUNT, _S.CHANGED_BY, _S.EFFECTIVE_ON), (_S.NOTE,)
    ),
    Kind.BANK_ACCOUNT_REFUSED: Described("收款账户不予确认", Group.REGISTER, (_S.ENTERPRISE, _S.ACCOUNT, _S.REASON)),
    Kind.ACCOUNT_APPROVED: Described("账号开通", Group.REGISTER, (_S.PERSON, _S.POST), (_S.NOTE,)),
    Kind.FACT_DISPUTED: Described("企业提出数据更正", Group.REGISTER, (_S.ENTERPRISE, _S.FACT, _S.NOTE)),
    Kind.FACT_ANSWERED: Described("数据更正答复", Group.REGISTER, (_S.ENTERPRISE, _S.FACT, _S.RESULT, _S.NOTE)),
    Kind.INVOICE_DIFFERS: Described("发票内容不一致", Group.REGISTER, (_S.ENTERPRISE, _S.INVOICE, _S.NOTE)),
    Kind.REPORT_DUE: Described("该报进度", Group.REPORT, (*_PROJECT, _S.PERIOD, _S.DEADLINE)),
    Kind.REPORT_MISSED: Described("缺报进度", Group.REPORT, (*_PROJECT, _S.PERIOD, _S.MISSED), (_S.NOTE,)),
    Kind.PROJECT_DONE: Described("项目报完成", Group.REPORT, (*_PROJECT, _S.PERIOD)),
    Kind.PROJECT_GOES_ON: Described("没有确认完成", Group.REPORT, (*_PROJECT, _S.REASON)),
    Kind.REMOVED_FROM_LIST: Described("移出名单", Group.REPORT, (*_PROJECT, _S.REASON), (_S.REMEDY,)),
    Kind.TASK_BOOK_PROPOSED: Described("请确认任务书", Group.REPORT, (*_PROJECT, _S.COUNT, _S.DEADLINE), (_S.NOTE,)),
    Kind.TASK_BOOK_RETURNED: Described("任务书被退回", Group.REPORT, (*_PROJECT, _S.REASON)),
    Kind.TASK_BOOK_AGREED: Described("任务书已确认", Group.REPORT, (*_PROJECT, _S.COUNT)),
    Kind.MILESTONE_REPORTED: Described("请核验里程碑", Group.REPORT, (*_PROJECT, _S.MILESTONE, _S.DEADLINE)),
    Kind.MILESTONE_CHECKED: Described("里程碑核验结果", Group.REPORT, (*_PROJECT, _S.MILESTONE, _S.RESULT), (_S.NOTE,)),
    Kind.MILESTONE_DUE: Described("里程碑快到日子", Group.REPORT, (*_PROJECT, _S.MILESTONE, _S.DEADLINE)),
    Kind.MILESTONE_LATE: Described("里程碑过了日子", Group.REPORT, (*_PROJECT, _S.MILESTONE, _S.DEADLINE)),
    Kind.SATISFACTION_ASKED: Described("请您评价", Group.SATISFACTION, _CASE),
    Kind.BAD_RATING: Described("收到差评", Group.SATISFACTION, (*_CASE, _S.GRADE, _S.DEADLINE), (_S.COMMENT,)),
    Kind.MONEY_ARRANGED: Described("金额按预算安排", Group.MONEY, (*_CASE, _S.AMOUNT, _S.REASON), (_S.TIERS,)),
    Kind.MONEY_PAID: Described("资金到账", Group.MONEY, (*_CASE, _S.AMOUNT, _S.TIERS), (_S.NOTE,)),
    Kind.MONEY_RETURNED: Described("银行退回", Group.MONEY, (*_CASE, _S.AMOUNT, _S.REASON), (_S.NOTE,)),
    Kind.MONEY_RECLAIMED: Described("追回资金", Group.MONEY, (*_CASE, _S.AMOUNT, _S.REASON), (_S.DEADLINE, _S.REMEDY)),
}
