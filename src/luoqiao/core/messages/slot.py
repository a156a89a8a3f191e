"""空格: the values that a wording may show; code names them in English, the wording in Chinese (`{案号}`)."""

from __future__ import annotations

from enum import StrEnum


class Slot(StrEnum):
    """空格: the key under which a notice gives the value."""

    CASE_NUMBER = "case_number"
    MATTER = "matter"
    ENTERPRISE = "enterprise"
    STEP = "step"
    NEXT_STEP = "next_step"
    DEADLINE = "deadline"
    DAYS_LEFT = "days_left"
    DAYS_OVER = "days_over"
    HOLDER = "holder"
    CORRECTIONS = "corrections"
    REASON = "reason"
    REMEDY = "remedy"
    NOTE = "note"
    AMOUNT = "amount"
    TIERS = "tiers"
    BASIS = "basis"
    NOTICE_TITLE = "notice_title"
    FROM_ON = "from_on"
    UNTIL_ON = "until_on"
    COUNT = "count"
    RESULT = "result"
    ORDERED_BY = "ordered_by"
    INSTRUCTION = "instruction"
    ACCOUNT = "account"
    CHANGED_BY = "changed_by"
    EFFECTIVE_ON = "effective_on"
    PERSON = "person"
    POST = "post"
    FACT = "fact"
    INVOICE = "invoice"
    PROJECT = "project"
    PERIOD = "period"
    MISSED = "missed"
    MILESTONE = "milestone"
    GRADE = "grade"
    COMMENT = "comment"

    @property
    def word(self) -> str:
        """The Chinese word that a wording writes in braces."""
        return _WORDS[self.value]


_WORDS = {
    "case_number": "案号", "matter": "事项", "enterprise": "企业", "step": "步骤", "next_step": "下一步",
    "deadline": "期限", "days_left": "剩余", "days_over": "超过", "holder": "承办", "corrections": "补正内容",
    "reason": "理由", "remedy": "救济途径", "note": "说明", "amount": "金额", "tiers": "分级金额", "basis": "依据",
    "notice_title": "公示", "from_on": "起日", "until_on": "止日", "count": "家数", "result": "结果",
    "ordered_by": "督办人", "instruction": "督办意见", "account": "账户", "changed_by": "办理人",
    "effective_on": "生效日", "person": "姓名", "post": "岗位", "fact": "数据", "invoice": "发票", "project": "项目",
    "period": "报告期",
    "missed": "缺报次数", "milestone": "里程碑", "grade": "评价", "comment": "评价意见",
}  # fmt: skip

SLOT_OF_WORD = {slot.word: slot for slot in Slot}
"""From the Chinese word back to the slot."""
