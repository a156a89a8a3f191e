"""答案的形状: what a calculation gives back, for the description of the API; money is a string of yuan."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

Yuan = Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]{2}$", examples=["15000.02"])]
Outcome = Literal["entitled", "not_entitled", "undetermined"]
Day = Annotated[str, Field(json_schema_extra={"format": "date"}, examples=["2023-06-30"])]


class Closed(Schema):
    """No field beyond those named."""

    model_config = ConfigDict(extra="forbid")


class RangeOut(Closed):
    """金额范围，两端都含；high 为 null 表示没有上限。"""

    low: Yuan
    high: Yuan | None


class QuoteOut(Closed):
    """引文与出处。"""

    text: str
    anchor: str


class ShareOut(Closed):
    """一级财政的金额；amount 为 null 表示还不能确定，看 range。"""

    tier: str
    label: str
    amount: Yuan | None
    range: RangeOut
    estimate: bool
    ceiling: bool
    awaiting: str | None
    granted: Yuan | None
    computed: RangeOut | None
    payee: str | None
    marks: list[str]


class StepOut(Closed):
    """计算的一步，带引文。"""

    number: int
    name: str
    rule: str
    arithmetic: list[str]
    result: str
    verdict: bool | None
    quotes: list[QuoteOut]
    line: int


class QuestionOut(Closed):
    """还要回答的一项。"""

    input: str
    path: str
    label: str
    question: str
    type: str
    evidence: list[str]


class NearbyOut(Closed):
    """离下一个门槛、档次或封顶还差多少。"""

    kind: Literal["threshold", "tier", "cap"]
    input: str
    more: Yuan
    text: str


class AssumedOut(Closed):
    """按缺省处理的一项。"""

    input: str
    value: str


class NoticeOut(Closed):
    """不影响结论但要注意的事。"""

    code: str
    message: str


class AnswerOut(Closed):
    """一个条款对一件事的答案，与命令行 luoqiao calc --json 相同。"""

    clause: str
    name: str
    outcome: Outcome
    outcome_text: str
    shares: dict[str, Yuan | None]
    total: Yuan | None
    range: RangeOut
    estimate: bool
    on: Day
    in_force: bool
    version: str
    readings: list[str]
    undecided_readings: list[str]
    reasons: list[str]
    share_details: list[ShareOut]
    steps: list[StepOut]
    open_questions: list[str]
    questions: list[QuestionOut]
    nearby: list[NearbyOut]
    assumed: list[AssumedOut]
    findings: list[NoticeOut]


class SumsOut(Closed):
    """合计与各级。"""

    total: Yuan | None
    range: RangeOut
    shares: dict[str, Yuan | None]
    share_ranges: dict[str, RangeOut]


class OpenQuestionOut(Closed):
    """还要回答的一项；most 是所属条款最多可得，null 表示没有上限。"""

    key: str
    clause: str
    clause_name: str
    label: str
    question: str
    type: str
    evidence: list[str]
    most: Yuan | None


class SetAsideOut(Closed):
    """申请人说与己无关的条款。"""

    clause: str
    name: str


class CheckupOut(Closed):
    """全部条款一起算：clauses 按金额从高到低，entitled 只合计已能确定符合的。"""

    on: Day
    in_force: bool
    version: str
    total: Yuan | None
    range: RangeOut
    shares: dict[str, Yuan | None]
    share_ranges: dict[str, RangeOut]
    entitled: SumsOut
    clauses: list[AnswerOut]
    set_aside: list[SetAsideOut]
    open_questions: list[OpenQuestionOut]


class FieldErrorOut(Closed):
    """一项填写问题：哪一项、写了什么、应当怎样。"""

    field: str
    given: str
    expected: str
    message: str
    code: str


class ProblemOut(Closed):
    """问题文书（RFC 9457）。"""

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str
    errors: list[FieldErrorOut]


JsonObject = dict[str, Any]
