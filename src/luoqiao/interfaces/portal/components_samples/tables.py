"""表样张: ruled tables with every kind of cell, with invented figures."""

from __future__ import annotations

from luoqiao.core.kernel.money import wan
from luoqiao.interfaces.portal.form_parts import Cell, Column, Row, RuledTable
from luoqiao.interfaces.portal.parts import Quote, Tag

_MONEY = Column("省（万元）", number=True, sortable=True)

TABLE = RuledTable(
    "企业与金额",
    (
        Column("企业", sortable=True, bare=True),
        Column("条款"),
        _MONEY,
        Column("市（万元）", number=True, sortable=True),
        Column("区（万元）", number=True, sortable=True),
        Column("合计（万元）", number=True, sortable=True),
        Column("状态", end=True),
    ),
    (
        Row(
            (
                Cell("text", "泉州示例精密机械有限公司"),
                Cell(text="上云上平台补助"),
                Cell("wan"),
                Cell("wan", fen=wan("7.2")),
                Cell("wan", fen=wan("1.44")),
                Cell("wan", fen=wan("8.64"), strong=True),
                Cell("tag", tag=Tag("审查中")),
            )
        ),
        Row(
            (
                Cell("text", "福建示例鞋服有限公司", below="指向时"),
                Cell(text="技术改造投资补助"),
                Cell("wan", fen=wan(60)),
                Cell("wan", fen=wan(84)),
                Cell("wan", fen=wan("28.8")),
                Cell("wan", fen=wan("172.8"), strong=True),
                Cell("tag", tag=Tag("逾期 1 个工作日", "late")),
            )
        ),
        Row(
            (
                Cell("text", "泉州示例纸品有限公司", below="选中时"),
                Cell(text="省“专精特新”中小企业，区级部分"),
                Cell("wan"),
                Cell("wan", fen=0),
                Cell("wan", fen=wan(10)),
                Cell("wan", fen=wan(10), strong=True, received=True),
                Cell("tag", tag=Tag("已到账 06-16", "paid")),
            ),
            "is-selected",
        ),
    ),
    stacking=True,
    foot=(
        Cell("key", "合计"),
        Cell(),
        Cell("wan", fen=wan(60)),
        Cell("wan", fen=wan("91.2")),
        Cell("wan", fen=wan("40.24")),
        Cell("wan", fen=wan("191.44"), strong=True),
        Cell(),
    ),
)

REFUSED = RuledTable(
    "不符合的条款",
    (
        Column("条款", bare=True),
        Column("未满足的条件", bare=True),
        Column("理由", bare=True),
        Column("事实", bare=True),
    ),
    (
        Row(
            (
                Cell("key", "供应链平台奖励"),
                Cell("quote", quote=Quote("对平台年交易规模超过 5 亿元（含）")),
                Cell(text="无供应链平台，年交易规模 0 元"),
                Cell("fact", "申报", below="2023-06-12"),
            )
        ),
        Row(
            (
                Cell("key", "国家专精特新“小巨人”"),
                Cell("quote", quote=Quote("由省级财政给予一次性50万元奖励")),
                Cell(text="不在认定名单，也无复核"),
                Cell("fact", "登记", below="2023-06-01"),
            )
        ),
    ),
    stacking=True,
)

EXAMPLES = RuledTable(
    "算例",
    (
        Column("年度服务费", number=True),
        Column("市级（元）", number=True),
        Column("区级（元）", number=True),
        Column("合计（元）", number=True),
        Column("说明", bare=True),
        Column("结果", end=True, bare=True),
    ),
    (
        Row(
            (
                Cell("key", "5 万元"),
                Cell("yuan"),
                Cell("yuan"),
                Cell(text="不符合"),
                Cell(text="恰为 5 万元，不是“超过”"),
                Cell(text="通过"),
            )
        ),
        Row(
            (
                Cell("key", "50,000.05 元"),
                Cell("yuan", fen=1_500_002),
                Cell("yuan", fen=300_000),
                Cell("yuan", fen=1_800_002, strong=True),
                Cell(text="15,000.015 进到分"),
                Cell(text="通过"),
            )
        ),
        Row(
            (
                Cell("key", "40 万元"),
                Cell("yuan", fen=wan(10)),
                Cell("yuan", fen=wan(2)),
                Cell("yuan", fen=wan(12), strong=True),
                Cell(text="两级都封顶"),
                Cell(text="通过"),
            )
        ),
    ),
)
