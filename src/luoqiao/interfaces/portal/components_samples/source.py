"""原文样张: coverage, outline, marked paragraphs and the panel of a chosen sentence. Counts are invented."""

from __future__ import annotations

from luoqiao.interfaces.portal.parts import (
    Action,
    CoveragePart,
    Link,
    OutlineEntry,
    PanelSection,
    Paragraph,
    Piece,
    Quote,
    ReadingRef,
    SideNote,
    Tag,
)

COVERAGE = (
    CoveragePart("条款", 12, "clause", "w1", "#"),
    CoveragePart("目标", 9, "target", "w2", "#"),
    CoveragePart("任务与机制", 14, "task", "w3", "#"),
    CoveragePart("无规则，已注明理由", 3, "plain", "hatched", "#"),
)


OUTLINE = (
    OutlineEntry("一、指导思想", "#", (CoveragePart("无规则", 1, shade="hatched"),)),
    OutlineEntry(
        "三（一）智改数转",
        "#",
        (
            CoveragePart("条款", 6, shade="w1"),
            CoveragePart("目标", 6, shade="w2"),
            CoveragePart("任务", 7, shade="w3"),
        ),
        current=True,
    ),
    OutlineEntry("附件4　政策一览表", "#", (CoveragePart("条款", 28, shade="w1"),)),
)


PARAGRAPHS = (
    Paragraph((Piece("洛江区制造业数字化转型实施方案"),), role="title"),
    Paragraph((Piece("三、重点任务"),), role="heading"),
    Paragraph(
        (
            Piece("1. 加快两化融合发展。"),
            Piece(
                "加速工业技术软件化发展，推动新一代信息技术与制造业融合发展。",
                "task",
                notes=(SideNote("任务 K-01", "task", href="#"),),
            ),
            Piece(
                "对年度服务费",
                "clause",
                href="#",
                sentence="41.4",
                selected=True,
                notes=(
                    SideNote("条款 上云上平台", "clause", href="#", selected=True),
                    SideNote("读法 X-11 X-12", "plain", unclear=True, href="#"),
                ),
            ),
            Piece("超过 5 万元", "clause", unclear=True, href="#", sentence="41.4", selected=True),
            Piece(
                "的企业，申请市级财政按照服务费的 30% 给予上云企业补助，单家使用企业年度补助最高不超过 10 万元，"
                "区级财政再按照市级年度补助资金的 20% 给予",
                "clause",
                href="#",
                sentence="41.4",
                selected=True,
            ),
            Piece("一次性", "clause", unclear=True, href="#", sentence="41.4", selected=True),
            Piece("补助。", "clause", href="#", sentence="41.4", selected=True),
            Piece(
                "到 2023 年底，每年推动企业上云上平台达 38 家以上，培育 1 个工业软件。",
                "target",
                href="#",
                notes=(SideNote("目标 T-07 T-08", "target", href="#"),),
            ),
        ),
        line=41,
    ),
    Paragraph(
        (
            Piece("责任单位：", "unit", notes=(SideNote("责任单位", "unit"),)),
            Piece("区工信局，各镇人民政府（街道办事处）", "unit", unclear=True),
        ),
        line=43,
    ),
    Paragraph(
        (
            Piece(
                "引导中小企业深耕专业领域，利用数字化技术，基于云计算、大数据，赋能员工提升内部效率、整合价值链、"
                "打造高品质产品与服务、连接用户、提升用户体验和满意度的能力。",
                "uncoded",
                notes=(SideNote("无规则：倡导性", "uncoded"),),
            ),
        ),
        line=51,
    ),
)


PANEL = (
    PanelSection(
        "所选语句 · 三（一）1 · 第 41 行",
        words="对年度服务费超过 5 万元的企业，申请市级财政按照服务费的 30% 给予上云企业补助",
    ),
    PanelSection(
        "驱动",
        heading="条款 上云上平台补助 · 市级",
        text=("市级 = 年度服务费 的 30%，单家年度最高 10万元",),
        links=(Link("打开规则", "#"), Link("算例 7 条", "#")),
    ),
    PanelSection(
        reading=ReadingRef("读法 X-11", "#"),
        tag=Tag("未裁定，按默认", "by-default"),
        heading="区级是每年一次，还是整个方案期一次？",
        quotes=(
            ("A　默认 · 附件4", Quote("单家年度补助最高不超过 2 万元"), True),
            ("B　三（一）1", Quote("给予一次性补助"), False),
        ),
        figures=(("按 A，区级", "14,400.00 元"), ("改为 B，区级第二年", "0.00 元")),
        actions=(Action("用 B 试算", "#", "primary", small=True), Action("看全部读法", "#", small=True)),
    ),
)
