"""清单样张: clauses by money, counts and state words. The amounts follow from invented facts by the clauses quoted."""

from __future__ import annotations

from luoqiao.core.kernel.money import wan
from luoqiao.interfaces.portal.parts import (
    Action,
    ClauseList,
    ClauseRow,
    Count,
    DeadlineDay,
    Quote,
    ReadingRef,
    Tag,
    TierAmount,
    Trouble,
)


def tiers(province: int | None, city: int | None, district: int | None) -> tuple[TierAmount, ...]:
    """省 市 区, always in this order."""
    return (
        TierAmount("省级", "省", province),
        TierAmount("市级", "市", city),
        TierAmount("区级", "区", district),
    )


ROWS = (
    ClauseRow(
        "技术改造投资补助",
        "三（一）2 · 附件4",
        "#",
        tiers(wan(60), wan(84), wan("28.8")),
        wan("172.8"),
        quotes=(
            Quote("按照实际投资额不超过5%的比例给予投资补助", tier="省", emphasis=("5%",)),
            Quote(
                "按项目生产设备投资额不高于 7% 的比例给予补助，单家企业最高不超过 200 万元",
                tier="市",
                emphasis=("7%",),
            ),
            Quote("区财政按照省、市级补助金额的 20% 予以补助", tier="区", emphasis=("20%",)),
        ),
        tags=(Tag("预估上限", "estimate"),),
        readings=(ReadingRef("读法 X-01、X-03", "#"),),
        hint="生产设备投资额再增 16,571,428.58 元，市级达到 200 万元封顶",
        action=Action("看条款", "#", "primary", small=True),
    ),
    ClauseRow(
        "省“专精特新”中小企业",
        "附件4",
        "#",
        tiers(wan(20), None, wan(10)),
        wan(30),
        quotes=(
            Quote("由省级财政给予一次性20万元奖励", tier="省", emphasis=("20万元",)),
            Quote("在省、市级奖励的基础上，区级再分别给予一次性10万元奖励", tier="区", emphasis=("10万元",)),
        ),
        tags=(Tag("免申即享", "automatic"),),
        action=Action("看条款", "#", small=True),
    ),
    ClauseRow(
        "上云上平台补助",
        "三（一）1 · 附件4",
        "#",
        tiers(None, wan("7.2"), wan("1.44")),
        wan("8.64"),
        quotes=(
            Quote("申请市级财政按照服务费的 30% 给予上云企业补助", tier="市", emphasis=("30%",)),
            Quote("区级财政再按照市级年度补助资金的 20% 给予一次性补助", tier="区", emphasis=("20%",)),
        ),
        tags=(Tag("预估", "estimate"),),
        readings=(ReadingRef("读法 X-11、X-12", "#"),),
        hint="服务费再增 93,333.34 元，市级达到 10 万元封顶",
        action=Action("看条款", "#", small=True),
    ),
)


CLAUSES = ClauseList(ROWS, tiers(wan(80), wan("91.2"), wan("40.24")), wan("211.44"))


COUNTS = (
    Count("可以享受", 3, "其中 1 项免申即享", "#"),
    Count("还不能判定", 1, "答完 2 问，最多再增 210.00 万元", "#"),
    Count("不符合", 2, "逐项列出缺哪个条件", "#"),
)


TAGS = (
    ("判定", (Tag("符合", "entitled"), Tag("还不能判定", "undetermined"), Tag("不符合", "not_entitled"))),
    (
        "办理",
        (
            Tag("已受理"),
            Tag("公示中"),
            Tag("免申即享", "automatic"),
            Tag("逾期 5 个工作日", "late"),
            Tag("不予支持", "late"),
            Tag("已到账", "paid"),
        ),
    ),
    (
        "金额与读法",
        (Tag("预估", "estimate"), Tag("预估上限", "estimate"), Tag("未裁定，按默认", "by-default")),
    ),
)


DEADLINE = (
    DeadlineDay("二", 20, "4", "6 月 20 日，第 4 个工作日，今天", today=True),
    DeadlineDay("三", 21, "5", "6 月 21 日，第 5 个工作日"),
    DeadlineDay("四", 22, "休", "6 月 22 日，休", off=True),
    DeadlineDay("五", 23, "休", "6 月 23 日，休", off=True),
    DeadlineDay("六", 24, "休", "6 月 24 日，休", off=True),
    DeadlineDay("日", 25, "6", "6 月 25 日，第 6 个工作日，调休上班"),
    DeadlineDay("一", 26, "7", "6 月 26 日，第 7 个工作日"),
    DeadlineDay("二", 27, "8", "6 月 27 日，第 8 个工作日，期满", last=True),
)


TROUBLE = Trouble(
    "没有提交成功。",
    "网络中断，已填内容和 5 张发票都已保存。",
    "请再点一次“提交”，不会重复。",
    "LQ-5031",
)
