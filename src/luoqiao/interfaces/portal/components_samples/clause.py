"""条款样张: passages with numbered marks, the rule lines tied to them, one calculation for a fee of 240,000 yuan."""

from __future__ import annotations

from luoqiao.interfaces.portal.clause_rule import with_targets
from luoqiao.interfaces.portal.parts import Passage, Piece, Quote, RuleLine, Step, Tag, Term

FEE_CONDITION = Quote("对年度服务费超过 5 万元的企业", "三（一）1 · 第 41 行", "#")


PASSAGES = (
    Passage(
        "三（一）1 · 正文",
        (
            Piece("对年度服务费超过 5 万元的企业", "clause", "1", starts=True),
            Piece("，申请市级财政"),
            Piece("按照服务费的 30%", "clause", "2", starts=True),
            Piece(" 给予上云企业补助，"),
            Piece("单家使用企业年度补助最高不超过 10 万元", "clause", "3", starts=True),
            Piece("，区级财政再"),
            Piece("按照市级年度补助资金的 20%", "clause", "4", starts=True),
            Piece(" 给予"),
            Piece("一次性", unclear=True),
            Piece("补助。"),
        ),
    ),
    Passage(
        "附件4 · 上云上平台 · 区级",
        (
            Piece("区级财政再按照市级年度补助资金的 20% 给予"),
            Piece("一次性", unclear=True),
            Piece("补助, "),
            Piece("单家年度补助最高不超过 2 万元", "clause", "5", starts=True),
        ),
    ),
    Passage(
        "附件4 · 上云上平台 · 市级", (Piece("单家使用企业年度补助最高不超过 10 万元"),), note="与正文一致"
    ),
)


RULE_LINES = tuple(with_targets((
    RuleLine("输入", (Term("年度服务费", "term"), Term("：金额")), note="凭证 合同、发票、付款凭证"),
    RuleLine(
        "条件",
        (Term("年度服务费", "term"), Term(" "), Term("超过", "operator"), Term(" 5万元")),
        ("1",),
        "恰为 5 万元不符合",
    ),
    RuleLine(
        "市级",
        (Term("年度服务费", "term"), Term(" "), Term("的 30%", "operator"), Term("，")),
        ("2",),
        "固定比例，按全额计",
    ),
    RuleLine("", (Term("单家年度最高", "operator"), Term(" 10万元")), ("3",), "每家企业每年", joined=True),
    RuleLine(
        "区级",
        (Term("市级实拨", "term"), Term(" "), Term("的 20%", "operator"), Term("，")),
        ("4",),
        "实拨未定时用预估",
    ),
    RuleLine(
        "",
        (Term("单家年度最高", "operator"), Term(" 2万元")),
        ("5",),
        "每家企业每年 · 读法 X-11",
        joined=True,
    ),
)))  # fmt: skip


STEPS = (
    Step(
        "条件",
        "240,000.00 元 超过 50,000.00 元",
        (Quote("对年度服务费超过 5 万元的企业"),),
        tags=(Tag("符合", "entitled"),),
    ),
    Step("市级", "240,000.00 × 30%", (Quote("按照服务费的 30%"),), "72,000.00"),
    Step("未达 100,000.00 元封顶", "", (Quote("单家使用企业年度补助最高不超过 10 万元"),), "不减", same=True),
    Step(
        "区级",
        "72,000.00 × 20%",
        (Quote("按照市级年度补助资金的 20%"),),
        "14,400.00",
        tags=(Tag("预估", "estimate"),),
    ),
    Step("未达 20,000.00 元封顶", "", (Quote("单家年度补助最高不超过 2 万元"),), "不减", same=True),
)
