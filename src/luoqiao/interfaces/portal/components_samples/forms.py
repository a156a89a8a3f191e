"""表单样张: fields, open questions and readings as switches, with invented figures."""

from __future__ import annotations

from luoqiao.core.kernel.money import wan
from luoqiao.interfaces.portal.form_parts import (
    YES_NO_UNCLEAR,
    Asked,
    Choice,
    Field,
    QuestionRow,
    Reading,
    ReadingOption,
)
from luoqiao.interfaces.portal.parts import Action, Quote

FIELDS = (
    Field("fee", "fee", "年度服务费", "money", "240,000.00", "元", "24 万元；凭证：合同、发票、付款凭证"),
    Field("granted", "granted", "市级实拨", "money", "", "元", placeholder="未知，用预估", optional=True),
    Field(
        "invoice",
        "invoice",
        "发票号码",
        "text",
        "2335 2000 0000 3188 047",
        error="应为 20 位数字，现为 19 位",
    ),
    Field(
        "industry",
        "industry",
        "行业",
        "choice",
        "",
        placeholder="请选择",
        choices=(Choice("machinery", "机械装备"), Choice("textile", "纺织鞋服")),
    ),
    Field("drawdown", "drawdown", "提款日", "date", "2023-03-15"),
    Field("closed", "closed", "申报年度", "text", "2023", disabled=True, hint="由系统按提款日确定"),
)

SEGMENTS = Field("event", "event", "省级龙头企业", "segments", "yes", choices=YES_NO_UNCLEAR)
SEGMENTS_OPEN = Field("partner", "partner", "是否合作银行贷款", "segments", "", choices=YES_NO_UNCLEAR)

QUESTIONS = (
    QuestionRow(
        "揭榜挂帅",
        "三（一）4 · 附件4",
        "#",
        (
            Asked(
                "辖区企业或科研平台是否已成功参与？",
                Field("joined", "joined", "成功参与", "segments", "", choices=YES_NO_UNCLEAR),
            ),
            Asked(
                "任务书核定的项目经费是多少？",
                Field("approved", "approved", "核定项目经费", "money", "", "元"),
                hint="凭证：任务书",
            ),
        ),
        Quote("对项目揭榜方给予最高 200 万元的项目经费支持", emphasis=("200 万元",)),
        most=wan(210),
    ),
    QuestionRow(
        "工业 APP 补助",
        "附件4",
        "#",
        (Asked("上年度每个工业 APP 的实际服务支出？", action=Action("逐个填写", "#", small=True)),),
        Quote("对每个工业 APP 按不超过上年度实际服务支出的 30% 比例给予补助"),
        most=wan(10),
        most_prefix="每个 ",
    ),
)

READING = Reading(
    "X-11",
    "区级是每年一次，还是整个方案期一次？",
    (
        ReadingOption(
            "A",
            "A",
            "每年一次，每年最高 2 万元",
            (Quote("单家年度补助最高不超过 2 万元", "附件4"),),
            default=True,
            chosen=True,
        ),
        ReadingOption("B", "B", "方案期内只给一次", (Quote("给予一次性补助", "三（一）1"),)),
    ),
    name="X-11",
    stake_label="改为 B",
    stake="第二年区级少付 14,400.00 元",
    stake_href="#",
    stake_link="看算式",
    action=Action("提请裁定", "#", small=True),
    href="#",
)

READING_DECIDED = Reading(
    "X-04",
    "“区级暂无”与正文不一致时，以哪处为准？",
    (
        ReadingOption(
            "A",
            "A",
            "以正文为准，区级给奖励",
            (Quote("区财政再分别给予 5 万元、10 万元、30 万元的奖励", "三（四）3"),),
            default=True,
            chosen=True,
        ),
        ReadingOption("B", "B", "以附件为准，区级不给", (Quote("暂无", "附件4"),)),
    ),
    decided="已裁定 A（示例文号），自 2023-01-01 起",
)
